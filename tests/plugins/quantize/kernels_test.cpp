// SPDX-License-Identifier: Apache-2.0
#include "pictures.hpp"
#include "scratch_call.hpp"

#include <map>
#include <random>

#include "plugins/quantize/common/cell_index.hpp"
#include "plugins/quantize/common/cell_label.hpp"
#include "plugins/quantize/kmeans/distance.hpp"
#include "plugins/quantize/kmeans/move.hpp"
#include "plugins/quantize/kmeans/points.hpp"

using namespace pipeline::quantize;
using pipeline::test::ScratchCall;

namespace {

template <class T>
CellPalette<T> palette_of(std::mt19937& random, size_t count, int32_t scale) {
  CellPalette<T> palette;
  palette.count = count;
  for (size_t i = 0; i < count; ++i) {
    for (auto& column : palette.x) {
      column[i] = static_cast<T>(static_cast<int32_t>(random() % unit) * scale);
    }
    palette.veil[i] = scale == 1 ? T{0} : static_cast<T>(random() % 1000000);
  }
  return palette;
}

// Coordinates of each of a cell's colours: its axes' if separate.
std::array<int32_t, 3> at(const CellPlaces& cell, size_t j) {
  if (!cell.separate) return {cell.x[0][j], cell.x[1][j], cell.x[2][j]};
  return {cell.x[0][j >> 6], cell.x[1][j >> 3 & 7], cell.x[2][j & 7]};
}

template <class T, class Variants>
void check_cells(Variants variants, int32_t scale) {
  std::mt19937 random(3);
  for (const size_t count : {1U, 2U, 16U, 64U, 256U}) {
    for (const bool separate : {true, false}) {
      for (int trial = 0; trial < 12; ++trial) {
        CAPTURE(count, separate, trial);
        const auto palette = palette_of<T>(random, count, scale);
        CellPlaces cell;
        cell.separate = separate;
        const auto low = static_cast<int32_t>(random() % 15000);
        for (auto& column : cell.x) {
          for (size_t j = 0; j < cell_colours; ++j) {
            column[j] = low + static_cast<int32_t>(separate ? 64 * (j % 8) : random() % 900);
          }
        }
        std::vector<uint8_t> want(cell_colours);
        for (size_t j = 0; j < cell_colours; ++j) {
          double least = 1e30;
          for (size_t i = 0; i < count; ++i) {
            double square = static_cast<double>(palette.veil[i]);
            for (size_t d = 0; d < 3; ++d) {
              const double way = static_cast<double>(palette.x[d][i]) - at(cell, j)[d] * scale;
              square += way * way;
            }
            if (square < least) least = square, want[j] = static_cast<uint8_t>(i);
          }
        }
        for (const auto& variant : variants) {
          CAPTURE(variant.name);
          std::vector<uint8_t> labels(cell_colours);
          const int all = variant.run(palette, cell, labels.data());
          if (all >= 0) std::fill(labels.begin(), labels.end(), static_cast<uint8_t>(all));
          CHECK(labels == want);
        }
      }
    }
  }
}

}  // namespace

TEST_CASE("labels of a cell are those of a search, the same on every instruction set") {
  check_cells<int32_t>(label_opaque_cell_variants(), 1);
  check_cells<double>(label_cell_variants(), 255);
}

TEST_CASE("labels of a cell are those of a search where all coordinates are whole steps") {
  std::mt19937 random(8);
  for (const int reach : {4, 40, 256}) {
    for (const size_t count : {1U, 16U, 255U, 256U}) {
      CAPTURE(reach, count);
      CellPalette<int32_t> palette;
      palette.count = count;
      CellPlaces cell;
      cell.separate = true;
      for (size_t d = 0; d < 3; ++d) {
        for (int32_t j = 0; j < 8; ++j) cell.x[d][j] = 64 * (120 + j);
        for (size_t i = 0; i < count; ++i) {
          const auto step = static_cast<int32_t>(random() % static_cast<size_t>(reach));
          palette.x[d][i] = 64 * (124 - reach / 2 + step);  // many equally far
        }
      }
      std::fill_n(palette.veil, count, 0);
      for (const auto& variant : label_opaque_cell_variants()) {
        CAPTURE(variant.name);
        std::vector<uint8_t> labels[2];
        for (const bool whole : {false, true}) {
          palette.whole = whole;
          labels[whole].resize(cell_colours);
          const int all = variant.run(palette, cell, labels[whole].data());
          if (all >= 0) std::fill_n(labels[whole].begin(), cell_colours, static_cast<uint8_t>(all));
        }
        CHECK(labels[0] == labels[1]);
      }
    }
  }
}

