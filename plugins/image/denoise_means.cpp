// SPDX-License-Identifier: Apache-2.0
#include "denoise_means.hpp"

#include <algorithm>
#include <cstring>

namespace pipeline::denoise {

namespace {

// A pixel's squared difference is at most this, so that sixteen of them fit 16 bits.
constexpr uint16_t most_difference = 65535 / 16;
// Patches whose distance is this many times that of noise beyond it have weight 0. With the largest
// sigma that is still below what 16 bits hold.
constexpr float fall = 3;

// What one chunk of rows works with.
struct Work {
  int width, rows, channels;
  bool patches;                    // else pixels alone are compared
  std::vector<uint16_t> apart;     // squared differences of a row of pixels, one more on both sides
  std::vector<uint16_t> across;    // sums of three of them, the middle one twice, a row for each of
                                   // the chunk and two more
  std::vector<float> near;         // weights of a row
  std::vector<float> weight, sum;  // sums of weights, and of weighted samples by channel
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

inline void gather(const Planes& planes, int radius, float like, float slope, bool alpha,
                   int64_t y0, Work& work) {
  const int width = work.width, colours = planes.count() - (alpha ? 1 : 0);
  const auto stride = static_cast<size_t>(width), pixels = work.weight.size();
  uint16_t* const apart = work.apart.data() + 1;
  float* const near = work.near.data();
  for (int dy = -radius; dy <= radius; ++dy) {
    for (int dx = -radius; dx <= radius; ++dx) {
      for (int r = 0; r < work.rows + 2; ++r) {
        const int64_t y = y0 + r - 1;
        add_differences<true>(planes.row(0, y), planes.row(0, y + dy) + dx, width, apart);
        for (int c = 1; c < planes.count(); ++c) {
          add_differences<false>(planes.row(c, y), planes.row(c, y + dy) + dx, width, apart);
        }
        limit(width, apart);
        add_threes(apart, width, work.patches,
                   work.across.data() + static_cast<size_t>(r) * stride);
      }
      for (int r = 0; r < work.rows; ++r) {
        const uint16_t* across[3];
        for (int k = 0; k < 3; ++k) {
          across[k] = work.across.data() + static_cast<size_t>(r + (work.patches ? k : 1)) * stride;
        }
        set_weights(across, width, like, slope, near);
        const auto samples = [&](int c) { return planes.row(c, y0 + r + dy) + dx; };
        const size_t place = static_cast<size_t>(r) * stride;
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
using Gather = void (*)(const Planes&, int, float, float, bool, int64_t, Work&);
[[gnu::flatten]] void gather_baseline(const Planes& planes, int radius, float like, float slope,
                                      bool alpha, int64_t y0, Work& work) {
  gather(planes, radius, like, slope, alpha, y0, work);
}
#ifdef __x86_64__
[[gnu::flatten, gnu::target("avx2")]] void gather_avx2(const Planes& planes, int radius, float like,
                                                       float slope, bool alpha, int64_t y0,
                                                       Work& work) {
  gather(planes, radius, like, slope, alpha, y0, work);
}
[[gnu::flatten, gnu::target("avx512f,avx512bw,avx512dq,avx512vl")]] void gather_avx512(
    const Planes& planes, int radius, float like, float slope, bool alpha, int64_t y0, Work& work) {
  gather(planes, radius, like, slope, alpha, y0, work);
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

}  // namespace

// Two pixels that differ by noise alone are 2 sigma^2 apart in a channel, a quarter of that in
// eighths.
Means::Means(Like what, double sigma, int radius, int channels)
    : what_(what),
      radius_(radius),
      like_(static_cast<float>(16 * channels * sigma * sigma / 4)),
      slope_(1 / (fall * like_)) {}

void Means::rows(const Planes& planes, const Image<const uint8_t>& image, int64_t y0, int64_t y1,
                 const Image<uint8_t>& out) const {
  const bool alpha = image.channels() == 4;
  const int channels = image.channels(), colours = alpha ? channels - 1 : channels;
  Work work{image.width(),
            static_cast<int>(y1 - y0),
            channels,
            what_ == Like::patches,
            {},
            {},
            {},
            {},
            {}};
  const auto width = static_cast<size_t>(work.width),
             pixels = width * static_cast<size_t>(work.rows);
  work.apart.resize(width + 2);
  work.across.resize(pixels + 2 * width);
  work.near.resize(width);
  work.weight.resize(pixels);
  work.sum.resize(pixels * static_cast<size_t>(colours));
  static const Gather chosen = best_gather();
  chosen(planes, radius_, like_, slope_, alpha, y0, work);
  const float full = alpha ? 255 : 1;
  for (size_t i = 0; i < pixels; ++i) {
    const auto x = static_cast<int64_t>(i % width), y = y0 + static_cast<int64_t>(i / width);
    const uint8_t* const from = image.pixel(x, y);
    uint8_t* const to = out.pixel(x, y);
    std::memcpy(to, from, static_cast<size_t>(channels));
    if (alpha && from[colours] == 0) continue;
    for (int c = 0; c < colours; ++c) {
      const float v = work.sum[static_cast<size_t>(c) * pixels + i] * full / work.weight[i];
      to[c] = static_cast<uint8_t>(std::min(v + 0.5F, 255.0F));
    }
  }
}

}  // namespace pipeline::denoise
