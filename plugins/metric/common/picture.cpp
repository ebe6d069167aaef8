// SPDX-License-Identifier: Apache-2.0
#include "plugins/metric/common/picture.hpp"

#include <cmath>
#include <string>

namespace pipeline::metric {

namespace {

template <class T>
constexpr double full = sizeof(T) == 1   ? 255
                        : sizeof(T) == 2 ? 65535
                                         : 1;

std::string size_of(const AnyImage& image) {
  return std::to_string(image.width()) + " x " + std::to_string(image.height());
}

}  // namespace

Picture::Picture(const AnyImage& image, const char* port, const Colour& background)
    : image_(image),
      colours_(image.channels() - (image.has_alpha() ? 1 : 0)),
      background_{background.r, background.g, background.b} {
  if (colours_ == 1 || colours_ == 3) return;
  throw Error(PIPELINE_BAD_ARGUMENT,
              std::string(port) + " has " + std::to_string(colours_) +
                  " channels that are not alpha, which make no colours; 1 or 3 do");
}

template <class T>
void Picture::row_of(int64_t y, std::vector<double>& rgb) const {
  const int channels = image_.channels();
  const bool straight = image_.alpha() == PIPELINE_ALPHA_STRAIGHT;
  const T* p = image_.as<const T>().row(y);
  for (size_t i = 0; i < rgb.size(); i += 3, p += channels) {
    const double alpha = image_.has_alpha() ? p[channels - 1] / full<T> : 1;
    for (size_t c = 0; c < 3; ++c) {
      double v = p[colours_ == 3 ? c : 0] / full<T>;
      if (image_.has_alpha()) v = (straight ? v * alpha : v) + background_[c] * (1 - alpha);
      rgb[i + c] = v;
    }
  }
}

void Picture::row(int64_t y, std::vector<double>& rgb) const {
  rgb.resize(3 * static_cast<size_t>(image_.width()));
  switch (image_.sample()) {
    case PIPELINE_U8:
      return row_of<uint8_t>(y, rgb);
    case PIPELINE_U16:
      return row_of<uint16_t>(y, rgb);
    default:
      return row_of<float>(y, rgb);
  }
}

void check_same_size(const AnyImage& reference, const AnyImage& test) {
  if (reference.width() == test.width() && reference.height() == test.height()) return;
  throw Error(PIPELINE_BAD_ARGUMENT,
              "test is " + size_of(test) + " pixels and reference " + size_of(reference) +
                  ": put a stage before that brings test to that size, as { uses: image.resize, "
                  "with: { width: " +
                  std::to_string(reference.width()) +
                  ", height: " + std::to_string(reference.height()) + " } }");
}

double finite(double value) {
  if (std::isfinite(value)) return value;
  throw Error(PIPELINE_BAD_ARGUMENT,
              "a sample of the pictures is infinite or not a number: nothing can be said of them");
}

}  // namespace pipeline::metric
