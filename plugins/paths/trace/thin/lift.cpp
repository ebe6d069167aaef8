// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/thin/lift.hpp"

#include <algorithm>
#include <utility>

#include "plugins/paths/trace/thin/crossing.hpp"
#include "plugins/paths/trace/thin/grounds.hpp"
#include "plugins/paths/trace/thin/mixture.hpp"
#include "plugins/paths/trace/thin/plain.hpp"

namespace trace {
namespace {

constexpr float connects = 0.2F;       // of a pixel: so much joins what is beside it
constexpr float mostly = 0.5F;         // covered: as good as a thin region's
constexpr float nothing = 0.03F;       // less is noise
constexpr float off_square = 15 * 15;  // a colour so far from the mixtures says nothing
constexpr size_t most_windows = 8;     // pixels of all fields, over those of the picture, and some
constexpr uint32_t unlifted = outside - 1;  // in place of a shape
constexpr int farthest = 2;                 // pixels from a region that its blends reach

class ThinLifter {
 public:
  ThinLifter(Sheet& sheet, const Fills& fills)
      : sheet_(sheet),
        image_(sheet.image()),
        fills_(fills),
        parts_(fills.count()),
        is_part_(sheet.labels.size()),
        owner_(sheet.labels.size(), outside),
        told_at_(sheet.labels.size(), outside) {}

  std::vector<ThinShape> lift() {
    for (uint32_t i = 0; i < sheet_.thin.size(); ++i) {
      if (sheet_.thin[i]) parts_[sheet_.labels[i]].push_back(i);
    }
    for (const uint32_t label : order_of_crossing(sheet_)) take_off(label);
    std::reverse(shapes_.begin(), shapes_.end());
    return std::move(shapes_);
  }

 private:
  // What a pixel of a field comes out as.
  struct Told {
    uint32_t pixel;
    float cover;  // below 0: something else is to be seen
    Grounds grounds;
    float first;  // part of the pixel that the first ground has
  };

  void take_off(uint32_t label) {
    label_ = label;
    std::vector<uint32_t> parts = std::move(parts_[label]);
    std::sort(parts.begin(), parts.end());
    parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
    std::erase_if(parts, [&](uint32_t i) { return !sheet_.is_part(i, label); });
    for (const uint32_t i : parts) is_part_[i] = 1;
    fill_thin(sheet_, label, parts);
    for (const uint32_t i : parts) {
      if (owner_[i] == outside) gather(i);
    }
    for (const Told& told : told_) {
      if (owner_[told.pixel] < unlifted) lay_bare(told);
    }
    for (const uint32_t i : parts) {
      if (sheet_.thin[i]) parts_[sheet_.labels[i]].push_back(i);
      is_part_[i] = 0, owner_[i] = outside;
    }
    for (const Told& told : told_) owner_[told.pixel] = told_at_[told.pixel] = outside;
    told_.clear();
  }

  const Told& tell(uint32_t pixel) {
    if (told_at_[pixel] == outside) {
      told_at_[pixel] = static_cast<uint32_t>(told_.size());
      told_.push_back(look_at(pixel));
    }
    return told_[told_at_[pixel]];
  }

  // What the label shows where it covers the pixel.
  Colour4 fill(uint32_t label, uint32_t pixel) const {
    return fills_.at(label, sheet_.x_of(pixel), sheet_.y_of(pixel));
  }

  Told look_at(uint32_t pixel) const {
    const Grounds grounds = grounds_of(sheet_, pixel, label_);
    if (grounds.first == label_) return {pixel, 1, grounds, 0};  // amid a thick part
    const bool part = is_part_[pixel];
    const Colour4 colour = pixel_of(image_, sheet_.x_of(pixel), sheet_.y_of(pixel));
    const Colour4 stroke = fill(label_, pixel), first = fill(grounds.first, pixel);
    Mixture m = grounds.several ? unmix(colour, stroke, first, fill(grounds.second, pixel),
                                        grounds.share, !part)
                                : unmix(colour, stroke, first);
    if (m.square > off_square) return {pixel, part ? 1.0F : -1.0F, grounds, 0};
    if (m.cover < nothing) m.cover = 0;
    if (m.cover > 1 - nothing) m.cover = 1;
    return {pixel, m.cover, grounds, grounds.several ? m.first : 1 - m.cover};
  }

