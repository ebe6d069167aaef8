// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/kmeans/attempt.hpp"

#include <algorithm>

#include "plugins/quantize/kmeans/exchange.hpp"
#include "plugins/quantize/kmeans/seed.hpp"

namespace pipeline::quantize {

namespace {
constexpr int attempt_steps = 8, exchange_steps = 3;
constexpr double rough_tolerance = 1e-3;
constexpr int attempt_rounds = 3, exchange_failures = 3;
}  // namespace

Attempt attempt(const Points& points, const FitSettings& settings, uint64_t seed,
                const BasicCall* call) {
  Centres centres = seed_centres(points, settings.colors, seed,
                                 settings.transparent ? &transparent_place : nullptr);
  std::vector<uint16_t> labels(points.weights.size());
  Lloyd lloyd(points, centres.count, labels);
  lloyd.run(centres, attempt_steps, rough_tolerance, call);
  return exchanged(lloyd, centres, {std::max(1, settings.colors / 8), attempt_rounds}, call);
}

Attempt exchanged(Lloyd& lloyd, const Centres& start, Exchanges exchanges, const BasicCall* call) {
  Attempt best{start, lloyd.cost()};
  auto clusters = lloyd.clusters(start);
  int moves = exchanges.moves, skip = 0;
  for (int round = 0; round < exchanges.rounds; ++round) {
    Centres centres = best.centres;
    moves = exchange_centres(clusters, moves, skip, centres);
    if (!moves) break;
    lloyd.run(centres, exchange_steps, rough_tolerance, call);
    const double cost = lloyd.cost();
    if (cost < best.cost) {
      best = {centres, cost};
      clusters = lloyd.clusters(centres);
      skip = 0;
    } else if (moves > 1) {
      moves /= 2;
    } else if (++skip == exchange_failures) {
      break;
    }
  }
  return best;
}

}  // namespace pipeline::quantize
