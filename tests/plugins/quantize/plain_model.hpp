// SPDX-License-Identifier: Apache-2.0
// The quantizers that are there for comparison, written the plainest way: every box is a list of
// its colours, every number is counted anew. All give means of colours, not yet rounded.
#pragma once

#include "pictures.hpp"

#include <memory>
#include <numeric>
#include <set>

namespace pipeline::test {

// A colour, its premultiplied levels, and how many pixels it stands for.
struct Counted {
  Pixel pixel;
  std::array<int, 4> levels;
  int64_t weight;
};
using Colours = std::vector<Counted>;

// As the family hands them to a quantizer: up to 4096 colours with their counts, alpha, blue, green
// and red rising; of more, every pixel in rows. None that is fully transparent.
inline Colours colours_of(const Picture& picture) {
  std::map<std::array<int, 4>, int64_t> counts;
  std::vector<Pixel> pixels;
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const Pixel p = picture.at(x, y);
      ++counts[{p[3], p[2], p[1], p[0]}];
      if (p[3]) pixels.push_back(p);
    }
  }
  Colours colours;
  const auto add = [&](const Pixel& p, int64_t weight) {
    const auto level = [&](size_t d) { return (p[d] * p[3] + 127) / 255; };
    if (p[3]) colours.push_back({p, {level(0), level(1), level(2), p[3]}, weight});
  };
  if (counts.size() > 4096) {
    for (const Pixel& p : pixels) add(p, 1);
  } else {
    for (const auto& [c, n] : counts) add({byte(c[3]), byte(c[2]), byte(c[1]), byte(c[0])}, n);
  }
  return colours;
}

inline int64_t weight_of(const Colours& colours) {
  return std::accumulate(colours.begin(), colours.end(), int64_t{0},
                         [](int64_t sum, const Counted& c) { return sum + c.weight; });
}

using Mean = std::array<double, 4>;  // straight alpha, 0..255

inline Mean mean_of(const Colours& colours) {
  double sum[4] = {};
  for (const Counted& c : colours) {
    const auto n = static_cast<double>(c.weight);
    for (size_t d = 0; d < 3; ++d) sum[d] += n * c.pixel[d] * c.pixel[3];
    sum[3] += n * c.pixel[3];
  }
  return {sum[0] / sum[3], sum[1] / sum[3], sum[2] / sum[3],
          sum[3] / static_cast<double>(weight_of(colours))};
}

// The leaves of a tree of up to 8 levels; each leaf keeps what fell into it.
class PlainOctree {
 public:
  static std::vector<Mean> means(const Colours& colours, size_t wanted) {
    Node root;
    int made = 0;
    for (const Counted& c : colours) {
      root.insert(c, 0, made);
      while (root.leaves() > wanted) {
        Best best;
        root.look_for_fold(0, best);
        best.node->leaf = true;
        best.node->child.clear();
      }
    }
    std::vector<Mean> means;
    root.collect(means);
    return means;
  }

 private:
  struct Node;
  struct Best {
    Node* node = nullptr;
    int depth = -1;
  };
  struct Node {
    std::map<int, std::unique_ptr<Node>> child;
    Colours below;
    bool leaf = false;
    int age = 0;

    void insert(const Counted& c, int depth, int& made) {
      below.push_back(c);
      if (depth == 8) leaf = true;
      if (leaf) return;
      int number = 0;
      for (size_t d = 0; d < 4; ++d) number += (c.levels[d] >> (7 - depth) & 1) << d;
      auto& next = child[number];
      if (!next) {
        next = std::make_unique<Node>();
        next->age = ++made;
      }
      next->insert(c, depth + 1, made);
    }
    size_t leaves() const {
      if (leaf) return 1;
      size_t sum = 0;
      for (const auto& [number, node] : child) sum += node->leaves();
      return sum;
    }
    // The deepest that has children; of these the one of fewest pixels; of these the oldest.
    void look_for_fold(int depth, Best& best) {
      if (leaf) return;
      const auto rank = [](const Node& n, int d) {
        return std::tuple(-d, weight_of(n.below), n.age);
      };
      if (!best.node || rank(*this, depth) < rank(*best.node, best.depth)) best = {this, depth};
      for (const auto& [number, node] : child) node->look_for_fold(depth + 1, best);
    }
    void collect(std::vector<Mean>& means) const {
      if (leaf) means.push_back(mean_of(below));
      for (const auto& [number, node] : child) node->collect(means);
    }
  };
};