  // Of a pixel that is reached from another one. Beside others than the stroke the blend is theirs.
  float cover_beside(uint32_t pixel, uint32_t from) {
    const Told told = tell(pixel);
    if (is_part_[pixel] || !told.grounds.several || tell(from).cover >= mostly) return told.cover;
    bool ours = false;
    sheet_.each_near(pixel, 1, [&](uint32_t n) { ours = ours || is_part_[n]; });
    return ours ? told.cover : 0;
  }

  // What is reached from a pixel through blends becomes a shape.
  void gather(uint32_t start) {
    const auto shape = static_cast<uint32_t>(shapes_.size());
    std::vector<uint32_t> reached{start};
    std::vector<int> distance{0};  // from what is mostly covered
    owner_[start] = shape;
    for (size_t k = 0; k < reached.size(); ++k) {
      sheet_.each_near(reached[k], 1, [&](uint32_t n) {
        if (owner_[n] != outside) return;
        int d = 0;
        if (!is_part_[n]) {
          const float cover = distance[k] < farthest ? cover_beside(n, reached[k]) : 0;
          if (cover < connects) return;
          d = sheet_.labels[n] == label_ ? farthest : cover < mostly ? distance[k] + 1 : 0;
        }
        owner_[n] = shape;
        reached.push_back(n);
        distance.push_back(d);
      });
    }
    if (is_needless(reached)) {
      for (const uint32_t p : reached) owner_[p] = unlifted;
      return;
    }
    if (lift(reached)) return;
    for (const uint32_t p : reached) {
      owner_[p] = unlifted;
      if (is_part_[p]) sheet_.labels[p] = label_, sheet_.thin[p] = 0;
    }
  }

  bool lift(const std::vector<uint32_t>& reached) {
    constexpr size_t some = 1 << 16;
    const Window window = window_of(reached);
    if (is_speck(reached) || windows_ + window.size() > most_windows * owner_.size() + some) {
      return false;
    }
    CoverField field = field_of(reached, window);
    if (is_rectilinear(field)) return false;  // its outline is exact
    windows_ += window.size();
    shapes_.push_back({label_, std::move(field)});
    return true;
  }

  // The least that a stroke must cover of a pixel, whichever two grounds are beneath it.
  float needed(uint32_t pixel) const {
    const Around found = around(sheet_, pixel, label_);
    const Colour4 colour = pixel_of(image_, sheet_.x_of(pixel), sheet_.y_of(pixel));
    float least = 1;
    for (int a = 0; a < found.count; ++a) {
      for (int b = 0; b < a; ++b) {
        const Mixture m = unmix(colour, fill(label_, pixel), fill(found.labels[a], pixel),
                                fill(found.labels[b], pixel), found.share(a, b), true);
        if (m.square <= off_square) least = std::min(least, m.cover);
      }
    }
    return least;
  }

  // Whether pairs of grounds say nearly all that pixels of the label show: those are their blends.
  bool is_needless(const std::vector<uint32_t>& pixels) {
    constexpr float least = 0.4F;
    float parts = 0, sum = 0;
    bool several = false;
    for (const uint32_t p : pixels) {
      if (!is_part_[p]) continue;
      const bool blend = tell(p).grounds.several;
      ++parts;
      sum += blend ? needed(p) : tell(p).cover;
      several = several || blend;
    }
    return several && sum < least * parts;
  }

  // A few pixels on several grounds, or beside a thick part, are no stroke.
  bool is_speck(const std::vector<uint32_t>& pixels) const {
    constexpr size_t few = 8, some = 24;
    if (pixels.size() >= some) return false;
    bool several = false, beside = false;
    for (const uint32_t p : pixels) {
      several = several || grounds_of(sheet_, p, label_).several;
      sheet_.each_near(p, 1, [&](uint32_t n) { beside = beside || sheet_.labels[n] == label_; });
    }
    return beside || (several && pixels.size() < few);
  }

