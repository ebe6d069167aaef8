// SPDX-License-Identifier: Apache-2.0
#include "plugins/image/denoise/means.hpp"

#include <algorithm>
#include <cstring>

namespace pipeline::denoise {

namespace {

// A pixel's squared difference is at most this, so that sixteen of them fit 16 bits.
constexpr uint16_t most_difference = 65535 / 16;
// Patches whose distance is this many times that of noise beyond it have weight 0. With the largest
// sigma that is still below what 16 bits hold.
constexpr float fall = 3;

// A part of the picture, small enough that what is gathered for it stays in the cache.
struct Tile {
  int64_t left, top;
  int width, rows;
};
constexpr int tile_width = 256;

struct Work {
  Work(int rows, int colours)
      : apart(tile_width + 2),
        across(static_cast<size_t>(rows + 2) * tile_width),
        near(tile_width),
        weight(static_cast<size_t>(rows) * tile_width),
        sum(static_cast<size_t>(colours) * weight.size()) {}

  std::vector<uint16_t> apart;     // squared differences of a row of pixels, one more on both sides
  std::vector<uint16_t> across;    // sums of three of them, the middle one twice, by row
  std::vector<float> near;         // weights of a row
  std::vector<float> weight, sum;  // sums of weights, and of weighted samples by channel
};

struct Rule {
  bool patches;  // else pixels alone are compared
  int radius;
  float like, slope;
};

// The pointers of the loops below do not overlap, which the compiler cannot know of bytes.
// Adds, or begins with, the squared differences of two rows in eighths, from x = -1 to width.
template <bool begin>
inline void add_differences(const uint8_t* __restrict here, const uint8_t* __restrict there,
                            int width, uint16_t* __restrict apart) {
  for (int x = -1; x <= width; ++x) {
    const int d = here[x] - there[x];
    const auto size = static_cast<uint16_t>(d < 0 ? -d : d);
    const auto square = static_cast<uint16_t>(static_cast<uint16_t>(size * size) >> 3);
    apart[x] = begin ? square : static_cast<uint16_t>(apart[x] + square);
  }
}

inline void limit(int width, uint16_t* __restrict apart) {
  for (int x = -1; x <= width; ++x) {
    apart[x] = apart[x] < most_difference ? apart[x] : most_difference;
  }
}

inline void add_threes(const uint16_t* __restrict apart, int width, bool patches,
                       uint16_t* __restrict out) {
  if (patches) {
    for (int x = 0; x < width; ++x) {
      out[x] = static_cast<uint16_t>(apart[x - 1] + 2 * apart[x] + apart[x + 1]);
    }
  } else {
    for (int x = 0; x < width; ++x) out[x] = static_cast<uint16_t>(4 * apart[x]);
  }
}

inline void set_weights(const uint16_t* const* across, int width, float like, float slope,
                        float* __restrict out) {
  const uint16_t* __restrict a = across[0], * __restrict b = across[1], * __restrict c = across[2];
  for (int x = 0; x < width; ++x) {
    const int distance = static_cast<uint16_t>(a[x] + 2 * b[x] + c[x]);
    const float beyond = static_cast<float>(distance) - like;
    const float fallen = 1 - (beyond > 0 ? beyond : 0) * slope;
    const float near = fallen > 0 ? fallen : 0;
    out[x] = near * near;
  }
}

inline void add_weighted(const float* __restrict weight, const uint8_t* __restrict samples,
                         int width, float* __restrict sum) {
  for (int x = 0; x < width; ++x) {
    const int sample = samples[x];
    sum[x] += weight[x] * static_cast<float>(sample);
  }
}

inline void add(const float* __restrict from, int width, float* __restrict to) {
  for (int x = 0; x < width; ++x) to[x] += from[x];
}

inline void gather(const Planes& planes, const Rule& rule, bool alpha, const Tile& tile,
                   Work& work) {
  const int width = tile.width, colours = planes.count() - (alpha ? 1 : 0);
  const size_t pixels = work.weight.size();
  const int first = rule.patches ? 0 : 1;  // pixels alone need no rows around
  uint16_t* const apart = work.apart.data() + 1;
  float* const near = work.near.data();
  std::fill(work.weight.begin(), work.weight.end(), 0.0F);
  std::fill(work.sum.begin(), work.sum.end(), 0.0F);
  for (int dy = -rule.radius; dy <= rule.radius; ++dy) {
    for (int dx = -rule.radius; dx <= rule.radius; ++dx) {
      for (int r = first; r < tile.rows + 2 - first; ++r) {
        const int64_t y = tile.top + r - 1;
        const auto here = [&](int c) { return planes.row(c, y) + tile.left; };
        const auto there = [&](int c) { return planes.row(c, y + dy) + tile.left + dx; };
        add_differences<true>(here(0), there(0), width, apart);
        for (int c = 1; c < planes.count(); ++c) {
          add_differences<false>(here(c), there(c), width, apart);
        }
        limit(width, apart);
        add_threes(apart, width, rule.patches,
                   work.across.data() + static_cast<size_t>(r) * tile_width);
      }
      for (int r = 0; r < tile.rows; ++r) {
        const uint16_t* across[3];
        for (int k = 0; k < 3; ++k) {
          across[k] =
              work.across.data() + static_cast<size_t>(r + (rule.patches ? k : 1)) * tile_width;
        }
        set_weights(across, width, rule.like, rule.slope, near);
        const auto samples = [&](int c) {
          return planes.row(c, tile.top + r + dy) + tile.left + dx;
        };
        const size_t place = static_cast<size_t>(r) * tile_width;
        // With alpha, samples are multiplied by it already, and so must be the weights.
        if (alpha) {
          add_weighted(near, samples(colours), width, work.weight.data() + place);
        } else {
          add(near, width, work.weight.data() + place);
        }
        for (int c = 0; c < colours; ++c) {
          add_weighted(near, samples(c), width,
                       work.sum.data() + static_cast<size_t>(c) * pixels + place);
        }
      }
    }
  }
}

// `flatten` brings all of it into one function, which is compiled for that function's target; no
// fused multiply-add, so that all give the same bytes.
using Gather = void (*)(const Planes&, const Rule&, bool, const Tile&, Work&);
[[gnu::flatten]] void gather_baseline(const Planes& planes, const Rule& rule, bool alpha,
                                      const Tile& tile, Work& work) {
  gather(planes, rule, alpha, tile, work);
}
#ifdef __x86_64__
[[gnu::flatten, gnu::target("avx2")]] void gather_avx2(const Planes& planes, const Rule& rule,
                                                       bool alpha, const Tile& tile, Work& work) {
  gather(planes, rule, alpha, tile, work);
}
[[gnu::flatten, gnu::target("avx512f,avx512bw,avx512dq,avx512vl")]] void gather_avx512(
    const Planes& planes, const Rule& rule, bool alpha, const Tile& tile, Work& work) {
  gather(planes, rule, alpha, tile, work);
}
#endif

Gather best_gather() {
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl")) {
    return gather_avx512;
  }
  if (__builtin_cpu_supports("avx2")) return gather_avx2;
#endif
  return gather_baseline;
}

// The mean of what a tile has gathered, as its pixels.
void write_tile(const Work& work, const Image<const uint8_t>& image, const Tile& tile,
                const Image<uint8_t>& out) {
  const int channels = image.channels(), colours = std::min(channels, 3);
  const bool alpha = channels > colours;
  const float full = alpha ? 255 : 1;
  for (int r = 0; r < tile.rows; ++r) {
    const uint8_t* from = image.pixel(tile.left, tile.top + r);
    uint8_t* to = out.pixel(tile.left, tile.top + r);
    std::memcpy(to, from, static_cast<size_t>(tile.width) * static_cast<size_t>(channels));
    for (int x = 0; x < tile.width; ++x, from += channels, to += channels) {
      if (alpha && from[colours] == 0) continue;
      const size_t i = static_cast<size_t>(r) * tile_width + static_cast<size_t>(x);
      for (int c = 0; c < colours; ++c) {
        const float v =
            work.sum[static_cast<size_t>(c) * work.weight.size() + i] * full / work.weight[i];
        to[c] = static_cast<uint8_t>(std::min(v + 0.5F, 255.0F));
      }
    }
  }
}

}  // namespace

// Two pixels that differ by noise alone are 2 sigma^2 apart in a channel; the weights of a patch
// add up to 16.
Means::Means(Like what, double sigma, int radius, int channels)
    : what_(what),
      radius_(radius),
      like_(static_cast<float>(16 * channels * sigma * sigma / 4)),
      slope_(1 / (fall * like_)) {}

void Means::rows(const Planes& planes, const Image<const uint8_t>& image, int64_t y0, int64_t y1,
                 const Image<uint8_t>& out) const {
  static const Gather chosen = best_gather();
  const Rule rule{what_ == Like::patches, radius_, like_, slope_};
  const int rows = static_cast<int>(y1 - y0);
  Work work(rows, std::min(image.channels(), 3));
  for (int64_t left = 0; left < image.width(); left += tile_width) {
    const int64_t width = std::min<int64_t>(tile_width, image.width() - left);
    const Tile tile{left, y0, static_cast<int>(width), rows};
    chosen(planes, rule, image.channels() == 4, tile, work);
    write_tile(work, image, tile, out);
  }
}

}  // namespace pipeline::denoise
