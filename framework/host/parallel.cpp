// SPDX-License-Identifier: Apache-2.0
#include "framework/host/parallel.hpp"

#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <atomic>
#include <numeric>

#include "framework/host/call.hpp"

namespace pipeline::host {

namespace {

// In which order chunks run. A stage may rely on none, which a shuffled one brings to light: the
// multiples of a step that has no divisor in common with their number, from somewhere on.
struct Order {
  int64_t count, step = 1, first = 0;

  Order(int64_t chunks, uint64_t shuffle) : count(chunks) {
    constexpr int64_t most = int64_t{1} << 31;  // so that products fit
    if (shuffle == 0 || chunks < 2 || chunks > most) return;
    const auto n = static_cast<uint64_t>(chunks);
    first = static_cast<int64_t>(shuffle % n);
    step = static_cast<int64_t>(1 + shuffle / n % (n - 1));
    while (std::gcd(step, count) != 1) --step;
  }
  int64_t chunk(int64_t place) const { return (place * step + first) % count; }
};

// Chunk c of a loop is [begin + c * grain, ...): exact cuts, however the chunks are handed out.
struct Loop {
  pipeline_ctx& ctx;
  int64_t begin, end, grain;
  Order order;
  pipeline_body body;
  void* user;
  std::atomic<pipeline_status> status{PIPELINE_OK};

  bool stopped() {
    if (status.load(std::memory_order_relaxed) != PIPELINE_OK) return true;
    if (!ctx.is_cancelled()) return false;
    set(PIPELINE_CANCELLED);
    return true;
  }
  void set(pipeline_status s) {
    pipeline_status none = PIPELINE_OK;
    status.compare_exchange_strong(none, s);
  }
  // A shuffled loop turns the slots, too: none belongs to the thread that called.
  void run(int64_t first, int64_t last, uint32_t thread) {
    const Doing doing(ctx.activity);
    const uint64_t turn = ctx.environment.shuffle;
    const uint32_t slot = turn ? static_cast<uint32_t>((thread + turn) % slots()) : thread;
    for (int64_t place = first; place < last && !stopped(); ++place) {
      const int64_t b = begin + order.chunk(place) * grain;
      const pipeline_status s = body(user, b, end - b > grain ? b + grain : end, slot);
      if (s != PIPELINE_OK) set(s);
    }
  }
};

uint32_t thread_number() {
  const int index = tbb::this_task_arena::current_thread_index();
  return index < 0 ? 0 : static_cast<uint32_t>(index);
}

}  // namespace

uint32_t slots() { return static_cast<uint32_t>(tbb::this_task_arena::max_concurrency()); }

pipeline_status parallel_for(pipeline_ctx& ctx, int64_t begin, int64_t end, int64_t grain,
                             pipeline_body body, void* user) {
  if (begin >= end) return PIPELINE_OK;
  const uint64_t length = static_cast<uint64_t>(end) - static_cast<uint64_t>(begin);
  const auto step = static_cast<uint64_t>(grain);
  const auto chunks = static_cast<int64_t>((length - 1) / step + 1);
  Loop loop{ctx, begin, end, grain, Order(chunks, ctx.environment.shuffle), body, user};
  if (chunks == 1 || slots() == 1) {
    loop.run(0, chunks, thread_number());
    return loop.status;
  }
  tbb::this_task_arena::isolate([&] {
    tbb::parallel_for(tbb::blocked_range<int64_t>(0, chunks), [&](const auto& range) {
      loop.run(range.begin(), range.end(), thread_number());
    });
  });
  return loop.status;
}

}  // namespace pipeline::host