  struct Window {
    int x0, y0, x1, y1;
    size_t size() const { return static_cast<size_t>(x1 - x0) * static_cast<size_t>(y1 - y0); }
  };
  Window window_of(const std::vector<uint32_t>& pixels) const {
    constexpr int margin = 2;
    Window w{sheet_.width, sheet_.height, 0, 0};
    for (const uint32_t p : pixels) {
      const int x = sheet_.x_of(p), y = sheet_.y_of(p);
      w.x0 = std::min(w.x0, x), w.x1 = std::max(w.x1, x + 1);
      w.y0 = std::min(w.y0, y), w.y1 = std::max(w.y1, y + 1);
    }
    return {w.x0 - margin, w.y0 - margin, w.x1 + margin, w.y1 + margin};
  }

  // What is covered of the pixels and of those around them.
  CoverField field_of(const std::vector<uint32_t>& pixels, const Window& window) {
    CoverField field(window.x0, window.y0, window.x1 - window.x0, window.y1 - window.y0);
    const auto put = [&](uint32_t pixel) {
      field.at(sheet_.x_of(pixel), sheet_.y_of(pixel)) = std::max(tell(pixel).cover, 0.0F);
    };
    for (const uint32_t p : pixels) {
      put(p);
      sheet_.each_near(p, 1, [&](uint32_t n) {
        if (owner_[n] != outside) return;
        owner_[n] = owner_[p];
        const float cover = cover_beside(n, p);
        told_[told_at_[n]].cover = cover;
        put(n);
      });
    }
    return field;
  }

  // What the rest of a pixel shows is all that remains of it.
  void lay_bare(const Told& told) {
    constexpr float nearly_all = 0.7F;  // covered: the rest says little
    const Grounds& grounds = told.grounds;
    if (told.cover <= 0 || grounds.first == label_) return;
    uint32_t& label = sheet_.labels[told.pixel];
    if (label == label_) return;
    if (told.cover > nearly_all) {
      sheet_.set_pixel(told.pixel, fill(label, told.pixel));
      return;
    }
    const float part = told.first / (1 - told.cover);
    const Colour4 a = fill(grounds.first, told.pixel), b = fill(grounds.second, told.pixel);
    Colour4 mix;
    for (int k = 0; k < 4; ++k) mix.v[k] = b.v[k] + part * (a.v[k] - b.v[k]);
    sheet_.set_pixel(told.pixel, mix);
    const uint32_t larger = part >= 0.5F ? grounds.first : grounds.second;
    if (is_part_[told.pixel] || label == larger) return;
    label = larger;
    sheet_.thin[told.pixel] = 0;
    sheet_.each_near(told.pixel, 1, [&](uint32_t n) {
      if (sheet_.is_part(n, larger)) sheet_.thin[told.pixel] = 1;
    });
    if (sheet_.thin[told.pixel]) parts_[larger].push_back(told.pixel);
  }

  Sheet& sheet_;
  pipeline::Image<const uint8_t> image_;
  const Fills& fills_;
  std::vector<std::vector<uint32_t>> parts_;  // by label: its thin pixels, and others
  std::vector<ThinShape> shapes_;
  size_t windows_ = 0;  // pixels in all fields
  // Of the colour at hand: its label, its thin pixels, which shape each pixel tells about, and what
  // it tells.
  uint32_t label_ = 0;
  std::vector<char> is_part_;
  std::vector<uint32_t> owner_;
  std::vector<Told> told_;
  std::vector<uint32_t> told_at_;
};

}  // namespace

ThinShapes lift_thin(const pipeline::Image<const uint8_t>& image, const RegionMap& map,
                     const pipeline::Labels& labels, const Fills& fills, bool noisy) {
  const std::vector<char> thin = find_thin(map, labels, noisy);
  if (std::find(thin.begin(), thin.end(), 1) == thin.end()) return {};
  Sheet sheet(image, map);
  for (size_t i = 0; i < map.ids.size(); ++i) sheet.thin[i] = thin[map.ids[i]];
  ThinShapes found;
  found.shapes = ThinLifter(sheet, fills).lift();
  found.beneath = std::move(sheet);
  return found;
}

}  // namespace trace
