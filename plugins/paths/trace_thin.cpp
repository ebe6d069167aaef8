// SPDX-License-Identifier: Apache-2.0
#include "trace_thin.hpp"

#include <algorithm>
#include <limits>

namespace trace {
namespace {

constexpr double thickest = 3.2;       // pixels
constexpr float connects = 0.2F;       // of a pixel: so much joins what is beside it
constexpr float nothing = 0.03F;       // less is noise
constexpr float off_square = 15 * 15;  // a colour so far from the blends says nothing
constexpr int farthest = 2;            // pixels from a region that its blends reach
constexpr uint32_t mixed = outside - 1;

// What stands beside each region.
struct Surroundings {
  std::vector<uint32_t> label;   // the one label around it, `mixed`, or `outside` at first
  std::vector<uint64_t> cracks;  // of all its loops

  Surroundings(const RegionMap& map, const ChainSet& chains)
      : label(map.regions.size(), outside), cracks(map.regions.size()) {
    for (const Chain& chain : chains.chains) {
      const auto turns = chains.turns_of(chain);
      uint64_t size = 0;
      for (size_t i = 1; i < turns.size(); ++i) {
        size += static_cast<uint64_t>(std::abs(turns[i].x - turns[i - 1].x) +
                                      std::abs(turns[i].y - turns[i - 1].y));
      }
      add(map, chain.left, chain.right, size);
      add(map, chain.right, chain.left, size);
    }
  }

 private:
  void add(const RegionMap& map, uint32_t region, uint32_t other, uint64_t size) {
    if (region == outside) return;
    cracks[region] += size;
    if (other == outside) return;
    const uint32_t beside = map.regions[other].label;
    uint32_t& known = label[region];
    known = known == outside || known == beside ? beside : mixed;
  }
};

class ThinFinder {
 public:
  ThinFinder(const Picture& picture, const ChainSet& chains, const Layers& layers,
             const pipeline::Labels& labels)
      : picture_(picture),
        map_(picture.map()),
        chains_(chains),
        layers_(layers),
        labels_(labels),
        around_(map_, chains),
        nesting_(map_, chains) {}

  ThinShapes find() {
    const auto count = static_cast<uint32_t>(map_.regions.size());
    found_.of.assign(count, outside);
    found_.shows_ground.assign(count, 0);
    thin_.assign(count, 0);
    choose_regions();
    if (std::find(thin_.begin(), thin_.end(), 1) == thin_.end()) return std::move(found_);
    owner_.assign(map_.ids.size(), outside);
    first_pixels();
    for (const uint32_t r : layers_.sorted) {
      if (thin_[r] && found_.of[r] == outside) gather(r);
    }
    find_ground_among();
    return std::move(found_);
  }

 private:
  uint8_t alpha(uint32_t label) const { return labels_.palette(label).to_u8()[3]; }

  // Thin ones that lie on one ground, and the areas among them that show this ground.
  void choose_regions() {
    const auto label_below = [&](uint32_t r) {
      const uint32_t parent = nesting_.parent(r);
      if (parent != Nesting::none) return map_.regions[parent].label;
      return layers_.ground == outside ? mixed : map_.regions[layers_.ground].label;
    };
    for (const uint32_t r : layers_.sorted) {
      const uint32_t ground = around_.label[r];
      if (ground >= mixed || !layers_.opaque[r]) continue;
      const uint8_t a = alpha(ground);
      const bool bare = a == 0;
      if (!bare && (a < 255 || label_below(r) != ground)) continue;
      const double thickness = 2.0 * map_.regions[r].area / static_cast<double>(around_.cracks[r]);
      thin_[r] = thickness <= thickest;
    }
  }

  bool is_drawn(uint32_t region) const { return found_.of[region] != outside; }

  // Areas among thin regions where their ground is seen: what has nothing else around it, but for
  // what it holds.
  void find_ground_among() {
    const size_t count = map_.regions.size();
    std::vector<char> among(count, 0), beside_others(count, 0);
    for (const Chain& chain : chains_.chains) {
      if (chain.left == outside || chain.right == outside) continue;
      for (const auto& [a, b] :
           {std::pair(chain.left, chain.right), std::pair(chain.right, chain.left)}) {
        if (is_drawn(b)) {
          among[a] = 1;
        } else if (nesting_.parent(b) != a) {
          beside_others[a] = 1;
        }
      }
    }
    for (const uint32_t r : layers_.sorted) {
      if (is_drawn(r) || !among[r] || beside_others[r]) continue;
      const uint32_t parent = nesting_.parent(r);
      if (parent == Nesting::none) continue;
      const uint32_t ground = is_drawn(parent) ? around_.label[parent] : map_.regions[parent].label;
      found_.shows_ground[r] = ground == map_.regions[r].label;
    }
  }

  void first_pixels() {
    first_.assign(map_.regions.size(), 0);
    std::vector<char> known(map_.regions.size(), 0);
    for (size_t i = 0; i < map_.ids.size(); ++i) {
      const uint32_t r = map_.ids[i];
      if (!known[r]) known[r] = 1, first_[r] = static_cast<uint32_t>(i);
    }
  }

  template <class Visit>
  void each_around(uint32_t pixel, int reach, Visit visit) const {
    const int x = static_cast<int>(pixel % static_cast<uint32_t>(map_.width)),
              y = static_cast<int>(pixel / static_cast<uint32_t>(map_.width));
    for (int v = std::max(0, y - reach); v <= std::min(map_.height - 1, y + reach); ++v) {
      for (int u = std::max(0, x - reach); u <= std::min(map_.width - 1, x + reach); ++u) {
        if (u != x || v != y) {
          visit(static_cast<uint32_t>(v) * static_cast<uint32_t>(map_.width) +
                static_cast<uint32_t>(u));
        }
      }
    }
  }

