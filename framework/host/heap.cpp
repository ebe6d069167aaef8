// SPDX-License-Identifier: Apache-2.0
#include "framework/host/heap.hpp"

#include <cstdlib>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace pipeline::host {

void share_heaps([[maybe_unused]] unsigned threads) {
#ifdef __GLIBC__
  constexpr unsigned sharing = 4;
  mallopt(M_ARENA_MAX, static_cast<int>((threads + sharing - 1) / sharing));
#endif
}

}  // namespace pipeline::host
