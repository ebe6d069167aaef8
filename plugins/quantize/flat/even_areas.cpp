// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/flat/even_areas.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "plugins/quantize/flat/neighbours.hpp"

namespace pipeline::quantize {

namespace {

constexpr int rounding = 3;       // levels: rounded colours are off a straight line by no more
constexpr int bend_of_step = 4;   // a step may be another fourth longer or shorter than the next
constexpr int largest_step = 40;  // levels from pixel to pixel
constexpr int thick = 4;          // pixels, the side of a square that fits into an area

// Whether colours change evenly from a over b to c.
bool runs_evenly(uint32_t a, uint32_t b, uint32_t c) {
  for (int shift = 0; shift < 32; shift += 8) {
    const int p = static_cast<int>(a >> shift & 255), q = static_cast<int>(b >> shift & 255),
              r = static_cast<int>(c >> shift & 255);
    const int step = std::max(std::abs(q - p), std::abs(r - q));
    if (std::abs(p + r - 2 * q) > rounding + step / bend_of_step || step > largest_step)
      return false;
  }
  return true;
}

class Evenness {
 public:
  explicit Evenness(const PackedPicture& picture) : picture_(picture) {}

  bool operator()(int x, int y) const {
    return along(x, y, 1, 0) && along(x, y, 0, 1) && along(x, y, 1, 1) && along(x, y, -1, 1);
  }

  // The same with neighbours farther off, where a slight bend shows.
  bool operator()(int x, int y, int reach, const std::vector<uint8_t>& within) const {
    const auto straight = [&](int dx, int dy) {
      return !inside(x - dx, y - dy, within) || !inside(x + dx, y + dy, within) ||
             is_straight(x, y, dx, dy);
    };
    return straight(reach, 0) && straight(0, reach) && straight(reach, reach) &&
           straight(-reach, reach);
  }

 private:
  bool inside(int x, int y) const {
    return x >= 0 && y >= 0 && x < picture_.width && y < picture_.height;
  }
  bool inside(int x, int y, const std::vector<uint8_t>& within) const {
    return inside(x, y) && within[static_cast<size_t>(y) * static_cast<size_t>(picture_.width) +
                                  static_cast<size_t>(x)];
  }
  uint32_t at(int x, int y) const { return picture_.row(y)[x]; }
  bool along(int x, int y, int dx, int dy) const {
    return !inside(x - dx, y - dy) || !inside(x + dx, y + dy) ||
           runs_evenly(at(x - dx, y - dy), at(x, y), at(x + dx, y + dy));
  }
  bool is_straight(int x, int y, int dx, int dy) const {
    const Channels4 a = channels_of(at(x - dx, y - dy)), b = channels_of(at(x, y)),
                    c = channels_of(at(x + dx, y + dy));
    for (size_t k = 0; k < 4; ++k) {
      if (std::abs(a[k] + c[k] - 2 * b[k]) > rounding) return false;
    }
    return true;
  }

  const PackedPicture& picture_;
};

// By pixel 1 where a square of even pixels ends, its lower right corner.
std::vector<uint8_t> square_ends(const std::vector<uint8_t>& even, size_t width) {
  std::vector<uint8_t> side(even);
  for (size_t i = width + 1; i < side.size(); ++i) {
    if (!side[i] || i % width == 0) continue;
    side[i] = static_cast<uint8_t>(
        std::min({side[i - 1], side[i - width], side[i - width - 1], uint8_t{thick - 1}}) + 1);
  }
  for (uint8_t& s : side) s = s == thick;
  return side;
}

class AreaWalker {
 public:
  AreaWalker(const PackedPicture& picture, const std::vector<uint8_t>& even)
      : picture_(picture), even_(even), left_(even), width_(static_cast<size_t>(picture.width)) {}

  bool is_left(size_t i) const { return left_[i]; }

  EvenArea walk(size_t first) {
    EvenArea area;
    std::array<uint8_t, 4> least, most;
    least.fill(255), most.fill(0);
    size_t sides = 0;  // between a pixel of the area and one that is not
    const auto visit = [&](size_t n) {
      sides += !even_[n];
      if (!left_[n]) return;
      left_[n] = 0;
      area.pixels.push_back(static_cast<uint32_t>(n));
    };
    visit(first);
    for (size_t k = 0; k < area.pixels.size(); ++k) {
      const size_t i = area.pixels[k];
      for (size_t c = 0; c < 4; ++c) {
        const auto v = static_cast<uint8_t>(picture_.pixels[i] >> 8 * c & 255);
        least[c] = std::min(least[c], v), most[c] = std::max(most[c], v);
      }
      each_neighbour(i, width_, left_.size(), visit);
    }
    for (size_t c = 0; c < 4; ++c) area.range = std::max(area.range, most[c] - least[c]);
    area.thickness = 2 * static_cast<double>(area.pixels.size()) /
                     static_cast<double>(std::max<size_t>(sides, 1));
    return area;
  }

 private:
  const PackedPicture& picture_;
  const std::vector<uint8_t>& even_;  // by pixel
  std::vector<uint8_t> left_;         // by pixel: even, and of no area yet
  size_t width_;
};

}  // namespace

std::vector<EvenArea> find_even_areas(const BasicCall& call, const PackedPicture& picture,
                                      const std::vector<uint8_t>& within, int reach) {
  const int width = picture.width;
  const Evenness is_even(picture);
  std::vector<uint8_t> even(picture.pixels.size());
  call.rows(picture.height, [&](int64_t y0, int64_t y1) {
    for (auto y = static_cast<int>(y0); y < y1; ++y) {
      const size_t row = static_cast<size_t>(y) * static_cast<size_t>(width);
      for (int x = 0; x < width; ++x) {
        const size_t i = row + static_cast<size_t>(x);
        if (!within[i]) continue;
        even[i] = reach == 1 ? is_even(x, y) : is_even(x, y, reach, within);
      }
    }
  });
  const std::vector<uint8_t> ends = square_ends(even, static_cast<size_t>(width));
  AreaWalker walker(picture, even);
  std::vector<EvenArea> areas;
  for (size_t i = 0; i < ends.size(); ++i) {
    if (ends[i] && walker.is_left(i)) areas.push_back(walker.walk(i));
  }
  std::stable_sort(areas.begin(), areas.end(), [](const EvenArea& a, const EvenArea& b) {
    return a.pixels.size() > b.pixels.size();
  });
  return areas;
}

bool changes_evenly(const PackedPicture& picture) {
  constexpr int most_rows = 64;
  constexpr int64_t changing_of_thousand = 3, even_of_hundred = 40;
  int64_t looked = 0, even = 0, changing = 0;
  const Evenness is_even(picture);
  const int rows = std::min(most_rows, picture.height);
  for (int i = 0; i < rows; ++i) {
    const auto y = static_cast<int>((2LL * i + 1) * picture.height / (2 * rows));
    const uint32_t* row = picture.row(y);
    const uint32_t* above = picture.row(std::max(0, y - 1));
    const uint32_t* below = picture.row(std::min(picture.height - 1, y + 1));
    for (int x = 0; x < picture.width; ++x) {
      const uint32_t c = row[x];
      const bool same = c == row[std::max(0, x - 1)] && c == above[x] && c == below[x];
      if (!same && !is_even(x, y)) continue;
      ++even;
      changing += !same;
    }
    looked += picture.width;
  }
  return 1000 * changing >= changing_of_thousand * looked && 100 * even >= even_of_hundred * looked;
}

}  // namespace pipeline::quantize
