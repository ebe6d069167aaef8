// SPDX-License-Identifier: Apache-2.0
#include "plugins/edges/canny/suppress.hpp"

#include <cstdlib>

#include "plugins/edges/common/vectorized.hpp"

namespace pipeline::edge {

namespace {

// T is the type of the magnitudes. Without branches on what a pixel holds, so that the compiler
// makes vector code of it; directions in 16 bits, so that it is narrow.
template <class T>
void classify_row(const T* above, const T* here, const T* below, const int16_t* dx,
                  const int16_t* dy, T low, T high, int width, uint8_t* out) {
  // tan 22.5 degrees in 16-bit fixed point; tan 67.5 is 2 more. The product with |dx| is no whole
  // number unless that is 0, so that comparing with its whole part is exact.
  constexpr uint32_t tan22 = 2 * 13573;
  vectorized([=] {
    for (int x = 0; x < width; ++x) {
      const T m = here[x];
      const auto across = static_cast<uint16_t>(std::abs(dx[x]));
      const auto up_down = static_cast<int16_t>(std::abs(dy[x]));
      const auto along = static_cast<int16_t>(across * tan22 >> 16);
      const auto steep = static_cast<int16_t>(along + 2 * across);
      const bool is_flat = (up_down <= along) & (across != 0), is_steep = up_down > steep;
      const bool falls = (dx[x] ^ dy[x]) < 0;
      T before = falls ? above[x + 1] : above[x - 1], after = falls ? below[x - 1] : below[x + 1];
      before = is_steep ? above[x] : before, after = is_steep ? below[x] : after;
      before = is_flat ? here[x - 1] : before, after = is_flat ? here[x + 1] : after;
      const T beaten = static_cast<T>(after + ((is_flat | is_steep) ? 0 : 1));
      const int kind = m > high ? EdgeBits::strong : EdgeBits::weak;
      out[x] = static_cast<uint8_t>(((m > low) & (m > before) & (m >= beaten)) ? kind : 0);
    }
  });
}

}  // namespace

void suppress(const Plane& grey, const Levels& levels, int64_t y0, int64_t y1,
              const GreyF& strength, EdgeBits& edges) {
  const int width = grey.width();
  GradientRow rows[3]{GradientRow(width), GradientRow(width), GradientRow(width)};
  GradientRow *above = &rows[0], *here = &rows[1], *below = &rows[2];
  std::vector<uint8_t> kinds(padded(width));
  above->compute(grey, y0 - 1, levels.norm);
  here->compute(grey, y0, levels.norm);
  for (int64_t y = y0; y < y1; ++y) {
    below->compute(grey, y + 1, levels.norm);
    here->strength(strength.row(y));
    if (levels.norm == Norm::l1) {
      classify_row<int16_t>(above->sum(), here->sum(), below->sum(), here->dx(), here->dy(),
                            static_cast<int16_t>(levels.low), static_cast<int16_t>(levels.high),
                            width, kinds.data());
    } else {
      classify_row<int32_t>(above->square(), here->square(), below->square(), here->dx(),
                            here->dy(), levels.low, levels.high, width, kinds.data());
    }
    edges.set_row(y, kinds.data());
    GradientRow* const oldest = above;
    above = here, here = below, below = oldest;
  }
}

}  // namespace pipeline::edge