  bool is_part(uint32_t pixel) const {
    const uint32_t r = map_.ids[pixel];
    return thin_[r] && map_.regions[r].label == label_;
  }
  bool is_ground(uint32_t pixel) const { return map_.regions[map_.ids[pixel]].label == ground_; }

  // How much of the pixel is covered; below 0: something else is to be seen.
  float cover(uint32_t pixel) const {
    const int x = static_cast<int>(pixel % static_cast<uint32_t>(map_.width)),
              y = static_cast<int>(pixel / static_cast<uint32_t>(map_.width));
    if (!is_part(pixel)) {
      if (!is_ground(pixel)) return -1;
      // Beside others than the thin regions the blend is theirs.
      bool ours = false, theirs = false;
      each_around(pixel, 1, [&](uint32_t n) {
        if (is_part(n)) {
          ours = true;
        } else if (!is_ground(n)) {
          theirs = true;
        }
      });
      if (theirs && !ours) return -1;
    }
    const Picture::Blend b = picture_.blend(x, y, label_region_, ground_region_);
    if (b.square > off_square) return -1;
    if (b.cover < nothing) return 0;
    return b.cover > 1 - nothing ? 1 : b.cover;
  }

  // The regions that are reached from one through blends, and the pixels that show them.
  void gather(uint32_t region) {
    label_ = map_.regions[region].label;
    label_region_ = region;
    ground_region_ = ground_beside(region);
    ground_ = map_.regions[ground_region_].label;
    const auto shape = static_cast<uint32_t>(found_.shapes.size());
    std::vector<uint32_t> reached{first_[region]};
    std::vector<int> distance{0};
    owner_[first_[region]] = shape;
    ThinShape thin;
    bool alone = true;  // what runs into a thicker part of its colour is drawn with that
    int x0 = map_.width, y0 = map_.height, x1 = -1, y1 = -1;
    const auto take = [&](uint32_t pixel) {
      const int x = static_cast<int>(pixel % static_cast<uint32_t>(map_.width)),
                y = static_cast<int>(pixel / static_cast<uint32_t>(map_.width));
      x0 = std::min(x0, x), x1 = std::max(x1, x), y0 = std::min(y0, y), y1 = std::max(y1, y);
    };
    for (size_t k = 0; k < reached.size(); ++k) {
      take(reached[k]);
      const uint32_t r = map_.ids[reached[k]];
      if (is_part(reached[k]) && found_.of[r] == outside) {
        found_.of[r] = shape;
        thin.regions.push_back(r);
      }
      each_around(reached[k], 1, [&](uint32_t n) {
        const uint32_t beside = map_.ids[n];
        alone = alone && (thin_[beside] || map_.regions[beside].label != label_);
        if (owner_[n] != outside) return;
        const int d = is_part(n) ? 0 : distance[k] + 1;
        if (d > farthest) return;
        if (d > 0 && cover(n) < connects) return;
        owner_[n] = shape;
        reached.push_back(n);
        distance.push_back(d);
      });
    }
    if (!alone) {
      for (const uint32_t r : thin.regions) found_.of[r] = outside, thin_[r] = 0;
      return;
    }
    std::sort(thin.regions.begin(), thin.regions.end(),
              [&](uint32_t a, uint32_t b) { return layers_.position[a] < layers_.position[b]; });
    CoverField& field = thin.field;
    field.x0 = x0 - 2, field.y0 = y0 - 2, field.width = x1 - x0 + 5, field.height = y1 - y0 + 5;
    field.cover.assign(static_cast<size_t>(field.width) * static_cast<size_t>(field.height), 0);
    const auto put = [&](uint32_t pixel) {
      const int x = static_cast<int>(pixel % static_cast<uint32_t>(map_.width)),
                y = static_cast<int>(pixel / static_cast<uint32_t>(map_.width));
      const float c = cover(pixel);
      field.at(x, y) = c >= 0 ? c : is_part(pixel) ? 1.0F : 0.0F;
    };
    const size_t own = reached.size();
    for (size_t k = 0; k < own; ++k) {
      put(reached[k]);
      each_around(reached[k], 1, [&](uint32_t n) {
        if (owner_[n] != outside || !is_ground(n)) return;
        owner_[n] = shape;
        put(n);
      });
    }
    found_.shapes.push_back(std::move(thin));
  }

  uint32_t ground_beside(uint32_t region) const {
    for (const Chain& chain : chains_.chains) {
      if (chain.left == region && chain.right != outside) return chain.right;
      if (chain.right == region && chain.left != outside) return chain.left;
    }
    return region;
  }

  const Picture& picture_;
  const RegionMap& map_;
  const ChainSet& chains_;
  const Layers& layers_;
  const pipeline::Labels& labels_;
  Surroundings around_;
  Nesting nesting_;
  ThinShapes found_;
  std::vector<char> thin_;       // by region
  std::vector<uint32_t> first_;  // by region: a pixel of it
  std::vector<uint32_t> owner_;  // by pixel: the shape that it tells about
  uint32_t label_ = 0, ground_ = 0, label_region_ = 0, ground_region_ = 0;
};

}  // namespace

ThinShapes find_thin(const Picture& picture, const ChainSet& chains, const Layers& layers,
                     const pipeline::Labels& labels) {
  return ThinFinder(picture, chains, layers, labels).find();
}

}  // namespace trace
