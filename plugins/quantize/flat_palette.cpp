// SPDX-License-Identifier: Apache-2.0
#include "flat_palette.hpp"

#include <algorithm>
#include <cstdlib>

#include "rgba.hpp"
#include "weighted_colours.hpp"

namespace pipeline::quantize {

namespace {

uint32_t premultiply(Rgba c) {
  if (c.a == 255) return pack(c);
  const auto scaled = [&](uint32_t v) { return static_cast<uint8_t>((v * c.a + 127) / 255); };
  return pack({scaled(c.r), scaled(c.g), scaled(c.b), c.a});
}

template <int Channels>
void pack_row(const uint8_t* from, int width, uint32_t* to) {
  for (int x = 0; x < width; ++x) to[x] = premultiply(read<Channels>(from + Channels * x));
}

bool near(uint32_t a, uint32_t b, int steps) {
  for (int shift = 0; shift < 32; shift += 8) {
    if (std::abs(static_cast<int>(a >> shift & 255) - static_cast<int>(b >> shift & 255)) > steps) {
      return false;
    }
  }
  return true;
}

// to[x]: whether a pixel equals its four neighbours; most do. The ends of the row are left 0.
void find_equal(const uint32_t* row, const uint32_t* above, const uint32_t* below, int width,
                uint8_t* to) {
  for (int x = 1; x < width - 1; ++x) {
    const uint32_t c = row[x];
    to[x] = ((c ^ row[x - 1]) | (c ^ row[x + 1]) | (c ^ above[x]) | (c ^ below[x])) == 0;
  }
}

// Colours with their counts, commonest first.
WeightedColours count_colours(const PackedPicture& picture, const std::vector<uint8_t>& flat) {
  WeightedColours runs;
  for (size_t i = 0; i < flat.size();) {
    if (!flat[i]) {
      ++i;
      continue;
    }
    const uint32_t colour = picture.pixels[i];
    const size_t begin = i;
    while (i < flat.size() && flat[i] && picture.pixels[i] == colour) ++i;
    const auto length = static_cast<int64_t>(i - begin);
    if (!runs.empty() && runs.back().rgba == colour) {
      runs.back().weight += length;
    } else {
      runs.push_back({colour, length});
    }
  }
  std::sort(runs.begin(), runs.end(), [](const auto& a, const auto& b) { return a.rgba < b.rgba; });
  WeightedColours colours;
  for (const auto& run : runs) {
    if (!colours.empty() && colours.back().rgba == run.rgba) {
      colours.back().weight += run.weight;
    } else {
      colours.push_back(run);
    }
  }
  std::sort(colours.begin(), colours.end(), [](const auto& a, const auto& b) {
    return a.weight != b.weight ? a.weight > b.weight : a.rgba < b.rgba;
  });
  return colours;
}

}  // namespace

PackedPicture pack_picture(const BasicCall& call, const Image<const uint8_t>& image) {
  PackedPicture picture{image.width(), image.height(), {}};
  picture.pixels.resize(static_cast<size_t>(image.width()) * static_cast<size_t>(image.height()));
  call.rows(image.height(), [&](int64_t y0, int64_t y1) {
    for (int64_t y = y0; y < y1; ++y) {
      uint32_t* to = picture.pixels.data() + y * image.width();
      image.channels() == 3 ? pack_row<3>(image.row(y), image.width(), to)
                            : pack_row<4>(image.row(y), image.width(), to);
    }
  });
  return picture;
}

std::vector<uint8_t> find_flat(const BasicCall& call, const PackedPicture& picture, int steps) {
  std::vector<uint8_t> flat(picture.pixels.size());
  const int width = picture.width;
  call.rows(picture.height, [&](int64_t y0, int64_t y1) {
    for (int64_t y = y0; y < y1; ++y) {
      const uint32_t* row = picture.row(y);
      const uint32_t* above = y > 0 ? row - width : row;
      const uint32_t* below = y + 1 < picture.height ? row + width : row;
      uint8_t* to = flat.data() + y * width;
      find_equal(row, above, below, width, to);
      for (int x = 0; x < width; ++x) {
        if (to[x]) continue;
        const uint32_t c = row[x];
        to[x] = near(c, row[std::max(x - 1, 0)], steps) &&
                near(c, row[std::min(x + 1, width - 1)], steps) && near(c, above[x], steps) &&
                near(c, below[x], steps);
      }
    }
  });
  return flat;
}

std::vector<uint32_t> flat_palette(const PackedPicture& picture, const std::vector<uint8_t>& flat,
                                   float apart) {
  constexpr int64_t seldom = 6;
  std::vector<uint32_t> palette;
  for (const auto& colour : count_colours(picture, flat)) {
    if (colour.weight < seldom || palette.size() == most_flat_colours) break;
    const Channels4 channels = channels_of(colour.rgba);
    const bool known = std::any_of(palette.begin(), palette.end(), [&](uint32_t other) {
      return square_distance(channels, channels_of(other)) < apart * apart;
    });
    if (!known) palette.push_back(colour.rgba);
  }
  return palette;
}

}  // namespace pipeline::quantize
