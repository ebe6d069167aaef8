// SPDX-License-Identifier: Apache-2.0
#include "plugins/common/enlargement/settle.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>

namespace enlargement {

namespace {

// No channel differs by more.
bool are_near(uint32_t a, uint32_t b, int levels) {
  for (int shift = 0; shift < 32; shift += 8) {
    if (std::abs(static_cast<int>(a >> shift & 255) - static_cast<int>(b >> shift & 255)) >
        levels) {
      return false;
    }
  }
  return true;
}

// Calls visit(pixel, its four neighbours); beyond the edges there are the pixels at these.
template <class Visit>
void each_with_neighbours(const std::vector<uint32_t>& pixels, int width, Visit visit) {
  const auto height = static_cast<int>(pixels.size()) / width;
  const auto at = [&](int x, int y) {
    return pixels[static_cast<size_t>(std::clamp(y, 0, height - 1)) * static_cast<size_t>(width) +
                  static_cast<size_t>(std::clamp(x, 0, width - 1))];
  };
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      visit(at(x, y), std::array{at(x - 1, y), at(x + 1, y), at(x, y - 1), at(x, y + 1)});
    }
  }
}

std::vector<char> find_flat(const std::vector<uint32_t>& pixels, int width) {
  constexpr int nearly = 3;  // levels
  std::vector<char> flat;
  flat.reserve(pixels.size());
  each_with_neighbours(pixels, width, [&](uint32_t here, const auto& around) {
    flat.push_back(std::all_of(around.begin(), around.end(),
                               [&](uint32_t n) { return are_near(here, n, nearly); }));
  });
  return flat;
}

// Whether a colour lies on the way from one to another one, apart from both.
bool is_between(uint32_t colour, uint32_t a, uint32_t b) {
  constexpr int apart = 8, off = 8;  // levels
  int along = 0, length = 0, square = 0;
  for (int shift = 0; shift < 32; shift += 8) {
    const auto level = [&](uint32_t p) { return static_cast<int>(p >> shift & 255); };
    const int u = level(b) - level(a), d = level(colour) - level(a);
    along += u * d, length += u * u, square += d * d;
  }
  if (along <= 0 || along >= length || are_near(colour, a, apart) || are_near(colour, b, apart)) {
    return false;
  }
  return square - static_cast<double>(along) * along / length <= off * off;
}

// How many pixels are blends of two that lie on opposite sides of them.
size_t count_blends(const std::vector<uint32_t>& pixels, int width) {
  const auto height = static_cast<int>(pixels.size()) / width;
  const auto at = [&](int x, int y) {
    return pixels[static_cast<size_t>(y) * static_cast<size_t>(width) + static_cast<size_t>(x)];
  };
  size_t count = 0;
  for (int y = 1; y + 1 < height; ++y) {
    for (int x = 1; x + 1 < width; ++x) {
      const uint32_t here = at(x, y);
      count += is_between(here, at(x - 1, y), at(x + 1, y)) ||
               is_between(here, at(x, y - 1), at(x, y + 1)) ||
               is_between(here, at(x - 1, y - 1), at(x + 1, y + 1)) ||
               is_between(here, at(x + 1, y - 1), at(x - 1, y + 1));
    }
  }
  return count;
}

constexpr int usually = 4, at_most = 32;  // levels that a pixel may be off

// Commonest first, none of them another one that is off.
std::vector<uint32_t> common_colours(const std::vector<uint32_t>& pixels, size_t most) {
  constexpr size_t times = 8;  // as common as what may be off by much
  std::map<uint32_t, size_t> counts;
  for (const uint32_t p : pixels) ++counts[p];
  std::vector<std::pair<uint32_t, size_t>> colours(counts.begin(), counts.end());
  std::stable_sort(colours.begin(), colours.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::vector<std::pair<uint32_t, size_t>> chosen;
  for (const auto& colour : colours) {
    if (chosen.size() == most) break;
    const bool known = std::any_of(chosen.begin(), chosen.end(), [&](const auto& other) {
      const bool rare = other.second >= times * colour.second;
      return are_near(colour.first, other.first, rare ? at_most : usually);
    });
    if (!known) chosen.push_back(colour);
  }
  std::vector<uint32_t> result;
  for (const auto& colour : chosen) result.push_back(colour.first);
  return result;
}

}  // namespace

bool settle_on_few_colours(std::vector<uint32_t>& pixels, int width) {
  constexpr size_t few = 16;
  const auto colours = common_colours(pixels, few);
  const auto flat = find_flat(pixels, width);
  const auto settled = [&](uint32_t pixel, int levels) {
    return std::find_if(colours.begin(), colours.end(),
                        [&](uint32_t c) { return are_near(c, pixel, levels); });
  };
  std::vector<uint32_t> result;
  result.reserve(pixels.size());
  size_t odd = 0;
  for (const uint32_t p : pixels) {
    auto found = settled(p, usually);
    odd += found == colours.end();
    for (int levels = usually; found == colours.end() && levels < at_most;) {
      found = settled(p, levels += usually);
    }
    if (found == colours.end()) return false;
    result.push_back(*found);
  }
  // Blends, of which half an edge's pixels are, have all colours, or those of a symmetric shape.
  const auto edges = static_cast<size_t>(std::count(flat.begin(), flat.end(), 0));
  if (4 * odd > edges || 5 * count_blends(result, width) > edges) return false;
  pixels.swap(result);
  return true;
}

bool shows_areas(const std::vector<uint32_t>& pixels, int width) {
  const auto flat = find_flat(pixels, width);
  const std::vector<uint32_t> marks(flat.begin(), flat.end());
  // Twice the four neighbours: a square that stands on its corner.
  std::vector<uint32_t> near = marks;
  for (int round = 0; round < 2; ++round) {
    const std::vector<uint32_t> before = near;
    size_t i = 0;
    each_with_neighbours(before, width, [&](uint32_t here, const auto& around) {
      near[i++] = here | around[0] | around[1] | around[2] | around[3];
    });
  }
  const auto told = static_cast<size_t>(std::count(near.begin(), near.end(), 1U));
  return 20 * told >= 17 * pixels.size();
}

}  // namespace enlargement
