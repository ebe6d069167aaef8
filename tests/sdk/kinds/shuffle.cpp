// SPDX-License-Identifier: Apache-2.0
// Stages whose results depend on their inputs alone and whose timing is shaken: what they deliver
// is the same however an executor runs them, when they deliver it never is. They use relaxed
// atomics and no lock, so that they order nothing which an executor has to order.
#include <pipeline/stage.hpp>

#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>

namespace {

using namespace pipeline;

constexpr uint64_t mix(uint64_t a, uint64_t b) {
  uint64_t x = a * 0x9E3779B97F4A7C15 + b;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
  return x ^ (x >> 31);
}

// Nothing, a few yields, a sleep or a busy loop, of at most `longest` microseconds.
void pause(uint64_t random, int longest) {
  if (longest == 0) return;
  const uint64_t kind = random % 4, amount = random / 4;
  const std::chrono::microseconds time(amount % static_cast<uint64_t>(longest));
  if (kind == 1) {
    for (uint64_t i = amount % 8; i > 0; --i) std::this_thread::yield();
  } else if (kind == 2) {
    std::this_thread::sleep_for(time);
  } else if (kind == 3) {
    const auto end = std::chrono::steady_clock::now() + time;
    while (std::chrono::steady_clock::now() < end) {
    }
  }
}

// Of a stage that is not reentrant: says no when calls on it overlap. `calls` is not atomic: the
// executor has to order the calls, and the thread sanitizer sees it if it does not.
class Turn {
 public:
  struct Counts {
    std::atomic<bool> inside{false};
    uint64_t calls = 0;
  };
  explicit Turn(Counts& counts) : counts_(counts) {
    if (counts_.inside.exchange(true, std::memory_order_relaxed)) {
      throw Error(PIPELINE_INTERNAL, "two calls at once");
    }
    ++counts_.calls;
  }
  ~Turn() { counts_.inside.store(false, std::memory_order_relaxed); }
  Turn(const Turn&) = delete;

 private:
  Counts& counts_;
};

template <bool reentrant>
struct Shuffle {
  static constexpr Stage stage{
      reentrant ? "kinds.shuffle" : "kinds.shuffle_alone", "1.0.0", "A square made of its inputs.",
      PIPELINE_STAGE_PURE | (reentrant ? uint32_t{PIPELINE_STAGE_REENTRANT} : 0U)};
  static constexpr In<Bytes> bytes{.name = "bytes", .doc = "Bytes", .optional = true};
  static constexpr In<Grey8> a{.name = "a", .doc = "A picture", .optional = true};
  static constexpr In<Grey8> b{.name = "b", .doc = "Another", .optional = true};
  static constexpr In<Grey8> c{.name = "c", .doc = "Another", .optional = true};
  static constexpr In<Grey8> d{.name = "d", .doc = "Another", .optional = true};
  static constexpr Out<Grey8> image{"image", "The square"};
  static constexpr Param<int> side{"side", "Its width and height", 16, 1, 4096};
  static constexpr Param<int> salt{"salt", "Goes into its pixels", 0, 0, 1 << 30};
  static constexpr Param<int> fails{"fails", "How many of 1000 inputs it fails for", 0, 0, 1000};
  static constexpr Param<int> pace{"pace", "The longest pause in microseconds", 0, 0, 100000};
  static constexpr Param<int> shake{"shake", "Which pauses", 0, 0, 1 << 30};
  PIPELINE_INTERFACE(bytes, a, b, c, d, image, side, salt, fails, pace, shake)

  void run(const Call<Shuffle>& call) const {
    if constexpr (!reentrant) {
      const Turn turn(counts_);
      work(call);
    } else {
      work(call);
    }
  }

 private:
  void work(const Call<Shuffle>& call) const {
    const uint64_t sum = sum_of(call);
    const uint64_t timing = mix(sum, static_cast<uint64_t>(call[shake]));
    call.log(PIPELINE_LOG_DEBUG, "at work");
    pause(timing, call[pace]);
    const bool failing = mix(sum, 1) % 1000 < static_cast<uint64_t>(call[fails]);
    const uint64_t way = mix(sum, 2) % 4;
    if (failing && way == 0) throw Error(PIPELINE_UNSUPPORTED, "failed before it made anything");
    if (failing && way == 1) return;
    const auto to = call.make(image, call[side], call[side], 1);
    fill(call, to, sum, failing && way == 2);
    if (failing) throw Error(PIPELINE_IO, "failed after it made everything");
    pause(mix(timing, 3), call[pace]);
  }

  // All of every input, so that one byte that came too late or went too early shows.
  static uint64_t sum_of(const Call<Shuffle>& call) {
    auto sum = static_cast<uint64_t>(call[salt]);
    if (call.has(bytes)) {
      for (const char byte : call[bytes]) sum = mix(sum, static_cast<unsigned char>(byte));
    }
    for (const auto* port : {&a, &b, &c, &d}) {
      if (!call.has(*port)) continue;
      const auto from = call[*port];
      for (int y = 0; y < from.height(); ++y) {
        uint64_t row = 0;
        for (int x = 0; x < from.width(); ++x) row = 31 * row + from.row(y)[x];
        sum = mix(sum, row);
      }
    }
    return sum;
  }

  // Now and then in a loop of the host's.
  static void fill(const Call<Shuffle>& call, const Grey8& to, uint64_t sum, bool failing) {
    const auto rows = [&](int64_t y0, int64_t y1) {
      for (int64_t y = y0; y < y1; ++y) {
        for (int x = 0; x < to.width(); ++x) {
          to.row(y)[x] = static_cast<uint8_t>(sum >> ((x + y) % 57));
        }
      }
    };
    if (!failing && sum % 4 != 0) return rows(0, to.height());
    call.parallel_for(0, to.height(), 5, [&](int64_t y0, int64_t y1) {
      pause(mix(sum, static_cast<uint64_t>(y0 + call[shake])), call[pace] / 8);
      if (failing && y1 == to.height()) throw Error(PIPELINE_IO, "failed in a loop");
      rows(y0, y1);
    });
  }

  mutable Turn::Counts counts_;
};

// Two calls meet and then count: a data race unless guarded. Says that it is reentrant, which it is
// not.
struct Race {
  static constexpr Stage stage{"kinds.race", "1.0.0", "Counts its calls, which race."};
  static constexpr In<Bytes> bytes{"bytes", "Bytes"};
  static constexpr Out<Number> number{"number", "Their size"};
  static constexpr Param<bool> guarded{"guarded", "Whether a lock keeps the calls apart", false};
  PIPELINE_INTERFACE(bytes, number, guarded)
  void run(const Call<Race>& call) const {
    meet();
    if (call[guarded]) {
      const std::lock_guard lock(mutex_);
      ++calls_;
    } else {
      ++calls_;
    }
    call.emit(number, static_cast<double>(call[bytes].size()));
  }

 private:
  // Until a second call has come, or for a second. Relaxed: it orders nothing.
  void meet() const {
    const int64_t own = come_.fetch_add(1, std::memory_order_relaxed);
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(1);
    while (come_.load(std::memory_order_relaxed) < (own | 1) + 1 &&
           std::chrono::steady_clock::now() < end) {
      std::this_thread::yield();
    }
  }
  mutable std::atomic<int64_t> come_{0};
  mutable std::mutex mutex_;
  mutable int64_t calls_ = 0;
};

}  // namespace

PIPELINE_STAGE(shuffle, Shuffle<true>)
PIPELINE_STAGE(shuffle_alone, Shuffle<false>)
PIPELINE_STAGE(race, Race)
