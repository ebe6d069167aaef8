// SPDX-License-Identifier: Apache-2.0
// Regions and the borders between them, merged greedily by rate and distortion: the two neighbours
// whose merging adds the least squared error for each byte it saves go first (Koepfler, Lopez and
// Morel 1994, with bytes in place of boundary length).
#pragma once

#include <cstdint>
#include <vector>

#include "plugins/paths/common/pace.hpp"
#include "plugins/paths/regions/samples.hpp"

namespace regions {

// Bytes that a merger saves, fitted to the documents that svg.document writes.
inline constexpr double bytes_a_crack = 1.1, bytes_a_region = 22;

class Graph {
 public:
  std::vector<Tally> tallies;  // by region; fill before anything else

  // The regions share `cracks` more unit edges. The same pair may come again and again.
  void touch(uint32_t a, uint32_t b, uint32_t cracks);
  // Merges while a merger adds less than `lambda` of squared error for a byte.
  void merge(double lambda, trace::Pace& pace);
  // What the region is part of now.
  uint32_t root(uint32_t region) const;
  template <class F>
  void each_border(F use) const {  // use(a, b, cracks)
    for (const Border& b : borders_) {
      if (b.cracks != 0) use(b.end[0], b.end[1], b.cracks);
    }
  }

 private:
  static constexpr uint32_t none = UINT32_MAX;
  struct Border {
    uint32_t end[2];
    uint32_t next[2];  // the next border of either end
    uint32_t cracks;   // 0: gone
    float key;         // of its valid entry in the queue
  };
  struct Entry {
    float key;
    uint32_t border;
  };
  struct Last;  // orders entries: the heap's top is the least

  void start(size_t regions);
  uint32_t* slot(uint32_t a, uint32_t b);
  void grow_slots();
  void link(uint32_t border, uint32_t region);
  float key_of(const Border& border) const;
  void queue(uint32_t border, float key);
  bool queue_all(float lambda);
  void unite(const Border& border, float lambda);
  void move_borders(uint32_t from, uint32_t to, float lambda);

  std::vector<Border> borders_;
  std::vector<uint32_t> first_, degree_;  // by region
  mutable std::vector<uint32_t> parent_;  // by region
  std::vector<uint32_t> slots_;           // open addressing: borders by their ends
  size_t used_slots_ = 0;
  std::vector<Entry> heap_;
};

}  // namespace regions
