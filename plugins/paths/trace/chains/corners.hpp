// SPDX-License-Identifier: Apache-2.0
// Where a chain of cracks has a corner that a smooth curve must not round off.
#pragma once

#include <span>
#include <vector>

#include "plugins/paths/trace/chains.hpp"

namespace trace {

// A chain crack by crack: vertices.size() - 1 cracks; closed: the last vertex is the first.
struct CrackWalk {
  std::vector<Vertex> vertices;
  bool closed = false;
  int cracks() const { return static_cast<int>(vertices.size()) - 1; }
};

// Puts the chain with these turns into `walk`.
void expand(std::span<const Vertex> turns, bool closed, CrackWalk& walk);

// Finds corners; keeps its scratch memory from one walk to the next.
class CornerFinder {
 public:
  // Indices of corner vertices, rising, valid until the next call; never the ends of an open walk.
  // A vertex is a corner when the chords over a few pixels on either side turn by more than about
  // 60 degrees, and no vertex near it is sharper.
  const std::vector<int>& find(const CrackWalk& walk);

 private:
  struct Candidate {
    int at;
    double cos;
  };
  std::vector<Candidate> candidates_;
  std::vector<char> taken_;
  std::vector<int> corners_;
};

}  // namespace trace
