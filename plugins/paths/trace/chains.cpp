// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/chains.hpp"

#include <array>
#include <bit>
#include <utility>

namespace trace {
namespace {

// Directions: 0 right, 1 down, 2 left, 3 up; a turn to the right adds one.
constexpr std::array<int32_t, 4> step_x{1, 0, -1, 0}, step_y{0, 1, 0, -1};
constexpr uint32_t none = UINT32_MAX;

// The pixel to the right of a crack that leaves a vertex, relative to the vertex; that to its left
// is one direction back.
constexpr std::array<int32_t, 4> right_x{0, -1, -1, 0}, right_y{0, 0, -1, -1};

// By the cracks of a vertex: whether there are three or four.
constexpr std::array<bool, 16> more_than_two{false, false, false, false, false, false, false, true,
                                             false, false, false, true,  false, true,  true,  true};

class Tracer {
 public:
  Tracer(const RegionMap& map, Pace& pace)
      : map_(map),
        pace_(pace),
        columns_(map.width + 1),
        rows_(map.height + 1),
        cracks_(static_cast<size_t>(columns_) * static_cast<size_t>(rows_)) {}

  ChainSet run() {
    find_cracks();
    number_junctions();
    from_junctions();
    closed_ones();
    link();
    return std::move(set_);
  }

 private:
  size_t at(int32_t x, int32_t y) const {
    return static_cast<size_t>(y) * static_cast<size_t>(columns_) + static_cast<size_t>(x);
  }

  // cracks_: by vertex, bit d set when a crack leaves it in direction d.
  void find_cracks() {
    for (int32_t y = 0; y < rows_; ++y) {
      pace_.look();
      uint8_t* here = cracks_.data() + at(0, y);
      const uint32_t* below = y < map_.height ? row(y) : nullptr;
      const uint32_t* above = y > 0 ? row(y - 1) : nullptr;
      for (int32_t x = 0; x < map_.width; ++x) {
        if (above && below && above[x] == below[x]) continue;
        here[x] |= 1;
        here[x + 1] |= 4;
      }
      if (!below) continue;
      uint8_t* under = here + columns_;
      for (int32_t x = 0; x < columns_; ++x) {
        if (x > 0 && x < map_.width && below[x - 1] == below[x]) continue;
        here[x] |= 2;
        under[x] |= 8;
      }
    }
  }
  const uint32_t* row(int32_t y) const {
    return map_.ids.data() + static_cast<size_t>(y) * static_cast<size_t>(map_.width);
  }

  bool is_junction(size_t v) const { return junctions_[v / 64] >> (v % 64) & 1; }
  size_t junction_number(size_t v) const {
    const uint64_t before = junctions_[v / 64] & ((uint64_t{1} << (v % 64)) - 1);
    return rank_[v / 64] + static_cast<size_t>(std::popcount(before));
  }

  void number_junctions() {
    junctions_.resize(cracks_.size() / 64 + 1);
    const auto mark = [&](size_t v) { junctions_[v / 64] |= uint64_t{1} << (v % 64); };
    for (size_t v = 0; v < cracks_.size(); ++v) {
      if (more_than_two[cracks_[v]]) mark(v);
    }
    for (const int32_t x : {0, map_.width}) mark(at(x, 0)), mark(at(x, map_.height));
    uint32_t count = 0;
    for (const uint64_t word : junctions_) {
      rank_.push_back(count);
      count += static_cast<uint32_t>(std::popcount(word));
    }
    leaving_.assign(4 * static_cast<size_t>(count), none);
  }

  void from_junctions() {
    for (int32_t y = 0; y < rows_; ++y) {
      pace_.look();
      for (int32_t x = 0; x < columns_; ++x) {
        const size_t v = at(x, y);
        if (!cracks_[v] || !is_junction(v)) continue;
        for (uint32_t d = 0; d < 4; ++d) {
          if ((cracks_[v] >> d & 1) && leaving_[4 * junction_number(v) + d] == none)
            walk({x, y}, d);
        }
      }
    }
  }

  // What the walks from junctions left over: vertices are struck off as they are passed.
  void closed_ones() {
    for (int32_t y = 0; y < rows_; ++y) {
      pace_.look();
      for (int32_t x = 0; x < columns_; ++x) {
        if (cracks_[at(x, y)] && !is_junction(at(x, y))) walk({x, y}, 0);
      }
    }
  }

