// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/flat/lost.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <utility>

#include "plugins/quantize/flat/lines.hpp"
#include "plugins/quantize/flat/marks.hpp"

namespace pipeline::quantize {

namespace {

// A place where a lost colour shows, and the colour around it.
struct Core {
  Channels4 colour;
  uint8_t ground;
  float strangeness;
};

class CoreFinder {
 public:
  CoreFinder(const PackedPicture& picture, const std::vector<size_t>& unexplained,
             const std::vector<uint8_t>& flat, const std::vector<uint8_t>& labels,
             const std::vector<uint32_t>& palette, const LostSettings& settings)
      : picture_(picture),
        flat_(flat),
        labels_(labels),
        settings_(settings),
        lines_(picture),
        palette_(palette),
        strange_(picture.pixels.size()) {
    for (const size_t i : unexplained) strange_[i] = 1;
  }

  std::optional<Core> at(size_t i) const {
    const auto x = static_cast<int>(i % static_cast<size_t>(picture_.width)),
               y = static_cast<int>(i / static_cast<size_t>(picture_.width));
    Core core{channels_of(picture_.pixels[i]), 0, 0};
    int reach = 0;
    core.strangeness = strangeness(core.colour);
    if (is_square(x, y, 1, core)) {
      reach = is_square(x, y, 2, core) ? 2 : 1;
      core.colour = mean(x, y);
      core.strangeness = strangeness(core.colour);
    } else if (!settings_.strokes || !lines_.is_middle(x, y)) {
      return {};
    }
    if (core.strangeness < settings_.strange) return {};
    const auto around = look_around(x, y);
    if (!around) return {};
    if (reach < 2 && is_mark(core.colour, around->labels)) return {};
    core.ground = around->ground;
    return core;
  }

 private:
  struct Around {
    uint8_t ground;
    uint64_t labels;
  };

  float strangeness(const Channels4& c) const { return std::sqrt(nearest_square(c, palette_)); }

  // Whether all pixels so near are strange and of like colours.
  bool is_square(int x, int y, int reach, const Core& core) const {
    if (x < reach || y < reach || x + reach >= picture_.width || y + reach >= picture_.height)
      return false;
    const float alike = std::max(settings_.strange, core.strangeness / 2);
    for (int v = y - reach; v <= y + reach; ++v) {
      for (int u = x - reach; u <= x + reach; ++u) {
        if (!strange_[place(u, v)]) return false;
        if (square_distance(core.colour, channels_of(picture_.row(v)[u])) > alike * alike)
          return false;
      }
    }
    return true;
  }

  Channels4 mean(int x, int y) const {
    Channels4 sum{};
    for (int v = y - 1; v <= y + 1; ++v) {
      for (int u = x - 1; u <= x + 1; ++u) {
        const Channels4 c = channels_of(picture_.row(v)[u]);
        for (size_t k = 0; k < 4; ++k) sum[k] += c[k] / 9;
      }
    }
    return sum;
  }

  // The commonest label of flat pixels around, and all of them.
  std::optional<Around> look_around(int x, int y) const {
    for (const int reach : {8, 16}) {
      int counts[most_flat_colours] = {};
      const int y1 = std::min(picture_.height - 1, y + reach),
                x1 = std::min(picture_.width - 1, x + reach);
      Around around{0, 0};
      bool any = false;
      for (int v = std::max(0, y - reach); v <= y1; ++v) {
        for (int u = std::max(0, x - reach); u <= x1; ++u) {
          const size_t i = place(u, v);
          const bool beside = std::abs(u - x) <= 3 && std::abs(v - y) <= 3;
          if (flat_[i] || beside) around.labels |= uint64_t{1} << labels_[i];
          if (!flat_[i]) continue;
          any = true;
          if (++counts[labels_[i]] > counts[around.ground]) around.ground = labels_[i];
        }
      }
      if (any) return around;
    }
    return {};
  }

  bool is_mark(const Channels4& colour, uint64_t around) const {
    Marks marks(settings_.noise);
    for (; around; around &= around - 1)
      marks.add_colour(channels_of(palette_[static_cast<size_t>(std::countr_zero(around))]));
    return marks.are(colour);
  }

  size_t place(int x, int y) const {
    return static_cast<size_t>(y) * static_cast<size_t>(picture_.width) + static_cast<size_t>(x);
  }

  const PackedPicture& picture_;
  const std::vector<uint8_t>&flat_, &labels_;
  const LostSettings& settings_;
  LineFinder lines_;
  const std::vector<uint32_t>& palette_;
  std::vector<uint8_t> strange_;
};

}  // namespace

std::optional<uint32_t> lost_colour(const PackedPicture& picture,
                                    const std::vector<size_t>& unexplained,
                                    const std::vector<uint8_t>& flat,
                                    const std::vector<uint8_t>& labels,
                                    const std::vector<uint32_t>& palette,
                                    const LostSettings& settings) {
  constexpr size_t few = 3, most = 1 << 15;
  if (unexplained.size() < few) return {};
  const CoreFinder finder(picture, unexplained, flat, labels, palette, settings);
  std::vector<Core> cores;
  std::map<uint32_t, float> bins;
  const auto bin_of = [](const Core& core) {
    uint32_t key = core.ground;
    for (size_t k = 0; k < 4; ++k) key = key << 4 | static_cast<uint32_t>(core.colour[k]) >> 4;
    return key;
  };
  for (const size_t i : unexplained) {
    if (cores.size() == most) break;
    const auto core = finder.at(i);
    if (!core) continue;
    cores.push_back(*core);
    bins[bin_of(*core)] += core->strangeness;
  }
  if (cores.size() < few) return {};
  const auto best = std::max_element(
      bins.begin(), bins.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  // All that are blends of it with its ground, or that it is one of.
  Channels4 ray{};
  float weight = 0;
  uint8_t ground = 0;
  for (const Core& core : cores) {
    if (bin_of(core) != best->first) continue;
    ground = core.ground, ++weight;
    for (size_t k = 0; k < 4; ++k) ray[k] += core.colour[k];
  }
  for (float& v : ray) v /= weight;
  const Channels4 from = channels_of(palette[ground]);
  std::vector<std::pair<float, size_t>> along;
  for (size_t i = 0; i < cores.size(); ++i) {
    const Place at = place_on(from, ray, cores[i].colour);
    if (cores[i].ground == ground && at.is_near(from, ray)) along.emplace_back(at.along, i);
  }
  if (along.size() < few) return {};
  std::sort(along.begin(), along.end(), [](const auto& a, const auto& b) { return a > b; });
  const size_t farthest = std::max<size_t>(1, along.size() / 5);
  Channels4 sum{};
  for (size_t i = 0; i < farthest; ++i) {
    for (size_t k = 0; k < 4; ++k) sum[k] += cores[along[i].second].colour[k];
  }
  uint32_t colour = 0;
  for (size_t k = 0; k < 4; ++k) {
    colour |= static_cast<uint32_t>(sum[k] / static_cast<float>(farthest) + 0.5F) << 8 * k;
  }
  return colour;
}

}  // namespace pipeline::quantize
