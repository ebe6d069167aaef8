// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/chains/hidden.hpp"

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

// The way along the normal, or as much of it as stays hidden.
Point HiddenEdge::room(Point node, Point normal, double overlap) const {
  constexpr double margin = 1.5;  // looks a little farther than it goes
  for (double by = overlap; by > 0.1; by /= 2) {
    if (hidden(node + normal * (by * margin)) && hidden(node + normal * by)) return normal * by;
  }
  return {};
}

// in, out: the directions in which the outline arrives and leaves.
HiddenEdge::Move HiddenEdge::move_of(Point node, Point in, Point out) const {
  const Point before = left_of(in), after = left_of(out);
  const Point sum = before + after;
  const Point normal = dot(sum, sum) > 1e-6 ? unit(sum) : before;
  const double half_turn = dot(normal, before);  // its cosine
  const bool outer = cross(in, out) >= 0;
  if (outer &&
      half_turn < 0.75) {  // each side keeps its distance, and a line goes round the corner
    return {room(node, before, overlap_), room(node, after, overlap_)};
  }
  const Point by = room(node, normal, overlap_ / std::max(0.75, half_turn));
  return {by, by};
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
    segments.insert(segments.begin(), line_to(middle + room(middle, left_of(along), overlap_)));
    return true;
  }
  const Point middle = (start + s.end) * 0.125 + (s.first + s.second) * 0.375;
  // The middle of a cubic moves by 3/4 of what both its handles move by.
  const Point by = room(middle, left_of(along), overlap_) * (4.0 / 3);
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

void HiddenEdge::find_moves(bool closed, const Point& start, const std::vector<Segment>& segments) {
  const size_t n = segments.size();
  const Point end = segments.back().end;
  moves_.clear();
  moves_.push_back(move_of(start, closed ? arrive_[n - 1] : leave_[0], leave_[0]));
  for (size_t k = 1; k < n; ++k) {
    moves_.push_back(move_of(segments[k - 1].end, arrive_[k - 1], leave_[k]));
  }
  moves_.push_back(closed ? moves_[0] : move_of(end, arrive_[n - 1], arrive_[n - 1]));
  if (closed) return;
  const Point second = segments[0].end, last = n > 1 ? segments[n - 2].end : start;
  moves_[0].leave = slip(start, leave_[0], moves_[0].leave, length(second - start));
  moves_[n].arrive = slip(end, arrive_[n - 1] * -1, moves_[n].arrive, length(end - last));
}

void HiddenEdge::run_beneath(uint32_t own, bool closed, Point& start,
                             std::vector<Segment>& segments) {
  own_ = own;
  if (!closed && bulge(start, segments)) return;
  find_directions(start, segments);
  find_moves(closed, start, segments);
  result_.clear();
  const Point end = segments.back().end;
  Point from = start;
  if (closed) start = start + moves_[0].leave;
  Point at = start;
  for (size_t k = 0; k < segments.size(); ++k) {
    Segment s = segments[k];
    const Point begin = from + moves_[k].leave;
    if (!(begin == at)) result_.push_back(line_to(begin));
    from = s.end;
    // A handle moves across its segment only: what goes along it would shift the whole curve.
    const Point leave = left_of(leave_[k]), arrive = left_of(arrive_[k]);
    s.first = s.first + leave * dot(moves_[k].leave, leave);
    s.second = s.second + arrive * dot(moves_[k + 1].arrive, arrive);
    s.end = at = s.end + moves_[k + 1].arrive;
    result_.push_back(s);
  }
  const Point finish = closed ? start : end;
  if (!(finish == at)) result_.push_back(line_to(finish));
  segments.swap(result_);
}

}  // namespace trace
