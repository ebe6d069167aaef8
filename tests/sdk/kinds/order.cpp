// SPDX-License-Identifier: Apache-2.0
// Stages whose results depend on what they must not.
#include <pipeline/stage.hpp>

#include <atomic>

namespace {

using namespace pipeline;

// Declares itself pure, and is not: which chunk came last decides.
struct LastChunk {
  static constexpr Stage stage{"kinds.last_chunk", "1.0.0", "The chunk that ran last.",
                               PIPELINE_STAGE_PURE | PIPELINE_STAGE_REENTRANT};
  static constexpr In<Number> number{"number", "Added to it"};
  static constexpr Out<Number> last{"last", "Its number"};
  PIPELINE_INTERFACE(number, last)
  void run(const Call<LastChunk>& call) const {
    std::atomic<int64_t> chunk{0};
    call.parallel_for(0, 1000, 1, [&](int64_t begin, int64_t) { chunk = begin; });
    call.emit(last, call[number] + static_cast<double>(chunk));
  }
};

// Another number each time, and says so.
struct Moody {
  static constexpr Stage stage{"kinds.moody", "1.0.0", "Counts its calls.",
                               PIPELINE_STAGE_REENTRANT};
  static constexpr In<Number> number{"number", "Added to it"};
  static constexpr Out<Number> count{"count", "How often it has run"};
  PIPELINE_INTERFACE(number, count)
  void run(const Call<Moody>& call) const { call.emit(count, call[number] + calls_++); }

 private:
  mutable std::atomic<int> calls_{0};
};

}  // namespace

PIPELINE_STAGE(last_chunk, LastChunk)
PIPELINE_STAGE(moody, Moody)
