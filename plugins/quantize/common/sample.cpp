// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/common/sample.hpp"

#include <algorithm>

#include "plugins/quantize/common/chunks.hpp"
#include "plugins/quantize/common/rgba.hpp"

namespace pipeline::quantize {

namespace {

// Spreads consecutive numbers evenly over [0, bound) (Fibonacci hashing).
int64_t spread(int64_t i, int64_t bound) {
  const auto hash = static_cast<uint32_t>(static_cast<uint64_t>(i) * 2654435769U);
  return static_cast<int64_t>((static_cast<uint64_t>(hash >> 16) * static_cast<uint64_t>(bound)) >>
                              16);
}

// Writes to `out`; returns its end.
template <int Channels>
WeightedColour* pick(const Image<const uint8_t>& image, int64_t stride, int64_t begin, int64_t end,
                     WeightedColour* out) {
  const int64_t width = image.width();
  int64_t y = begin * stride / width, row_begin = y * width;
  const uint8_t* row = image.row(y);
  for (int64_t i = begin; i < end; ++i) {
    const int64_t at = i * stride + spread(i, stride);
    while (at >= row_begin + width) row_begin += width, row = image.row(++y);
    const Rgba colour = read<Channels>(row + (at - row_begin) * Channels);
    *out = {pack(colour), 1};
    out += colour.a != 0;
  }
  return out;
}

}  // namespace

WeightedColours sample(const BasicCall& call, const Image<const uint8_t>& image, int64_t least) {
  const int64_t pixels = int64_t{image.width()} * image.height();
  const int64_t stride = std::max<int64_t>(1, pixels / least);
  const auto out = scratch<WeightedColour>(call, static_cast<size_t>(pixels / stride));
  return gather_chunks(call, out, [&](size_t begin, size_t end) {
    const auto first = static_cast<int64_t>(begin), last = static_cast<int64_t>(end);
    WeightedColour* const to = out.data() + begin;
    return WeightedColours(to, image.channels() == 3 ? pick<3>(image, stride, first, last, to)
                                                     : pick<4>(image, stride, first, last, to));
  });
}

}  // namespace pipeline::quantize
