// SPDX-License-Identifier: Apache-2.0
// cv::Mat headers over views: the same memory, size, step and type.
#include <pipeline/opencv.hpp>

#include <vector>

#include "support/catch.hpp"

using namespace pipeline;

namespace {

pipeline_image image_over(void* pixels, int channels, uint32_t sample) {
  return {sizeof(pipeline_image), 5, 3,   channels, sample, PIPELINE_COLOUR_SRGB,
          PIPELINE_ALPHA_NONE,    0, 128, pixels};
}

}  // namespace

TEST_CASE("a Mat over an image shares its pixels", "[opencv]") {
  std::vector<unsigned char> memory(3 * 128);
  const auto matches = [&](const cv::Mat& mat, int type) {
    return mat.data == memory.data() && mat.rows == 3 && mat.cols == 5 && mat.type() == type &&
           mat.step[0] == 128 && !mat.u;  // no u: OpenCV owns nothing
  };
  CHECK(matches(as_mat(image_over(memory.data(), 3, PIPELINE_U8)), CV_8UC3));
  CHECK(matches(as_mat(image_over(memory.data(), 1, PIPELINE_U16)), CV_16UC1));
  CHECK(matches(as_mat(image_over(memory.data(), 4, PIPELINE_F32)), CV_32FC4));
  CHECK(
      matches(as_mat(Image<const uint8_t, 3>(image_over(memory.data(), 3, PIPELINE_U8))), CV_8UC3));
  CHECK(matches(as_mat(AnyImage(image_over(memory.data(), 2, PIPELINE_F32))), CV_32FC2));

  Rgb8 to(image_over(memory.data(), 3, PIPELINE_U8));
  cv::Mat mat = as_mat(to);
  mat.at<cv::Vec3b>(2, 4) = {7, 8, 9};
  CHECK(to.pixel(4, 2)[1] == 8);
}

TEST_CASE("a Mat over an input is const, one over an output is not", "[opencv]") {
  using In = decltype(as_mat(std::declval<Image<const uint8_t, 3>>()));
  using Out = decltype(as_mat(std::declval<Image<uint8_t, 3>>()));
  STATIC_REQUIRE(std::is_const_v<In>);
  STATIC_REQUIRE_FALSE(std::is_const_v<Out>);
}

TEST_CASE("a Mat over labels shares them", "[opencv]") {
  std::vector<uint8_t> memory(3 * 64);
  const pipeline_labels raw{sizeof(pipeline_labels), 5,      3, PIPELINE_U8, 2, 0, 64,
                            memory.data(),           nullptr};
  float palette[8] = {};
  const cv::Mat mat = as_mat(LabelsOut<uint8_t>(raw, palette));
  CHECK(mat.data == memory.data());
  CHECK(mat.step[0] == 64);
  CHECK(mat.type() == CV_8U);
}

TEST_CASE("a sample type that OpenCV lacks is refused", "[opencv]") {
  CHECK_THROWS_WITH(as_mat(image_over(nullptr, 1, PIPELINE_U32)),
                    "OpenCV has no type for this sample type");
}