// The box of most pixels is cut across its longest side where its halves differ least; of equals
// the first.
inline std::vector<Mean> plain_median_cut(const Colours& colours, size_t wanted) {
  const auto range = [](const Colours& box, size_t d) {
    const auto by = [d](const Counted& a, const Counted& b) { return a.levels[d] < b.levels[d]; };
    const auto [low, high] = std::minmax_element(box.begin(), box.end(), by);
    return std::pair{low->levels[d], high->levels[d]};
  };
  const auto side = [&](const Colours& box, size_t d) {
    return range(box, d).second - range(box, d).first;
  };
  std::vector<Colours> boxes{colours};
  while (boxes.size() < wanted) {
    size_t most = boxes.size(), axis = 0;
    for (size_t i = 0; i < boxes.size(); ++i) {
      bool flat = true;
      for (size_t d = 0; d < 4; ++d) flat &= side(boxes[i], d) == 0;
      if (flat) continue;
      if (most == boxes.size() || weight_of(boxes[i]) > weight_of(boxes[most])) most = i;
    }
    if (most == boxes.size()) break;
    for (size_t d = 1; d < 4; ++d) {
      if (side(boxes[most], d) > side(boxes[most], axis)) axis = d;
    }
    std::array<Colours, 2> halves;
    int64_t uneven = INT64_MAX;
    const auto [low, high] = range(boxes[most], axis);
    for (int level = low + 1; level <= high; ++level) {
      std::array<Colours, 2> parts;
      for (const Counted& c : boxes[most]) parts[c.levels[axis] >= level].push_back(c);
      const int64_t difference = std::abs(weight_of(parts[0]) - weight_of(parts[1]));
      if (difference < uneven) uneven = difference, halves = parts;
    }
    boxes[most] = halves[0];
    boxes.push_back(halves[1]);
  }
  std::vector<Mean> means;
  for (const Colours& box : boxes) means.push_back(mean_of(box));
  return means;
}

// The box of the largest squared error is cut between bins, of 8 levels (alpha: 32), where the
// error falls most; of equals the first, by channel and place. Colours count by their levels.
inline std::vector<Mean> plain_wu(const Colours& colours, size_t wanted) {
  struct Sums {
    double weight = 0, x[4] = {}, squares = 0;
    double gathered() const {
      double sum = 0;
      for (const double v : x) sum += v * v;
      return sum / weight;
    }
  };
  const auto sums_of = [](const Colours& box) {
    Sums sums;
    for (const Counted& c : box) {
      const auto n = static_cast<double>(c.weight);
      sums.weight += n;
      for (size_t d = 0; d < 4; ++d) {
        sums.x[d] += n * c.levels[d], sums.squares += n * c.levels[d] * c.levels[d];
      }
    }
    return sums;
  };
  const auto bin = [](const Counted& c, size_t d) { return c.levels[d] / (d < 3 ? 8 : 32); };
  struct Box {
    Colours colours;
    double error;
  };
  const auto box_of = [&](const Colours& c) {
    return Box{c, sums_of(c).squares - sums_of(c).gathered()};
  };
  std::vector<Box> boxes{box_of(colours)};
  while (boxes.size() < wanted) {
    Box& worst = *std::max_element(boxes.begin(), boxes.end(),
                                   [](const Box& a, const Box& b) { return a.error < b.error; });
    if (worst.error <= 0) break;
    double best = sums_of(worst.colours).gathered();
    std::array<Colours, 2> halves;
    for (size_t d = 0; d < 4; ++d) {
      std::set<int> places;  // a cut after an empty bin is the one before it
      for (const Counted& c : worst.colours) places.insert(bin(c, d));
      for (const int place : places) {
        std::array<Colours, 2> parts;
        for (const Counted& c : worst.colours) parts[bin(c, d) > place].push_back(c);
        if (parts[1].empty()) continue;
        const double gathered = sums_of(parts[0]).gathered() + sums_of(parts[1]).gathered();
        if (gathered > best) best = gathered, halves = parts;
      }
    }
    if (halves[0].empty()) {
      worst.error = 0;
      continue;
    }
    worst = box_of(halves[0]);
    boxes.push_back(box_of(halves[1]));
  }
  std::vector<Mean> means;
  for (const Box& box : boxes) {
    const Sums s = sums_of(box.colours);
    Mean mean{0, 0, 0, s.x[3] / s.weight};
    for (size_t d = 0; d < 3; ++d) mean[d] = std::min(255.0, 255 * s.x[d] / s.x[3]);
    means.push_back(mean);
  }
  return means;
}

}  // namespace pipeline::test
