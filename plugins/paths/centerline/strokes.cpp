// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/centerline/strokes.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "plugins/paths/centerline/gaps.hpp"

namespace centerline {
namespace {

using trace::Point;

// End e of branch b is number 2 b + e: e 0 where it begins, 1 where it ends.
constexpr uint32_t branch_of(uint32_t end) { return end / 2; }
constexpr bool at_last(uint32_t end) { return end & 1; }
constexpr uint32_t other(uint32_t end) { return end ^ 1; }
constexpr uint32_t unpaired = UINT32_MAX;
// More ends than lines bring to one place: the node is a texture, such as dither, and no line
// crosses it.
constexpr size_t most_at_a_crossing = 64;
constexpr double at_tip = -1;  // in place of a section's width

Point centre(Pixel p) { return {p.x + 0.5, p.y + 0.5}; }

class Joiner {
 public:
  Joiner(const Skeleton& skeleton, const Mask& mask, const std::vector<uint32_t>& distance,
         const Measure& measure, int limit, trace::Pace& pace)
      : skeleton_(skeleton),
        mask_(mask),
        distance_(distance),
        measure_(measure),
        limit_(limit),
        pace_(pace),
        gone_(skeleton.branches.size()),
        partner_(2 * skeleton.branches.size(), unpaired),
        tips_(skeleton.nodes.size()) {}

  std::vector<Stroke> run() {
    gather_ends();
    drop_spurs();
    join_at_tips();
    pair_ends();
    std::vector<char> done(skeleton_.branches.size());
    // Strokes that end somewhere first; what is left are rings through nodes.
    for (const bool rings : {false, true}) {
      for (uint32_t end = 0; end < partner_.size(); ++end) {
        const uint32_t b = branch_of(end);
        if (gone_[b] || done[b] || (!rings && partner_[end] != unpaired)) continue;
        follow(end, done);
      }
    }
    return std::move(strokes_);
  }

 private:
  const Branch& branch(uint32_t end) const { return skeleton_.branches[branch_of(end)]; }
  uint32_t node(uint32_t end) const { return at_last(end) ? branch(end).to : branch(end).from; }
  // The k-th pixel from that end on.
  Pixel pixel(uint32_t end, size_t k) const {
    const auto& pixels = branch(end).pixels;
    return at_last(end) ? pixels[pixels.size() - 1 - k] : pixels[k];
  }
  double radius(Pixel p) const {
    return std::sqrt(static_cast<double>(distance_[mask_.index(p.x, p.y)]));
  }
  double radius_at_node(uint32_t end) const {
    const Point at = skeleton_.nodes[node(end)].at;
    const Pixel p{static_cast<int>(std::floor(at.x)), static_cast<int>(std::floor(at.y))};
    return std::max(radius(p), radius(pixel(end, 0)));
  }

  void gather_ends() {
    ends_.resize(skeleton_.nodes.size());
    for (uint32_t end = 0; end < partner_.size(); ++end) {
      if (node(end) != no_node) ends_[node(end)].push_back(end);
    }
  }

  // Thinning leaves a hair where an outline has a corner: it stays within the line's own thickness.
  void drop_spurs() {
    for (auto& ends : ends_) {
      for (const uint32_t end : ends) {
        if (node(other(end)) != no_node || ends.size() < 3) continue;
        const double own = static_cast<double>(branch(end).pixels.size());
        if (own <= 1.5 * radius_at_node(end)) gone_[branch_of(end)] = 1;
      }
      std::erase_if(ends, [&](uint32_t end) { return gone_[branch_of(end)]; });
    }
  }

  // Lines that meet at a sharp angle run together before they get there: the skeleton has a branch
  // from where they meet to the tip, along which they are wider than either.
  void join_at_tips() {
    for (uint32_t n = 0; n < ends_.size(); ++n) {
      auto& ends = ends_[n];
      pace_.look();
      if (ends.size() != 3) continue;
      for (size_t k = 0; k < 3; ++k) {
        const uint32_t tip = ends[k], one = ends[(k + 1) % 3], two = ends[(k + 2) % 3];
        if (node(other(tip)) != no_node) continue;
        const auto width = width_of_arms(tip, one, two);
        if (!width) continue;
        const Point at = skeleton_.nodes[n].at;
        const Point along = trace::unit(centre(pixel(other(tip), 0)) - at);
        tips_[n] = at + along * (measure_.reach(at, along, 8.0 * limit_) - *width / 2);
        partner_[one] = two, partner_[two] = one;
        gone_[branch_of(tip)] = 1;
        ends = {one, two};
        break;
      }
    }
  }