  void walk(Vertex from, uint32_t direction) {
    const auto half = static_cast<uint32_t>(2 * set_.chains.size());
    Chain chain{static_cast<uint32_t>(set_.turns.size()), 0, 0, 0,
                !is_junction(at(from.x, from.y))};
    chain.right = map_.at(from.x + right_x[direction], from.y + right_y[direction]);
    const uint32_t back = (direction + 3) % 4;
    chain.left = map_.at(from.x + right_x[back], from.y + right_y[back]);
    if (!chain.closed) leaving_[4 * junction_number(at(from.x, from.y)) + direction] = half;
    set_.turns.push_back(from);
    const uint32_t arriving = follow(from, direction);
    chain.turn_end = static_cast<uint32_t>(set_.turns.size());
    const Vertex end = set_.turns.back();
    if (!chain.closed) {
      leaving_[4 * junction_number(at(end.x, end.y)) + (arriving ^ 2)] = half + 1;
    }
    set_.chains.push_back(chain);
    arriving_.push_back(chain.closed ? none : arriving);
    arriving_.push_back(chain.closed ? none : direction ^ 2);
  }

  // Walks to the end of the chain, keeping its turns; returns the last direction.
  uint32_t follow(const Vertex start, uint32_t direction) {
    Vertex v = start;
    for (;;) {
      v = {v.x + step_x[direction], v.y + step_y[direction]};
      const size_t i = at(v.x, v.y);
      if (is_junction(i)) break;
      const uint32_t rest = cracks_[i] & ~(1U << (direction ^ 2));
      cracks_[i] = 0;
      if (v == start) break;
      const auto onward = static_cast<uint32_t>(std::countr_zero(rest));
      if (onward != direction) set_.turns.push_back(v);
      direction = onward;
    }
    set_.turns.push_back(v);
    return direction;
  }

  // At a junction a half goes on as far right as it can: it stays with its pixel, so that regions
  // are 4-connected.
  uint32_t follower(uint32_t half) const {
    if (arriving_[half] == none) return half;
    const Chain& chain = set_.chains[ChainSet::chain_of(half)];
    const Vertex end = set_.turns[ChainSet::backward(half) ? chain.turn_begin : chain.turn_end - 1];
    const size_t slot = 4 * junction_number(at(end.x, end.y));
    for (const uint32_t turn : {1U, 0U, 3U}) {
      const uint32_t next = leaving_[slot + (arriving_[half] + turn) % 4];
      if (next != none) return next;
    }
    return half ^ 1;  // not reached: no crack ends in nothing
  }

  int64_t twice_area(uint32_t half) const {
    const auto turns = set_.turns_of(set_.chains[ChainSet::chain_of(half)]);
    int64_t sum = 0;
    for (size_t i = 1; i < turns.size(); ++i) {
      const Vertex a = turns[i - 1], b = turns[i];
      sum += int64_t{a.x} * b.y - int64_t{a.y} * b.x;
    }
    return ChainSet::backward(half) ? -sum : sum;
  }

  void link() {
    const size_t halves = 2 * set_.chains.size();
    set_.next.resize(halves);
    for (uint32_t h = 0; h < halves; ++h) set_.next[h] = follower(h);
    set_.loop_of.assign(halves, none);
    for (uint32_t first = 0; first < halves; ++first) {
      if (set_.loop_of[first] != none || set_.right(first) == outside) continue;
      pace_.step();
      int64_t area = 0;
      uint32_t h = first;
      do {
        set_.loop_of[h] = static_cast<uint32_t>(set_.loops.size());
        area += twice_area(h);
        h = set_.next[h];
      } while (h != first);
      set_.loops.push_back({first, set_.right(first), area > 0});
    }
  }

  const RegionMap& map_;
  Pace& pace_;
  int32_t columns_, rows_;  // of vertices
  std::vector<uint8_t> cracks_;
  std::vector<uint64_t> junctions_;  // a bit for each vertex
  std::vector<uint32_t> rank_;       // junctions before each word
  std::vector<uint32_t> leaving_;    // 4 for each junction: the half that leaves in that direction
  std::vector<uint32_t> arriving_;   // by half: the direction of its last crack
  ChainSet set_;
};

}  // namespace

ChainSet trace_chains(const RegionMap& map, Pace& pace) { return Tracer(map, pace).run(); }

}  // namespace trace
