// SPDX-License-Identifier: Apache-2.0
// A stage whose time is in proportion to a parameter, to measure what measures time.
#include <pipeline/stage.hpp>

#include <vector>

namespace {

using namespace pipeline;

struct Work {
  static constexpr Stage stage{"kinds.work", "1.0.0", "Keeps all threads busy for a while.",
                               PIPELINE_STAGE_PURE | PIPELINE_STAGE_REENTRANT};
  static constexpr In<Number> number{"number", "Where the work begins"};
  static constexpr Out<Number> result{"result", "A number that all of it has a part in"};
  static constexpr Param<int> amount{.name = "amount",
                                     .doc = "Thousands of steps in each of 64 chunks",
                                     .preset = 100,
                                     .min = 1,
                                     .max = 1000000};
  PIPELINE_INTERFACE(number, result, amount)

  explicit Work(const Setup<Work>& setup) : steps_(1000 * static_cast<int64_t>(setup[amount])) {}

  void run(const Call<Work>& call) const {
    constexpr int64_t chunks = 64;
    std::vector<uint64_t> parts(chunks);
    const auto seed = static_cast<uint64_t>(call[number]);
    call.parallel_for(0, chunks, 1, [&](int64_t chunk, int64_t) {
      uint64_t state = seed + static_cast<uint64_t>(chunk);
      for (int64_t i = 0; i < steps_; ++i)
        state = state * 6364136223846793005 + 1442695040888963407;
      parts[static_cast<size_t>(chunk)] = state;
    });
    uint64_t sum = 0;
    for (const uint64_t part : parts) sum ^= part;
    call.emit(result, static_cast<double>(sum >> 12));
  }

 private:
  int64_t steps_;
};

}  // namespace

PIPELINE_STAGE(work, Work)
