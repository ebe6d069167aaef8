// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/thin/lift.hpp"

#include <algorithm>
#include <utility>

#include "plugins/paths/trace/thin/plain.hpp"

namespace trace {
namespace {

constexpr double thickest = 3.2;       // pixels
constexpr float connects = 0.2F;       // of a pixel: so much joins what is beside it
constexpr float nothing = 0.03F;       // less is noise
constexpr float off_square = 15 * 15;  // a colour so far from the blends says nothing
constexpr size_t most_windows = 8;     // pixels of all fields, over those of the picture, and some
constexpr int farthest = 2;            // pixels from a region that its blends reach

// What stands beside each region.
struct Surroundings {
  static constexpr uint32_t mixed = outside - 1;
  std::vector<uint32_t> label;   // the one around it, or `mixed`; `outside`: the canvas only
  std::vector<uint32_t> region;  // one of these regions
  std::vector<uint32_t> cracks;  // of all its loops
  std::vector<uint32_t> first;   // its first pixel

  explicit Surroundings(const RegionMap& map)
      : label(map.regions.size(), outside),
        region(label),
        cracks(label.size()),
        first(label.size(), outside) {
    const auto width = static_cast<size_t>(map.width);
    uint32_t last = outside;
    for (int y = 0; y < map.height; ++y) {
      const uint32_t* row = map.ids.data() + static_cast<size_t>(y) * width;
      const uint32_t* below = y + 1 < map.height ? row + width : row;
      for (size_t x = 0; x < width; ++x) {
        const uint32_t own = row[x];
        if (own != last) {
          last = own;
          if (first[own] == outside) first[own] = static_cast<uint32_t>(row + x - map.ids.data());
          if (x > 0) meet(map, row[x - 1], own);
        }
        if (below[x] != own) meet(map, own, below[x]);
      }
    }
  }

 private:
  void meet(const RegionMap& map, uint32_t a, uint32_t b) {
    add(a, b, map.regions[b].label);
    add(b, a, map.regions[a].label);
  }
  void add(uint32_t own, uint32_t other, uint32_t beside) {
    ++cracks[own];
    region[own] = other;
    label[own] = label[own] == outside || label[own] == beside ? beside : mixed;
  }
};

class ThinLifter {
 public:
  ThinLifter(const Picture& picture, const pipeline::Labels& labels)
      : picture_(picture), map_(picture.map()), around_(map_) {
    for (uint32_t r = 0; r < map_.regions.size(); ++r) {
      const Region& region = map_.regions[r];
      const bool opaque = labels.palette(region.label).to_u8()[3] == 255;
      thin_.push_back(opaque && around_.label[r] < Surroundings::mixed &&
                      2 * region.area <= thickest * around_.cracks[r]);
    }
  }

  ThinShapes lift() {
    if (std::find(thin_.begin(), thin_.end(), 1) == thin_.end()) return {};
    owner_.assign(map_.ids.size(), outside);
    lifted_.assign(thin_.size(), 0);
    // A region comes before what it holds: so a letter is lifted, and no counter that shows its
    // ground.
    for (uint32_t r = 0; r < thin_.size(); ++r) {
      if (thin_[r] && !lifted_[r]) gather(r);
    }
    if (found_.shapes.empty()) return {};
    for (const uint32_t r : map_.ids) {
      found_.labels.push_back(lifted_[r] ? around_.label[r] : map_.regions[r].label);
    }
    return std::move(found_);
  }

 private:
  int x_of(uint32_t pixel) const {
    return static_cast<int>(pixel % static_cast<uint32_t>(map_.width));
  }
  int y_of(uint32_t pixel) const {
    return static_cast<int>(pixel / static_cast<uint32_t>(map_.width));
  }

  // The eight pixels around one.
  template <class Visit>
  void each_around(uint32_t pixel, Visit visit) const {
    const int x = x_of(pixel), y = y_of(pixel);
    for (int v = std::max(0, y - 1); v <= std::min(map_.height - 1, y + 1); ++v) {
      for (int u = std::max(0, x - 1); u <= std::min(map_.width - 1, x + 1); ++u) {
        if (u == x && v == y) continue;
        visit(static_cast<uint32_t>(v) * static_cast<uint32_t>(map_.width) +
              static_cast<uint32_t>(u));
      }
    }
  }

  bool is_part(uint32_t pixel) const {
    const uint32_t r = map_.ids[pixel];
    return thin_[r] && map_.regions[r].label == label_ && around_.label[r] == ground_;
  }
  bool is_ground(uint32_t pixel) const { return map_.regions[map_.ids[pixel]].label == ground_; }

