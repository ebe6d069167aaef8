// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/common/nearest.hpp"

#include <algorithm>

namespace pipeline::quantize {

namespace {
constexpr size_t remembered = 2048;
}  // namespace

PalettePlaces::PalettePlaces(Space space, const Palette& palette) : count(palette.size()) {
  for (size_t i = 0; i < count; ++i) {
    const Premultiplied p = premultiplied(space, palette[i]);
    for (size_t d = 0; d < 4; ++d) x[d][i] = p.x[d];
  }
}

Nearest::Nearest(Space space, const PalettePlaces& palette) : space_(space), palette_(palette) {
  answers_.assign(remembered, {pack(transparent), search(transparent)});
}

uint8_t Nearest::operator()(Rgba colour) {
  const uint32_t rgba = pack(colour);
  Answer& answer = answers_[(rgba * 2654435761U) >> 21];
  if (answer.rgba != rgba) answer = {rgba, search(colour)};
  return answer.label;
}

uint8_t Nearest::search(Rgba colour) const {
  const Premultiplied p = premultiplied(space_, colour);
  double square[256];
  for (size_t i = 0; i < palette_.count; ++i) {
    square[i] = 0;
    for (size_t d = 0; d < 4; ++d) {
      const double way = palette_.x[d][i] - p.x[d];
      square[i] += way * way;
    }
  }
  return static_cast<uint8_t>(std::min_element(square, square + palette_.count) - square);
}

}  // namespace pipeline::quantize
