// SPDX-License-Identifier: Apache-2.0
// The stretch of an outline that what is painted later covers.
#pragma once

#include <vector>

#include "trace_fit.hpp"

namespace trace {

// How far to the left of a curve node p with direction d the outline may go: `overlap`, or less
// where free(point) says that it would come out on the other side.
template <class Free>
double room(Point p, Point normal, double overlap, const Free& free) {
  constexpr double margin = 1.5;  // look a little farther than we go
  for (double by = overlap; by > 0.1; by /= 2) {
    if (free(p + normal * (by * margin)) && free(p + normal * by)) return by;
  }
  return 0;
}

// Moves the segments to the left of their direction, by up to `overlap`, so that they hide beneath
// the neighbour there. The ends of an open stretch stay where the neighbouring stretches meet them.
template <class Free>
void run_beneath(Point& start, std::vector<Segment>& segments, bool closed, double overlap,
                 const Free& free) {
  const size_t n = segments.size();
  // Directions at the beginning and the end of each segment.
  std::vector<Point> leave(n), arrive(n), moved(n + 1);
  const auto node = [&](size_t k) { return k == 0 ? start : segments[k - 1].end; };
  for (size_t k = 0; k < n; ++k) {
    const Segment& s = segments[k];
    const Point chord = unit(s.end - node(k));
    leave[k] = s.curve ? unit(s.first - node(k)) : chord;
    arrive[k] = s.curve ? unit(s.end - s.second) : chord;
    if (leave[k] == Point{}) leave[k] = chord;
    if (arrive[k] == Point{}) arrive[k] = chord;
  }
  for (size_t k = 0; k <= n; ++k) {
    const bool first = k == 0, last = k == n;
    const Point in = first ? (closed ? arrive[n - 1] : leave[0]) : arrive[k - 1];
    const Point out = last ? (closed ? leave[0] : arrive[n - 1]) : leave[k];
    const Point sum = left_of(in) + left_of(out);
    const Point normal = dot(sum, sum) > 1e-6 ? unit(sum) : left_of(in);
    // At an angle the node moves farther, so that the sides keep their distance.
    const double spread = std::max(0.6, dot(normal, left_of(in)));
    moved[k] = normal * (room(node(k), normal, overlap / spread, free));
  }
  std::vector<Segment> result;
  const Point begin = start, end = segments.back().end;
  if (closed) {
    start = start + moved[0];
  } else {
    constexpr double inset = 0.5;
    const auto slip = [&](size_t k, Point along, double available) {
      const Point by = along * std::min(inset, available / 4);
      const Point to = node(k) + by + moved[k];
      if (!free(to))
        moved[k] = {};
      else
        moved[k] = moved[k] + by;
    };
    slip(0, leave[0], length(node(1) - begin));
    slip(n, arrive[n - 1] * -1, length(end - node(n - 1)));
    if (!(moved[0] == Point{})) result.push_back({{}, {}, begin + moved[0], false});
  }
  for (size_t k = 0; k < n; ++k) {
    Segment s = segments[k];
    s.first = s.first + moved[k];
    s.second = s.second + moved[k + 1];
    s.end = s.end + moved[k + 1];
    result.push_back(s);
  }
  if (!closed && !(moved[n] == Point{})) result.push_back({{}, {}, end, false});
  segments = std::move(result);
}

}  // namespace trace
