// SPDX-License-Identifier: Apache-2.0
#include "shuffled_plan.hpp"

#include <algorithm>
#include <sstream>

#include "framework/host/pool.hpp"

namespace pipeline::test {

namespace {

constexpr const char* shapes[] = {"chain", "diamonds", "fan-in", "random"};

// A block of each kind: of the C library's, and of the pool's.
constexpr int sides[] = {1, 16, 40, 190, 260};

}  // namespace

ShuffledPlan::ShuffledPlan(uint64_t s) : seed(s), random_(s) {
  const uint64_t kind = below(std::size(shapes));
  shape = shapes[kind];
  const bool failing = below(3) == 0;
  const bool large = below(3) == 0;
  stages.resize(1 + below(10));
  for (uint32_t i = 0; i < stages.size(); ++i) {
    ShuffledStage& stage = stages[i];
    stage.alone = below(3) == 0;
    stage.side = sides[below(large ? 5 : 3)];
    stage.salt = static_cast<int>(below(1 << 30));
    stage.fails = failing ? static_cast<int>(below(200)) : 0;
    wire(i, kind);
  }
  frames = below(24);
  file_bytes = 1 + below(large ? 50000 : 2000);
  in_flight = static_cast<unsigned>(1 + below(9));
  threads = static_cast<int>(1 + below(6));
  pace = below(8) == 0 ? 0 : static_cast<int>(1 + below(150));
  shake = static_cast<int>(below(1 << 30));
  if (below(3) == 0) limit = below(4) == 0 ? 1 : 1 + below(3 * frame_bytes());
  if (below(4) == 0) stop_at = below(1 + frames * stages.size());
  if (below(5) == 0) unreadable = static_cast<unsigned>(below(300));
  if (below(5) == 0) unwritable = static_cast<unsigned>(below(300));
  watched = below(4) == 0;
  timed = below(4) == 0;
}

void ShuffledPlan::wire(uint32_t stage, uint64_t kind) {
  auto& from = stages[stage].from;
  if (stage == 0) return;
  switch (kind) {
    case 0:  // chain
      from = {stage - 1};
      break;
    case 1:  // one to two, two to one, and so on
      if (stage % 3 == 0) {
        from = {stage - 2, stage - 1};
      } else {
        from = {stage - stage % 3};
      }
      break;
    case 2:  // up to four sources to one, and those to the last
      if (stage % 5 == 4) {
        for (uint32_t k = 1; k <= 4; ++k) from.push_back(stage - k);
      } else if (stage + 1 == stages.size()) {
        for (uint32_t k = 4; k < stage && from.size() < 4; k += 5) from.push_back(k);
      }
      break;
    default:
      for (uint64_t n = below(5); n > 0; --n) {
        from.push_back(static_cast<uint32_t>(below(stage)));  // the same twice is two wires
      }
  }
}

void ShuffledPlan::build(HandGraph& graph, int longest_pause) const {
  std::vector<bool> taken(stages.size());
  for (const ShuffledStage& stage : stages) {
    std::vector<graph::Wire> inputs(5);
    if (stage.from.empty()) inputs[0] = {graph::Wire::From::input, 0, 0};
    for (size_t k = 0; k < stage.from.size(); ++k) {
      inputs[k + 1] = HandGraph::node(stage.from[k]);
      taken[stage.from[k]] = true;
    }
    graph.add(stage.alone ? "kinds.shuffle_alone" : "kinds.shuffle", inputs,
              {{"side", pipeline_arg{.integer = stage.side}},
               {"salt", pipeline_arg{.integer = stage.salt}},
               {"fails", pipeline_arg{.integer = stage.fails}},
               {"pace", pipeline_arg{.integer = longest_pause}},
               {"shake", pipeline_arg{.integer = shake}}});
  }
  for (uint32_t i = 0; i < stages.size(); ++i) {
    if (!taken[i]) graph.output(HandGraph::node(i));
  }
}

size_t ShuffledPlan::frame_bytes() const {
  size_t sum = host::Pool::capacity_for(file_bytes);
  for (const ShuffledStage& stage : stages) {
    const size_t stride = (static_cast<size_t>(stage.side) + 63) / 64 * 64;
    sum += host::Pool::capacity_for(stride * static_cast<size_t>(stage.side));
  }
  return sum;
}

std::string ShuffledPlan::text() const {
  std::ostringstream out;
  out << "seed " << seed << ": " << shape << " of " << stages.size() << " stages, " << frames
      << " frames, " << in_flight << " in flight, " << threads << " threads, pauses up to " << pace
      << " us";
  if (limit != SIZE_MAX) out << ", limit " << limit << " bytes";
  if (stop_at != SIZE_MAX) out << ", stop at call " << stop_at;
  if (watched) out << ", watched";
  if (timed) out << ", timed";
  return out.str();
}

}  // namespace pipeline::test
