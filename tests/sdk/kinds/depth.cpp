// SPDX-License-Identifier: Apache-2.0
// A third party's own value type.
#include <pipeline/stage.hpp>

namespace {

using namespace pipeline;

struct Depth {
  static constexpr const char* pipeline_type = "kinds.depth/1";
  double nearest, farthest;
};

struct MakeDepth {
  static constexpr Stage stage{"kinds.make_depth", "1.0.0", "Makes a depth range of two numbers."};
  static constexpr In<Number> number{"number", "The nearest"};
  static constexpr Out<Depth> depth{"depth", "nearest, and ten times that"};
  PIPELINE_INTERFACE(number, depth)
  void run(const Call<MakeDepth>& call) const {
    Depth& made = call.make(depth);
    made.nearest = call[number];
    made.farthest = 10 * call[number];
  }
};

struct UseDepth {
  static constexpr Stage stage{"kinds.use_depth", "1.0.0", "The extent of a depth range."};
  static constexpr In<Depth> depth{"depth", "A depth range"};
  static constexpr Out<Number> extent{"extent", "farthest - nearest"};
  PIPELINE_INTERFACE(depth, extent)
  void run(const Call<UseDepth>& call) const {
    call.emit(extent, call[depth].farthest - call[depth].nearest);
  }
};

}  // namespace

PIPELINE_STAGE(make_depth, MakeDepth)
PIPELINE_STAGE(use_depth, UseDepth)
