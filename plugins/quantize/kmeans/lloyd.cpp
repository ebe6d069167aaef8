// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/kmeans/lloyd.hpp"

#include <algorithm>
#include <limits>

namespace pipeline::quantize {

namespace {

CentreTable table_of(const Centres& centres) {
  CentreTable table;
  table.count = static_cast<size_t>(centres.count);
  for (size_t i = 0; i < table.count; ++i) {
    table.square[i] = 0;
    for (size_t d = 0; d < dimensions; ++d) {
      const float v = centres.places[i][d];
      table.x[d][i] = v;
      table.square[i] += v * v;
    }
  }
  return table;
}

Place mean_of(const ClusterSum& sum) {
  Place place;
  for (size_t d = 0; d < dimensions; ++d) place[d] = static_cast<float>(sum.x[d] / sum.weight);
  return place;
}

}  // namespace

Lloyd::Lloyd(const Points& points, int centres, std::span<uint16_t> labels)
    : points_(points),
      labels_(labels),
      group_labels_(points.groups(), -1),
      sums_(static_cast<size_t>(centres) + 1) {
  std::fill(labels.begin(), labels.end(), static_cast<uint16_t>(centres));
}

void Lloyd::run(Centres& centres, int max_steps, double tolerance, const BasicCall* call) {
  constexpr float beyond = 1.8F;
  double before = std::numeric_limits<double>::infinity();
  for (int i = 0; i < max_steps; ++i) {
    const bool settled = step(centres, call) == 0;
    const double now = cost();
    const bool last = settled || before - now <= tolerance * now;
    const bool refilled = move(centres, !last && i + 2 < max_steps ? beyond : 1.0F);
    if (last && !refilled) break;
    before = now;
  }
}

double Lloyd::cost() const {
  double cost = points_.spread;
  for (size_t c = 0; c + 1 < sums_.size(); ++c) {
    const ClusterSum& sum = sums_[c];
    if (sum.weight <= 0) continue;
    for (const double v : sum.x) cost -= v * v / sum.weight;
  }
  return cost;
}

std::vector<Cluster> Lloyd::clusters(const Centres& centres) const {
  std::vector<std::array<double, dimensions>> squares(sums_.size());
  for (size_t i = 0; i < points_.count; ++i) {
    for (size_t d = 0; d < points_.axes; ++d) {
      const double v = points_.x[d][i];
      squares[labels_[i]][d] += static_cast<double>(points_.weights[i]) * v * v;
    }
  }
  std::vector<Cluster> found;
  for (size_t c = 0; c + 1 < sums_.size(); ++c) {
    const ClusterSum& sum = sums_[c];
    if (static_cast<int>(c) == centres.pinned || sum.weight <= 0) continue;
    Cluster cluster{c, sum.weight, {}, {}};
    for (size_t d = 0; d < dimensions; ++d) {
      cluster.mean[d] = sum.x[d] / sum.weight;
      cluster.cost[d] = squares[c][d] - sum.x[d] * cluster.mean[d];
    }
    found.push_back(cluster);
  }
  return found;
}

// Labels every point; returns how many labels changed.
int64_t Lloyd::step(const Centres& centres, const BasicCall* call) {
  const CentreTable table = table_of(centres);
  if (!call) return label_groups(table, 0, points_.groups(), sums_);
  constexpr int64_t grain = 4;
  std::vector<Sums> changes(call->slots());
  std::vector<int64_t> changed(call->slots());
  call->parallel_for(0, static_cast<int64_t>(points_.groups()), grain,
                     [&](int64_t begin, int64_t end, uint32_t slot) {
                       auto& mine = changes[slot];
                       if (mine.empty()) mine.resize(sums_.size());
                       changed[slot] += label_groups(table, static_cast<size_t>(begin),
                                                     static_cast<size_t>(end), mine);
                     });
  int64_t total = 0;
  for (size_t slot = 0; slot < changes.size(); ++slot) {
    total += changed[slot];
    for (size_t c = 0; c < changes[slot].size(); ++c) sums_[c].add(changes[slot][c], 1);
  }
  return total;
}

int64_t Lloyd::label_groups(const CentreTable& centres, size_t begin, size_t end, Sums& sums) {
  LabelGroup* const label_group = label_group_variants().back().run;
  int64_t changed = 0;
  for (size_t group = begin; group < end; ++group) {
    const size_t first = group * group_points;
    uint16_t labels[group_points];
    const int uniform =
        label_group(centres, points_.boxes[group], points_.from(first).data(), labels);
    if (uniform >= 0 && group_labels_[group] == uniform) continue;
    group_labels_[group] = static_cast<int16_t>(uniform);
    if (uniform >= 0) std::fill(labels, labels + group_points, static_cast<uint16_t>(uniform));
    changed += relabel(group, labels, sums);
  }
  return changed;
}

int64_t Lloyd::relabel(size_t group, const uint16_t* labels, Sums& sums) {
  const size_t first = group * group_points;
  const size_t axes = points_.boxes[group].is_opaque() ? 3 : dimensions;
  return move_points_variants().back().run(points_.from(first).data(), &points_.weights[first],
                                           axes, labels, &labels_[first], sums.data());
}

// Moves centres towards the means, or past them. Returns whether an empty cluster got a point
// instead.
bool Lloyd::move(Centres& centres, float factor) {
  int empty = -1;
  for (int c = 0; c < centres.count; ++c) {
    const ClusterSum& sum = sums_[static_cast<size_t>(c)];
    if (c == centres.pinned) continue;
    if (sum.weight <= 0) {
      empty = c;
      continue;
    }
    Place& place = centres.places[static_cast<size_t>(c)];
    const Place mean = mean_of(sum);
    for (size_t d = 0; d < dimensions; ++d) {
      place[d] = factor == 1.0F ? mean[d] : place[d] + factor * (mean[d] - place[d]);
    }
  }
  if (empty < 0) return false;
  const size_t point = farthest(centres);
  const Place place = points_.at(point);
  if (place == centres.places[labels_[point]]) return false;
  centres.places[static_cast<size_t>(empty)] = place;
  return true;
}

// The point that costs most where it is: where an empty cluster does most good.
size_t Lloyd::farthest(const Centres& centres) const {
  size_t found = 0;
  double worst = -1;
  for (size_t i = 0; i < points_.count; ++i) {
    const Place& centre = centres.places[labels_[i]];
    double square = 0;
    for (size_t d = 0; d < points_.axes; ++d) {
      const double way = points_.x[d][i] - centre[d];
      square += way * way;
    }
    const double cost = square * static_cast<double>(points_.weights[i]);
    if (cost > worst) worst = cost, found = i;
  }
  return found;
}

}  // namespace pipeline::quantize
