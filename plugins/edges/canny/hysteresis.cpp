// SPDX-License-Identifier: Apache-2.0
#include "plugins/edges/canny/hysteresis.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>

namespace pipeline::edge {

namespace {

constexpr uint64_t lowest_bits = 0x0101010101010101U;
// The lowest bits of eight bytes move to the highest byte, in their order.
constexpr uint64_t gather = 0x0102040810204080U;

uint64_t load8(const uint8_t* p) {
  uint64_t v;
  std::memcpy(&v, p, 8);
  if constexpr (std::endian::native == std::endian::big) v = __builtin_bswap64(v);
  return v;
}

// Eight bytes of 0 or 255 from the bits of a number.
std::array<std::array<uint8_t, 8>, 256> make_bytes() {
  std::array<std::array<uint8_t, 8>, 256> table{};
  for (size_t i = 0; i < 256; ++i) {
    for (size_t k = 0; k < 8; ++k) table[i][k] = i >> k & 1 ? EdgeBits::strong : 0;
  }
  return table;
}
const auto bytes_of = make_bytes();

// Word w and the pixels to its left and right.
uint64_t widened(const uint64_t* row, int64_t w, int64_t words) {
  uint64_t v = row[w] | row[w] << 1 | row[w] >> 1;
  if (w > 0) v |= row[w - 1] >> 63;
  if (w + 1 < words) v |= row[w + 1] << 63;
  return v;
}

// What of `room` is reached from `seeds` to lower bits.
uint64_t fill_down(uint64_t seeds, uint64_t room) {
  for (int step = 1; step < 64; step *= 2) {
    seeds |= room & seeds >> step;
    room &= room >> step;
  }
  return seeds;
}

// The same to higher bits, by the carry of a sum: it runs through a run of ones.
uint64_t fill_up(uint64_t seeds, uint64_t room, uint64_t carry) {
  return (((room + seeds + carry) ^ room) | seeds) & room;
}

}  // namespace

void EdgeBits::Range::add(int64_t from, int64_t to) {
  begin = std::min(begin, from), end = std::max(end, to);
}

size_t EdgeBits::words_for(int width, int height) {
  return 2 * static_cast<size_t>((width + word_pixels - 1) / word_pixels) *
         static_cast<size_t>(height);
}

EdgeBits::EdgeBits(int width, int height, uint64_t* memory)
    : width_(width),
      height_(height),
      words_((width_ + word_pixels - 1) / word_pixels),
      candidate_(memory),
      strong_(memory + words_ * height_) {}

void EdgeBits::set_row(int64_t y, const uint8_t* kinds) {
  uint64_t* const candidates = candidate_ + y * words_;
  uint64_t* const strongs = strong_row(y);
  for (int64_t w = 0; w < words_; ++w) {
    uint64_t some = 0, best = 0;
    for (int k = 0; k < 8; ++k) {
      const uint64_t eight = load8(kinds + w * word_pixels + 8 * k);
      some |= (eight & lowest_bits) * gather >> 56 << (8 * k);
      best |= (eight >> 7 & lowest_bits) * gather >> 56 << (8 * k);
    }
    const int64_t left = width_ - w * word_pixels;
    const uint64_t inside = left < word_pixels ? (uint64_t{1} << left) - 1 : ~uint64_t{0};
    candidates[w] = some & inside, strongs[w] = best & inside;
  }
}

void EdgeBits::get_row(int64_t y, uint8_t* out) const {
  const uint64_t* const strongs = strong_ + y * words_;
  for (int64_t x = 0; x < width_; x += 8) {
    const auto& eight = bytes_of[strongs[x / word_pixels] >> x % word_pixels & 255];
    std::memcpy(out + x, eight.data(), static_cast<size_t>(std::min<int64_t>(8, width_ - x)));
  }
}

void EdgeBits::spread(int64_t y0, int64_t y1) {
  std::vector<Range> dirty(static_cast<size_t>(y1 - y0), Range{0, words_});
  spread(y0, y1, dirty);
}

void EdgeBits::join(int64_t rows_per_chunk) {
  std::vector<Range> dirty(static_cast<size_t>(height_));
  for (int64_t border = rows_per_chunk; border < height_; border += rows_per_chunk) {
    dirty[static_cast<size_t>(border - 1)] = dirty[static_cast<size_t>(border)] = {0, words_};
  }
  spread(0, height_, dirty);
}

// Down and up by turns until nothing changes.
void EdgeBits::spread(int64_t y0, int64_t y1, std::vector<Range>& dirty) {
  const std::vector<uint64_t> nothing(static_cast<size_t>(words_));
  bool changed = true;
  const auto look = [&](int64_t y) {
    Range& mine = dirty[static_cast<size_t>(y - y0)];
    if (mine.empty()) return;
    const Range range = std::exchange(mine, Range{});
    const uint64_t* above = y > y0 ? strong_row(y - 1) : nothing.data();
    const uint64_t* below = y + 1 < y1 ? strong_row(y + 1) : nothing.data();
    const Range grown = spread_row(above, below, y, range);
    if (grown.empty()) return;
    changed = true;
    const int64_t from = std::max<int64_t>(grown.begin - 1, 0),
                  to = std::min(grown.end + 1, words_);
    if (y > y0) dirty[static_cast<size_t>(y - y0 - 1)].add(from, to);
    if (y + 1 < y1) dirty[static_cast<size_t>(y - y0 + 1)].add(from, to);
  };
  while (changed) {
    changed = false;
    for (int64_t y = y0; y < y1; ++y) look(y);
    for (int64_t y = y1 - 1; y >= y0; --y) look(y);
  }
}

// Takes in the words of the range, and further ones that a run of candidates leads to; returns what
// changed. A row hangs together within itself after each visit, the first of which is to all of it,
// so nothing comes in from beside the range.
EdgeBits::Range EdgeBits::spread_row(const uint64_t* above, const uint64_t* below, int64_t y,
                                     Range range) {
  const uint64_t* const room = candidate_row(y);
  uint64_t* const row = strong_row(y);
  Range changed;
  const auto put = [&](int64_t w, uint64_t v) {
    if (v == row[w]) return;
    row[w] = v;
    changed.add(w, w + 1);
  };
  uint64_t carry = 0;
  int64_t w = range.begin;
  for (; w < words_ && (w < range.end || carry); ++w) {
    if (room[w] == row[w]) {
      carry = row[w] >> 63;
      continue;
    }
    const uint64_t near = widened(above, w, words_) | widened(below, w, words_);
    put(w, fill_up(row[w] | (near & room[w]), room[w], carry));
    carry = row[w] >> 63;
  }
  carry = 0;
  for (--w; w >= 0 && (w >= range.begin || carry); --w) {
    if (room[w] != row[w]) put(w, fill_down(row[w] | (carry << 63 & room[w]), room[w]));
    carry = row[w] & 1;
  }
  return changed;
}

}  // namespace pipeline::edge