TEST_CASE("cells and places of pixels are the same on every instruction set") {
  std::mt19937 random(2);
  for (const size_t count : {1U, 5U, 64U, 255U, 256U}) {
    std::vector<uint8_t> rgb;
    for (size_t i = 0; i < 3 * count; ++i) rgb.push_back(static_cast<uint8_t>(random()));
    for (const auto& variant : index_pixels_variants()) {
      CAPTURE(variant.name, count);
      std::vector<uint16_t> cells(count), places(count);
      variant.run(rgb.data(), count, cells.data(), places.data());
      size_t wrong = 0;
      for (size_t i = 0; i < count; ++i) {
        const int r = rgb[3 * i], g = rgb[3 * i + 1], b = rgb[3 * i + 2];
        wrong += cells[i] != (r / 8 * 32 + g / 8) * 32 + b / 8;
        wrong += places[i] != (r % 8 * 8 + g % 8) * 8 + b % 8;
      }
      CHECK(wrong == 0);
    }
  }
}

TEST_CASE("distances to the nearest centre are the same on every instruction set") {
  std::mt19937 random(6);
  std::vector<float> x[4], before(4096);
  for (auto& column : x) {
    for (size_t i = 0; i < before.size(); ++i) {
      column.push_back(static_cast<float>(random() % 16320) / 64);
    }
  }
  for (float& v : before) v = static_cast<float>(random() % 20000);
  const float* const columns[4] = {x[0].data(), x[1].data(), x[2].data(), x[3].data()};
  const float place[4] = {100.25F, 30, 77.5F, 200};
  for (const size_t axes : {3U, 4U}) {
    for (const auto& variant : add_centre_variants()) {
      CAPTURE(variant.name, axes);
      auto nearest = before;
      variant.run(columns, axes, nearest.size(), place, nearest.data());
      bool right = true;
      for (size_t i = 0; i < nearest.size(); ++i) {
        float square = 0;
        for (size_t d = 0; d < axes; ++d) square += (x[d][i] - place[d]) * (x[d][i] - place[d]);
        right = right && nearest[i] == std::min(square, before[i]);
      }
      CHECK(right);
    }
  }
}

TEST_CASE("moved points leave sums as if added anew, the same on every instruction set") {
  constexpr uint16_t centres = 5, none = centres;
  std::mt19937 random(11);
  for (const size_t axes : {3U, 4U}) {
    std::vector<float> x[4], weights;
    for (size_t i = 0; i < group_points; ++i) {
      for (size_t d = 0; d < 4; ++d) {
        x[d].push_back(d < axes ? static_cast<float>(random() % 32640) / 64 - 255 : 0.0F);
      }
      weights.push_back(static_cast<float>(random() % 2000));
    }
    const float* const columns[4] = {x[0].data(), x[1].data(), x[2].data(), x[3].data()};
    for (const auto& variant : move_points_variants()) {
      CAPTURE(variant.name, axes);
      std::vector<ClusterSum> sums(centres + 1);
      std::vector<uint16_t> old(group_points, none), labels(group_points);
      // Whole blocks from one label to another, mixed ones, and blocks that stay.
      for (int step = 0; step < 8; ++step) {
        for (size_t b = 0; b < group_points; b += block_points) {
          const auto one = static_cast<uint16_t>(random() % centres);
          const auto kind = random() % 4;
          for (size_t i = b; i < b + block_points; ++i) {
            const auto any = static_cast<uint16_t>(random() % centres);
            labels[i] = kind == 0 ? one : kind == 1 && step ? old[i] : random() % 3 ? one : any;
          }
        }
        int64_t different = 0;
        for (size_t i = 0; i < group_points; ++i) different += labels[i] != old[i];
        CHECK(variant.run(columns, weights.data(), axes, labels.data(), old.data(), sums.data()) ==
              different);
        CHECK(old == labels);
        std::vector<ClusterSum> want(centres);
        for (size_t i = 0; i < group_points; ++i) {
          auto& sum = want[labels[i]];
          const auto w = static_cast<double>(weights[i]);
          sum.weight += w;
          for (size_t d = 0; d < 4; ++d) sum.x[d] += w * static_cast<double>(x[d][i]);
        }
        bool right = true;
        for (size_t c = 0; c < centres; ++c) {
          right = right && sums[c].weight == want[c].weight &&
                  std::equal(sums[c].x, sums[c].x + 4, want[c].x);
        }
        CHECK(right);
      }
    }
  }
}

TEST_CASE("groups of points are laid out the same on every instruction set") {
  std::mt19937 random(9);
  for (const bool translucent : {false, true}) {
    std::vector<int32_t> opaque[3], alphas;
    std::vector<float> weights;
    for (size_t i = 0; i < group_points; ++i) {
      for (auto& column : opaque) column.push_back(static_cast<int32_t>(random() % 16320) - 4000);
      alphas.push_back(translucent ? static_cast<int32_t>(random() % 255) + 1 : 255);
      weights.push_back(static_cast<float>(random() % 9));
    }
    const int32_t* const in[3] = {opaque[0].data(), opaque[1].data(), opaque[2].data()};
    for (const auto& variant : lay_out_group_variants()) {
      CAPTURE(variant.name, translucent);
      std::vector<float> x[4];
      for (auto& column : x) column.resize(group_points);
      float* const out[4] = {x[0].data(), x[1].data(), x[2].data(),
                             translucent ? x[3].data() : nullptr};
      GroupBoxes boxes;
      const double spread = variant.run(in, alphas.data(), weights.data(), out, boxes);
      double want = 0;
      bool right = true;
      for (size_t i = 0; i < group_points; ++i) {
        for (size_t d = 0; d < 4; ++d) {
          const double place = d < 3 ? opaque[d][i] * alphas[i] / 255.0 / 64 : alphas[i] - 255.0;
          right = right && std::abs(x[d][i] - place) <= 0.5 / 64 + 1e-4;
          const size_t b = i / block_points;
          right = right && std::abs(x[d][i] - boxes.centre[d]) <= boxes.half[d] + 1e-4F &&
                  std::abs(x[d][i] - boxes.block_centre[d][b]) <= boxes.block_half[d][b] + 1e-4F;
          want += static_cast<double>(weights[i]) * x[d][i] * x[d][i];
        }
      }
      CHECK(right);
      CHECK(std::abs(spread - want) <= 1e-5 * want);
    }
  }
}

