// SPDX-License-Identifier: Apache-2.0
#include "kmeans_attempt.hpp"

#include <algorithm>

#include "kmeans_exchange.hpp"
#include "kmeans_seed.hpp"

namespace pipeline::quantize {

namespace {
constexpr int attempt_steps = 8, exchange_steps = 3;
constexpr double rough_tolerance = 1e-3;
constexpr int exchange_rounds = 12, exchange_failures = 3;
}  // namespace

Attempt attempt(const Points& points, const FitSettings& settings, uint64_t seed,
                const BasicCall* call) {
  Attempt best;
  best.centres = seed_centres(points, settings.colors, seed,
                              settings.transparent ? &transparent_place : nullptr);
  Lloyd lloyd(points, best.centres.count);
  lloyd.run(best.centres, attempt_steps, rough_tolerance, call);
  best.cost = lloyd.cost();
  auto clusters = lloyd.clusters(best.centres);
  int moves = std::max(1, settings.colors / 8), skip = 0;
  for (int round = 0; round < exchange_rounds; ++round) {
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
