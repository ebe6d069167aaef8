// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/kmeans/seed.hpp"

#include <algorithm>

#include "plugins/quantize/kmeans/distance.hpp"

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
  Seeder(const Points& points, uint64_t seed)
      : points_(points),
        random_(seed),
        nearest_(points.weights.size(), 1e20F),
        block_costs_(points.weights.size() / block_points) {
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
      if (cost(i) <= 0) continue;
      found = i;
      left -= static_cast<double>(cost(i));
      if (left < 0) break;
    }
    if (cost(found) <= 0) found = first_open();
    return points_.at(found);
  }

  void place(const Place& place) {
    add_centre_variants().back().run(points_.from(0).data(), points_.axes, nearest_.size(),
                                     place.data(), nearest_.data());
    add_up();
  }

 private:
  float cost(size_t i) const { return points_.weights[i] * nearest_[i]; }

  void add_up() {
    total_ = 0;
    for (size_t b = 0; b < block_costs_.size(); ++b) {
      float sum[4] = {};
      for (size_t i = b * block_points; i < (b + 1) * block_points; i += 4) {
        for (size_t j = 0; j < 4; ++j) sum[j] += cost(i + j);
      }
      block_costs_[b] = static_cast<double>((sum[0] + sum[1]) + (sum[2] + sum[3]));
      total_ += block_costs_[b];
    }
  }
  size_t first_open() const {
    size_t i = 0;
    while (i + 1 < nearest_.size() && cost(i) <= 0) ++i;
    return i;
  }

  const Points& points_;
  Random random_;
  std::vector<float> nearest_;  // squared distance to the nearest centre
  std::vector<double> block_costs_;
  double total_ = 0;
};

}  // namespace

Centres seed_centres(const Points& points, int count, uint64_t seed, const Place* first) {
  Seeder seeder(points, seed);
  Centres centres;
  if (first) centres.pinned = 0;
  while (centres.count < count && seeder.open()) {
    const Place place = first && !centres.count ? *first : seeder.draw();
    seeder.place(place);
    centres.places[static_cast<size_t>(centres.count++)] = place;
  }
  return centres;
}

}  // namespace pipeline::quantize
