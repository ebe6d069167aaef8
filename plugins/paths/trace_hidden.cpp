// SPDX-License-Identifier: Apache-2.0
#include "trace_hidden.hpp"

#include <algorithm>

namespace trace {
namespace {

// Stretches up to this long get no nodes of their own to reach full overlap near their ends.
constexpr double short_stretch = 4;

Segment line_to(Point p) { return {{}, {}, p, false}; }

}  // namespace

bool HiddenEdge::hidden(Point p) const {
  const uint32_t region =
      map_.at(static_cast<int64_t>(std::floor(p.x)), static_cast<int64_t>(std::floor(p.y)));
  return region == own_ || covers(order_, region, own_);
}

// How a node goes to the left of the directions in which the outline arrives and leaves.
Point HiddenEdge::moved(Point node, Point in, Point out, double overlap) const {
  const Point sum = left_of(in) + left_of(out);
  const Point normal = dot(sum, sum) > 1e-6 ? unit(sum) : left_of(in);
  // At an angle the node goes farther, so that the sides keep their distance.
  const double spread = std::max(0.6, dot(normal, left_of(in)));
  constexpr double margin = 1.5;  // looks a little farther than it goes
  for (double by = overlap / spread; by > 0.1; by /= 2) {
    if (hidden(node + normal * (by * margin)) && hidden(node + normal * by)) return normal * by;
  }
  return {};
}

// A short stretch of one segment: its middle alone goes over, as cheaply as that can be written.
bool HiddenEdge::bulge(const Point& start, std::vector<Segment>& segments) const {
  Segment& s = segments.front();
  const Point chord = s.end - start;
  if (segments.size() != 1 || dot(chord, chord) > short_stretch * short_stretch) return false;
  const Point along = unit(chord);
  if (along == Point{}) return false;
  if (!s.curve) {
    const Point middle = (start + s.end) * 0.5;
    segments.insert(segments.begin(), line_to(middle + moved(middle, along, along, overlap_)));
    return true;
  }
  const Point middle = (start + s.end) * 0.125 + (s.first + s.second) * 0.375;
  // The middle of a cubic moves by 3/4 of what both its handles move by.
  const Point by = moved(middle, along, along, overlap_) * (4.0 / 3);
  s.first = s.first + by, s.second = s.second + by;
  return true;
}

void HiddenEdge::find_directions(const Point& start, const std::vector<Segment>& segments) {
  leave_.clear(), arrive_.clear();
  Point from = start;
  for (const Segment& s : segments) {
    const Point chord = unit(s.end - from);
    const Point leave = s.curve ? unit(s.first - from) : chord;
    const Point arrive = s.curve ? unit(s.end - s.second) : chord;
    leave_.push_back(leave == Point{} ? chord : leave);
    arrive_.push_back(arrive == Point{} ? chord : arrive);
    from = s.end;
  }
}

// Where the end node of an open stretch goes: also a little along it, away from the third region
// there.
Point HiddenEdge::slip(Point node, Point along, Point move, double available) const {
  if (available <= short_stretch || move == Point{}) return {};
  const Point by = move + along * 0.5;
  return hidden(node + by) ? by : Point{};
}

void HiddenEdge::run_beneath(uint32_t own, bool closed, Point& start,
                             std::vector<Segment>& segments) {
  own_ = own;
  if (!closed && bulge(start, segments)) return;
  find_directions(start, segments);
  const size_t n = segments.size();
  const Point end = segments.back().end;
  moved_.clear();
  moved_.push_back(moved(start, closed ? arrive_[n - 1] : leave_[0], leave_[0], overlap_));
  for (size_t k = 1; k < n; ++k) {
    moved_.push_back(moved(segments[k - 1].end, arrive_[k - 1], leave_[k], overlap_));
  }
  moved_.push_back(closed ? moved_[0] : moved(end, arrive_[n - 1], arrive_[n - 1], overlap_));
  result_.clear();
  if (closed) {
    start = start + moved_[0];
  } else {
    const Point second = segments[0].end, last = n > 1 ? segments[n - 2].end : start;
    moved_[0] = slip(start, leave_[0], moved_[0], length(second - start));
    moved_[n] = slip(end, arrive_[n - 1] * -1, moved_[n], length(end - last));
    if (!(moved_[0] == Point{})) result_.push_back(line_to(start + moved_[0]));
  }
  for (size_t k = 0; k < n; ++k) {
    Segment s = segments[k];
    s.first = s.first + moved_[k];
    s.second = s.second + moved_[k + 1];
    s.end = s.end + moved_[k + 1];
    result_.push_back(s);
  }
  if (!closed && !(moved_[n] == Point{})) result_.push_back(line_to(end));
  segments.swap(result_);
}

}  // namespace trace
