// SPDX-License-Identifier: Apache-2.0
#include "plugins/image/resize/kernels.hpp"

#include <pipeline/abi.h>

#include <algorithm>
#include <cstring>
#include <vector>

namespace pipeline::resize {

namespace {

// Vectors are spelled out, in as many lanes as the target has, because the compiler does not find
// them by itself; it lowers them to what there is. Integer samples are taken apart by shifts of
// whole 32-bit words, which hold `parts` of them: lane j of part p is sample parts * j + p of its
// block.
template <class T, size_t N>
using Lanes [[gnu::vector_size(N * sizeof(T))]] = T;

template <class T>
constexpr size_t parts_of = sizeof(float) / sizeof(T);

// Reads or writes parts * N floats, four lanes of each part in turn.
template <size_t Parts, size_t N>
[[gnu::always_inline]] inline void load(const float* from, Lanes<float, N>* v) {
  for (size_t p = 0; p < Parts; ++p) {
    for (size_t lane = 0; lane < N; lane += 4) {
      std::memcpy(reinterpret_cast<char*>(v + p) + lane * sizeof(float),
                  from + lane * Parts + 4 * p, 4 * sizeof(float));
    }
  }
}
template <size_t Parts, size_t N>
[[gnu::always_inline]] inline void store(const Lanes<float, N>* v, float* to) {
  for (size_t p = 0; p < Parts; ++p) {
    for (size_t lane = 0; lane < N; lane += 4) {
      std::memcpy(to + lane * Parts + 4 * p,
                  reinterpret_cast<const char*>(v + p) + lane * sizeof(float), 4 * sizeof(float));
    }
  }
}

// Within each four lanes: a becomes a0 a2 b0 b2, b becomes a1 a3 b1 b3; and the inverse.
template <class V>
[[gnu::always_inline]] inline void unzip(V& a, V& b) {
  const V first = a, second = b;
  if constexpr (sizeof(V) == 16) {
    a = __builtin_shufflevector(first, second, 0, 2, 4, 6);
    b = __builtin_shufflevector(first, second, 1, 3, 5, 7);
  } else {
    a = __builtin_shufflevector(first, second, 0, 2, 8, 10, 4, 6, 12, 14);
    b = __builtin_shufflevector(first, second, 1, 3, 9, 11, 5, 7, 13, 15);
  }
}
template <class V>
[[gnu::always_inline]] inline void zip(V& a, V& b) {
  const V first = a, second = b;
  if constexpr (sizeof(V) == 16) {
    a = __builtin_shufflevector(first, second, 0, 4, 1, 5);
    b = __builtin_shufflevector(first, second, 2, 6, 3, 7);
  } else {
    a = __builtin_shufflevector(first, second, 0, 8, 1, 9, 4, 12, 5, 13);
    b = __builtin_shufflevector(first, second, 2, 10, 3, 11, 6, 14, 7, 15);
  }
}

// From what load() reads to parts, and back.
template <size_t Parts, class V>
[[gnu::always_inline]] inline void take_apart(V* v) {
  if constexpr (Parts == 2) unzip(v[0], v[1]);
  if constexpr (Parts == 4) {
    unzip(v[0], v[1]), unzip(v[2], v[3]);
    unzip(v[0], v[2]), unzip(v[1], v[3]);
  }
}
template <size_t Parts, class V>
[[gnu::always_inline]] inline void put_together(V* v) {
  if constexpr (Parts == 2) zip(v[0], v[1]);
  if constexpr (Parts == 4) {
    zip(v[0], v[2]), zip(v[1], v[3]);
    zip(v[0], v[1]), zip(v[2], v[3]);
  }
}

// Sums stay in registers while the rows go by.
template <class T, size_t N>
[[gnu::always_inline]] inline void add_rows_of(const void* const* rows,
                                               std::span<const float> weights, bool first,
                                               std::span<float> sums) {
  constexpr size_t parts = parts_of<T>, bits = 8 * sizeof(T), block = 4 * N;
  size_t i = 0;
  for (; i + block <= sums.size(); i += block) {
    Lanes<float, N> sum[4]{};
    for (size_t k = 0; k < weights.size(); ++k) {
      const T* row = static_cast<const T*>(rows[k]) + i;
      for (size_t v = 0; v < 4; v += parts) {
        if constexpr (parts == 1) {
          Lanes<float, N> samples;
          std::memcpy(&samples, row + v * N, sizeof samples);
          sum[v] += weights[k] * samples;
        } else {
          Lanes<int32_t, N> words;
          std::memcpy(&words, row + v * N, sizeof words);
          for (size_t p = 0; p < parts; ++p) {
            const Lanes<int32_t, N> samples =
                words >> static_cast<int>(p * bits) & static_cast<int32_t>((1U << bits) - 1);
            sum[v + p] += weights[k] * __builtin_convertvector(samples, Lanes<float, N>);
          }
        }
      }
    }
    for (size_t v = 0; v < 4; v += parts) {
      put_together<parts>(sum + v);
      float* to = &sums[i + v * N];
      if (!first) {
        Lanes<float, N> before[parts];
        load<parts, N>(to, before);
        for (size_t p = 0; p < parts; ++p) sum[v + p] += before[p];
      }
      store<parts, N>(sum + v, to);
    }
  }
  for (; i < sums.size(); ++i) {
    float sum = 0;
    for (size_t k = 0; k < weights.size(); ++k) {
      sum += weights[k] * static_cast<float>(static_cast<const T*>(rows[k])[i]);
    }
    sums[i] = first ? sum : sums[i] + sum;
  }
}

template <size_t N>
[[gnu::always_inline]] inline void add_rows(uint32_t sample, const void* const* rows,
                                            std::span<const float> weights, bool first,
                                            std::span<float> sums) {
  switch (sample) {
    case PIPELINE_U8:
      return add_rows_of<uint8_t, N>(rows, weights, first, sums);
    case PIPELINE_U16:
      return add_rows_of<uint16_t, N>(rows, weights, first, sums);
    default:
      return add_rows_of<float, N>(rows, weights, first, sums);
  }
}

// Three channels are computed as four: the last is overwritten by the next pixel.
template <int Channels>
inline void across_of(const Taps& taps, int64_t x0, int64_t x1, const float* line, int64_t origin,
                      float* to) {
  for (int64_t x = x0; x < x1; ++x, to += Channels) {
    const float* p = line + (taps.begin(x) - origin) * Channels;
    if constexpr (Channels >= 3) {
      Lanes<float, 4> sum{}, pixel;
      for (const float weight : taps.weights(x)) {
        std::memcpy(&pixel, p, sizeof pixel);
        sum += weight * pixel;
        p += Channels;
      }
      std::memcpy(to, &sum, sizeof sum);
    } else {
      float sum[Channels] = {};
      for (const float weight : taps.weights(x)) {
        for (int c = 0; c < Channels; ++c) sum[c] += weight * p[c];
        p += Channels;
      }
      std::copy_n(sum, Channels, to);
    }
  }
}

inline void across(int channels, const Taps& taps, int64_t x0, int64_t x1, const float* line,
                   int64_t origin, float* to) {
  switch (channels) {
    case 1:
      return across_of<1>(taps, x0, x1, line, origin, to);
    case 2:
      return across_of<2>(taps, x0, x1, line, origin, to);
    case 3:
      return across_of<3>(taps, x0, x1, line, origin, to);
    default:
      return across_of<4>(taps, x0, x1, line, origin, to);
  }
}

template <class T, size_t N>
[[gnu::always_inline]] inline void round_of(std::span<const float> line, T* to) {
  constexpr size_t parts = parts_of<T>, bits = 8 * sizeof(T), block = parts * N;
  constexpr auto most = static_cast<float>((1U << bits) - 1);
  const Lanes<float, N> zero{}, highest = zero + most;
  size_t i = 0;
  for (; i + block <= line.size(); i += block) {
    Lanes<float, N> v[parts];
    load<parts, N>(&line[i], v);
    take_apart<parts>(v);
    Lanes<int32_t, N> words{};
    for (size_t p = 0; p < parts; ++p) {
      v[p] = v[p] > zero ? v[p] : zero;
      v[p] = v[p] < highest ? v[p] : highest;
      words |= __builtin_convertvector(v[p] + 0.5F, Lanes<int32_t, N>)
               << static_cast<int>(p * bits);
    }
    std::memcpy(to + i, &words, sizeof words);
  }
  for (; i < line.size(); ++i) {
    const float v = line[i] > 0 ? line[i] : 0;
    to[i] = static_cast<T>((v < most ? v : most) + 0.5F);
  }
}

template <size_t N>
[[gnu::always_inline]] inline void round(uint32_t sample, std::span<const float> line, void* to) {
  switch (sample) {
    case PIPELINE_U8:
      return round_of<uint8_t, N>(line, static_cast<uint8_t*>(to));
    case PIPELINE_U16:
      return round_of<uint16_t, N>(line, static_cast<uint16_t*>(to));
    default:
      std::memcpy(to, line.data(), line.size_bytes());
  }
}

// `flatten` brings all of a kernel into one function, which is compiled for that function's target.
[[gnu::flatten]] void add_rows_baseline(uint32_t sample, const void* const* rows,
                                        std::span<const float> weights, bool first,
                                        std::span<float> sums) {
  add_rows<4>(sample, rows, weights, first, sums);
}
[[gnu::flatten]] void across_baseline(int channels, const Taps& taps, int64_t x0, int64_t x1,
                                      const float* line, int64_t origin, float* to) {
  across(channels, taps, x0, x1, line, origin, to);
}
[[gnu::flatten]] void round_baseline(uint32_t sample, std::span<const float> line, void* to) {
  round<4>(sample, line, to);
}
#ifdef __x86_64__
[[gnu::flatten, gnu::target("avx2")]] void add_rows_avx2(uint32_t sample, const void* const* rows,
                                                         std::span<const float> weights, bool first,
                                                         std::span<float> sums) {
  add_rows<8>(sample, rows, weights, first, sums);
}
[[gnu::flatten, gnu::target("avx2")]] void across_avx2(int channels, const Taps& taps, int64_t x0,
                                                       int64_t x1, const float* line,
                                                       int64_t origin, float* to) {
  across(channels, taps, x0, x1, line, origin, to);
}
[[gnu::flatten, gnu::target("avx2")]] void round_avx2(uint32_t sample, std::span<const float> line,
                                                      void* to) {
  round<8>(sample, line, to);
}
#endif

std::vector<Kernels> find_kernels() {
  std::vector<Kernels> found{{"baseline", add_rows_baseline, across_baseline, round_baseline}};
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx2")) {
    found.push_back({"avx2", add_rows_avx2, across_avx2, round_avx2});
  }
#endif
  return found;
}

}  // namespace

std::span<const Kernels> kernels() {
  static const std::vector<Kernels> all = find_kernels();
  return all;
}

}  // namespace pipeline::resize
