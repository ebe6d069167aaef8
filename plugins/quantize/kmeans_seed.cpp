// SPDX-License-Identifier: Apache-2.0
#include "kmeans_seed.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace pipeline::quantize {

namespace {

// SplitMix64 (Steele, Lea and Flood, Fast splittable pseudorandom number generators, OOPSLA 2014).
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}
  double unit() {  // [0, 1)
    uint64_t z = state_ += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1p-53;
  }

 private:
  uint64_t state_;
};

class Seeder {
 public:
  Seeder(const Points& points, uint64_t seed) : points_(points), random_(seed) {
    weights_.reserve(points.colours.size());
    for (const auto& c : points.colours) weights_.push_back(static_cast<float>(c.weight));
    nearest_.assign(points.colours.size(), 1.0F);
    block_costs_.resize(points.colours.size() / block_points);
    add_up();
  }

  // True while some point is not at a centre.
  bool open() const { return total_ > 0; }

  Place draw() {
    double left = random_.unit() * total_;
    size_t block = 0;
    while (block + 1 < block_costs_.size() && left >= block_costs_[block]) {
      left -= block_costs_[block++];
    }
    // Rounding may run past the last point that costs anything; that one is then it.
    size_t found = 0;
    for (size_t i = block * block_points; i < (block + 1) * block_points; ++i) {
      const double cost = static_cast<double>(weights_[i]) * nearest_[i];
      if (cost <= 0) continue;
      found = i;
      left -= cost;
      if (left < 0) break;
    }
    if (weights_[found] * nearest_[found] <= 0) found = first_open();
    return {points_.x[0][found], points_.x[1][found], points_.x[2][found], points_.x[3][found]};
  }

  // Squared distances to the nearest centre if `place` were one; returns what that would cost.
  double trial(const Place& place, bool alone, std::vector<float>& out) const {
    out.resize(nearest_.size());
    double cost = 0;
    for (size_t b = 0; b < nearest_.size(); b += block_points) {
      float block[block_points];
      for (size_t i = 0; i < block_points; ++i) {
        float square = 0;
        for (size_t d = 0; d < dimensions; ++d) {
          const float way = points_.x[d][b + i] - place[d];
          square += way * way;
        }
        if (!alone) square = std::min(square, nearest_[b + i]);
        out[b + i] = square;
        block[i] = square * weights_[b + i];
      }
      float sum = 0;
      for (const float v : block) sum += v;
      cost += sum;
    }
    return cost;
  }

  void accept(std::vector<float>& distances) {
    nearest_.swap(distances);
    add_up();
  }

 private:
  void add_up() {
    total_ = 0;
    for (size_t b = 0; b < block_costs_.size(); ++b) {
      double cost = 0;
      for (size_t i = b * block_points; i < (b + 1) * block_points; ++i) {
        cost += static_cast<double>(weights_[i]) * nearest_[i];
      }
      block_costs_[b] = cost;
      total_ += cost;
    }
  }
  size_t first_open() const {
    size_t i = 0;
    while (i + 1 < nearest_.size() && weights_[i] * nearest_[i] <= 0) ++i;
    return i;
  }

  const Points& points_;
  Random random_;
  std::vector<float> weights_, nearest_;
  std::vector<double> block_costs_;
  double total_ = 0;
};

}  // namespace

Centres seed_centres(const Points& points, int count, uint64_t seed, const Place* first) {
  Seeder seeder(points, seed);
  const int trials = 2 + static_cast<int>(std::log(count));
  std::vector<float> distances, best;
  Centres centres;
  const Place start = first ? *first : seeder.draw();
  if (first) centres.pinned = 0;
  centres.places[static_cast<size_t>(centres.count++)] = start;
  seeder.trial(start, true, distances);
  seeder.accept(distances);
  while (centres.count < count && seeder.open()) {
    double least = 0;
    Place chosen{};
    for (int t = 0; t < trials; ++t) {
      const Place place = seeder.draw();
      const double cost = seeder.trial(place, false, distances);
      if (t && cost >= least) continue;
      least = cost, chosen = place;
      std::swap(best, distances);
    }
    centres.places[static_cast<size_t>(centres.count++)] = chosen;
    seeder.accept(best);
  }
  return centres;
}

}  // namespace pipeline::quantize
