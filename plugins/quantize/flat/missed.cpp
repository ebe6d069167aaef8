// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/flat/missed.hpp"

#include <algorithm>
#include <bit>

#include "plugins/quantize/flat/label.hpp"
#include "plugins/quantize/flat/lost.hpp"

namespace pipeline::quantize {

namespace {

class Comparer {
 public:
  Comparer(const PackedPicture& picture, const std::vector<uint8_t>& labels,
           const LocalColours& colours, float off)
      : picture_(picture), labels_(labels), colours_(colours), square_(off * off) {}

  bool is_missed(int x, int y) const {
    const size_t i = place(x, y);
    const Channels4 p = channels_of(picture_.pixels[i]);
    if (square_distance(p, colours_.at(labels_[i], i)) <= square_) return false;
    Channels4 around[most_flat_colours];
    size_t count = 0;
    for (uint64_t labels = labels_around(x, y); labels; labels &= labels - 1) {
      around[count] = colours_.at(static_cast<size_t>(std::countr_zero(labels)), i);
      if (square_distance(p, around[count++]) <= square_) return false;
    }
    for (size_t a = 0; a < count; ++a) {
      for (size_t b = a + 1; b < count; ++b) {
        const Projection between(p, around[a], around[b]);
        if (between.is_beside() && between.off_square() <= square_) return false;
      }
    }
    return true;
  }

 private:
  size_t place(int x, int y) const {
    return static_cast<size_t>(y) * static_cast<size_t>(picture_.width) + static_cast<size_t>(x);
  }

  uint64_t labels_around(int x, int y) const {
    uint64_t found = 0;
    const int y1 = std::min(picture_.height - 1, y + 1), x1 = std::min(picture_.width - 1, x + 1);
    for (int v = std::max(0, y - 1); v <= y1; ++v) {
      for (int u = std::max(0, x - 1); u <= x1; ++u) found |= uint64_t{1} << labels_[place(u, v)];
    }
    return found;
  }

  const PackedPicture& picture_;
  const std::vector<uint8_t>& labels_;
  const LocalColours& colours_;
  float square_;
};

// In reading order.
std::vector<size_t> missed_places(const BasicCall& call, const PackedPicture& picture,
                                  const std::vector<uint8_t>& labels, const LocalColours& colours,
                                  float off) {
  const Comparer comparer(picture, labels, colours, off);
  std::vector<uint8_t> missed(labels.size());
  call.rows(picture.height, [&](int64_t y0, int64_t y1) {
    for (auto y = static_cast<int>(y0); y < y1; ++y) {
      const size_t row = static_cast<size_t>(y) * static_cast<size_t>(picture.width);
      for (int x = 0; x < picture.width; ++x)
        missed[row + static_cast<size_t>(x)] = comparer.is_missed(x, y);
    }
  });
  std::vector<size_t> places;
  for (size_t i = 0; i < missed.size(); ++i) {
    if (missed[i]) places.push_back(i);
  }
  return places;
}

}  // namespace

void add_missed(const BasicCall& call, const PackedPicture& picture, const GradientAreas& areas,
                const Tolerances& tolerances, size_t most_colours,
                const std::vector<uint8_t>& all_flat, const Tidy& tidy, std::vector<uint8_t>& flat,
                std::vector<uint32_t>& palette, std::vector<uint8_t>& labels) {
  constexpr int most_rounds = 6;
  constexpr size_t few = 200;  // in so many pixels
  const LostSettings lost{tolerances.noise, tolerances.strange, true};
  const auto look = [&](const std::vector<uint8_t>& at) {
    return missed_places(call, picture, at, LocalColours(areas, palette, picture.width),
                         tolerances.unexplained);
  };
  auto missed = look(labels);
  // Of a clean picture a few are fringes: what an edge lets through of a colour that lies below both
  // sides of it.
  if (tolerances.noise == 0 && missed.size() < labels.size() / few) return;
  for (int round = 0; round < most_rounds && palette.size() < most_colours; ++round) {
    const auto colour = lost_colour(picture, missed, flat, labels, palette, lost);
    if (!colour) return;
    palette.push_back(*colour);
    std::vector<uint8_t> flat_before = all_flat;
    flat_before.swap(flat);
    auto found =
        label_flat(call, picture, areas, flat, palette, tolerances.apart, tolerances.unexplained);
    if (!found.labels.empty()) tidy(found.labels);
    auto left = found.labels.empty() ? missed : look(found.labels);
    if (left.size() >= missed.size()) {
      palette.pop_back();
      flat.swap(flat_before);
      return;
    }
    labels = std::move(found.labels);
    missed = std::move(left);
  }
}

}  // namespace pipeline::quantize
