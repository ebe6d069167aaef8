// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/kmeans/exchange.hpp"

#include <algorithm>
#include <cmath>

namespace pipeline::quantize {

namespace {

struct Merge {
  double cost;  // what the summed squared error grows by (J. Ward, 1963)
  size_t one, other;
};

// For each cluster the partner that it is cheapest to merge with; cheapest first.
std::vector<Merge> merges_of(const std::vector<Cluster>& clusters) {
  std::vector<Merge> merges;
  for (size_t one = 0; one < clusters.size(); ++one) merges.push_back({1e300, one, one});
  for (size_t one = 0; one < clusters.size(); ++one) {
    const Cluster& a = clusters[one];
    for (size_t other = one + 1; other < clusters.size(); ++other) {
      const Cluster& b = clusters[other];
      double square = 0;
      for (size_t d = 0; d < dimensions; ++d) {
        square += (a.mean[d] - b.mean[d]) * (a.mean[d] - b.mean[d]);
      }
      const double cost = square * (a.weight * b.weight / (a.weight + b.weight));
      if (cost < merges[one].cost) merges[one] = {cost, one, other};
      if (cost < merges[other].cost) merges[other] = {cost, other, one};
    }
  }
  if (merges.size() == 1) merges.clear();
  std::stable_sort(merges.begin(), merges.end(),
                   [](const Merge& a, const Merge& b) { return a.cost < b.cost; });
  return merges;
}

size_t longest_axis(const Cluster& c) {
  return static_cast<size_t>(std::max_element(c.cost.begin(), c.cost.end()) - c.cost.begin());
}

// Clusters by what they cost along their longest axis, most first.
std::vector<size_t> splits_of(const std::vector<Cluster>& clusters) {
  std::vector<size_t> order(clusters.size());
  for (size_t c = 0; c < order.size(); ++c) order[c] = c;
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return clusters[a].cost[longest_axis(clusters[a])] >
           clusters[b].cost[longest_axis(clusters[b])];
  });
  return order;
}

Place place_of(const std::array<double, dimensions>& v) {
  return {static_cast<float>(v[0]), static_cast<float>(v[1]), static_cast<float>(v[2]),
          static_cast<float>(v[3])};
}

Place merged(const Cluster& a, const Cluster& b) {
  std::array<double, dimensions> mean;
  for (size_t d = 0; d < dimensions; ++d) {
    mean[d] = (a.weight * a.mean[d] + b.weight * b.mean[d]) / (a.weight + b.weight);
  }
  return place_of(mean);
}

// The middle of one half, were the points spread evenly along the longest axis.
Place half(const Cluster& c, double side) {
  auto place = c.mean;
  const size_t axis = longest_axis(c);
  place[axis] += side * std::sqrt(0.75 * c.cost[axis] / c.weight);
  return place_of(place);
}

}  // namespace

int exchange_centres(const std::vector<Cluster>& clusters, int count, int skip, Centres& centres) {
  const auto merges = merges_of(clusters);
  const auto splits = splits_of(clusters);
  std::vector<bool> taken(clusters.size());
  size_t next = 0;
  int moved = 0;
  for (size_t m = static_cast<size_t>(skip); m < merges.size() && moved < count; ++m) {
    const auto [cost, one, other] = merges[m];
    if (taken[one] || taken[other]) continue;
    const auto busy = [&](size_t c) { return taken[c] || c == one || c == other; };
    while (next < splits.size() && busy(splits[next])) ++next;
    if (next == splits.size()) break;
    const size_t split = splits[next];
    taken[one] = taken[other] = taken[split] = true;
    centres.places[clusters[other].centre] = merged(clusters[one], clusters[other]);
    centres.places[clusters[one].centre] = half(clusters[split], -1);
    centres.places[clusters[split].centre] = half(clusters[split], 1);
    ++moved;
  }
  return moved;
}

}  // namespace pipeline::quantize
