// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/thin/sheet.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace trace {
namespace {

// Pixels, on one ground and on several; what outlines a drawing has pure pixels from there on.
constexpr double thickest = 3.2, thickest_across = 2.4;

using Pair = std::pair<uint32_t, uint32_t>;

void keep_distinct(std::vector<Pair>& pairs) {
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
}

// visit(region, region) for each crack.
template <class Visit>
void each_crack(const RegionMap& map, Visit visit) {
  const auto width = static_cast<size_t>(map.width);
  for (int y = 0; y < map.height; ++y) {
    const uint32_t* row = map.ids.data() + static_cast<size_t>(y) * width;
    const uint32_t* below = y + 1 < map.height ? row + width : row;
    for (size_t x = 0; x < width; ++x) {
      if (x > 0 && row[x - 1] != row[x]) visit(row[x - 1], row[x]);
      if (below[x] != row[x]) visit(row[x], below[x]);
    }
  }
}

}  // namespace

Sheet::Sheet(const pipeline::Image<const uint8_t>& image, const RegionMap& map)
    : width(map.width),
      height(map.height),
      channels(image.channels()),
      thin(map.ids.size()),
      raw_(image.raw()) {
  labels.reserve(map.ids.size());
  for (const uint32_t r : map.ids) labels.push_back(map.regions[r].label);
  const auto row = static_cast<size_t>(width) * static_cast<size_t>(channels);
  pixels.resize(row * static_cast<size_t>(height));
  for (int y = 0; y < height; ++y)
    std::memcpy(pixels.data() + static_cast<size_t>(y) * row, image.row(y), row);
}

void Sheet::set_pixel(uint32_t pixel, const Colour4& colour) {
  uint8_t* to = pixels.data() + static_cast<size_t>(pixel) * static_cast<size_t>(channels);
  const float scale = colour.v[3] > 0 ? 255 / colour.v[3] : 0;
  const auto byte = [](float v) {
    return static_cast<uint8_t>(std::clamp(v, 0.0F, 255.0F) + 0.5F);
  };
  for (int k = 0; k < 3; ++k) to[k] = byte(colour.v[k] * scale);
  if (channels == 4) to[3] = byte(colour.v[3]);
}

std::vector<char> find_thin(const RegionMap& map, const pipeline::Labels& labels, bool noisy) {
  constexpr uint32_t several = outside - 1;
  std::vector<uint32_t> cracks(map.regions.size()), around(map.regions.size(), outside);
  const auto meet = [&](uint32_t own, uint32_t label) {
    ++cracks[own];
    around[own] = around[own] == outside || around[own] == label ? label : several;
  };
  each_crack(map, [&](uint32_t a, uint32_t b) {
    meet(a, map.regions[b].label), meet(b, map.regions[a].label);
  });
  std::vector<char> thin;
  for (size_t r = 0; r < cracks.size(); ++r) {
    const Region& region = map.regions[r];
    const double most = around[r] != several ? thickest : noisy ? 0 : thickest_across;
    thin.push_back(cracks[r] > 0 && 2 * region.area <= most * cracks[r] &&
                   labels.palette(region.label).to_u8()[3] == 255);
  }
  std::vector<Pair> beside, thick_label;
  each_crack(map, [&](uint32_t a, uint32_t b) {
    if (!thin[a]) std::swap(a, b);
    if (!thin[a]) return;
    if (thin[b]) {
      beside.emplace_back(a, b);
      beside.emplace_back(b, a);
    } else if (thick_label.empty() || thick_label.back() != Pair(a, map.regions[b].label)) {
      thick_label.emplace_back(a, map.regions[b].label);
    }
  });
  keep_distinct(beside), keep_distinct(thick_label);
  for (const auto& [stroke, other] : beside) {
    if (thin[stroke] && std::binary_search(thick_label.begin(), thick_label.end(),
                                           Pair(stroke, map.regions[other].label)))
      thin[other] = 0;
  }
  return thin;
}

pipeline::Image<const uint8_t> Sheet::image() const {
  pipeline_image raw = raw_;
  raw.pixels = const_cast<uint8_t*>(pixels.data());
  raw.stride = static_cast<size_t>(width) * static_cast<size_t>(channels);
  return pipeline::Image<const uint8_t>(raw);
}

}  // namespace trace