  // The width of two lines, if they run together in a tip.
  std::optional<double> width_of_arms(uint32_t tip, uint32_t one, uint32_t two) const {
    const Point a = direction(one), b = direction(two), t = direction(tip);
    if (trace::dot(a, b) < 0.2 || trace::dot(t, trace::unit(a + b)) > -0.8) return std::nullopt;
    const auto first = width_at(one, skipped(one) * 2), second = width_at(two, skipped(two) * 2);
    const auto together = width_at(tip, static_cast<int>(branch(tip).pixels.size()) / 3);
    if (!first || !second || !together) return std::nullopt;
    if (*together < 1.2 * std::min(*first, *second)) return std::nullopt;
    return std::min(*first, *second);
  }

  std::optional<double> width_at(uint32_t end, int k) const {
    const auto n = static_cast<int>(branch(end).pixels.size());
    const int at = std::min(k, n - 1);
    const auto section = measure_.across(pixel(end, static_cast<size_t>(at)),
                                         tangent(end, at, n, false), 2.0 * limit_);
    if (!section) return std::nullopt;
    return section->width;
  }

  // Away from the node.
  Point direction(uint32_t end) const {
    const size_t n = branch(end).pixels.size();
    const auto far = static_cast<size_t>(2 * radius_at_node(end)) + 3;
    return trace::unit(centre(pixel(end, std::min(n - 1, far))) - skeleton_.nodes[node(end)].at);
  }

  // The straightest pair of ends at a node goes on through it, then the straightest of the rest.
  void pair_ends() {
    for (const auto& ends : ends_) {
      pace_.look();
      if (ends.size() > most_at_a_crossing) continue;
      std::vector<Point> directions;
      for (const uint32_t end : ends) directions.push_back(direction(end));
      const bool alone = ends.size() == 2;
      for (;;) {
        double straightest = alone ? 2 : -0.8;  // two alone are one line, bent or not
        size_t first = 0, second = 0;
        for (size_t i = 0; i < ends.size(); ++i) {
          for (size_t j = i + 1; j < ends.size(); ++j) {
            if (partner_[ends[i]] != unpaired || partner_[ends[j]] != unpaired) continue;
            const double c = trace::dot(directions[i], directions[j]);
            if (c < straightest) straightest = c, first = i, second = j;
          }
        }
        if (first == second) break;
        partner_[ends[first]] = ends[second];
        partner_[ends[second]] = ends[first];
      }
    }
  }

  void follow(uint32_t end, std::vector<char>& done) {
    Stroke stroke;
    stroke.pixel = pixel(end, 0);
    sections_.clear();
    uint32_t in = end;
    for (;;) {
      pace_.step();
      done[branch_of(in)] = 1;
      measure_branch(in);
      const uint32_t next = partner_[other(in)];
      if (next != unpaired && tips_[node(next)]) sections_.push_back({*tips_[node(next)], at_tip});
      stroke.closed = next != unpaired && done[branch_of(next)];
      if (next == unpaired || stroke.closed) break;
      in = next;
    }
    stroke.closed = stroke.closed || branch(end).closed;
    finish(stroke, end, other(in));
  }

  // Near a node or an end the line is not as wide as it is: nothing is measured there.
  void measure_branch(uint32_t in) {
    const auto n = static_cast<int>(branch(in).pixels.size());
    const bool closed = branch(in).closed;
    const int skip_first = closed ? 0 : skipped(in), skip_last = closed ? 0 : skipped(other(in));
    for (int k = skip_first; k < n - skip_last; ++k) {
      const Pixel p = pixel(in, static_cast<size_t>(k));
      const auto section = measure_.across(p, tangent(in, k, n, closed), limit_);
      if (section) sections_.push_back(*section);
    }
  }

  int skipped(uint32_t end) const {
    if (node(end) == no_node) return static_cast<int>(radius(pixel(end, 0)));
    return static_cast<int>(std::ceil(radius_at_node(end)));
  }

