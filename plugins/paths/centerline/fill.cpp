// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/centerline/fill.hpp"

namespace centerline {

Filled::Filled(const pipeline::Labels& map, const Mask& lines, trace::Pace& pace)
    : labels_(static_cast<size_t>(map.width()) * static_cast<size_t>(map.height())),
      raw_(map.raw()) {
  const auto width = static_cast<size_t>(map.width());
  const auto at = [&](Pixel p) {
    return static_cast<size_t>(p.y) * width + static_cast<size_t>(p.x);
  };
  Mask open = lines;
  std::vector<Pixel> reached;
  for (int y = 0; y < map.height(); ++y) {
    pace.look();
    for (int x = 0; x < map.width(); ++x) {
      labels_[at({x, y})] = map.at(x, y);
      if (!lines.has(x, y)) reached.push_back({x, y});
    }
  }
  for (size_t k = 0; k < reached.size(); ++k) {
    pace.step();
    const Pixel p = reached[k];
    for (const Pixel q : {Pixel{p.x + 1, p.y}, {p.x, p.y + 1}, {p.x - 1, p.y}, {p.x, p.y - 1}}) {
      uint8_t& waits = open[open.index(q.x, q.y)];
      if (!waits) continue;
      waits = 0;
      labels_[at(q)] = labels_[at(p)];
      reached.push_back(q);
    }
  }
  raw_.sample = PIPELINE_U32;
  raw_.stride = static_cast<int64_t>(width * sizeof(uint32_t));
  raw_.labels = labels_.data();
}

}  // namespace centerline
