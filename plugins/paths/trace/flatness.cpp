// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/flatness.hpp"

#include <algorithm>
#include <cmath>

namespace trace {
namespace {

class LabelledPicture {
 public:
  LabelledPicture(const pipeline::Image<const uint8_t>& image, const pipeline::Labels& labels,
                  const Fills& fills)
      : image_(image), labels_(labels), fills_(fills) {}

  int width() const { return image_.width(); }
  int height() const { return image_.height(); }
  // One that has no colour is refused when regions are found; here it is as good as the last.
  uint32_t label(int x, int y) const { return std::min(labels_.at(x, y), fills_.count() - 1); }
  Colour4 off(int x, int y) const { return pixel_of(image_, x, y) - fills_.at(label(x, y), x, y); }

  // Whether a pixel has the colour of its label. Where there is noise, the mean around it need only
  // be near, and what is off be mostly noise, not a colour that the palette lacks.
  bool is_near(int x, int y, bool noisy) const {
    constexpr float near_square = 12 * 12;
    const Colour4 here = off(x, y);
    if (dot(here, here) <= near_square) return true;
    if (!noisy) return false;
    constexpr int reach = 2;
    constexpr float fewest = 13, largest_share = 0.4F;
    Colour4 sum{};
    float count = 0, squares = 0;
    for (int v = std::max(0, y - reach); v <= std::min(height() - 1, y + reach); ++v) {
      for (int u = std::max(0, x - reach); u <= std::min(width() - 1, x + reach); ++u) {
        if (label(u, v) != label(x, y)) continue;
        const Colour4 d = off(u, v);
        for (int k = 0; k < 4; ++k) sum.v[k] += d.v[k];
        squares += dot(d, d);
        ++count;
      }
    }
    const float mean = dot(sum, sum) / count;  // times count
    return count >= fewest && mean <= near_square * count && mean <= largest_share * squares;
  }

 private:
  const pipeline::Image<const uint8_t>& image_;
  const pipeline::Labels& labels_;
  const Fills& fills_;
};

}  // namespace

// From a few rows: those beside a boundary, which compression wears most, and those farther inside
// are looked at apart.
float estimate_noise(const pipeline::Image<const uint8_t>& image, const pipeline::Labels& labels,
                     const Fills& fills) {
  constexpr int most_rows = 48, blur = 3, beside = 6;
  constexpr size_t few = 64;
  constexpr float median_square = 2.4F, least = 1;  // of three normal channels; levels of 255
  const LabelledPicture picture(image, labels, fills);
  const int width = picture.width(), height = picture.height(), rows = std::min(most_rows, height);
  std::vector<float> near, far;
  for (int i = 0; i < rows; ++i) {
    const auto y = static_cast<int>((2LL * i + 1) * height / (2 * rows));
    for (int begin = 0, end; begin < width; begin = end) {
      for (end = begin + 1; end < width && picture.label(end, y) == picture.label(begin, y);) ++end;
      for (int x = begin + blur; x < end - blur; ++x) {
        const Colour4 d = picture.off(x, y);
        (std::min(x - begin, end - 1 - x) <= beside ? near : far).push_back(dot(d, d));
      }
    }
  }
  float square = 0;
  for (std::vector<float>* squares : {&near, &far}) {
    if (squares->size() < few) continue;
    const auto middle = squares->begin() + static_cast<std::ptrdiff_t>(squares->size() / 2);
    std::nth_element(squares->begin(), middle, squares->end());
    square = std::max(square, *middle);
  }
  const float noise = std::sqrt(square / median_square);
  return noise < least ? 0 : noise;
}

// Over an edge that blur b spreads, a coverage c times 1 - c sums up to b over the square root of
// pi. Edges that are nearly upright tell, between wide enough areas of clearly different colours.
float estimate_blur(const pipeline::Image<const uint8_t>& image, const pipeline::Labels& labels,
                    const Fills& fills) {
  constexpr int most_rows = 256, reach = 5, straight = 2;
  constexpr size_t few = 64;
  constexpr float clear_square = 80 * 80, most_impure = 0.1F, root_pi = 1.7725F;
  constexpr float pixel_square = 1.0F / 12, least = 0.5F;  // of a pixel itself
  const LabelledPicture picture(image, labels, fills);
  const int width = picture.width(), height = picture.height();
  const int step = std::max(1, height / most_rows);
  std::vector<float> sums;
  for (int y = straight; y + straight < height; y += step) {
    for (int x = reach; x + reach <= width; ++x) {
      const uint32_t in = picture.label(x, y), out = picture.label(x - 1, y);
      if (in == out) continue;
      const auto is_edge = [&](int row, int reach_here) {
        for (int k = 0; k < reach_here; ++k) {
          if (picture.label(x + k, row) != in || picture.label(x - 1 - k, row) != out) return false;
        }
        return true;
      };
      if (!is_edge(y, 3) || !is_edge(y - straight, 1) || !is_edge(y + straight, 1)) continue;
      const Colour4 across = fills.at(in, x, y) - fills.at(out, x, y);
      const float square = dot(across, across);
      if (square < clear_square) continue;
      // Outwards from the edge, as far as it goes on becoming purer.
      float sum = 0;
      bool pure = true;
      for (const int side : {-1, 1}) {
        float before = 1;
        for (int k = 0; k < reach; ++k) {
          const int u = side > 0 ? x + k : x - 1 - k;
          const float cover = dot(pixel_of(image, u, y) - fills.at(out, u, y), across) / square;
          const float missing = std::clamp(side > 0 ? 1 - cover : cover, 0.0F, 1.0F);
          if (missing > before) break;
          sum += missing * (1 - missing);
          before = missing;
        }
        pure = pure && before < most_impure;
      }
      if (pure) sums.push_back(sum);
    }
  }
  if (sums.size() < few) return 0;
  const auto middle = sums.begin() + static_cast<std::ptrdiff_t>(sums.size() / 2);
  std::nth_element(sums.begin(), middle, sums.end());
  const float blur =
      std::sqrt(std::max(0.0F, *middle * root_pi * *middle * root_pi - pixel_square));
  return blur < least ? 0 : blur;
}

bool may_be_noise(const RegionMap& map) {
  constexpr size_t pixels_a_region = 1024, some = 64;
  return map.regions.size() <= some + map.ids.size() / pixels_a_region;
}

bool has_flat_areas(const pipeline::Image<const uint8_t>& image, const pipeline::Labels& labels,
                    const Fills& fills, float noise) {
  // A look at some rows is enough to tell a photograph from a drawing.
  constexpr int most_rows = 128;
  constexpr int64_t of_hundred = 70;
  const LabelledPicture picture(image, labels, fills);
  const int step = std::max(1, picture.height() / most_rows);
  int64_t looked = 0, near = 0;
  for (int y = 0; y < picture.height(); y += step) {
    for (int x = 0; x < picture.width(); ++x) near += picture.is_near(x, y, noise > 0);
    looked += picture.width();
  }
  return 100 * near >= of_hundred * looked;
}

}  // namespace trace
