// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/thin/field.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace trace {
namespace {

constexpr int parts = 4;  // cells to a pixel, each way
constexpr int reach = 4;  // cells, of the blur; no more than parts
constexpr int rounds = 4;
constexpr float sharpness = 4;  // of the cut, over the blurred field's range
constexpr float level = 0.5F;

// Binomial weights over 2 * reach + 1 cells.
constexpr float weights[2 * reach + 1] = {1 / 256.0F,  8 / 256.0F,  28 / 256.0F,
                                          56 / 256.0F, 70 / 256.0F, 56 / 256.0F,
                                          28 / 256.0F, 8 / 256.0F,  1 / 256.0F};

using Cells = std::array<float, parts * parts>;

// Pixels that are covered in part have cells of their own; of others all cells are alike.
class CellField {
 public:
  explicit CellField(const CoverField& field) : field_(field) {
    index_.assign(field.cover.size(), -1);
    for (size_t i = 0; i < field.cover.size(); ++i) {
      if (!partly(field.cover[i])) continue;
      index_[i] = static_cast<int32_t>(pixels_.size());
      pixels_.push_back(static_cast<uint32_t>(i));
    }
    cells_.resize(pixels_.size());
    for (size_t k = 0; k < pixels_.size(); ++k) cells_[k].fill(field.cover[pixels_[k]]);
  }

  void settle() {
    std::vector<Cells> next(cells_.size());
    for (int round = 0; round < rounds; ++round) {
      for (size_t k = 0; k < pixels_.size(); ++k) next[k] = moved(k);
      cells_.swap(next);
    }
  }

  // Cell (x, y) of the window.
  float at(int x, int y) const {
    if (x < 0 || y < 0 || x >= parts * field_.width || y >= parts * field_.height) return 0;
    const size_t pixel = static_cast<size_t>(y / parts) * static_cast<size_t>(field_.width) +
                         static_cast<size_t>(x / parts);
    const int32_t k = index_[pixel];
    if (k < 0) return field_.cover[pixel] >= level ? 1.0F : 0.0F;
    return cells_[static_cast<size_t>(k)][static_cast<size_t>(y % parts * parts + x % parts)];
  }

 private:
  static bool partly(float cover) { return cover > 0 && cover < 1; }

  // The cells of a pixel, which may be beyond the window.
  class Block {
   public:
    Block(const CellField& of, int x, int y) {
      if (x < 0 || y < 0 || x >= of.field_.width || y >= of.field_.height) return;
      const size_t pixel =
          static_cast<size_t>(y) * static_cast<size_t>(of.field_.width) + static_cast<size_t>(x);
      const int32_t k = of.index_[pixel];
      if (k >= 0) cells_ = of.cells_[static_cast<size_t>(k)].data();
      alike_ = of.field_.cover[pixel];
    }
    void copy(int y, float* to) const {
      for (int x = 0; x < parts; ++x) to[x] = cells_ ? cells_[y * parts + x] : alike_;
    }

   private:
    const float* cells_ = nullptr;
    float alike_ = 0;
  };

  Cells moved(size_t k) const {
    static_assert(reach == parts);  // three pixels by three are looked at
    constexpr int wide = parts + 2 * reach;
    const auto width = static_cast<uint32_t>(field_.width);
    const int x0 = static_cast<int>(pixels_[k] % width), y0 = static_cast<int>(pixels_[k] / width);
    float along[wide][parts];
    for (int v = 0; v < 3; ++v) {
      const Block left(*this, x0 - 1, y0 + v - 1), middle(*this, x0, y0 + v - 1),
          right(*this, x0 + 1, y0 + v - 1);
      for (int y = 0; y < parts; ++y) {
        float row[wide];
        left.copy(y, row), middle.copy(y, row + parts), right.copy(y, row + 2 * parts);
        for (int x = 0; x < parts; ++x) {
          float sum = 0;
          for (int i = 0; i <= 2 * reach; ++i) sum += weights[i] * row[x + i];
          along[v * parts + y][x] = sum;
        }
      }
    }
    Cells blurred;
    for (int y = 0; y < parts; ++y) {
      for (int x = 0; x < parts; ++x) {
        float sum = 0;
        for (int i = 0; i <= 2 * reach; ++i) sum += weights[i] * along[y + i][x];
        blurred[static_cast<size_t>(y * parts + x)] = sum;
      }
    }
    return cut(blurred, field_.cover[pixels_[k]]);
  }

