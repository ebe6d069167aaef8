// SPDX-License-Identifier: Apache-2.0
#include "plugins/common/enlargement/soft.hpp"

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace enlargement {

namespace {

struct Steps {
  int clear = 0, sharp = 0;

  void add(const std::vector<int>& line, float share) {
    constexpr int clear_step = 24;  // levels
    constexpr size_t reach = 8;     // pixels on either side of a step
    for (size_t i = 0; i + 1 < line.size(); ++i) {
      const int step = std::abs(line[i + 1] - line[i]);
      if (step < clear_step) continue;
      const auto begin = line.begin() + static_cast<std::ptrdiff_t>(i - std::min(i, reach)),
                 end = line.begin() +
                       static_cast<std::ptrdiff_t>(std::min(line.size(), i + 2 + reach));
      const auto [least, most] = std::minmax_element(begin, end);
      ++clear;
      sharp += static_cast<float>(step) > share * static_cast<float>(*most - *least);
    }
  }
  bool some() const { return sharp >= 3 && 100 * sharp > 3 * clear; }
  // Before all lines have been looked at.
  bool surely() const { return sharp >= 24 && 100 * sharp > 12 * clear; }
};

void read_line(const pipeline::Image<const uint8_t>& picture, bool down, int place, int channel,
               std::vector<int>& line) {
  line.clear();
  const bool has_alpha = picture.channels() == 4;
  const int along = down ? picture.height() : picture.width();
  for (int k = 0; k < along; ++k) {
    const uint8_t* p = down ? picture.pixel(place, k) : picture.pixel(k, place);
    line.push_back(has_alpha && channel < 3 ? p[channel] * p[3] / 255 : p[channel]);
  }
}

}  // namespace

bool has_sharp_edges(const pipeline::Image<const uint8_t>& picture, float share) {
  constexpr int most_lines = 48, stride = 7;  // which has no divisor in common with 48
  Steps steps;
  std::vector<int> line;
  for (int i = 0; i < most_lines && !steps.surely(); ++i) {
    const int place = 2 * (i * stride % most_lines) + 1;
    for (const bool down : {false, true}) {
      const auto across = static_cast<int64_t>(down ? picture.width() : picture.height());
      for (int c = 0; c < picture.channels(); ++c) {
        read_line(picture, down, static_cast<int>(place * across / (2 * most_lines)), c, line);
        steps.add(line, share);
      }
    }
  }
  return steps.some();
}

}  // namespace enlargement
