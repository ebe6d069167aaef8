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
                 end = line.begin() + static_cast<std::ptrdiff_t>(std::min(line.size(), i + 2 + reach));
      const auto [least, most] = std::minmax_element(begin, end);
      ++clear;
      sharp += static_cast<float>(step) > share * static_cast<float>(*most - *least);
    }
  }
};

}  // namespace

bool has_sharp_edges(const pipeline::Image<const uint8_t>& picture, float share) {
  constexpr int most_lines = 48, few = 3, percent = 3;
  const int width = picture.width(), height = picture.height(), channels = picture.channels();
  Steps steps;
  std::vector<int> line;
  for (const bool down : {false, true}) {
    const int across = down ? width : height, along = down ? height : width;
    const int lines = std::min(most_lines, across);
    for (int i = 0; i < lines; ++i) {
      const auto place = static_cast<int>((2LL * i + 1) * across / (2 * lines));
      for (int c = 0; c < channels; ++c) {
        line.clear();
        for (int k = 0; k < along; ++k) {
          const uint8_t* p = down ? picture.pixel(place, k) : picture.pixel(k, place);
          line.push_back(channels == 4 && c < 3 ? p[c] * p[3] / 255 : p[c]);
        }
        steps.add(line, share);
      }
    }
  }
  return steps.sharp >= few && 100 * steps.sharp > percent * steps.clear;
}

}  // namespace enlargement
