// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/flat/smooth.hpp"

#include <algorithm>
#include <span>

#include "plugins/quantize/common/variants.hpp"

namespace pipeline::quantize {

namespace {

constexpr int tile_width = 128, tile_rows = 32;
constexpr int radius = 3, margin = radius + 1;  // of the mean; what a tile needs around it

// A tile of the picture and what lies around it, in planes.
struct Planes {
  int width, rows, channels;
  std::vector<float> samples;

  Planes(int w, int h, int count)
      : width(w), rows(h), channels(count), samples(static_cast<size_t>(w * h * count)) {}
  float* row(int channel, int y) {
    return samples.data() + (static_cast<int64_t>(channel) * rows + y) * width;
  }
  const float* row(int channel, int y) const {
    return samples.data() + (static_cast<int64_t>(channel) * rows + y) * width;
  }
};

// Pixels beyond the picture are those at its edge.
void load(const PackedPicture& picture, int left, int top, Planes& to) {
  for (int y = 0; y < to.rows; ++y) {
    const uint32_t* from = picture.row(std::clamp(top + y, 0, picture.height - 1));
    for (int x = 0; x < to.width; ++x) {
      const uint32_t p = from[std::clamp(left + x, 0, picture.width - 1)];
      for (int c = 0; c < to.channels; ++c) {
        to.row(c, y)[x] = static_cast<float>(p >> 8 * c & 255);
      }
    }
  }
}

// Means over 3 x 3 samples, 1 2 1 in both ways; the outermost are left as they were.
inline void smooth(const Planes& from, Planes& to) {
  for (int c = 0; c < from.channels; ++c) {
    for (int y = 1; y + 1 < from.rows; ++y) {
      const float* __restrict a = from.row(c, y - 1), * __restrict b = from.row(c, y), * __restrict d = from.row(c, y + 1);
      float* __restrict out = to.row(c, y);
      for (int x = 1; x < from.width - 1; ++x) {
        const float across = a[x - 1] + a[x + 1] + d[x - 1] + d[x + 1];
        const float beside = a[x] + b[x - 1] + b[x + 1] + d[x];
        out[x] = (across + 2 * beside + 4 * b[x]) * (1.0F / 16);
      }
    }
  }
}

struct Sums {
  int channels;
  std::vector<float> weight, sum;  // by pixel of the tile; and by channel

  explicit Sums(int count)
      : channels(count),
        weight(size_t{tile_width} * tile_rows),
        sum(weight.size() * static_cast<size_t>(count)) {}
};

template <int Channels>
inline void add_row(const Planes& samples, const Planes& guide, int y, int dx, int dy, int width,
                    float slope, Sums& sums) {
  const float *g[Channels], *h[Channels], *s[Channels];
  float* out[Channels];
  const size_t place = static_cast<size_t>(y) * tile_width;
  for (int c = 0; c < Channels; ++c) {
    g[c] = guide.row(c, y + margin) + margin;
    h[c] = guide.row(c, y + margin + dy) + margin + dx;
    s[c] = samples.row(c, y + margin + dy) + margin + dx;
    out[c] = sums.sum.data() + static_cast<size_t>(c) * sums.weight.size() + place;
  }
  float near[tile_width];
  for (int x = 0; x < width; ++x) {
    float square = 0;
    for (int c = 0; c < Channels; ++c) {
      const float d = g[c][x] - h[c][x];
      square += d * d;
    }
    const float left = 1 - square * slope;
    const float some = left > 0 ? left : 0;
    near[x] = some * some;
  }
  float* __restrict weight = sums.weight.data() + place;
  for (int x = 0; x < width; ++x) weight[x] += near[x];
  for (int c = 0; c < Channels; ++c) {
    float* __restrict to = out[c];
    const float* __restrict from = s[c];
    for (int x = 0; x < width; ++x) to[x] += near[x] * from[x];
  }
}

inline void add_neighbours(const Planes& samples, Planes& guide, int rows, int width, float slope,
                           Sums& sums) {
  smooth(samples, guide);
  for (int dy = -radius; dy <= radius; ++dy) {
    for (int dx = -radius; dx <= radius; ++dx) {
      for (int y = 0; y < rows; ++y) {
        samples.channels == 3 ? add_row<3>(samples, guide, y, dx, dy, width, slope, sums)
                              : add_row<4>(samples, guide, y, dx, dy, width, slope, sums);
      }
    }
  }
}

QUANTIZE_VARIANTS(gather, add_neighbours, void,
                  (const Planes& samples, Planes& guide, int rows, int width, float slope,
                   Sums& sums),
                  (samples, guide, rows, width, slope, sums))

// What is farther `apart` has no weight.
PackedPicture smooth_once(const BasicCall& call, const PackedPicture& picture, float apart) {
  const auto gather = gather_variants().back().run;
  PackedPicture out{picture.width, picture.height, {}};
  out.pixels.resize(picture.pixels.size());
  const bool opaque = std::all_of(picture.pixels.begin(), picture.pixels.end(),
                                  [](auto p) { return p >> 24 == 255; });
  const int channels = opaque ? 3 : 4;
  const float slope = 1 / (apart * apart);
  call.parallel_for(0, picture.height, tile_rows, [&](int64_t y0, int64_t y1) {
    const int top = static_cast<int>(y0), rows = static_cast<int>(y1 - y0);
    Planes samples(tile_width + 2 * margin, tile_rows + 2 * margin, channels), guide(samples);
    Sums sums(channels);
    for (int left = 0; left < picture.width; left += tile_width) {
      const int width = std::min(tile_width, picture.width - left);
      load(picture, left - margin, top - margin, samples);
      std::fill(sums.weight.begin(), sums.weight.end(), 0.0F);
      std::fill(sums.sum.begin(), sums.sum.end(), 0.0F);
      gather(samples, guide, rows, width, slope, sums);
      for (int y = 0; y < rows; ++y) {
        uint32_t* to = out.pixels.data() + (y0 + y) * picture.width + left;
        for (int x = 0; x < width; ++x) {
          const auto i = static_cast<size_t>(y * tile_width + x);
          uint32_t p = opaque ? 0xFF000000U : 0;
          for (int c = 0; c < channels; ++c) {
            const float mean =
                sums.sum[static_cast<size_t>(c) * sums.weight.size() + i] / sums.weight[i];
            p |= static_cast<uint32_t>(mean + 0.5F) << 8 * c;
          }
          to[x] = p;
        }
      }
    }
  });
  return out;
}

}  // namespace

PackedPicture smooth_areas(const BasicCall& call, const PackedPicture& picture, float noise) {
  return smooth_once(call, smooth_once(call, picture, 2 * noise + 2), noise + 2);
}

}  // namespace pipeline::quantize
