// SPDX-License-Identifier: Apache-2.0
#include "kmeans_fit.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

#include "kmeans_exchange.hpp"
#include "kmeans_lloyd.hpp"
#include "kmeans_seed.hpp"

namespace pipeline::quantize {

namespace {

// Few points show where good places are, more where exactly.
size_t coarse_points(int colors) {
  return static_cast<size_t>(std::clamp(128 * colors, 4096, 16384));
}
size_t middle_points(int colors) { return 2 * coarse_points(colors) + 8192; }

constexpr int attempt_steps = 8, exchange_steps = 3, middle_steps = 8;
constexpr double rough_tolerance = 1e-3, middle_tolerance = 3e-4;
constexpr int exchange_rounds = 20, exchange_failures = 5;

int attempts_for(int colors) { return colors <= 32 ? 6 : 2; }

// The mean with straight alpha, to 8 bits.
Rgba colour_of(Space space, const ClusterSum& sum) {
  constexpr auto steps = static_cast<double>(place_steps);
  double x[dimensions];
  for (size_t d = 0; d < dimensions; ++d) x[d] = sum.x[d] / sum.weight * steps;
  x[3] += unit;
  return colour_at(space, x);
}

struct Attempt {
  Centres centres;
  double cost = 0;
};

// A seeded start, brought to rest, then bettered by exchanges while they help.
Attempt attempt(const Points& points, const FitSettings& settings, uint64_t seed) {
  Attempt best;
  best.centres = seed_centres(points, settings.colors, seed,
                              settings.transparent ? &transparent_place : nullptr);
  Lloyd lloyd(points, best.centres.count);
  lloyd.run(best.centres, attempt_steps, rough_tolerance, nullptr);
  best.cost = lloyd.cost();
  auto clusters = lloyd.clusters(best.centres);
  int moves = std::max(1, settings.colors / 8), skip = 0;
  for (int round = 0; round < exchange_rounds; ++round) {
    Centres centres = best.centres;
    moves = exchange_centres(clusters, moves, skip, centres);
    if (!moves) break;
    lloyd.run(centres, exchange_steps, rough_tolerance, nullptr);
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

Centres best_attempt(const BasicCall& call, const Points& points, const FitSettings& settings) {
  std::vector<Attempt> attempts(static_cast<size_t>(attempts_for(settings.colors)));
  call.parallel_for(0, static_cast<int64_t>(attempts.size()), 1, [&](int64_t i, int64_t) {
    const auto seed = static_cast<uint64_t>(settings.seed) << 8 | static_cast<uint64_t>(i);
    attempts[static_cast<size_t>(i)] = attempt(points, settings, seed);
  });
  return std::min_element(attempts.begin(), attempts.end(),
                          [](const Attempt& a, const Attempt& b) { return a.cost < b.cost; })
      ->centres;
}

int luma(const Rgba& c) { return 2126 * c.r + 7152 * c.g + 722 * c.b; }

}  // namespace

void order_palette(Palette& palette) {
  std::sort(palette.begin(), palette.end(), [](const Rgba& a, const Rgba& b) {
    return std::tuple(a.a == 0, luma(a), pack(a)) < std::tuple(b.a == 0, luma(b), pack(b));
  });
  palette.erase(std::unique(palette.begin(), palette.end()), palette.end());
}

Palette fit(const BasicCall& call, WeightedColours colours, const FitSettings& settings) {
  sort_along_curve(colours);
  const auto every = [&](size_t wanted) { return std::max<size_t>(1, colours.size() / wanted); };
  Centres centres = best_attempt(
      call, Points(call, settings.space, colours, every(coarse_points(settings.colors))), settings);
  {
    const Points middle(call, settings.space, colours, every(middle_points(settings.colors)));
    Lloyd lloyd(middle, centres.count);
    lloyd.run(centres, std::min(settings.max_iterations, middle_steps),
              std::max(settings.tolerance, middle_tolerance), &call);
  }
  const Points all(call, settings.space, colours, 1);
  Lloyd lloyd(all, centres.count);
  lloyd.run(centres, settings.max_iterations, settings.tolerance, &call);

  Palette palette;
  if (settings.transparent) palette.push_back(transparent);
  for (int c = 0; c < centres.count; ++c) {
    const ClusterSum& sum = lloyd.sums()[static_cast<size_t>(c)];
    if (c != centres.pinned && sum.weight > 0) palette.push_back(colour_of(settings.space, sum));
  }
  order_palette(palette);
  return palette;
}

}  // namespace pipeline::quantize
