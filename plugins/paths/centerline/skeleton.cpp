// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/centerline/skeleton.hpp"

#include <unordered_map>

namespace centerline {
namespace {

class Walker {
 public:
  Walker(const Mask& mask, trace::Pace& pace) : mask_(mask), pace_(pace), left_(mask) {}

  Skeleton run() {
    find_nodes();
    for (const size_t pixel : node_pixels_) leave(pixel);
    for (size_t i = 0; i < mask_.size(); ++i) {
      if (left_[i] && neighbours(mask_, i) < 2) walk(no_node, i);
    }
    for (size_t i = 0; i < mask_.size(); ++i) {
      if (left_[i]) ring(i);
    }
    return std::move(result_);
  }

 private:
  static int neighbours(const Mask& mask, size_t i) {
    int count = 0;
    for (int d = 0; d < 8; ++d) count += mask[i + static_cast<size_t>(mask.step(d))] != 0;
    return count;
  }

  // Crossing pixels that touch are one node, in the middle of them.
  void find_nodes() {
    for (size_t i = 0; i < mask_.size(); ++i) {
      if (!mask_[i] || neighbours(mask_, i) < 3 || node_of_.count(i)) continue;
      const auto number = static_cast<uint32_t>(result_.nodes.size());
      std::vector<size_t> open{i};
      trace::Point sum;
      size_t count = 0;
      node_of_[i] = number;
      while (!open.empty()) {
        const size_t at = open.back();
        open.pop_back();
        pace_.step();
        const Pixel p = mask_.pixel(at);
        sum = sum + trace::Point{p.x + 0.5, p.y + 0.5};
        ++count;
        left_[at] = 0;
        node_pixels_.push_back(at);
        for (int d = 0; d < 8; ++d) {
          const size_t next = at + static_cast<size_t>(mask_.step(d));
          if (!mask_[next] || neighbours(mask_, next) < 3 || node_of_.count(next)) continue;
          node_of_[next] = number;
          open.push_back(next);
        }
      }
      result_.nodes.push_back({sum * (1.0 / static_cast<double>(count))});
    }
  }

  void leave(size_t node_pixel) {
    for (int d = 0; d < 8; ++d) {
      const size_t next = node_pixel + static_cast<size_t>(mask_.step(d));
      if (left_[next]) walk(node_of_.at(node_pixel), next);
    }
  }

  // From the first pixel after a node (or a free end) on.
  void walk(uint32_t from, size_t first) {
    Branch branch;
    branch.from = from;
    follow(first, branch);
    branch.to = node_at(branch, from);
    result_.branches.push_back(std::move(branch));
  }

  void ring(size_t first) {
    Branch branch;
    follow(first, branch);
    branch.closed = branch.pixels.size() > 2;
    result_.branches.push_back(std::move(branch));
  }

  void follow(size_t at, Branch& branch) {
    for (bool more = true; more;) {
      pace_.step();
      left_[at] = 0;
      branch.pixels.push_back(mask_.pixel(at));
      more = false;
      for (const int d : {0, 2, 4, 6, 1, 3, 5, 7}) {  // straight neighbours first
        const size_t next = at + static_cast<size_t>(mask_.step(d));
        if (!left_[next]) continue;
        at = next;
        more = true;
        break;
      }
    }
  }

  // The node that the last pixel touches; that which the branch came from only if it went away.
  uint32_t node_at(const Branch& branch, uint32_t from) const {
    const Pixel p = branch.pixels.back();
    const size_t at = mask_.index(p.x, p.y);
    uint32_t found = no_node;
    for (int d = 0; d < 8; ++d) {
      const auto node = node_of_.find(at + static_cast<size_t>(mask_.step(d)));
      if (node == node_of_.end()) continue;
      if (node->second != from) return node->second;
      if (branch.pixels.size() > 2) found = node->second;
    }
    return found;
  }

  const Mask& mask_;
  trace::Pace& pace_;
  Mask left_;  // what no node and no branch has yet
  std::unordered_map<size_t, uint32_t> node_of_;
  std::vector<size_t> node_pixels_;
  Skeleton result_;
};

}  // namespace

Skeleton branches_of(const Mask& thinned, trace::Pace& pace) { return Walker(thinned, pace).run(); }

}  // namespace centerline
