// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/specks.hpp"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <numeric>
#include <queue>
#include <utility>

namespace trace {
namespace {

using pipeline::Colour;
using pipeline::Labels;

double difference(const Colour& p, const Colour& q) {
  const double r = p.r * p.a - q.r * q.a, g = p.g * p.a - q.g * q.a, b = p.b * p.a - q.b * q.a,
               a = p.a - q.a;
  return r * r + g * g + b * b + a * a;
}

class SpeckMerger {
 public:
  SpeckMerger(RunForest& forest, const Labels& labels, const SpeckRule& rule, Pace& pace)
      : forest_(forest),
        labels_(labels),
        rule_(rule),
        pace_(pace),
        width_(static_cast<uint32_t>(labels.width())),
        height_(static_cast<uint32_t>(labels.height())),
        area_(forest.runs.size()),
        next_(forest.runs.size()),
        run_at_(static_cast<size_t>(width_) * height_),
        shared_(labels.count()) {
    std::iota(next_.begin(), next_.end(), 0U);
    for (uint32_t i = 0; i < forest.runs.size(); ++i) {
      pace_.step();
      const Run& run = forest.runs[i];
      std::fill(run_at_.begin() + run.begin, run_at_.begin() + run.end, i);
      const uint32_t root = forest.root(i);
      area_[root] += run.end - run.begin;
      if (root != i) std::swap(next_[root], next_[i]);
    }
  }

  void run() {
    find_specks();
    spares_dots_ = rule_.spare_dots && !are_noise(specks_.size());
    while (!specks_.empty()) {
      const auto [area, region] = specks_.top();
      specks_.pop();
      if (forest_.root(region) == region && area_[region] == area) merge(region);
    }
    for (uint32_t i = 0; i < forest_.runs.size(); ++i) {
      forest_.runs[i].label = forest_.runs[forest_.root(i)].label;
    }
  }

 private:
  void find_specks() {
    for (uint32_t i = 0; i < forest_.runs.size(); ++i) {
      if (forest_.root(i) == i) add_speck(i);
    }
  }
  void add_speck(uint32_t root) {
    if (area_[root] < rule_.min_area) specks_.emplace(area_[root], root);
  }

  // Print has fewer dots than letters.
  bool are_noise(size_t specks) {
    constexpr size_t a_region = 2, some = 16;
    size_t others = 0;
    for (uint32_t i = 0; i < forest_.runs.size(); ++i) {
      others += forest_.root(i) == i && area_[i] >= rule_.min_area;
    }
    return specks > some + a_region * others;
  }

  // visit(inner pixel, outer pixel) for every crack between the region and the rest of the canvas.
  template <class Visit>
  void each_crack(uint32_t root, Visit visit) {
    uint32_t i = root;
    do {
      pace_.step();
      const Run& run = forest_.runs[i];
      const uint32_t x = run.begin % width_, y = run.begin / width_;
      if (x > 0) visit(run.begin, run.begin - 1);
      if (x + (run.end - run.begin) < width_) visit(run.end - 1, run.end);
      for (uint32_t p = run.begin; y > 0 && p < run.end; ++p) visit(p, p - width_);
      for (uint32_t p = run.begin; y + 1 < height_ && p < run.end; ++p) visit(p, p + width_);
      i = next_[i];
    } while (i != root);
  }

  float strength(uint32_t pixel) const {
    return rule_.strength->row(pixel / width_)[pixel % width_];
  }

  // Whether the region holds a square of four by four pixels.
  bool is_thick(uint32_t root) {
    if (thick_.empty()) thick_.assign(forest_.runs.size(), unknown);
    if (thick_[root] == unknown) thick_[root] = find_square(root);
    return thick_[root] == 1;
  }

  bool find_square(uint32_t root) {
    constexpr uint32_t size = 4;
    uint32_t i = root;
    do {
      const Run& run = forest_.runs[i];
      const uint32_t y = run.begin / width_;
      for (uint32_t p = run.begin; y + size <= height_ && p + size <= run.end; ++p) {
        uint32_t same = 0;
        while (same < size * size &&
               forest_.root(run_at_[p + same % size + same / size * width_]) == root) {
          ++same;
        }
        if (same == size * size) return true;
      }
      i = next_[i];
    } while (i != root);
    return false;
  }

  bool stands_alone(uint32_t root) {
    constexpr int64_t blends = 3;  // pixels that another region may be blurred over
    const uint32_t own = forest_.runs[root].label;
    const uint32_t ground = forest_.runs[neighbours_.front()].label;
    for (const uint32_t n : neighbours_) {
      if (forest_.runs[n].label != ground) return false;
    }
    return each_near(root, blends, [&](uint32_t other, bool beside) {
      const uint32_t label = forest_.runs[other].label;
      if (beside && label != own && label != ground) return false;
      return label != own || other == root || !is_thick(other);
    });
  }

