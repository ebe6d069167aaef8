// SPDX-License-Identifier: Apache-2.0
#include "framework/host/heap.hpp"

#include <cstdlib>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace pipeline::host {

void keep_heaps_small([[maybe_unused]] unsigned threads) {
#ifdef __GLIBC__
  constexpr unsigned sharing = 4;
  constexpr int large = 256 << 10;  // bytes
  mallopt(M_ARENA_MAX, static_cast<int>((threads + sharing - 1) / sharing));
  mallopt(M_MMAP_THRESHOLD, large);
#endif
}

void keep_freed_memory() {
#ifdef __GLIBC__
  constexpr int largest = 32 << 20,
                kept = 64 << 20;  // bytes; no threshold may be higher than 32 MiB
  mallopt(M_MMAP_THRESHOLD, largest);
  mallopt(M_TRIM_THRESHOLD, kept);
#endif
}

}  // namespace pipeline::host
