// SPDX-License-Identifier: Apache-2.0
#include "kmeans_fit.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

#include "kmeans_lloyd.hpp"
#include "kmeans_seed.hpp"

namespace pipeline::quantize {

namespace {

constexpr size_t coarse_points = 4096, middle_points = 16384;
constexpr int coarse_steps = 16, middle_steps = 20;
constexpr size_t finalists = 2;

int starts_for(int colors) { return colors <= 32 ? 8 : colors <= 128 ? 4 : 2; }

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

// Runs every attempt on the points, side by side, and puts the best first.
void advance(const BasicCall& call, const Points& points, int max_steps, double tolerance,
             std::vector<Attempt>& attempts) {
  call.parallel_for(0, static_cast<int64_t>(attempts.size()), 1, [&](int64_t begin, int64_t) {
    Attempt& attempt = attempts[static_cast<size_t>(begin)];
    Lloyd lloyd(points, attempt.centres.count);
    lloyd.run(attempt.centres, max_steps, tolerance, nullptr);
    attempt.cost = lloyd.cost();
  });
  std::stable_sort(attempts.begin(), attempts.end(),
                   [](const Attempt& a, const Attempt& b) { return a.cost < b.cost; });
}

std::vector<Attempt> start(const BasicCall& call, const Points& points,
                           const FitSettings& settings) {
  std::vector<Attempt> attempts(static_cast<size_t>(starts_for(settings.colors)));
  call.parallel_for(0, static_cast<int64_t>(attempts.size()), 1, [&](int64_t i, int64_t) {
    const auto seed = static_cast<uint64_t>(settings.seed) << 8 | static_cast<uint64_t>(i);
    attempts[static_cast<size_t>(i)].centres = seed_centres(
        points, settings.colors, seed, settings.transparent ? &transparent_place : nullptr);
  });
  return attempts;
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
  const int coarse_cap = std::min(settings.max_iterations, coarse_steps);
  const int middle_cap = std::min(settings.max_iterations, middle_steps);
  const double coarse_tolerance = std::max(settings.tolerance, 1e-3);
  const double middle_tolerance = std::max(settings.tolerance, 3e-4);

  std::vector<Attempt> attempts;
  {
    const Points coarse(call, settings.space, colours, every(coarse_points));
    attempts = start(call, coarse, settings);
    advance(call, coarse, coarse_cap, coarse_tolerance, attempts);
  }
  attempts.resize(std::min(attempts.size(), finalists));
  if (colours.size() > coarse_points) {
    const Points middle(call, settings.space, colours, every(middle_points));
    advance(call, middle, middle_cap, middle_tolerance, attempts);
  }
  Centres& centres = attempts[0].centres;
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
