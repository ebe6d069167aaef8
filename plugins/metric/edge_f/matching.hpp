// SPDX-License-Identifier: Apache-2.0
// One-to-one pairs of edge pixels of two maps that are at most `reach` apart, as many as there can
// be. Their number does not depend on the order in which pixels are looked at, so there is nothing
// to choose. Source: J. Hopcroft, R. Karp, An n^(5/2) algorithm for maximum matchings in bipartite
// graphs, SIAM J. Computing 2(4), 1973; pixels next to each other are paired first, which leaves it
// little to do.
#pragma once

#include <pipeline/basic_call.hpp>

#include <cstdint>
#include <vector>

namespace pipeline::metric {

class EdgeMatching {
 public:
  // Pixels of 128 and more are edges; both maps have one size.
  EdgeMatching(const Image<const uint8_t>& found, const Image<const uint8_t>& wanted, double reach);

  size_t found() const { return found_.size(); }
  size_t wanted() const { return wanted_count_; }

  // Throws Error when the call is cancelled.
  size_t pairs(const BasicCall& call);

 private:
  struct Point {
    int32_t x, y;
  };
  static constexpr int32_t nobody = -1;

  void pair_nearest(const BasicCall& call);
  bool set_levels(const BasicCall& call);
  bool augment(size_t from);
  // The wanted pixel at the k-th place around p, or nobody.
  int32_t wanted_at(const Point& p, size_t k) const;

  int width_, height_;
  std::vector<Point> found_, around_;  // around_: nearest first
  std::vector<int32_t> wanted_;        // number of the wanted pixel at each place, or nobody
  size_t wanted_count_ = 0;
  std::vector<int32_t> partner_of_found_, partner_of_wanted_;
  std::vector<int32_t> level_;  // of found pixels: steps from a lonely one, in this round
  std::vector<uint32_t> next_;  // of found pixels: the place around to try next, in this round
  std::vector<int32_t> queue_;
};

}  // namespace pipeline::metric
