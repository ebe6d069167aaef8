// SPDX-License-Identifier: Apache-2.0
// Candidates that hang together with a strong pixel become edges (8-connected). 64 pixels are one
// word, and only words whose neighbours changed are looked at again. The result is the same in
// whatever order that happens, so chunks of rows may spread at once and be joined later.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pipeline::edge {

class EdgeBits {
 public:
  // In `memory`, of words_for() words, which is used up to the object's end. Every row is set
  // before anything is read.
  EdgeBits(int width, int height, uint64_t* memory);
  static size_t words_for(int width, int height);

  // A row of pixels: 0, `weak` for a candidate, or `strong`. `kinds` has room for whole words
  // (word_pixels each); what it holds behind the width does not count.
  void set_row(int64_t y, const uint8_t* kinds);

  // Makes the candidates of rows [y0, y1) that are reached from strong ones within them strong.
  void spread(int64_t y0, int64_t y1);

  // After every chunk of `rows_per_chunk` rows has spread by itself: carries on across their
  // borders.
  void join(int64_t rows_per_chunk);

  // 255 where strong, else 0; `width` samples.
  void get_row(int64_t y, uint8_t* out) const;

  static constexpr uint8_t weak = 1, strong = 255;
  static constexpr int word_pixels = 64;

 private:
  // Words [begin, end) of a row.
  struct Range {
    int64_t begin = INT64_MAX, end = 0;
    bool empty() const { return begin >= end; }
    void add(int64_t from, int64_t to);
  };

  void spread(int64_t y0, int64_t y1, std::vector<Range>& dirty);
  Range spread_row(const uint64_t* above, const uint64_t* below, int64_t y, Range range);
  uint64_t* strong_row(int64_t y) { return strong_ + y * words_; }
  const uint64_t* candidate_row(int64_t y) const { return candidate_ + y * words_; }

  int64_t width_, height_, words_;
  uint64_t *candidate_, *strong_;  // strong ones are candidates, too
};

}  // namespace pipeline::edge
