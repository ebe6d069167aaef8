// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/kmeans/fit.hpp"

#include <algorithm>
#include <array>

#include "plugins/quantize/common/gather.hpp"
#include "plugins/quantize/common/scratch.hpp"
#include "plugins/quantize/kmeans/attempt.hpp"
#include "plugins/quantize/kmeans/count.hpp"

namespace pipeline::quantize {

namespace {

// Few points show where good places are, more where exactly.
size_t coarse_points(int colors) {
  return static_cast<size_t>(std::clamp(96 * colors, 4096, 16384));
}

// More colours than these are fitted merged; the steps after, on all, only undo what merging blurs.
constexpr size_t worth_merging = 8192;
constexpr int closing_steps = 4;
// What few points could not show is exchanged once more on the merged colours.
constexpr int settling_steps = 4;
constexpr double settling_tolerance = 1e-3;
constexpr Exchanges late_exchanges{8, 8};

// One for each of two threads: the second costs no time where there are two.
constexpr int64_t attempts_made = 2;

// The mean with straight alpha, to 8 bits.
Rgba colour_of(Space space, const ClusterSum& sum) {
  constexpr auto steps = static_cast<double>(place_steps);
  double x[dimensions];
  for (size_t d = 0; d < dimensions; ++d) x[d] = sum.x[d] / sum.weight * steps;
  x[3] += unit;
  return colour_at(space, x);
}

bool all_opaque(WeightedColours colours) {
  uint32_t alphas = 0xFF000000;
  for (const auto& c : colours) alphas &= c.rgba;
  return alphas == 0xFF000000;
}

std::span<uint16_t> labels_for(const BasicCall& call, const Points& points) {
  return scratch<uint16_t>(call, points.weights.size());
}

Centres best_attempt(const BasicCall& call, const Points& points, const FitSettings& settings) {
  const auto seed = [&](int64_t i) {
    return static_cast<uint64_t>(settings.seed) << 8 | static_cast<uint64_t>(i);
  };
  std::array<Attempt, attempts_made> attempts;
  call.parallel_for(0, attempts_made, 1, [&](int64_t i, int64_t) {
    attempts[static_cast<size_t>(i)] = attempt(points, settings, seed(i), nullptr);
  });
  return std::min_element(attempts.begin(), attempts.end(),
                          [](const Attempt& a, const Attempt& b) { return a.cost < b.cost; })
      ->centres;
}

}  // namespace

Palette fit(const BasicCall& call, WeightedColours colours, FitSettings settings) {
  const bool opaque = all_opaque(colours);
  sort_along_curve(call, colours, opaque);
  const auto every = [&](size_t wanted) { return std::max<size_t>(1, colours.size() / wanted); };
  Centres centres = [&] {
    const Points coarse(call, settings.space, colours, opaque,
                        every(coarse_points(settings.colors)));
    if (settings.error) settings.colors = fewest_colours(call, coarse, settings);
    return best_attempt(call, coarse, settings);
  }();
  int steps = settings.max_iterations;
  if (colours.size() > worth_merging) {
    const Points merged(call, settings.space, merge_near(call, colours, opaque), opaque, 1);
    Lloyd lloyd(merged, centres.count, labels_for(call, merged));
    lloyd.run(centres, std::min(steps, settling_steps), settling_tolerance, &call);
    if (steps > settling_steps) centres = exchanged(lloyd, centres, late_exchanges, &call).centres;
    lloyd.run(centres, steps, settings.tolerance, &call);
    steps = std::min(steps, closing_steps);
  }
  const Points all(call, settings.space, colours, opaque, 1);
  Lloyd lloyd(all, centres.count, labels_for(call, all));
  lloyd.run(centres, steps, settings.tolerance, &call);

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
