// SPDX-License-Identifier: Apache-2.0
// Everything that can go wrong inside a stage.
#include <pipeline/stage.hpp>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <thread>

namespace {

using namespace pipeline;

enum class How {
  error,
  memory,
  standard,
  unknown,
  loop,
  empty,
  twice,
  foreign,
  format,
  create,
  crash,
  abort,
  exit,
  overflow,
  worker,
  deaf,
  bus,
  divide,
  illegal,
  terminate,
  everywhere,
  deep,
  stray,
  interrupt,
  sulk,
  trap,
  quick_exit,
  stray_exit
};
constexpr const char* how_names[] = {
    "error",   "memory", "standard",  "unknown", "loop",    "empty",      "twice",
    "foreign", "format", "create",    "crash",   "abort",   "exit",       "overflow",
    "worker",  "deaf",   "bus",       "divide",  "illegal", "terminate",  "everywhere",
    "deep",    "stray",  "interrupt", "sulk",    "trap",    "quick_exit", "stray_exit"};

struct Fault {
  static constexpr Stage stage{"kinds.fault", "1.0.0", "Fails."};
  static constexpr In<Number> number{"number", "Fails when this is not 0"};
  static constexpr Out<AnyImage> image{
      .name = "image", .doc = "A picture", .format = {.channels = PIPELINE_CHANNELS(3)}};
  static constexpr Param<How> how{"how", "How it fails", How::error, how_names};
  PIPELINE_INTERFACE(number, image, how)

  explicit Fault(const Setup<Fault>& setup) {
    if (setup[how] == How::create) throw Error(PIPELINE_BAD_ARGUMENT, "not in this mood");
  }

  void run(const Call<Fault>& call) const {
    pipeline_image shape{};
    shape.width = shape.height = 2;
    shape.channels = 3, shape.sample = PIPELINE_U8;
    if (call[number] == 0) return void(call.make(image, shape));
    switch (call[how]) {
      case How::error:
        throw Error(PIPELINE_UNSUPPORTED, "no such thing here");
      case How::memory:
        throw std::bad_alloc();
      case How::standard:
        throw std::runtime_error("a standard exception");
      case How::unknown:
        throw 42;
      case How::loop:
        return call.parallel_for(
            0, 1000, 1, [](int64_t, int64_t) { throw Error(PIPELINE_IO, "thrown in a loop"); });
      case How::empty:
        return;
      case How::twice:
        return void((call.make(image, shape), call.make(image, shape)));
      case How::foreign:
        return emit_foreign(call);
      case How::format:
        shape.channels = 4;
        return void(call.make(image, shape));
      case How::create:
        return;
      case How::crash:
        return crash();
      case How::abort:
        std::abort();
      case How::exit:
        std::exit(0);
      case How::overflow:
        return void(overflow(static_cast<int>(call[number])));
      case How::worker:
        return call.parallel_for(0, 1000, 1, [](int64_t i, int64_t) {
          if (i == 999) crash();
        });
      case How::everywhere:
        return call.parallel_for(0, 1000, 1, [](int64_t, int64_t) { crash(); });
      case How::deep:
        return overflow_elsewhere(call);
      case How::stray:
        return std::thread(&crash).join();
      case How::bus:
        return void(std::raise(SIGBUS));
      case How::divide:
        return void(std::raise(SIGFPE));
      case How::illegal:
        return void(std::raise(SIGILL));
      case How::terminate:
        std::terminate();
      case How::interrupt:
        return interrupt(call, PIPELINE_CANCELLED);
      case How::trap:
        return void(std::raise(SIGTRAP));
      case How::quick_exit:
        std::quick_exit(0);
      case How::stray_exit:
        return std::thread([] { std::exit(0); }).join();
      case How::sulk:
        return interrupt(call, PIPELINE_INTERNAL);
      case How::deaf:
        for (;;) std::this_thread::sleep_for(std::chrono::hours(1));
    }
  }

 private:
  static void crash() {
    volatile int* nowhere = nullptr;
    *nowhere = 1;
  }
  // NOLINTNEXTLINE(misc-no-recursion): that is the fault
  static int overflow(int depth) {
    volatile char frame[4096];
    frame[0] = static_cast<char>(depth);
    if (depth < 0) return 0;
    return overflow(depth + 1) + frame[0];
  }
  // On a thread that is not the caller's.
  static void overflow_elsewhere(const Call<Fault>& call) {
    const auto caller = std::this_thread::get_id();
    call.parallel_for(0, 1000, 1, [&](int64_t, int64_t) {
      if (std::this_thread::get_id() != caller) overflow(0);
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    });
  }
  static void interrupt(const Call<Fault>& call, pipeline_status status) {
    std::raise(SIGINT);
    while (!call.cancelled()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    throw Error(status, "cancelled");
  }
  // Pixels on the stack: not host memory.
  static void emit_foreign(const Call<Fault>& call) {
    uint8_t pixels[12] = {};
    pipeline_image raw{sizeof raw,          2, 2, 3,     PIPELINE_U8, PIPELINE_COLOUR_SRGB,
                       PIPELINE_ALPHA_NONE, 0, 6, pixels};
    call.forward(image, AnyImage(raw));
  }
};

// Waits until it is cancelled, or for ten seconds.
struct Wait {
  static constexpr Stage stage{"kinds.wait", "1.0.0", "Waits to be cancelled."};
  static constexpr In<Number> number{"number", "Milliseconds to wait; negative: until cancelled"};
  static constexpr Out<Number> waited{"waited", "The same number"};
  PIPELINE_INTERFACE(number, waited)
  void run(const Call<Wait>& call) const {
    using namespace std::chrono;
    const double wish = call[number] < 0 ? 10000 : call[number];
    const auto end = steady_clock::now() + duration<double, std::milli>(wish);
    call.log(PIPELINE_LOG_DEBUG, "waiting");
    while (steady_clock::now() < end) {
      if (call.cancelled()) throw Error(PIPELINE_CANCELLED, "cancelled while waiting");
      std::this_thread::sleep_for(milliseconds(1));
    }
    call.emit(waited, call[number]);
  }
};

// Not reentrant: fails if two calls on one instance overlap.
struct Alone {
  static constexpr Stage stage{"kinds.alone", "1.0.0", "One call at a time.", PIPELINE_STAGE_PURE};
  static constexpr In<Number> number{"number", "A number"};
  static constexpr Out<Number> same{"same", "The same number"};
  PIPELINE_INTERFACE(number, same)
  void run(const Call<Alone>& call) const {
    if (inside_.exchange(true)) throw Error(PIPELINE_INTERNAL, "two calls at once");
    std::this_thread::yield();
    call.emit(same, call[number]);
    inside_ = false;
  }

 private:
  mutable std::atomic<bool> inside_{false};
};

}  // namespace

PIPELINE_STAGE(fault, Fault)
PIPELINE_STAGE(wait, Wait)
PIPELINE_STAGE(alone, Alone)