  // At the level that leaves the pixel its part.
  static Cells cut(const Cells& blurred, float part) {
    const auto [least, most] = std::minmax_element(blurred.begin(), blurred.end());
    float low = *least - 1 / sharpness, high = *most + 1 / sharpness;
    Cells cells{};
    for (int step = 0; step < 12; ++step) {
      const float middle = (low + high) / 2;
      float sum = 0;
      for (size_t i = 0; i < cells.size(); ++i) {
        cells[i] = std::clamp(0.5F + sharpness * (blurred[i] - middle), 0.0F, 1.0F);
        sum += cells[i];
      }
      (sum > part * static_cast<float>(cells.size()) ? low : high) = middle;
    }
    return cells;
  }

  const CoverField& field_;
  std::vector<int32_t> index_;    // by pixel: its cells; -1: all alike
  std::vector<uint32_t> pixels_;  // with cells
  std::vector<Cells> cells_;
};

// Marching squares between the middles of cells. An edge of that grid is crossed once at most; a
// ring goes from crossing to crossing with what is covered on its right.
class RingWalker {
 public:
  explicit RingWalker(const CellField& cells, const CoverField& field)
      : cells_(cells),
        field_(field),
        width_(static_cast<size_t>(parts * field.width)),
        seen_(width_ * static_cast<size_t>(parts * field.height)) {}

  std::vector<Ring> walk() {
    std::vector<Ring> rings;
    // Every ring goes up somewhere, between a cell that is not covered and one to its right that
    // is.
    for (int y = 0; y < parts * field_.height; ++y) {
      for (int pixel = 0; pixel < field_.width; ++pixel) {
        if (field_.at(field_.x0 + pixel, field_.y0 + y / parts) == 0) continue;
        for (int x = parts * pixel; x < parts * (pixel + 1); ++x) {
          if (covered(x, y) && !covered(x - 1, y) && !seen_[place(x, y)])
            rings.push_back(ring_from(x, y));
        }
      }
    }
    return rings;
  }

 private:
  size_t place(int x, int y) const {
    return static_cast<size_t>(y) * width_ + static_cast<size_t>(x);
  }
  bool covered(int x, int y) const { return cells_.at(x, y) >= level; }

  // Where the level lies between a cell that is covered and one beside it that is not.
  Point crossing(int in_x, int in_y, int out_x, int out_y) const {
    const float in = cells_.at(in_x, in_y), out = cells_.at(out_x, out_y);
    const double t = static_cast<double>(in - level) / static_cast<double>(in - out);
    const double x = in_x + 0.5 + t * (out_x - in_x), y = in_y + 0.5 + t * (out_y - in_y);
    return {field_.x0 + x / parts, field_.y0 + y / parts};
  }

  // From the crossing between cells (x - 1, y) and (x, y), of which the latter is covered.
  Ring ring_from(int x, int y) {
    // The walker has cell `in` on its right and cell `out` on its left, and goes up first.
    Ring ring;
    int in_x = x, in_y = y, out_x = x - 1, out_y = y;
    do {
      if (out_x + 1 == in_x) seen_[place(in_x, in_y)] = 1;
      ring.push_back(crossing(in_x, in_y, out_x, out_y));
      // Ahead of both: to the left of the way from `out` to `in`.
      const int ahead_x = in_y - out_y, ahead_y = out_x - in_x;
      const int ahead_in_x = in_x + ahead_x, ahead_in_y = in_y + ahead_y,
                ahead_out_x = out_x + ahead_x, ahead_out_y = out_y + ahead_y;
      const bool in_goes_on = covered(ahead_in_x, ahead_in_y),
                 out_goes_on = !covered(ahead_out_x, ahead_out_y);
      // What is covered hangs together at corners.
      if (!out_goes_on) {
        in_x = ahead_out_x, in_y = ahead_out_y;
      } else if (in_goes_on) {
        in_x = ahead_in_x, in_y = ahead_in_y, out_x = ahead_out_x, out_y = ahead_out_y;
      } else {
        out_x = ahead_in_x, out_y = ahead_in_y;
      }
    } while (in_x != x || in_y != y || out_x != x - 1 || out_y != y);
    return ring;
  }

  const CellField& cells_;
  const CoverField& field_;
  size_t width_;
  std::vector<char> seen_;  // by cell: the crossing on its left
};

}  // namespace

std::vector<Ring> cover_rings(const CoverField& field) {
  CellField cells(field);
  cells.settle();
  return RingWalker(cells, field).walk();
}

}  // namespace trace
