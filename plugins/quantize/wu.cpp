// SPDX-License-Identifier: Apache-2.0
// Wu's quantizer: X. Wu, Color quantization by dynamic programming and principal analysis, ACM
// Trans. Graphics 11(4), 1992, in its greedy form (Graphics Gems II, 1991): the box with the
// largest squared error is cut where that falls most; tables of cumulative moments give the error
// of any box from its corners.
#include <algorithm>

#include "plugins/quantize/common/colour_sum.hpp"
#include "plugins/quantize/common/deliver.hpp"

namespace {

using namespace pipeline;

constexpr size_t axes = 4;

// Weight, sum and sum of squares of levels.
struct Moments {
  double weight = 0, x[axes] = {}, squares = 0;

  void add(const Moments& other, double sign) {
    weight += sign * other.weight, squares += sign * other.squares;
    for (size_t d = 0; d < axes; ++d) x[d] += sign * other.x[d];
  }
  // |sum|^2 / weight: what the squared error is less than the squares.
  double gathered() const {
    double sum = 0;
    for (const double v : x) sum += v * v;
    return weight > 0 ? sum / weight : 0;
  }
  double error() const { return squares - gathered(); }
};

// Bins first[d] < b <= last[d].
struct Box {
  std::array<size_t, axes> first, last;
  double error = 0;
};

class Table {
 public:
  Table(quantize::WeightedColours colours, bool alpha)
      : alpha_(alpha), sides_{33, 33, 33, alpha ? size_t{9} : size_t{2}} {
    size_t size = 1;
    for (size_t d = 0; d < axes; ++d) strides_[d] = size, size *= sides_[d];
    cells_.resize(size);
    for (const auto& c : colours) {
      const auto levels = quantize::levels_of(c.rgba);
      Moments& cell = cells_[at(bins(levels))];
      const auto n = static_cast<double>(c.weight);
      cell.weight += n;
      for (size_t d = 0; d < axes; ++d) {
        cell.x[d] += n * levels[d], cell.squares += n * levels[d] * levels[d];
      }
    }
    for (size_t d = 0; d < axes; ++d) {
      for (size_t i = strides_[d]; i < size; ++i) {
        if (i / strides_[d] % sides_[d]) cells_[i].add(cells_[i - strides_[d]], 1);
      }
    }
  }

  Box all() const {
    Box box{{}, sides_};
    for (size_t& last : box.last) --last;
    box.error = within(box).error();
    return box;
  }

  // The bin that a colour is in.
  std::array<size_t, axes> bins(const quantize::Levels& levels) const {
    return {levels[0] / 8U + 1, levels[1] / 8U + 1, levels[2] / 8U + 1,
            alpha_ ? levels[3] / 32U + 1 : 1};
  }

  Moments within(const Box& box) const {
    Moments sum;
    for (unsigned corner = 0; corner < 1U << axes; ++corner) {
      std::array<size_t, axes> place;
      double sign = 1;
      for (size_t d = 0; d < axes; ++d) {
        const bool low = (corner >> d & 1) != 0;
        place[d] = low ? box.first[d] : box.last[d];
        if (low) sign = -sign;
      }
      sum.add(cells_[at(place)], sign);
    }
    return sum;
  }

  // Cuts the box in two where that lowers the error most; false if nothing does.
  bool cut(Box& box, Box& upper) const {
    const Moments whole = within(box);
    double best = whole.gathered();
    size_t axis = axes, place = 0;
    for (size_t d = 0; d < axes; ++d) {
      Box lower = box;
      for (size_t b = box.first[d] + 1; b < box.last[d]; ++b) {
        lower.last[d] = b;
        const Moments part = within(lower);
        Moments rest = whole;
        rest.add(part, -1);
        if (part.weight <= 0 || rest.weight <= 0) continue;
        const double gathered = part.gathered() + rest.gathered();
        if (gathered > best) best = gathered, axis = d, place = b;
      }
    }
    if (axis == axes) return false;
    upper = box;
    box.last[axis] = upper.first[axis] = place;
    box.error = within(box).error(), upper.error = within(upper).error();
    return true;
  }

 private:
  size_t at(const std::array<size_t, axes>& place) const {
    size_t i = 0;
    for (size_t d = 0; d < axes; ++d) i += place[d] * strides_[d];
    return i;
  }

  bool alpha_;
  std::array<size_t, axes> sides_, strides_;
  std::vector<Moments> cells_;  // cumulative
};

std::vector<Box> boxes_of(const Table& table, size_t wanted) {
  std::vector<Box> boxes{table.all()};
  while (boxes.size() < wanted) {
    auto& worst = *std::max_element(boxes.begin(), boxes.end(),
                                    [](const Box& a, const Box& b) { return a.error < b.error; });
    if (worst.error <= 0) break;
    Box upper;
    if (table.cut(worst, upper)) {
      boxes.push_back(upper);
    } else {
      worst.error = 0;  // one bin: not cut again
    }
  }
  return boxes;
}

struct Wu {
  static constexpr Stage stage{"quantize.wu",
                               "1.0.0",
                               "A palette by Wu's cuts of least squared error, for comparison.",
                               PIPELINE_STAGE_PURE | PIPELINE_STAGE_REENTRANT,
                               8.0,
                               64 << 20};
  static constexpr auto image = quantize::image_port;
  static constexpr auto labels = quantize::labels_port;
  static constexpr auto painted = quantize::painted_port;
  static constexpr auto colors = quantize::colors_param;
  PIPELINE_INTERFACE(image, labels, painted, colors)

  void run(const Call<Wu>& call) const {
    quantize::deliver_plain(call, [&](const quantize::Gathered& gathered, size_t wanted) {
      const Table table(gathered.colours, call[image].has_alpha());
      quantize::Palette palette;
      for (const Box& box : boxes_of(table, wanted)) {
        const Moments moments = table.within(box);
        double place[axes];
        for (size_t d = 0; d < axes; ++d) place[d] = moments.x[d] / moments.weight * 64;
        palette.push_back(quantize::colour_at(quantize::Space::srgb, place));
      }
      return palette;
    });
  }
};

}  // namespace

PIPELINE_STAGE(wu, Wu)
