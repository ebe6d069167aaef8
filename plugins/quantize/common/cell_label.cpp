// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/common/cell_label.hpp"

#include <algorithm>
#include <limits>
#include <type_traits>

#include "plugins/quantize/common/kernel.hpp"
#include "plugins/quantize/common/space.hpp"

namespace pipeline::quantize {

namespace {

// How many steps of a palette coordinate make one of a plain one.
template <class T>
constexpr int32_t fine = std::is_same_v<T, double> ? 255 : 1;

// Above the rounding error of the floats below, far below what matters: a fifth of a step of 8
// bits, squared.
template <class T>
constexpr float slack = 200.0F * fine<T>* fine<T>;

struct Box {
  float middle[3], half[3];
};

template <class T>
inline Box box_of(const CellPlaces& cell) {
  Box box;
  const size_t count = cell.separate ? 8 : cell_colours;
  for (size_t d = 0; d < 3; ++d) {
    int32_t low = cell.x[d][0], high = cell.x[d][0];
    for (size_t j = 0; j < count; ++j) {
      low = std::min(low, cell.x[d][j]);
      high = std::max(high, cell.x[d][j]);
    }
    box.middle[d] = static_cast<float>(fine<T> * (low + high)) / 2;
    box.half[d] = static_cast<float>(fine<T> * (high - low)) / 2;
  }
  return box;
}

// The colours that may be nearest somewhere in the box, in their order: with s the nearest to its
// middle, |p - c|^2 - |p - s|^2 is linear in p, so its least value is known.
template <class T>
inline size_t near_box(const CellPalette<T>& palette, const Box& box, uint8_t* near) {
  float square[256], x[3][256];
  for (size_t i = 0; i < palette.count; ++i) {
    for (size_t d = 0; d < 3; ++d) x[d][i] = static_cast<float>(palette.x[d][i]);
    const float way0 = x[0][i] - box.middle[0], way1 = x[1][i] - box.middle[1],
                way2 = x[2][i] - box.middle[2];
    square[i] = way0 * way0 + way1 * way1 + way2 * way2 + static_cast<float>(palette.veil[i]);
  }
  const size_t s = least_of(square, palette.count);
  const float s0 = x[0][s], s1 = x[1][s], s2 = x[2][s], limit = square[s] + slack<T>;
  int32_t keep[256] = {};
  for (size_t i = 0; i < palette.count; ++i) {
    const float reach = absolute(x[0][i] - s0) * box.half[0] +
                        absolute(x[1][i] - s1) * box.half[1] + absolute(x[2][i] - s2) * box.half[2];
    keep[i] = square[i] - 2 * reach <= limit ? 1 : 0;
  }
  return numbers_of(keep, palette.count, near);
}

template <class T>
struct Best {
  T square[cell_colours];
  int32_t label[cell_colours];

  // Of n colours from `begin` on, those of which `label` is nearer than what was before.
  template <class Square>
  void offer(size_t begin, size_t n, int32_t mine, Square of) {
    for (size_t j = 0; j < n; ++j) {
      const T square_j = of(j);
      label[begin + j] = choose(square_j < square[begin + j], mine, label[begin + j]);
      square[begin + j] = std::min(square_j, square[begin + j]);
    }
  }
};

// Squared distances from one colour along r, and along g and b together.
template <class T>
struct SeparateSquares {
  T red[8], plane[64];

  SeparateSquares(const CellPalette<T>& palette, size_t i, const CellPlaces& cell) {
    T square[3][8];
    for (size_t d = 0; d < 3; ++d) {
      for (size_t j = 0; j < 8; ++j) {
        const T way = static_cast<T>(fine<T> * cell.x[d][j]) - palette.x[d][i];
        square[d][j] = way * way;
      }
    }
    for (size_t r = 0; r < 8; ++r) red[r] = square[0][r];
    for (size_t g = 0; g < 8; ++g) {
      for (size_t b = 0; b < 8; ++b) plane[8 * g + b] = square[1][g] + square[2][b];
    }
  }
};

template <class T>
inline void offer_separate(const CellPalette<T>& palette, size_t i, const CellPlaces& cell,
                           Best<T>& best) {
  const SeparateSquares<T> squares(palette, i, cell);
  for (size_t r = 0; r < 8; ++r) {
    const T first = squares.red[r] + palette.veil[i];
    best.offer(64 * r, 64, static_cast<int32_t>(i),
               [&](size_t j) { return first + squares.plane[j]; });
  }
}

template <class T>
inline void offer_mixed(const CellPalette<T>& palette, size_t i, const CellPlaces& cell,
                        Best<T>& best) {
  const T c0 = palette.x[0][i], c1 = palette.x[1][i], c2 = palette.x[2][i], veil = palette.veil[i];
  best.offer(0, cell_colours, static_cast<int32_t>(i), [&](size_t j) {
    const T way0 = static_cast<T>(fine<T> * cell.x[0][j]) - c0,
            way1 = static_cast<T>(fine<T> * cell.x[1][j]) - c1,
            way2 = static_cast<T>(fine<T> * cell.x[2][j]) - c2;
    return way0 * way0 + way1 * way1 + way2 * way2 + veil;
  });
}

// For whole palettes squares are multiples of a step's, which is above any label: least is the sum
// of both for the first of the nearest.
inline void label_whole(const CellPalette<int32_t>& palette, const CellPlaces& cell,
                        const uint8_t* near, size_t count, uint8_t* labels) {
  static_assert(unit / 255 * (unit / 255) > 255);
  int32_t best[cell_colours];
  for (int32_t& square : best) square = std::numeric_limits<int32_t>::max();
  for (size_t n = 0; n < count; ++n) {
    const size_t i = near[n];
    const SeparateSquares<int32_t> squares(palette, i, cell);
    for (size_t r = 0; r < 8; ++r) {
      const int32_t first = squares.red[r] + static_cast<int32_t>(i);
      for (size_t j = 0; j < 64; ++j)
        best[64 * r + j] = std::min(best[64 * r + j], first + squares.plane[j]);
    }
  }
  for (size_t j = 0; j < cell_colours; ++j) labels[j] = static_cast<uint8_t>(best[j]);
}

template <class T>
inline int label(const CellPalette<T>& palette, const CellPlaces& cell, uint8_t* labels) {
  uint8_t near[256];
  const size_t count = near_box(palette, box_of<T>(cell), near);
  if (count == 1) return near[0];
  if constexpr (std::is_same_v<T, int32_t>) {
    if (palette.whole && cell.separate) {
      label_whole(palette, cell, near, count, labels);
      return -1;
    }
  }
  Best<T> best;
  for (T& square : best.square) square = std::numeric_limits<T>::max();
  for (size_t n = 0; n < count; ++n) {
    cell.separate ? offer_separate(palette, near[n], cell, best)
                  : offer_mixed(palette, near[n], cell, best);
  }
  for (size_t j = 0; j < cell_colours; ++j) labels[j] = static_cast<uint8_t>(best.label[j]);
  return -1;
}

}  // namespace

QUANTIZE_VARIANTS(label_opaque_cell, label<int32_t>, int,
                  (const CellPalette<int32_t>& palette, const CellPlaces& cell, uint8_t* labels),
                  (palette, cell, labels))
QUANTIZE_VARIANTS(label_cell, label<double>, int,
                  (const CellPalette<double>& palette, const CellPlaces& cell, uint8_t* labels),
                  (palette, cell, labels))

}  // namespace pipeline::quantize
