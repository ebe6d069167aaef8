// SPDX-License-Identifier: Apache-2.0
// Chains of cracks as lines and curves. Each chain is fitted once; both sides use the result, so
// that neighbours share their boundary to the last bit.
#pragma once

#include <span>
#include <vector>

#include "trace_chains.hpp"
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

// Appends the fit of one chain and returns its start. subpixel may be null. [any thread]
Point fit_chain(const ChainSet& set, const Chain& chain, const FitRule& rule,
                const SubPixel* subpixel, std::vector<Segment>& segments);

}  // namespace trace
