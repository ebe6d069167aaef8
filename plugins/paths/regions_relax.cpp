// SPDX-License-Identifier: Apache-2.0
#include "regions_relax.hpp"

#include <array>

namespace regions {
namespace {

constexpr int sweeps = 3;
constexpr float bytes_a_side = 2;              // of a pixel that its region does not have beside it
constexpr float diagonal = 0.7F, both = 1.7F;  // diagonal neighbours count less

class Relaxer {
 public:
  Relaxer(const Picture& picture, float error_a_byte, Partition& partition, trace::Pace& pace)
      : picture_(picture),
        side_error_(error_a_byte * bytes_a_side / both),
        partition_(partition),
        pace_(pace) {}

  void run() {
    for (int sweep = 0; sweep < sweeps; ++sweep) {
      find_means();
      if (!move_pixels()) break;
    }
  }

 private:
  void find_means() {
    std::vector<Sum> sums(partition_.sums.size());
    for (size_t i = 0; i < picture_.size(); ++i) sums[partition_.region[i]].add(picture_.pixels[i]);
    means_.resize(sums.size());
    for (size_t r = 0; r < sums.size(); ++r) {
      if (sums[r].count > 0) means_[r] = sums[r].mean();
    }
  }

  bool move_pixels() {
    bool any = false;
    for (int y = 0; y < picture_.height; ++y) {
      pace_.look();
      for (int x = 0; x < picture_.width; ++x) any |= move_pixel(x, y);
    }
    return any;
  }

  uint32_t& at(int x, int y) {
    return partition_.region[static_cast<size_t>(y) * static_cast<size_t>(picture_.width) +
                             static_cast<size_t>(x)];
  }

  bool move_pixel(int x, int y) {
    std::array<uint32_t, 4> sides;
    size_t count = 0;
    if (x > 0) sides[count++] = at(x - 1, y);
    if (x + 1 < picture_.width) sides[count++] = at(x + 1, y);
    if (y > 0) sides[count++] = at(x, y - 1);
    if (y + 1 < picture_.height) sides[count++] = at(x, y + 1);
    uint32_t& own = at(x, y);
    bool inner = true;
    for (size_t k = 0; k < count; ++k) inner &= sides[k] == own;
    if (inner) return false;
    const auto& p = picture_.pixels[static_cast<size_t>(&own - partition_.region.data())];
    const Colour4 colour{static_cast<float>(p[0]), static_cast<float>(p[1]),
                         static_cast<float>(p[2]), static_cast<float>(p[3])};
    const auto cost = [&](uint32_t region) {
      float others = 0;
      for (size_t k = 0; k < count; ++k) others += sides[k] != region;
      for (const int dy : {-1, 1}) {
        for (const int dx : {-1, 1}) {
          const int u = x + dx, v = y + dy;
          const bool inside = u >= 0 && v >= 0 && u < picture_.width && v < picture_.height;
          if (inside && at(u, v) != region) others += diagonal;
        }
      }
      return distance_square(colour, means_[region]) + side_error_ * others;
    };
    uint32_t best = own;
    float least = cost(own);
    for (size_t k = 0; k < count; ++k) {
      if (sides[k] == best) continue;
      if (const float c = cost(sides[k]); c < least) least = c, best = sides[k];
    }
    if (best == own) return false;
    own = best;
    return true;
  }

  const Picture& picture_;
  float side_error_;
  Partition& partition_;
  trace::Pace& pace_;
  std::vector<Colour4> means_;
};

// Numbers the 4-connected parts.
Partition connected(const Picture& picture, const Partition& old, trace::Pace& pace) {
  constexpr uint32_t none = UINT32_MAX;
  const auto width = static_cast<size_t>(picture.width);
  Partition result;
  result.region.assign(picture.size(), none);
  std::vector<size_t> open;
  for (size_t seed = 0; seed < picture.size(); ++seed) {
    if (result.region[seed] != none) continue;
    const auto number = static_cast<uint32_t>(result.sums.size());
    Sum& sum = result.sums.emplace_back();
    const auto take = [&](size_t i) {
      if (result.region[i] != none || old.region[i] != old.region[seed]) return;
      result.region[i] = number;
      open.push_back(i);
    };
    take(seed);
    while (!open.empty()) {
      pace.step();
      const size_t i = open.back();
      open.pop_back();
      sum.add(picture.pixels[i]);
      if (i % width > 0) take(i - 1);
      if ((i + 1) % width > 0) take(i + 1);
      if (i >= width) take(i - width);
      if (i + width < picture.size()) take(i + width);
    }
  }
  return result;
}

}  // namespace

void relax(const Picture& picture, double error_a_byte, Partition& partition, trace::Pace& pace) {
  Relaxer(picture, static_cast<float>(error_a_byte), partition, pace).run();
  partition = connected(picture, partition, pace);
}

}  // namespace regions
