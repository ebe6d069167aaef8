// SPDX-License-Identifier: Apache-2.0
#include "flat_patches.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace pipeline::quantize {

namespace {

constexpr int thick = 4;  // pixels, the side of a square
constexpr size_t most_around = 4;

// By pixel, the side of the largest square of one label that ends there, up to `thick`.
std::vector<uint8_t> square_sides(const std::vector<uint8_t>& labels, size_t width) {
  std::vector<uint8_t> sides(labels.size(), 1);
  for (size_t i = width + 1; i < labels.size(); ++i) {
    if (i % width == 0) continue;
    const uint8_t l = labels[i];
    if (labels[i - 1] != l || labels[i - width] != l || labels[i - width - 1] != l) continue;
    const int side = std::min({sides[i - 1], sides[i - width], sides[i - width - 1]});
    sides[i] = static_cast<uint8_t>(std::min(side + 1, thick));
  }
  return sides;
}

struct Patch {
  std::vector<size_t> pixels;
  std::array<int, most_flat_colours> beside{};  // by label: sides of pixels that touch it
  bool is_thick = false;

  // The labels around it, that with the longest common boundary first.
  std::vector<uint8_t> around() const {
    std::vector<uint8_t> list;
    for (size_t k = 0; k < beside.size(); ++k) {
      if (beside[k] > 0) list.push_back(static_cast<uint8_t>(k));
    }
    std::stable_sort(list.begin(), list.end(),
                     [&](uint8_t a, uint8_t b) { return beside[a] > beside[b]; });
    if (list.size() > most_around) list.resize(most_around);
    return list;
  }
};

class PatchWalker {
 public:
  PatchWalker(const std::vector<uint8_t>& labels, size_t width)
      : labels_(labels), width_(width), sides_(square_sides(labels, width)), seen_(labels.size()) {}

  bool seen(size_t i) const { return seen_[i]; }

  void walk(size_t first, Patch& patch) {
    patch.pixels.assign(1, first);
    patch.beside.fill(0);
    patch.is_thick = false;
    seen_[first] = 1;
    for (size_t k = 0; k < patch.pixels.size(); ++k) {
      const size_t i = patch.pixels[k], x = i % width_;
      patch.is_thick = patch.is_thick || sides_[i] >= thick;
      const auto visit = [&](size_t n) {
        if (labels_[n] != labels_[first]) {
          ++patch.beside[labels_[n]];
        } else if (!seen_[n]) {
          seen_[n] = 1;
          patch.pixels.push_back(n);
        }
      };
      if (x > 0) visit(i - 1);
      if (x + 1 < width_) visit(i + 1);
      if (i >= width_) visit(i - width_);
      if (i + width_ < labels_.size()) visit(i + width_);
    }
  }

 private:
  const std::vector<uint8_t>& labels_;
  size_t width_;
  std::vector<uint8_t> sides_, seen_;
};

struct Nearest {
  uint8_t label;
  float distance;  // from it or from a blend of two
};

Nearest nearest_of(uint32_t pixel, const std::vector<uint8_t>& list,
                   const std::vector<uint32_t>& palette) {
  const Channels4 p = channels_of(pixel);
  Nearest nearest{list.front(), 1e9F};
  float least = 1e9F;
  for (size_t i = 0; i < list.size(); ++i) {
    const Channels4 a = channels_of(palette[list[i]]);
    const float own = square_distance(p, a);
    if (own < least) least = own, nearest.label = list[i];
    nearest.distance = std::min(nearest.distance, own);
    for (size_t j = i + 1; j < list.size(); ++j) {
      const Channels4 b = channels_of(palette[list[j]]);
      float along = 0;
      for (size_t k = 0; k < 4; ++k) along += (p[k] - a[k]) * (b[k] - a[k]);
      const float length = square_distance(a, b);
      if (along <= 0 || along >= length) continue;
      nearest.distance = std::min(nearest.distance, std::max(0.0F, own - along * along / length));
    }
  }
  nearest.distance = std::sqrt(nearest.distance);
  return nearest;
}

}  // namespace

void absorb_patches(const PackedPicture& picture, const std::vector<uint32_t>& palette,
                    float tolerance, std::vector<uint8_t>& labels) {
  constexpr float small = 12;  // pixels, of a patch that may be twice as far
  // What a patch joins may be a patch too.
  for (int pass = 0; pass < 3; ++pass) {
    const std::vector<uint8_t> before = labels;
    PatchWalker walker(before, static_cast<size_t>(picture.width));
    Patch patch;
    std::vector<uint8_t> wanted;
    for (size_t i = 0; i < before.size(); ++i) {
      if (walker.seen(i)) continue;
      walker.walk(i, patch);
      const auto around = patch.around();
      if (patch.is_thick || around.empty()) continue;
      wanted.clear();
      float sum = 0;
      for (const size_t p : patch.pixels) {
        const Nearest nearest = nearest_of(picture.pixels[p], around, palette);
        wanted.push_back(nearest.label);
        sum += nearest.distance;
      }
      const auto area = static_cast<float>(patch.pixels.size());
      if (sum > tolerance * (area + small)) continue;
      for (size_t k = 0; k < wanted.size(); ++k) labels[patch.pixels[k]] = wanted[k];
    }
    if (labels == before) break;
  }
}

}  // namespace pipeline::quantize
