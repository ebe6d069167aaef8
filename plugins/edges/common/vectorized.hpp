// SPDX-License-Identifier: Apache-2.0
// Loops compiled for several instruction sets (docs/decisions/0007). They hold no fused
// multiply-add, so that each set gives the same bytes.
#pragma once

#include <cstdint>

namespace pipeline::edge {

enum class Target : uint8_t { baseline, avx2, avx512 };

// The best that this machine has; found out once. [any]
inline Target best_target() {
#ifdef __x86_64__
  static const Target best = __builtin_cpu_supports("avx512bw") &&
                                     __builtin_cpu_supports("avx512dq") &&
                                     __builtin_cpu_supports("avx512vl")
                                 ? Target::avx512
                             : __builtin_cpu_supports("avx2") ? Target::avx2
                                                              : Target::baseline;
  return best;
#else
  return Target::baseline;
#endif
}

namespace detail {
// `flatten` brings all of the loop into one function, which is compiled for that function's target.
template <class F>
[[gnu::flatten, gnu::noinline]] void run_baseline(F loop) {
  loop();
}
#ifdef __x86_64__
template <class F>
[[gnu::flatten, gnu::noinline, gnu::target("avx2")]] void run_avx2(F loop) {
  loop();
}
template <class F>
[[gnu::flatten, gnu::noinline, gnu::target("avx512f,avx512bw,avx512dq,avx512vl")]] void run_avx512(
    F loop) {
  loop();
}
#endif
}  // namespace detail

// Runs loop(), a lambda that captures by value: what it reads by reference might change under it,
// which hinders the compiler.
template <class F>
void vectorized(F loop, Target target = best_target()) {
#ifdef __x86_64__
  if (target == Target::avx512) return detail::run_avx512(loop);
  if (target == Target::avx2) return detail::run_avx2(loop);
#endif
  (void)target;
  detail::run_baseline(loop);
}

}  // namespace pipeline::edge
