// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pipeline/basic_call.hpp>

#include <array>
#include <cstdint>
#include <vector>

#include "plugins/quantize/kmeans/move.hpp"
#include "plugins/quantize/kmeans/points.hpp"

namespace pipeline::quantize {

struct Centres {
  int count = 0;
  int pinned = -1;  // the number of a centre that never moves, or -1
  std::array<Place, max_centres> places;
};

struct Cluster {
  size_t centre;  // its number
  double weight;
  std::array<double, dimensions> mean, cost;  // cost: summed squared distance along each axis
};

// Lloyd's algorithm (S. Lloyd, Least squares quantization in PCM, IEEE Trans. Inf. Theory 28(2),
// 1982) with centres dropped by whole boxes of points: a centre that is nowhere in a box nearer
// than the one nearest to its middle cannot win there. Centres are moved past the mean while far
// from rest: for fixed labels any factor below 2 lowers the cost.
class Lloyd {
 public:
  // labels: memory for one of each point, padding included.
  Lloyd(const Points& points, int centres, std::span<uint16_t> labels);

  // Steps until one lowers the cost by no more than `tolerance` times the cost, or `max_steps`. In
  // parallel when call is given. Afterwards centres are the means of their points, but for pinned
  // and empty ones.
  void run(Centres& centres, int max_steps, double tolerance, const BasicCall* call);

  // Of the last run: the summed squared distance of the points to their clusters' means.
  double cost() const;
  const std::vector<ClusterSum>& sums() const { return sums_; }
  // Those that are not empty, but for the pinned one.
  std::vector<Cluster> clusters(const Centres& centres) const;

 private:
  using Sums = std::vector<ClusterSum>;

  int64_t step(const Centres& centres, const BasicCall* call);
  int64_t label_groups(const CentreTable& centres, size_t begin, size_t end, Sums& sums);
  int64_t relabel(size_t group, const uint16_t* labels, Sums& sums);
  bool move(Centres& centres, float factor);
  size_t farthest(const Centres& centres) const;

  const Points& points_;
  std::span<uint16_t> labels_;         // one past the last centre: none yet
  std::vector<int16_t> group_labels_;  // the one label of a whole group, or -1
  Sums sums_;
};

}  // namespace pipeline::quantize
