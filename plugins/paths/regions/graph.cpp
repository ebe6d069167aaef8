// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/regions/graph.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

namespace regions {

namespace {

uint64_t scatter(uint32_t a, uint32_t b) {
  const uint64_t pair = uint64_t{std::min(a, b)} << 32 | std::max(a, b);
  const uint64_t mixed = pair * 0x9E3779B97F4A7C15U;
  return mixed ^ mixed >> 32;
}

constexpr float not_queued = std::numeric_limits<float>::infinity();

}  // namespace

struct Graph::Last {
  bool operator()(const Entry& a, const Entry& b) const {
    return a.key != b.key ? a.key > b.key : a.border > b.border;
  }
};

uint32_t Graph::root(uint32_t region) const {
  if (region >= parent_.size()) return region;
  while (parent_[region] != region) {
    parent_[region] = parent_[parent_[region]];
    region = parent_[region];
  }
  return region;
}

void Graph::start(size_t regions) {
  const size_t before = parent_.size();
  parent_.resize(regions);
  std::iota(parent_.begin() + static_cast<ptrdiff_t>(before), parent_.end(),
            static_cast<uint32_t>(before));
  first_.resize(regions, none);
  degree_.resize(regions);
}

// Where the border between a and b stands, or the empty place for it. A slot whose border has other
// ends by now is only passed over: a pair that lost a region never comes again.
uint32_t* Graph::slot(uint32_t a, uint32_t b) {
  const size_t mask = slots_.size() - 1;
  for (size_t i = scatter(a, b) & mask;; i = (i + 1) & mask) {
    if (slots_[i] == none) return &slots_[i];
    const Border& border = borders_[slots_[i]];
    if (border.cracks != 0 && ((border.end[0] == a && border.end[1] == b) ||
                               (border.end[0] == b && border.end[1] == a))) {
      return &slots_[i];
    }
  }
}

void Graph::grow_slots() {
  if (used_slots_ * 2 < slots_.size()) return;
  const auto alive = static_cast<size_t>(std::count_if(
      borders_.begin(), borders_.end(), [](const Border& b) { return b.cracks != 0; }));
  size_t size = 64;
  while (size < alive * 3) size *= 2;
  slots_.assign(size, none);
  used_slots_ = 0;
  for (uint32_t i = 0; i < borders_.size(); ++i) {
    if (borders_[i].cracks == 0) continue;
    *slot(borders_[i].end[0], borders_[i].end[1]) = i;
    ++used_slots_;
  }
}

void Graph::link(uint32_t border, uint32_t region) {
  Border& b = borders_[border];
  b.next[b.end[0] == region ? 0 : 1] = first_[region];
  first_[region] = border;
  ++degree_[region];
}

void Graph::touch(uint32_t a, uint32_t b, uint32_t cracks) {
  if (parent_.size() != tallies.size()) start(tallies.size());
  grow_slots();
  uint32_t* const place = slot(a, b);
  if (*place != none) {
    borders_[*place].cracks += cracks;
    return;
  }
  const auto border = static_cast<uint32_t>(borders_.size());
  *place = border;
  ++used_slots_;
  borders_.push_back({{a, b}, {none, none}, cracks, not_queued});
  link(border, a);
  link(border, b);
}

float Graph::key_of(const Border& b) const {
  return static_cast<float>(ward(tallies[b.end[0]], tallies[b.end[1]]) /
                            (bytes_a_crack * b.cracks + bytes_a_region));
}

void Graph::queue(uint32_t border, float key) {
  borders_[border].key = key;
  heap_.push_back({key, border});
  std::push_heap(heap_.begin(), heap_.end(), Last());
}

bool Graph::queue_all(float lambda) {
  heap_.clear();
  for (uint32_t i = 0; i < borders_.size(); ++i) {
    Border& b = borders_[i];
    b.key = not_queued;
    if (b.cracks == 0) continue;
    const float key = key_of(b);
    if (key >= lambda) continue;
    b.key = key;
    heap_.push_back({key, i});
  }
  std::make_heap(heap_.begin(), heap_.end(), Last());
  return !heap_.empty();
}

void Graph::merge(double lambda, trace::Pace& pace) {
  if (parent_.size() != tallies.size()) start(tallies.size());
  const auto limit = static_cast<float>(lambda);
  // A key is looked at again only when its border comes to the front, or when one of its ends is
  // the smaller part of a merger; that those of a large region need not all be renewed each time
  // keeps the whole near linear. What grew cheaper unseen is found by starting over.
  while (queue_all(limit)) {
    while (!heap_.empty()) {
      pace.step();
      std::pop_heap(heap_.begin(), heap_.end(), Last());
      const Entry top = heap_.back();
      heap_.pop_back();
      Border& border = borders_[top.border];
      if (border.cracks == 0 || border.key != top.key) continue;
      const float key = key_of(border);
      if (key > top.key) {
        border.key = not_queued;
        if (key < limit) queue(top.border, key);
      } else {
        unite(border, limit);
      }
    }
  }
}

void Graph::unite(const Border& border, float lambda) {
  uint32_t to = border.end[0], from = border.end[1];
  if (degree_[to] < degree_[from]) std::swap(to, from);
  parent_[from] = to;
  tallies[to].add(tallies[from]);
  move_borders(from, to, lambda);
}

void Graph::move_borders(uint32_t from, uint32_t to, float lambda) {
  for (uint32_t i = first_[from], next; i != none; i = next) {
    Border& b = borders_[i];
    const int side = b.end[0] == from ? 0 : 1;
    next = b.next[side];
    if (b.cracks == 0) continue;
    const uint32_t other = b.end[1 - side];
    if (other == to) {
      b.cracks = 0;
      continue;
    }
    grow_slots();
    uint32_t* const place = slot(to, other);
    uint32_t kept = i;
    if (*place != none) {
      kept = *place;
      borders_[kept].cracks += b.cracks;
      b.cracks = 0;
    } else {
      b.end[side] = to;
      *place = i;
      ++used_slots_;
      b.next[side] = first_[to];
      first_[to] = i;
      ++degree_[to];
    }
    const float key = key_of(borders_[kept]);
    if (key < lambda) queue(kept, key);
  }
  first_[from] = none;
}

}  // namespace regions