TEST_CASE(
    "colours are sorted by the upper bits of their channels, interleaved, and stay in order") {
  std::mt19937 random(5);
  for (const size_t count : {1U, 2U, 300U, 30000U}) {
    for (const bool opaque : {true, false}) {
      CAPTURE(count, opaque);
      std::vector<WeightedColour> colours;
      for (uint32_t i = 0; i < count; ++i) {
        const auto rgba =
            static_cast<uint32_t>(random()) & (random() % 2 ? 0xFFFFFFFF : 0xFF0F3F1F);
        colours.push_back({rgba | (opaque ? 0xFF000000 : 0), i});
      }
      const auto place = [&](const WeightedColour& c) {
        const std::vector<uint32_t> channels =
            opaque ? std::vector<uint32_t>{1, 0, 2} : std::vector<uint32_t>{3, 1, 0, 2};
        uint32_t bits = 0;
        for (uint32_t bit = 7; bit > (opaque ? 2 : 3); --bit) {
          for (const uint32_t channel : channels)
            bits = 2 * bits + (c.rgba >> 8 * channel >> bit & 1);
        }
        return bits;
      };
      auto want = colours;
      std::stable_sort(want.begin(), want.end(),
                       [&](const auto& a, const auto& b) { return place(a) < place(b); });
      const ScratchCall call;
      sort_along_curve(call, colours, opaque);
      CHECK(std::equal(
          colours.begin(), colours.end(), want.begin(),
          [](const auto& a, const auto& b) { return a.rgba == b.rgba && a.weight == b.weight; }));
    }
  }
}

TEST_CASE("merging keeps the weights and the mean of what it brings together") {
  std::mt19937 random(4);
  for (const bool translucent : {false, true}) {
    CAPTURE(translucent);
    std::vector<WeightedColour> colours;
    for (uint32_t i = 0; i < 20000; ++i) {
      const auto rgb = static_cast<uint32_t>(random()) & 0x3F3F3F;
      const uint32_t alpha = translucent ? 128 + static_cast<uint32_t>(random()) % 128 : 255;
      colours.push_back({rgb | alpha << 24, i % 3 + 1});
    }
    const ScratchCall call;
    sort_along_curve(call, colours, !translucent);
    const auto merged = merge_near(call, colours, !translucent);
    std::vector<WeightedColour> in_parts, out(colours.size());
    std::vector<WeightedColours> parts;
    for (size_t begin = 0; begin < colours.size(); begin += 7) {
      const size_t end = std::min(begin + 7, colours.size());
      parts.push_back(merge_near(colours, !translucent, begin, end, out.data()));
    }
    for (const auto& part : parts) in_parts.insert(in_parts.end(), part.begin(), part.end());
    CHECK(std::equal(merged.begin(), merged.end(), in_parts.begin(), in_parts.end(),
                     [](const WeightedColour& a, const WeightedColour& b) {
                       return a.rgba == b.rgba && a.weight == b.weight;
                     }));
    CHECK(merged.size() < colours.size() / 2);
    const auto totals = [](const auto& of) {
      std::array<double, 5> sums{};
      for (const auto& [rgba, weight] : of) {
        const auto n = static_cast<double>(weight);
        sums[4] += n;
        for (size_t d = 0; d < 4; ++d) sums[d] += n * (rgba >> 8 * d & 255);
      }
      return sums;
    };
    const auto before = totals(colours), after = totals(merged);
    CHECK(before[4] == after[4]);
    for (size_t d = 0; d < 4; ++d) CHECK(std::abs(before[d] - after[d]) < 0.1 * before[4]);
    // What comes together agrees in the upper bits: each merged colour's cell holds as much before.
    const uint32_t cell = translucent ? 0xF8F8F8F8 : 0xFFFCFCFC;
    std::map<uint32_t, int64_t> weights;
    for (const auto& c : colours) weights[c.rgba & cell] += c.weight;
    CHECK(weights.size() == merged.size());
    bool right = true;
    for (const auto& c : merged) right = right && weights[c.rgba & cell] == c.weight;
    CHECK(right);
  }
}