  // How much of the pixel is covered; below 0: something else is to be seen.
  float cover(uint32_t pixel) const {
    if (!is_part(pixel)) {
      if (!is_ground(pixel)) return -1;
      // Beside others than the thin regions the blend is theirs.
      bool ours = false, theirs = false;
      each_around(pixel, [&](uint32_t n) {
        const bool part = is_part(n);
        ours = ours || part;
        theirs = theirs || (!part && !is_ground(n));
      });
      if (theirs && !ours) return -1;
    }
    const Picture::Blend b = picture_.blend(x_of(pixel), y_of(pixel), part_, beside_);
    if (b.square > off_square) return -1;
    if (b.cover < nothing) return 0;
    return b.cover > 1 - nothing ? 1 : b.cover;
  }

  // What is reached from a region through blends becomes a shape, unless it runs into a thicker
  // part of its colour: it is drawn with that.
  void gather(uint32_t region) {
    part_ = region;
    beside_ = around_.region[region];
    label_ = map_.regions[part_].label;
    ground_ = map_.regions[beside_].label;
    const auto shape = static_cast<uint32_t>(found_.shapes.size());
    std::vector<uint32_t> reached{around_.first[region]}, regions;
    std::vector<int> distance{0};  // from the regions
    owner_[reached.front()] = shape;
    bool alone = true;
    for (size_t k = 0; k < reached.size(); ++k) {
      const uint32_t r = map_.ids[reached[k]];
      if (distance[k] == 0 && !lifted_[r]) {
        lifted_[r] = 1;
        regions.push_back(r);
      }
      each_around(reached[k], [&](uint32_t n) {
        const bool part = is_part(n);
        if (!part && map_.regions[map_.ids[n]].label == label_) alone = false;
        if (is_ground(n)) thin_[map_.ids[n]] = 0;
        if (owner_[n] != outside) return;
        const int d = part ? 0 : distance[k] + 1;
        if (d > farthest || (d > 0 && cover(n) < connects)) return;
        owner_[n] = shape;
        reached.push_back(n);
        distance.push_back(d);
      });
    }
    constexpr size_t some = 1 << 16;
    const Window window = window_of(reached);
    bool lifts = alone && windows_ + window.size() <= most_windows * map_.ids.size() + some;
    if (lifts) {
      CoverField field = field_of(reached, window);
      lifts = !is_rectilinear(field);  // its outline is exact
      if (lifts) {
        windows_ += window.size();
        found_.shapes.push_back({label_, std::move(field)});
      }
    }
    if (!lifts) {
      for (const uint32_t r : regions) thin_[r] = lifted_[r] = 0;
    }
  }

  struct Window {
    int x0, y0, x1, y1;
    size_t size() const { return static_cast<size_t>(x1 - x0) * static_cast<size_t>(y1 - y0); }
  };
  Window window_of(const std::vector<uint32_t>& pixels) const {
    constexpr int margin = 2;
    Window w{map_.width, map_.height, 0, 0};
    for (const uint32_t p : pixels) {
      w.x0 = std::min(w.x0, x_of(p)), w.x1 = std::max(w.x1, x_of(p) + 1);
      w.y0 = std::min(w.y0, y_of(p)), w.y1 = std::max(w.y1, y_of(p) + 1);
    }
    return {w.x0 - margin, w.y0 - margin, w.x1 + margin, w.y1 + margin};
  }

  // What is covered of the pixels and of those around them.
  CoverField field_of(const std::vector<uint32_t>& pixels, const Window& window) {
    CoverField field(window.x0, window.y0, window.x1 - window.x0, window.y1 - window.y0);
    const auto put = [&](uint32_t pixel) {
      const float c = cover(pixel);
      field.at(x_of(pixel), y_of(pixel)) = c >= 0 ? c : is_part(pixel) ? 1.0F : 0.0F;
    };
    for (const uint32_t p : pixels) {
      put(p);
      each_around(p, [&](uint32_t n) {
        if (owner_[n] != outside || !is_ground(n)) return;
        owner_[n] = owner_[p];
        put(n);
      });
    }
    return field;
  }

  const Picture& picture_;
  const RegionMap& map_;
  const Surroundings around_;
  std::vector<char> thin_, lifted_;  // by region
  std::vector<uint32_t> owner_;      // by pixel: the shape that it tells about
  ThinShapes found_;
  size_t windows_ = 0;  // pixels in all fields
  // Of the shape at hand: its label and its ground's, and a region of each.
  uint32_t label_ = 0, ground_ = 0, part_ = 0, beside_ = 0;
};

}  // namespace

ThinShapes lift_thin(const Picture& picture, const pipeline::Labels& labels) {
  return ThinLifter(picture, labels).lift();
}

}  // namespace trace
