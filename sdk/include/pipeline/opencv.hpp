// SPDX-License-Identifier: Apache-2.0
// cv::Mat headers over views: no pixel is copied. Optional; only plugins that link OpenCV include
// it, and no OpenCV type ever crosses the plugin boundary.
#pragma once

#include <pipeline/error.hpp>
#include <pipeline/image.hpp>
#include <pipeline/labels.hpp>

#include <opencv2/core.hpp>

#include <type_traits>

namespace pipeline {

namespace detail {
inline int cv_depth(uint32_t sample) {
  switch (sample) {
    case PIPELINE_U8:
      return CV_8U;
    case PIPELINE_U16:
      return CV_16U;
    case PIPELINE_F32:
      return CV_32F;
    default:
      throw Error(PIPELINE_UNSUPPORTED, "OpenCV has no type for this sample type");
  }
}
}  // namespace detail

// A header over an image; it lives as long as the view's pixels. Channels keep their order (RGB,
// not OpenCV's BGR). Over an input the Mat is const: OpenCV must only read it. Keep it in a const
// variable; a copy of the header would be writable, and OpenCV cannot tell.
inline cv::Mat as_mat(const pipeline_image& image) {
  return {image.height, image.width, CV_MAKETYPE(detail::cv_depth(image.sample), image.channels),
          image.pixels, image.stride};
}
inline const cv::Mat as_mat(const AnyImage& image) { return as_mat(image.raw()); }
template <class T, int N>
auto as_mat(const Image<T, N>& image)
    -> std::conditional_t<std::is_const_v<T>, const cv::Mat, cv::Mat> {
  return as_mat(image.raw());
}
// 8-bit labels as CV_8U.
inline cv::Mat as_mat(const LabelsOut<uint8_t>& labels) {
  return {labels.height(), labels.width(), CV_8U, labels.row(0),
          labels.height() > 1 ? static_cast<size_t>(labels.row(1) - labels.row(0))
                              : static_cast<size_t>(cv::Mat::AUTO_STEP)};
}

}  // namespace pipeline
