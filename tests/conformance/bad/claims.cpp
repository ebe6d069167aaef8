// SPDX-License-Identifier: Apache-2.0
// Stages of which not all is true that they say, and that touch what is not theirs.
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <thread>
#include <vector>

#include "copies.hpp"

namespace {

using namespace bad;

struct WritesInput : Copies8 {
  static constexpr Stage stage{"bad.writes_input", "1.0.0", "Works in place."};
  void run(const Call<WritesInput>& call) const {
    const auto from = call[image];
    const_cast<uint8_t*>(from.row(0))[0] = 1;
    copy(call);
  }
};

struct ReadsPast : Copies8 {
  static constexpr Stage stage{"bad.reads_past", "1.0.0", "Looks at one pixel too many."};
  void run(const Call<ReadsPast>& call) const {
    const auto from = call[image];
    const auto to = copy(call);
    const uint8_t* const last = from.row(from.height() - 1);
    to.row(0)[0] = std::max(to.row(0)[0], last[from.width() * from.channels()]);
  }
};

struct WritesPast : Copies8 {
  static constexpr Stage stage{"bad.writes_past", "1.0.0", "Writes one pixel too many."};
  void run(const Call<WritesPast>& call) const {
    const auto to = copy(call);
    (to.row(to.height() - 1) + to.raw().stride)[to.channels()] = 1;
  }
};

struct Threads : Copies8 {
  static constexpr Stage stage{"bad.threads", "1.0.0", "Another picture on more threads."};
  void run(const Call<Threads>& call) const {
    copy(call).row(0)[0] = static_cast<uint8_t>(call.threads());
  }
};

struct Slots : Copies8 {
  static constexpr Stage stage{"bad.slots", "1.0.0", "Delivers the slot it ran in."};
  void run(const Call<Slots>& call) const {
    const auto to = copy(call);
    call.parallel_for(0, to.height(), 1, [&](int64_t y, int64_t, uint32_t slot) {
      to.row(static_cast<int>(y))[0] = static_cast<uint8_t>(slot);
    });
  }
};

struct Homely : Copies8 {
  static constexpr Stage stage{"bad.homely", "1.0.0", "Looks at the environment."};
  void run(const Call<Homely>& call) const {
    const char* const home = std::getenv("HOME");
    copy(call).row(0)[0] = static_cast<uint8_t>(home ? std::strlen(home) : 0);
  }
};

struct Counts : Copies8 {
  static constexpr Stage stage{"bad.counts", "1.0.0", "Another picture each time."};
  void run(const Call<Counts>& call) const {
    static std::atomic<uint8_t> calls{0};
    copy(call).row(0)[0] = ++calls;
  }
};

struct Unwritten : Copies8 {
  static constexpr Stage stage{"bad.unwritten", "1.0.0", "Leaves the last pixel as it was."};
  void run(const Call<Unwritten>& call) const {
    const auto from = call[image];
    const auto to = call.make_like(out, from);
    for (int y = 0; y < from.height(); ++y) {
      std::copy_n(from.row(y), from.width() * from.channels() - (y + 1 == from.height() ? 1 : 0),
                  to.row(y));
    }
  }
};

struct Ordered : Copies8 {
  static constexpr Stage stage{"bad.ordered", "1.0.0", "Trusts the order of chunks."};
  void run(const Call<Ordered>& call) const {
    const auto to = copy(call);
    int last = 0;
    call.parallel_for(0, to.height(), 1, [&](int64_t y, int64_t) { last = static_cast<int>(y); });
    to.row(0)[0] = static_cast<uint8_t>(last);
  }
};

struct Shares : Copies8 {
  static constexpr Stage stage{"bad.shares", "1.0.0", "Keeps scratch where calls overlap."};
  void run(const Call<Shares>& call) const {
    const auto from = call[image];
    const auto to = call.make_like(out, from);
    static std::vector<uint8_t> row(size_t{1} << 16);
    for (int y = 0; y < from.height(); ++y) {
      const auto bytes = std::min(row.size(), static_cast<size_t>(from.width() * from.channels()));
      std::memcpy(row.data(), from.row(y), bytes);
      std::this_thread::yield();
      std::memcpy(to.row(y), row.data(), bytes);
    }
  }
};

struct Hungry : Copies8 {
  static constexpr Stage stage{"bad.hungry",        "1.0.0", "Takes more than it says.",
                               PIPELINE_STAGE_PURE, 8.0,     1 << 20};
  void run(const Call<Hungry>& call) const {
    const auto from = call[image];
    const std::vector<double> scratch(
        static_cast<size_t>(from.width()) * static_cast<size_t>(from.height()) * 8, 1.0);
    copy(call).row(0)[0] = static_cast<uint8_t>(scratch.back());
  }
};

}  // namespace

PIPELINE_STAGE(writes_input, WritesInput)
PIPELINE_STAGE(reads_past, ReadsPast)
PIPELINE_STAGE(writes_past, WritesPast)
PIPELINE_STAGE(threads, Threads)
PIPELINE_STAGE(slots, Slots)
PIPELINE_STAGE(homely, Homely)
PIPELINE_STAGE(counts, Counts)
PIPELINE_STAGE(unwritten, Unwritten)
PIPELINE_STAGE(ordered, Ordered)
PIPELINE_STAGE(shares, Shares)
PIPELINE_STAGE(hungry, Hungry)
