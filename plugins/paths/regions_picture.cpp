// SPDX-License-Identifier: Apache-2.0
#include "regions_picture.hpp"

namespace regions {

Picture::Picture(const pipeline::Image<const uint8_t>& image)
    : width(image.width()),
      height(image.height()),
      pixels(static_cast<size_t>(width) * static_cast<size_t>(height)) {
  auto* out = pixels.data();
  for (int y = 0; y < height; ++y) {
    const uint8_t* p = image.row(y);
    for (int x = 0; x < width; ++x, p += image.channels()) {
      const uint32_t alpha = image.channels() == 4 ? p[3] : 255;
      const auto times = [&](uint32_t c) { return static_cast<uint8_t>((c * alpha + 127) / 255); };
      *out++ = {times(p[0]), times(p[1]), times(p[2]), static_cast<uint8_t>(alpha)};
    }
  }
}

}  // namespace regions
