// SPDX-License-Identifier: Apache-2.0
// A thinned mask as branches that run between nodes.
#pragma once

#include <vector>

#include "plugins/paths/centerline/mask.hpp"
#include "plugins/paths/common/pace.hpp"
#include "plugins/paths/common/point.hpp"

namespace centerline {

inline constexpr uint32_t no_node = UINT32_MAX;

// Pixels of a line from one node to another; without a node at an end where the line ends freely.
struct Branch {
  std::vector<Pixel> pixels;
  uint32_t from = no_node, to = no_node;
  bool closed = false;  // a ring that meets no node
};

// Where three or more branches meet.
struct Node {
  trace::Point at;  // centres of pixels lie at .5
};

struct Skeleton {
  std::vector<Node> nodes;
  std::vector<Branch> branches;
};

Skeleton branches_of(const Mask& thinned, trace::Pace& pace);

}  // namespace centerline
