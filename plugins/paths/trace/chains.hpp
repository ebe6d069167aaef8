// SPDX-License-Identifier: Apache-2.0
// Region boundaries as chains of cracks (the unit edges between pixels), cut where three or more
// regions meet and at the corners of the canvas. A chain has two halves, one for each side; a half
// runs so that its region is on the right. Halves linked head to tail make loops: a region has one
// outer loop (clockwise on screen) and one for each hole.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "plugins/paths/trace/regions.hpp"

namespace trace {

struct Vertex {
  int32_t x, y;
  friend bool operator==(const Vertex&, const Vertex&) = default;
};

struct Chain {
  uint32_t turn_begin,
      turn_end;          // its first and last vertex, and between them those where it turns
  uint32_t right, left;  // regions beside the forward half; may be `outside`
  bool closed;           // a loop of its own: it meets no junction
};

struct Loop {
  uint32_t first_half, region;
  bool outer;
};

struct ChainSet {
  std::vector<Vertex> turns;
  std::vector<Chain> chains;
  std::vector<uint32_t> next;     // by half: the half that follows in its loop
  std::vector<uint32_t> loop_of;  // by half
  std::vector<Loop> loops;

  // Half 2c is chain c forward, 2c + 1 backward.
  static uint32_t chain_of(uint32_t half) { return half / 2; }
  static bool backward(uint32_t half) { return half & 1; }
  uint32_t right(uint32_t half) const {
    const Chain& c = chains[chain_of(half)];
    return backward(half) ? c.left : c.right;
  }
  uint32_t left(uint32_t half) const { return right(half ^ 1); }
  std::span<const Vertex> turns_of(const Chain& c) const {
    return {turns.data() + c.turn_begin, c.turn_end - c.turn_begin};
  }
  // Frees what only the order and the fit need.
  void forget_turns() {
    std::vector<Vertex>().swap(turns);
    std::vector<uint32_t>().swap(loop_of);
  }
};

ChainSet trace_chains(const RegionMap& map, Pace& pace);

}  // namespace trace
