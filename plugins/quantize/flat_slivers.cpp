// SPDX-License-Identifier: Apache-2.0
#include "flat_slivers.hpp"

#include <algorithm>
#include <array>

namespace pipeline::quantize {

namespace {

constexpr int64_t small_area = 7;

// A patch without a flat pixel, from the pixel where it was found: four-connected, one label.
struct Patch {
  std::vector<size_t> pixels;
  std::array<int, most_flat_colours> beside{};  // by label: sides of pixels that touch it

  uint8_t commonest(uint8_t but = 255) const {
    uint8_t best = 255;
    for (size_t k = 0; k < beside.size(); ++k) {
      if (k == but || beside[k] == 0) continue;
      if (best == 255 || beside[k] > beside[best]) best = static_cast<uint8_t>(k);
    }
    return best;
  }
};

class PatchFinder {
 public:
  PatchFinder(const PackedPicture& picture, const std::vector<uint8_t>& flat,
              const std::vector<uint8_t>& labels)
      : picture_(picture), flat_(flat), labels_(labels), seen_(labels.size()) {}

  // The patch around pixel i, if no pixel of it is flat. Others are walked only until that shows.
  bool find(size_t i, Patch& patch) {
    patch.pixels.assign(1, i);
    patch.beside.fill(0);
    seen_[i] = 1;
    bool whole = true;
    for (size_t k = 0; k < patch.pixels.size(); ++k) {
      each_neighbour(patch.pixels[k], [&](size_t n) {
        if (labels_[n] != labels_[i]) {
          ++patch.beside[labels_[n]];
        } else if (flat_[n]) {
          whole = false;
        } else if (!seen_[n]) {
          seen_[n] = 1;
          patch.pixels.push_back(n);
        }
      });
    }
    return whole;
  }
  bool seen(size_t i) const { return seen_[i]; }

 private:
  template <class Visit>
  void each_neighbour(size_t i, Visit visit) const {
    const auto width = static_cast<size_t>(picture_.width);
    const size_t x = i % width;
    if (x > 0) visit(i - 1);
    if (x + 1 < width) visit(i + 1);
    if (i >= width) visit(i - width);
    if (i + width < labels_.size()) visit(i + width);
  }

  const PackedPicture& picture_;
  const std::vector<uint8_t>&flat_, &labels_;
  std::vector<uint8_t> seen_;
};

// 0 at colour a, 1 at b; negative where the pixel is not on the segment between them.
float place_between(uint32_t pixel, const Channels4& a, const Channels4& b) {
  constexpr float slack = 0.05F, largest_square = 12 * 12;
  const Channels4 p = channels_of(pixel);
  float along = 0, length = 0;
  for (size_t k = 0; k < 4; ++k) along += (p[k] - a[k]) * (b[k] - a[k]);
  length = square_distance(a, b);
  const float t = along / length;
  Channels4 on;
  for (size_t k = 0; k < 4; ++k) on[k] = a[k] + t * (b[k] - a[k]);
  if (t < -slack || t > 1 + slack || square_distance(p, on) > largest_square) return -1;
  return std::clamp(t, 0.0F, 1.0F);
}

void divide(const Patch& patch, const PackedPicture& picture, const std::vector<uint32_t>& palette,
            std::vector<uint8_t>& labels) {
  const uint8_t first = patch.commonest(), second = patch.commonest(first);
  if (second == 255) return;
  const Channels4 a = channels_of(palette[first]), b = channels_of(palette[second]);
  size_t blends = 0;
  for (const size_t i : patch.pixels) blends += place_between(picture.pixels[i], a, b) >= 0;
  if (5 * blends <= 3 * patch.pixels.size()) return;
  for (const size_t i : patch.pixels) {
    const Channels4 p = channels_of(picture.pixels[i]);
    labels[i] = square_distance(p, a) < square_distance(p, b) ? first : second;
  }
}

}  // namespace

void remove_slivers(const PackedPicture& picture, const std::vector<uint8_t>& flat,
                    const std::vector<uint32_t>& palette, std::vector<uint8_t>& labels) {
  // What a small patch joins may be a small patch too: a second look settles nearly all.
  std::vector<size_t> blended;
  for (size_t i = 0; i < flat.size(); ++i) {
    if (!flat[i]) blended.push_back(i);
  }
  for (int pass = 0; pass < 3; ++pass) {
    const std::vector<uint8_t> before = labels;
    PatchFinder finder(picture, flat, before);
    Patch patch;
    for (const size_t i : blended) {
      if (finder.seen(i) || !finder.find(i, patch)) continue;
      if (static_cast<int64_t>(patch.pixels.size()) >= small_area) {
        divide(patch, picture, palette, labels);
      } else if (const uint8_t label = patch.commonest(); label != 255) {
        for (const size_t p : patch.pixels) labels[p] = label;
      }
    }
    if (labels == before) break;
  }
}

}  // namespace pipeline::quantize
