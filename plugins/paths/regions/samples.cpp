// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/regions/samples.hpp"

namespace regions {

Samples read_samples(const pipeline::BasicCall& call, const pipeline::Image<const uint8_t>& image) {
  Samples out{image.width(), image.height(), {}};
  out.pixels.resize(static_cast<size_t>(out.width) * static_cast<size_t>(out.height));
  const bool alpha = image.channels() == 4 && image.has_alpha();
  const int step = image.channels();
  call.rows(out.height, [&](int64_t begin, int64_t end) {
    for (int64_t y = begin; y < end; ++y) {
      const uint8_t* from = image.row(y);
      Sample* to = out.pixels.data() + y * out.width;
      for (int x = 0; x < out.width; ++x, from += step) {
        const unsigned a = alpha ? from[3] : 255;
        for (size_t k = 0; k < 3; ++k) to[x][k] = static_cast<uint8_t>((from[k] * a + 127) / 255);
        to[x][3] = static_cast<uint8_t>(a);
      }
    }
  });
  return out;
}

}  // namespace regions
