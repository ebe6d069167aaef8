// SPDX-License-Identifier: Apache-2.0
// Kernels are compiled once for each instruction set and chosen at run time. They are plain C++ in
// a fixed order of operations, so all of them give the same bytes (docs/decisions/0007).
#pragma once

#include <vector>

#define QUANTIZE_AVX512 "avx512f,avx512bw,avx512dq,avx512vl"

namespace pipeline::quantize {

template <class F>
struct Variant {
  const char* name;
  F* run;
};

// Those that this machine can run; the last is the fastest.
template <class F>
std::vector<Variant<F>> usable_variants(F* baseline, [[maybe_unused]] F* avx2,
                                        [[maybe_unused]] F* avx512) {
  std::vector<Variant<F>> usable{{"baseline", baseline}};
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx2")) usable.push_back({"avx2", avx2});
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")) {
    usable.push_back({"avx512", avx512});
  }
#endif
  return usable;
}

}  // namespace pipeline::quantize

// Defines `name`_variants(), std::span<const Variant<Kernel>>, of an inline function `body`.
// `flatten` brings all of the kernel into one function, compiled for that function's target.
#ifdef __x86_64__
#define QUANTIZE_VARIANTS(name, body, result, parameters, arguments)                      \
  [[gnu::flatten]] static result name##_baseline parameters { return body arguments; }    \
  [[gnu::flatten, gnu::target("avx2")]] static result name##_avx2 parameters {            \
    return body arguments;                                                                \
  }                                                                                       \
  [[gnu::flatten, gnu::target(QUANTIZE_AVX512)]] static result name##_avx512 parameters { \
    return body arguments;                                                                \
  }                                                                                       \
  std::span<const Variant<result parameters>> name##_variants() {                         \
    static const auto variants =                                                          \
        usable_variants<result parameters>(name##_baseline, name##_avx2, name##_avx512);  \
    return variants;                                                                      \
  }
#else
#define QUANTIZE_VARIANTS(name, body, result, parameters, arguments)           \
  static result name##_baseline parameters { return body arguments; }          \
  std::span<const Variant<result parameters>> name##_variants() {              \
    static const auto variants =                                               \
        usable_variants<result parameters>(name##_baseline, nullptr, nullptr); \
    return variants;                                                           \
  }
#endif
