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

}  // namespace pipeline::host
