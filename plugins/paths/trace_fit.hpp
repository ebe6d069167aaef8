// SPDX-License-Identifier: Apache-2.0
// Chains of cracks as lines and curves. Each chain is fitted once; both sides use the result, so
// that neighbours share their boundary to the last bit.
#pragma once

#include <span>
#include <vector>

#include "trace_corners.hpp"
#include "trace_point.hpp"
#include "trace_subpixel.hpp"

namespace trace {

enum class Mode { pixel, polygon, smooth };

struct Segment {
  Point first, second, end;  // control points, of curves only
  bool curve = false;
};

// One chain, as it runs forward.
struct Curve {
  Point start;
  std::span<const Segment> segments;
};

struct FitRule {
  Mode mode = Mode::smooth;
  double tolerance = 0.5;  // pixels, between the fit and the middles of the cracks
};

// Fits chains one after another; keeps its scratch memory. For one thread at a time.
class ChainFitter {
 public:
  // ends: by half, where its junction lies; not used for closed chains and in mode pixel. subpixel
  // may be null.
  ChainFitter(const ChainSet& set, const FitRule& rule, const std::vector<Point>& ends,
              const SubPixel* subpixel)
      : set_(set), rule_(rule), ends_(ends), subpixel_(subpixel) {}

  // Appends the fit of chain c to segments and returns where it starts.
  Point fit(uint32_t c, std::vector<Segment>& segments);

 private:
  Point fit_exact(const Chain& chain);
  Point fit_open(uint32_t c);
  Point fit_closed();
  Point smooth_loop();
  void measure();
  Point corner(int k) const;
  void section(int from, int to, Point start, Point end);
  void fit_points(Point start_tangent, Point end_tangent);
  bool is_line() const;
  size_t wrapped(int i) const { return static_cast<size_t>(i % walk_.cracks()); }

  const ChainSet& set_;
  const FitRule& rule_;
  const std::vector<Point>& ends_;
  const SubPixel* subpixel_;
  std::vector<Segment>* segments_ = nullptr;
  CrackWalk walk_;
  CornerFinder corner_finder_;
  std::vector<Point> shifts_, middles_;  // by crack: displacement across it, and its middle
  std::vector<Point> points_;            // what is being fitted
};

}  // namespace trace
