// SPDX-License-Identifier: Apache-2.0
#include "cell_label.hpp"

#include <type_traits>

namespace pipeline::quantize {

namespace {

// How many steps of a palette coordinate make one of a plain one.
template <class T>
constexpr int32_t fine = std::is_same_v<T, double> ? 255 : 1;

template <class T>
struct Box {
  double middle[3], half[3];
};

template <class T>
inline Box<T> box_of(const int32_t* const* x) {
  Box<T> box;
  for (size_t d = 0; d < 3; ++d) {
    int32_t low = x[d][0], high = x[d][0];
    for (size_t j = 0; j < cell_colours; ++j) {
      low = x[d][j] < low ? x[d][j] : low;
      high = x[d][j] > high ? x[d][j] : high;
    }
    box.middle[d] = fine<T> * (low + high) * 0.5, box.half[d] = fine<T> * (high - low) * 0.5;
  }
  return box;
}

// The colours that may be nearest somewhere in the box, in their order: with s the nearest to its
// middle, |p - c|^2 - |p - s|^2 is linear in p, so its least value in the box is exact; all are
// multiples of 1/4 below 2^50.
template <class T>
inline size_t near_box(const CellPalette<T>& palette, const Box<T>& box, uint8_t* near) {
  double square[256], reach[256];
  for (size_t i = 0; i < palette.count; ++i) {
    double sum = palette.veil[i];
    for (size_t d = 0; d < 3; ++d) {
      const double way = palette.x[d][i] - box.middle[d];
      sum += way * way;
    }
    square[i] = sum;
  }
  size_t s = 0;
  for (size_t i = 1; i < palette.count; ++i) {
    if (square[i] < square[s]) s = i;
  }
  const double at[3] = {static_cast<double>(palette.x[0][s]), static_cast<double>(palette.x[1][s]),
                        static_cast<double>(palette.x[2][s])};
  for (size_t i = 0; i < palette.count; ++i) {
    double sum = 0;
    for (size_t d = 0; d < 3; ++d) {
      const double way = palette.x[d][i] - at[d];
      sum += (way < 0 ? -way : way) * box.half[d];
    }
    reach[i] = square[i] - 2 * sum;
  }
  size_t count = 0;
  for (size_t i = 0; i < palette.count; ++i) {
    near[count] = static_cast<uint8_t>(i);
    count += reach[i] <= square[s] ? 1 : 0;
  }
  return count;
}

template <class T>
inline int label(const CellPalette<T>& palette, const int32_t* const* x, uint8_t* labels) {
  uint8_t near[257];
  const size_t count = near_box(palette, box_of<T>(x), near);
  if (count == 1) return near[0];
  T best[cell_colours];
  int32_t id[cell_colours];
  for (size_t n = 0; n < count; ++n) {
    const size_t i = near[n];
    const T c0 = palette.x[0][i], c1 = palette.x[1][i], c2 = palette.x[2][i],
            veil = palette.veil[i];
    for (size_t j = 0; j < cell_colours; ++j) {
      const T way0 = static_cast<T>(fine<T> * x[0][j]) - c0,
              way1 = static_cast<T>(fine<T> * x[1][j]) - c1,
              way2 = static_cast<T>(fine<T> * x[2][j]) - c2;
      const T square = way0 * way0 + way1 * way1 + way2 * way2 + veil;
      const bool nearer = n == 0 || square < best[j];
      id[j] = nearer ? static_cast<int32_t>(i) : id[j];
      best[j] = nearer ? square : best[j];
    }
  }
  for (size_t j = 0; j < cell_colours; ++j) labels[j] = static_cast<uint8_t>(id[j]);
  return -1;
}

}  // namespace

QUANTIZE_VARIANTS(label_opaque_cell, label<int32_t>, int,
                  (const CellPalette<int32_t>& palette, const int32_t* const* x, uint8_t* labels),
                  (palette, x, labels))
QUANTIZE_VARIANTS(label_cell, label<double>, int,
                  (const CellPalette<double>& palette, const int32_t* const* x, uint8_t* labels),
                  (palette, x, labels))

}  // namespace pipeline::quantize
