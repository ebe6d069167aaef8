// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/common/sample.hpp"

#include <algorithm>

#include "plugins/quantize/common/rgba.hpp"

namespace pipeline::quantize {

namespace {

// Spreads consecutive numbers evenly over [0, bound) (Fibonacci hashing).
int64_t spread(int64_t i, int64_t bound) {
  const auto hash = static_cast<uint32_t>(static_cast<uint64_t>(i) * 2654435769U);
  return static_cast<int64_t>((static_cast<uint64_t>(hash >> 16) * static_cast<uint64_t>(bound)) >>
                              16);
}

template <int Channels>
void pick(const Image<const uint8_t>& image, int64_t stride, int64_t begin, int64_t end,
          WeightedColours& out) {
  const int64_t width = image.width();
  int64_t y = begin * stride / width, row_begin = y * width;
  for (int64_t i = begin; i < end; ++i) {
    const int64_t at = i * stride + spread(i, stride);
    while (at >= row_begin + width) ++y, row_begin += width;
    const Rgba colour = read<Channels>(image.row(y) + (at - row_begin) * Channels);
    if (colour.a) out.push_back({pack(colour), 1});
  }
}

}  // namespace

WeightedColours sample(const BasicCall& call, const Image<const uint8_t>& image, int64_t least) {
  constexpr int64_t grain = 8192;
  const int64_t pixels = int64_t{image.width()} * image.height();
  const int64_t stride = std::max<int64_t>(1, pixels / least);
  const int64_t count = pixels / stride;
  std::vector<WeightedColours> chunks(static_cast<size_t>((count + grain - 1) / grain));
  call.parallel_for(0, count, grain, [&](int64_t begin, int64_t end) {
    auto& out = chunks[static_cast<size_t>(begin / grain)];
    out.reserve(image.channels() == 3 ? static_cast<size_t>(end - begin) : 0);
    if (image.channels() == 3) {
      pick<3>(image, stride, begin, end, out);
    } else {
      pick<4>(image, stride, begin, end, out);
    }
  });
  WeightedColours all;
  for (const auto& chunk : chunks) all.insert(all.end(), chunk.begin(), chunk.end());
  return all;
}

}  // namespace pipeline::quantize
