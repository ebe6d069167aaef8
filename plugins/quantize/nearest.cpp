// SPDX-License-Identifier: Apache-2.0
#include "nearest.hpp"

#include <algorithm>

namespace pipeline::quantize {

namespace {
constexpr size_t remembered = 2048;
}  // namespace

Nearest::Nearest(const Palette& palette) {
  for (const Rgba& colour : palette) {
    const Premultiplied p = premultiplied(colour);
    for (size_t d = 0; d < 4; ++d) x_[d].push_back(p.x[d]);
  }
  answers_.assign(remembered, {pack(palette[0]), search(palette[0])});
}

uint8_t Nearest::operator()(Rgba colour) {
  const uint32_t rgba = pack(colour);
  Answer& answer = answers_[(rgba * 2654435761U) >> 21];
  if (answer.rgba != rgba) answer = {rgba, search(colour)};
  return answer.label;
}

uint8_t Nearest::search(Rgba colour) const {
  const Premultiplied p = premultiplied(colour);
  const size_t count = x_[0].size();
  double square[256];
  for (size_t i = 0; i < count; ++i) {
    square[i] = 0;
    for (size_t d = 0; d < 4; ++d) {
      const double way = x_[d][i] - p.x[d];
      square[i] += way * way;
    }
  }
  return static_cast<uint8_t>(std::min_element(square, square + count) - square);
}

}  // namespace pipeline::quantize
