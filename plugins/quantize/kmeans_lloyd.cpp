// SPDX-License-Identifier: Apache-2.0
#include "kmeans_lloyd.hpp"

#include <algorithm>
#include <cmath>

#include "rgba.hpp"

namespace pipeline::quantize {

namespace {

// Centres that may win somewhere in a box, in ascending order of id.
struct Candidates {
  int count = 0;
  float x[dimensions][max_centres];
  float square[max_centres];
  int32_t id[max_centres];

  void take(const Candidates& from, int i) {
    for (size_t d = 0; d < dimensions; ++d) x[d][count] = from.x[d][i];
    square[count] = from.square[i];
    id[count++] = from.id[i];
  }
};

Candidates all_of(const Centres& centres) {
  Candidates all;
  all.count = centres.count;
  for (int i = 0; i < centres.count; ++i) {
    for (size_t d = 0; d < dimensions; ++d) all.x[d][i] = centres.x[d][i];
    all.square[i] = centres.square[i];
    all.id[i] = i;
  }
  return all;
}

// Keeps those of `from` that may be nearest somewhere in the box: with s the nearest to its middle,
// |p - c|^2 - |p - s|^2 is linear in p, so its least value in the box is exact.
void prune(const Candidates& from, const Box& box, Candidates& to) {
  constexpr float rounding = 0.1F;  // far above the error of these sums, far below what matters
  float score[max_centres];
  for (int i = 0; i < from.count; ++i) {
    float dot = 0;
    for (size_t d = 0; d < dimensions; ++d) dot += from.x[d][i] * box.centre[d];
    score[i] = from.square[i] - 2 * dot;
  }
  int s = 0;
  float least = 1e30F;
  for (int i = 0; i < from.count; ++i) {
    if (score[i] < least) least = score[i], s = i;
  }
  for (int i = 0; i < from.count; ++i) {
    float reach = 0;
    for (size_t d = 0; d < dimensions; ++d) {
      reach += std::abs(from.x[d][i] - from.x[d][s]) * box.half[d];
    }
    score[i] -= 2 * reach;
  }
  to.count = 0;
  for (int i = 0; i < from.count; ++i) {
    if (score[i] <= least + rounding) to.take(from, i);
  }
}

void nearest_in_block(const Points& points, size_t begin, const Candidates& candidates,
                      int32_t* labels) {
  float best[block_points];
  std::fill(best, best + block_points, 1e30F);
  for (int c = 0; c < candidates.count; ++c) {
    float cx[dimensions];
    for (size_t d = 0; d < dimensions; ++d) cx[d] = -2 * candidates.x[d][c];
    const float* x[dimensions];
    for (size_t d = 0; d < dimensions; ++d) x[d] = points.x[d].data() + begin;
    const float square = candidates.square[c];
    const int32_t id = candidates.id[c];
    for (size_t i = 0; i < block_points; ++i) {
      const float score =
          square + cx[0] * x[0][i] + cx[1] * x[1][i] + cx[2] * x[2][i] + cx[3] * x[3][i];
      labels[i] = score < best[i] ? id : labels[i];
      best[i] = score < best[i] ? score : best[i];
    }
  }
}

}  // namespace

void Centres::measure() {
  for (int i = 0; i < count; ++i) {
    square[i] = 0;
    for (size_t d = 0; d < dimensions; ++d) square[i] += x[d][i] * x[d][i];
  }
}

void ClusterSum::add(const WeightedColour& point, int64_t sign) {
  const int64_t n = sign * point.weight;
  const Premultiplied p = premultiplied(unpack(point.rgba));
  weight += n;
  for (size_t d = 0; d < dimensions; ++d) x[d] += n * p.x[d];
}

void ClusterSum::add(const ClusterSum& other) {
  weight += other.weight;
  for (size_t d = 0; d < dimensions; ++d) x[d] += other.x[d];
}

Place ClusterSum::mean() const {
  Place place;
  const double scale = 1 / (255.0 * static_cast<double>(weight));
  for (size_t d = 0; d < dimensions; ++d) {
    place[d] = static_cast<float>(static_cast<double>(x[d]) * scale - (d == 3 ? 255.0 : 0.0));
  }
  return place;
}

Lloyd::Lloyd(const Points& points, int centres)
    : points_(points),
      labels_(points.groups() * group_points, static_cast<uint16_t>(centres)),
      group_labels_(points.groups(), -1),
      sums_(static_cast<size_t>(centres) + 1) {}

void Lloyd::run(Centres& centres, int max_steps, double tolerance, const BasicCall* call) {
  constexpr float beyond = 1.8F;
  for (int i = 0; i < max_steps; ++i) {
    centres.measure();
    const bool settled = step(centres, call) == 0;
    const double moved = move(centres, i + 2 < max_steps ? beyond : 1.0F);
    if (settled || moved <= tolerance) break;
  }
  centres.measure();
  step(centres, call);
  move(centres, 1.0F);
}

double Lloyd::gain() const {
  double gain = 0;
  for (size_t c = 0; c + 1 < sums_.size(); ++c) {
    const ClusterSum& sum = sums_[c];
    if (!sum.weight) continue;
    const Place mean = sum.mean();
    double square = 0;
    for (const float v : mean) square += static_cast<double>(v) * v;
    gain += square * static_cast<double>(sum.weight);
  }
  return gain;
}

// Labels every point; returns how many labels changed.
int64_t Lloyd::step(const Centres& centres, const BasicCall* call) {
  if (!call) return label_groups(centres, 0, points_.groups(), sums_);
  constexpr int64_t grain = 16;
  std::vector<Sums> changes(call->slots());
  std::vector<int64_t> changed(call->slots());
  call->parallel_for(0, static_cast<int64_t>(points_.groups()), grain,
                     [&](int64_t begin, int64_t end, uint32_t slot) {
                       auto& mine = changes[slot];
                       if (mine.empty()) mine.resize(sums_.size());
                       changed[slot] += label_groups(centres, static_cast<size_t>(begin),
                                                     static_cast<size_t>(end), mine);
                     });
  int64_t total = 0;
  for (size_t slot = 0; slot < changes.size(); ++slot) {
    total += changed[slot];
    for (size_t c = 0; c < changes[slot].size(); ++c) sums_[c].add(changes[slot][c]);
  }
  return total;
}

int64_t Lloyd::label_groups(const Centres& centres, size_t begin, size_t end, Sums& sums) {
  const Candidates all = all_of(centres);
  Candidates in_group, in_block;
  int64_t changed = 0;
  for (size_t group = begin; group < end; ++group) {
    prune(all, points_.group_boxes[group], in_group);
    const bool uniform = in_group.count == 1;
    if (uniform && group_labels_[group] == in_group.id[0]) continue;
    group_labels_[group] = static_cast<int16_t>(uniform ? in_group.id[0] : -1);
    for (size_t b = group * group_blocks; b < (group + 1) * group_blocks; ++b) {
      int32_t labels[block_points];
      prune(in_group, points_.block_boxes[b], in_block);
      if (in_block.count == 1) {
        std::fill(labels, labels + block_points, in_block.id[0]);
      } else {
        nearest_in_block(points_, b * block_points, in_block, labels);
      }
      changed += relabel(b, labels, sums);
    }
  }
  return changed;
}

int64_t Lloyd::relabel(size_t block, const int32_t* labels, Sums& sums) {
  uint16_t* const old = labels_.data() + block * block_points;
  const WeightedColour* const colours = points_.colours.data() + block * block_points;
  int64_t changed = 0;
  for (size_t i = 0; i < block_points; ++i) {
    if (old[i] == labels[i]) continue;
    sums[old[i]].add(colours[i], -1);
    sums[static_cast<size_t>(labels[i])].add(colours[i], 1);
    old[i] = static_cast<uint16_t>(labels[i]);
    ++changed;
  }
  return changed;
}

// Moves centres towards the means; returns the largest distance there was.
double Lloyd::move(Centres& centres, float factor) {
  double largest = 0;
  bool refilled = false;
  for (int c = 0; c < centres.count; ++c) {
    if (c == centres.pinned) continue;
    const ClusterSum& sum = sums_[static_cast<size_t>(c)];
    if (!sum.weight) {
      if (refilled) continue;
      refilled = true;
      const size_t point = farthest(centres);
      Place place;
      for (size_t d = 0; d < dimensions; ++d) place[d] = points_.x[d][point];
      if (place == centres.at(labels_[point])) continue;
      centres.set(c, place);
      largest = 1e9;
      continue;
    }
    const Place mean = sum.mean(), from = centres.at(c);
    Place to;
    double square = 0;
    for (size_t d = 0; d < dimensions; ++d) {
      const float way = mean[d] - from[d];
      square += static_cast<double>(way) * way;
      to[d] = factor == 1.0F ? mean[d] : from[d] + factor * way;
    }
    centres.set(c, to);
    largest = std::max(largest, std::sqrt(square));
  }
  return largest;
}

// The point that costs most where it is: where an empty cluster does most good.
size_t Lloyd::farthest(const Centres& centres) const {
  size_t found = 0;
  double worst = -1;
  for (size_t i = 0; i < points_.count; ++i) {
    const Place centre = centres.at(labels_[i]);
    double square = 0;
    for (size_t d = 0; d < dimensions; ++d) {
      const double way = points_.x[d][i] - centre[d];
      square += way * way;
    }
    const double cost = square * static_cast<double>(points_.colours[i].weight);
    if (cost > worst) worst = cost, found = i;
  }
  return found;
}

}  // namespace pipeline::quantize