  Point tangent(uint32_t in, int k, int n, bool closed) const {
    const int reach = 4;
    const auto at = [&](int i) {
      const int j = closed ? (i + n) % n : std::clamp(i, 0, n - 1);
      return centre(pixel(in, static_cast<size_t>(j)));
    };
    return trace::unit(at(k + std::min(reach, n - 1)) - at(k - std::min(reach, n - 1)));
  }

  void finish(Stroke& stroke, uint32_t first, uint32_t last) {
    measure_width(stroke);
    // Where the width is off, the line turns sharply or meets another one, and its middle is off
    // too.
    for (const Section& s : sections_) {
      if (s.width == at_tip)
        stroke.corners.push_back(stroke.points.size());
      else if (std::abs(s.width - stroke.width) > unsteady_)
        continue;
      stroke.points.push_back(s.middle);
    }
    if (!stroke.closed) {
      for (size_t& corner : stroke.corners) ++corner;
      const Point begin = end_point(stroke, first, true), end = end_point(stroke, last, false);
      stroke.points.insert(stroke.points.begin(), begin);
      stroke.points.push_back(end);
    }
    if (stroke.closed ? stroke.points.size() < 3 : !(stroke.length() > 0)) return;
    fill_gaps(stroke);
    strokes_.push_back(std::move(stroke));
  }

  void measure_width(Stroke& stroke) {
    std::vector<double> widths;
    for (const Section& s : sections_) {
      if (s.width != at_tip) widths.push_back(s.width);
    }
    unsteady_ = 0;
    if (widths.empty()) {
      stroke.width = std::max(1.0, 2 * radius(stroke.pixel) - 1);
      return;
    }
    std::sort(widths.begin(), widths.end());
    stroke.width = widths[widths.size() / 2];
    stroke.spread = widths[widths.size() * 9 / 10] - widths[widths.size() / 10];
    // What makes it look wider is mostly another line; what makes it look narrower is its own.
    unsteady_ = 0.3 + 2 * (stroke.width - widths[widths.size() / 4]);
  }

  // Straight on from what was measured: as far as the node, or as a round end reaches.
  Point end_point(const Stroke& stroke, uint32_t end, bool first) const {
    const auto& points = stroke.points;
    const bool at_node = node(end) != no_node;
    const Point rough = at_node ? skeleton_.nodes[node(end)].at : centre(pixel(end, 0));
    if (points.size() < 2) return rough;
    const auto reach = std::min(points.size() - 1, static_cast<size_t>(stroke.width) + 2);
    const Point near = first ? points.front() : points.back();
    const Point far = first ? points[reach] : points[points.size() - 1 - reach];
    const Point along = trace::unit(near - far);
    if (at_node) return near + along * std::max(0.0, trace::dot(rough - near, along));
    return near + along * (measure_.reach(near, along, 3.0 * limit_) - stroke.width / 2);
  }

  const Skeleton& skeleton_;
  const Mask& mask_;
  const std::vector<uint32_t>& distance_;
  const Measure& measure_;
  int limit_;
  trace::Pace& pace_;
  std::vector<char> gone_;                   // by branch: a spur
  std::vector<uint32_t> partner_;            // by end: where the stroke goes on
  std::vector<std::vector<uint32_t>> ends_;  // by node
  std::vector<std::optional<Point>> tips_;   // by node: where two lines alone meet sharply
  std::vector<Section> sections_;            // of the stroke at hand
  double unsteady_ = 0;                      // how far its width strays where it is alone
  std::vector<Stroke> strokes_;
};

}  // namespace

double Stroke::length() const {
  double sum = 0;
  for (size_t i = 1; i < points.size(); ++i) sum += trace::length(points[i] - points[i - 1]);
  if (closed && !points.empty()) sum += trace::length(points.front() - points.back());
  return sum;
}

std::vector<Stroke> strokes_of(const Skeleton& skeleton, const Mask& mask,
                               const std::vector<uint32_t>& distance, const Measure& measure,
                               int limit, trace::Pace& pace) {
  return Joiner(skeleton, mask, distance, measure, limit, pace).run();
}

}  // namespace centerline
