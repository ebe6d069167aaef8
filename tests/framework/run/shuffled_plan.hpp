// SPDX-License-Identifier: Apache-2.0
// A random graph of kinds.shuffle and how to run it, all of one seed.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "support/hand_graph.hpp"

namespace pipeline::test {

struct ShuffledStage {
  bool alone = false;  // not reentrant
  std::vector<uint32_t>
      from;  // the stages it takes, at most four; none: it takes the frame's bytes
  int side = 1, salt = 0, fails = 0;
};

struct ShuffledPlan {
  explicit ShuffledPlan(uint64_t seed);

  // Adds all stages and, for each that none takes, an output. pace 0: without pauses.
  void build(HandGraph& graph, int longest_pause) const;
  // The most that one frame can hold at once.
  size_t frame_bytes() const;
  std::string text() const;

  uint64_t seed;
  const char* shape = "";
  std::vector<ShuffledStage> stages;
  size_t frames = 0, file_bytes = 0;
  unsigned in_flight = 1;
  int threads = 1, pace = 0, shake = 0;
  size_t limit = SIZE_MAX;                  // of memory
  size_t stop_at = SIZE_MAX;                // how many calls into stages there are before the stop
  unsigned unreadable = 0, unwritable = 0;  // of 1000 frames
  bool watched = false, timed = false;      // with a watch over each call; with spans

 private:
  uint64_t below(uint64_t bound) { return random_() % bound; }
  void wire(uint32_t stage, uint64_t kind);

  std::mt19937_64 random_;
};

}  // namespace pipeline::test
