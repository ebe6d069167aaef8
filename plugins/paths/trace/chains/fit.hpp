// SPDX-License-Identifier: Apache-2.0
// Chains of cracks as lines and curves. Each chain is fitted once; both sides use the result, so
// that neighbours share their boundary to the last bit.
#pragma once

#include <vector>

#include "plugins/paths/common/point.hpp"
#include "plugins/paths/trace/chains/corners.hpp"
#include "plugins/paths/trace/chains/subpixel.hpp"

namespace trace {

enum class Mode { pixel, polygon, smooth };

struct Segment {
  Point first, second, end;  // control points, of curves only
  bool curve = false;
};

struct FitRule {
  Mode mode = Mode::smooth;
  double tolerance = 0.6;  // pixels, between the fit and the points it is made for
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
  // Cracks [begin, end) of the walk that go straight on. In a closed walk numbers run on past its
  // end.
  struct Straight {
    int begin, end;
    int cracks() const { return end - begin; }
  };

  Point fit_exact(const Chain& chain);
  Point fit_open(uint32_t c);
  Point fit_closed();
  Point fit_loop();
  void section(int from, int to, Point start, Point end);
  void begin(Point start, Point tangent);
  void finish(Point tangent);
  bool is_line() const;

  void find_straights(int from, int to);
  bool is_side(const Straight& straight, int before, int after) const;
  void add(const Straight& straight, int before, int after);
  Point on(const Straight& straight, double cracks) const;
  Point corner(int k) const;
  size_t wrapped(int i) const { return static_cast<size_t>(i % walk_.cracks()); }

  const ChainSet& set_;
  const FitRule& rule_;
  const std::vector<Point>& ends_;
  const SubPixel* subpixel_;
  std::vector<Segment>* segments_ = nullptr;
  CrackWalk walk_;
  CornerFinder corner_finder_;
  std::vector<Point> shifts_;  // by crack: how far the picture says the boundary is beside it
  std::vector<Straight> straights_;
  std::vector<Point> points_;  // what is being fitted
  Point tangent_;              // at the first of them; {0, 0}: not known
};

}  // namespace trace