  // visit(root, whether beside it or at its corner) for every pixel near a region, until it is
  // false; returns whether it never was.
  template <class Visit>
  bool each_near(uint32_t root, int64_t reach, Visit visit) {
    const auto width = static_cast<int64_t>(width_), height = static_cast<int64_t>(height_);
    uint32_t i = root;
    do {
      const Run& run = forest_.runs[i];
      const int64_t x0 = run.begin % width_, x1 = x0 + run.end - run.begin, y = run.begin / width_;
      for (int64_t v = std::max<int64_t>(0, y - reach); v <= std::min(height - 1, y + reach); ++v) {
        for (int64_t u = std::max<int64_t>(0, x0 - reach); u < std::min(width, x1 + reach); ++u) {
          const bool beside = std::abs(v - y) <= 1 && u >= x0 - 1 && u <= x1;
          if (!visit(forest_.root(run_at_[static_cast<size_t>(v * width + u)]), beside))
            return false;
        }
      }
      i = next_[i];
    } while (i != root);
    return true;
  }

  // Whether regions of its label that it hangs together with at corners, or nearly, are large
  // enough together, and none of them is thick: a slanted thin line.
  bool is_piece_of_line(uint32_t root) {
    constexpr int64_t apart = 2;  // pixels to the next piece
    const uint32_t own = forest_.runs[root].label;
    std::vector<uint32_t> chain{root};
    uint32_t area = 0;
    for (size_t k = 0; k < chain.size() && area < rule_.min_area; ++k) {
      area += area_[chain[k]];
      const bool thin = each_near(chain[k], apart, [&](uint32_t other, bool) {
        if (forest_.runs[other].label != own ||
            std::find(chain.begin(), chain.end(), other) != chain.end())
          return true;
        chain.push_back(other);
        return !is_thick(other);
      });
      if (!thin) return false;
    }
    return area >= rule_.min_area;
  }

  void merge(uint32_t root) {
    neighbours_.clear();
    double strength_sum = 0, cracks = 0;
    each_crack(root, [&](uint32_t inner, uint32_t outer) {
      const uint32_t other = forest_.root(run_at_[outer]);
      if (other == root) return;
      neighbours_.push_back(other);
      ++cracks;
      if (rule_.strength) strength_sum += std::max(strength(inner), strength(outer));
    });
    if (neighbours_.empty()) return;
    if (rule_.strength && strength_sum >= rule_.keep_strength * cracks) return;
    if (spares_dots_ &&
        ((4 * area_[root] >= rule_.min_area && stands_alone(root)) || is_piece_of_line(root)))
      return;
    const uint32_t label = nearest_label(forest_.runs[root].label);
    for (const uint32_t other : neighbours_) {
      if (forest_.runs[forest_.root(other)].label == label) root = unite(root, other);
    }
    forest_.runs[root].label = label;
    add_speck(root);
  }

  uint32_t nearest_label(uint32_t own) {
    for (const uint32_t n : neighbours_) ++shared_[forest_.runs[n].label];
    const Colour colour = labels_.palette(own);
    uint32_t best = PIPELINE_NONE;
    double best_difference = 0;
    for (const uint32_t n : neighbours_) {
      const uint32_t label = forest_.runs[n].label;
      if (label == best) continue;
      const double d = difference(colour, labels_.palette(label));
      const bool better = best == PIPELINE_NONE || d < best_difference ||
                          (d == best_difference &&
                           std::pair(shared_[best], label) < std::pair(shared_[label], best));
      if (better) best = label, best_difference = d;
    }
    for (const uint32_t n : neighbours_) shared_[forest_.runs[n].label] = 0;
    return best;
  }

  uint32_t unite(uint32_t a, uint32_t b) {
    a = forest_.root(a), b = forest_.root(b);
    if (a == b) return a;
    const uint32_t area = area_[a] + area_[b];
    const uint32_t label = forest_.runs[b].label;
    forest_.unite(a, b);
    std::swap(next_[a], next_[b]);  // two rings of runs become one
    const uint32_t root = forest_.root(a);
    area_[root] = area;
    forest_.runs[root].label = label;
    return root;
  }

  RunForest& forest_;
  const Labels& labels_;
  const SpeckRule& rule_;
  Pace& pace_;
  uint32_t width_, height_;
  std::vector<uint32_t> area_, next_, run_at_, shared_, neighbours_;
  // (area, root), smallest first; stale where the region has grown since. What the smallest unites
  // with is at least as large as itself, so a pixel's outline is walked log(area) times at most.
  using Speck = std::pair<uint32_t, uint32_t>;
  std::priority_queue<Speck, std::vector<Speck>, std::greater<>> specks_;
  static constexpr int8_t unknown = -1;
  std::vector<int8_t> thick_;  // by root
  bool spares_dots_ = false;
};

}  // namespace

void merge_specks(RunForest& forest, const Labels& labels, const SpeckRule& rule, Pace& pace) {
  if (rule.min_area > 1) SpeckMerger(forest, labels, rule, pace).run();
}

}  // namespace trace
