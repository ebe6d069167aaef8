// SPDX-License-Identifier: Apache-2.0
#include "trace_picture.hpp"

#include <algorithm>
#include <cmath>

namespace trace {

Picture::Picture(const pipeline::Image<const uint8_t>& image, const RegionMap& map,
                 const pipeline::Labels& labels)
    : image_(image), map_(map) {
  for (uint32_t i = 0; i < labels.count(); ++i) {
    const auto c = labels.palette(i);
    const float a = 255 * c.a;
    palette_.push_back({{c.r * a, c.g * a, c.b * a, a}});
  }
  // What a photograph is off its regions' colours is no noise; it has many regions.
  constexpr size_t pixels_a_region = 1024, some = 64;
  if (map.regions.size() <= some + map.ids.size() / pixels_a_region) noise_ = estimate_noise();
}

// From a few rows: pixels a little inside their regions, where those beside a boundary, which
// compression wears most, and those farther inside are looked at apart.
float Picture::estimate_noise() const {
  constexpr int rows = 48, blur = 3, beside = 6;
  constexpr size_t few = 64;
  constexpr float median_square = 2.4F, least = 1;  // of three normal channels; levels of 255
  std::vector<float> near, far;
  for (int i = 0; i < std::min(rows, height()); ++i) {
    const auto y = static_cast<int>((2LL * i + 1) * height() / (2 * std::min(rows, height())));
    for (int begin = 0, end; begin < width(); begin = end) {
      for (end = begin + 1; end < width() && map_.at(end, y) == map_.at(begin, y);) ++end;
      for (int x = begin + blur; x < end - blur; ++x) {
        const Colour4 d = off(x, y);
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

float Picture::cover_noise(uint32_t in, uint32_t out) const {
  const Colour4 across = colour(in) - colour(out);
  const float square = dot(across, across);
  return square > 0 ? 2 * noise_ / std::sqrt(square) : 0;
}

// Whether a pixel has the colour of its region. Where there is noise, the mean around it need only
// be near, and what is off be mostly noise, not a colour that the region lacks.
bool Picture::is_near(int x, int y) const {
  constexpr float near_square = 12 * 12;
  const Colour4 here = off(x, y);
  if (dot(here, here) <= near_square) return true;
  if (noise_ == 0) return false;
  constexpr int reach = 2;
  constexpr float fewest = 13, largest_share = 0.4F;
  const uint32_t region = map_.at(x, y);
  Colour4 sum{};
  float count = 0, squares = 0;
  for (int v = y - reach; v <= y + reach; ++v) {
    for (int u = x - reach; u <= x + reach; ++u) {
      if (map_.at(u, v) != region) continue;
      const Colour4 d = off(u, v);
      for (int k = 0; k < 4; ++k) sum.v[k] += d.v[k];
      squares += dot(d, d);
      ++count;
    }
  }
  const float mean = dot(sum, sum) / count;  // times count
  return count >= fewest && mean <= near_square * count && mean <= largest_share * squares;
}

Colour4 Picture::pixel(int x, int y) const {
  const uint8_t* p = image_.pixel(x, y);
  const auto r = static_cast<float>(p[0]), g = static_cast<float>(p[1]),
             b = static_cast<float>(p[2]);
  if (image_.channels() == 3) return {{r, g, b, 255}};
  const float scale = static_cast<float>(p[3]) / 255;
  return {{r * scale, g * scale, b * scale, static_cast<float>(p[3])}};
}

Picture::Blend Picture::blend(int x, int y, uint32_t in, uint32_t out) const {
  const Colour4 &a = colour(in), &b = colour(out), c = pixel(x, y);
  const Colour4 across = a - b, from = c - b;
  const float length = dot(across, across);
  if (length <= 0) return {0.5F, 0};
  const float along = dot(from, across);
  return {along / length, std::max(0.0F, dot(from, from) - along * along / length)};
}

bool Picture::is_flat() const {
  // A region a few pixels large has no outline worth fitting.
  constexpr size_t pixels_a_region = 64, some = 64, most_regions = 20000;
  const size_t regions = map_.regions.size();
  if (regions > most_regions || regions > some + map_.ids.size() / pixels_a_region) return false;
  // A look at some rows is enough to tell a photograph from a drawing.
  constexpr int most_rows = 128;
  constexpr int64_t of_hundred = 70;
  const int step = std::max(1, height() / most_rows);
  int64_t looked = 0, near = 0;
  for (int y = 0; y < height(); y += step) {
    for (int x = 0; x < width(); ++x) near += is_near(x, y);
    looked += width();
  }
  return 100 * near >= of_hundred * looked;
}

}  // namespace trace
