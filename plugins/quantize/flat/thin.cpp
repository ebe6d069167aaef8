// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/flat/thin.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <tuple>

#include "plugins/quantize/flat/lines.hpp"

namespace pipeline::quantize {

namespace {

constexpr int around = 4;        // pixels: so near a stroke there is ground
constexpr float beyond = 1.06F;  // of the way from the ground: so far is farther
constexpr float one_colour = 8;  // distance of what counts as the same
constexpr float clearly_other = 18;
constexpr int64_t seldom = 8;  // pixels that a colour must have

// A pixel that goes as far from its ground as anything near it.
struct Summit {
  uint32_t ground, rgba;
  int64_t count;
};

Place place_on(uint32_t ground, uint32_t end, uint32_t colour) {
  return quantize::place_on(channels_of(ground), channels_of(end), channels_of(colour));
}
float length_of(uint32_t a, uint32_t b) {
  return std::sqrt(square_distance(channels_of(a), channels_of(b)));
}
bool on_ray(uint32_t ground, uint32_t end, uint32_t colour) {
  return place_on(ground, end, colour).is_near(channels_of(ground), channels_of(end));
}

class SummitFinder {
 public:
  SummitFinder(const PackedPicture& picture, const std::vector<uint8_t>& flat)
      : picture_(picture), flat_(flat), lines_(picture) {}

  void look(int y, std::vector<Summit>& summits) const {
    const uint8_t* row =
        flat_.data() + static_cast<size_t>(y) * static_cast<size_t>(picture_.width);
    const uint8_t* end = row + picture_.width;
    for (const uint8_t* p = std::find(row, end, 0); p != end; p = std::find(p + 1, end, 0)) {
      const int x = static_cast<int>(p - row);
      if (!lines_.is_middle(x, y)) continue;
      const auto ground = ground_at(x, y);
      if (ground && lines_.farthest(x, y, channels_of(*ground)) < beyond)
        summits.push_back({*ground, at(x, y), 1});
    }
  }

 private:
  uint32_t at(int x, int y) const { return picture_.row(y)[x]; }
  bool is_flat(int x, int y) const {
    return flat_[static_cast<size_t>(y) * static_cast<size_t>(picture_.width) +
                 static_cast<size_t>(x)];
  }

  // The nearest flat pixel's colour; nothing where none is near, or where it is nearly this one's.
  std::optional<uint32_t> ground_at(int x, int y) const {
    int nearest = 1000;
    uint32_t ground = 0;
    const int y1 = std::min(picture_.height - 1, y + around),
              x1 = std::min(picture_.width - 1, x + around);
    for (int v = std::max(0, y - around); v <= y1; ++v) {
      for (int u = std::max(0, x - around); u <= x1; ++u) {
        const int distance = (u - x) * (u - x) + (v - y) * (v - y);
        if (distance < nearest && is_flat(u, v)) nearest = distance, ground = at(u, v);
      }
    }
    if (nearest == 1000 || length_of(ground, at(x, y)) < clearly_other) return {};
    return ground;
  }

  const PackedPicture& picture_;
  const std::vector<uint8_t>& flat_;
  LineFinder lines_;
};

// Equal ones added up, commonest first.
void add_up(std::vector<Summit>& summits) {
  std::sort(summits.begin(), summits.end(), [](const Summit& a, const Summit& b) {
    return std::tie(a.ground, a.rgba) < std::tie(b.ground, b.rgba);
  });
  std::vector<Summit> sums;
  for (const Summit& s : summits) {
    if (!sums.empty() && sums.back().ground == s.ground && sums.back().rgba == s.rgba) {
      sums.back().count += s.count;
    } else {
      sums.push_back(s);
    }
  }
  std::stable_sort(sums.begin(), sums.end(),
                   [](const Summit& a, const Summit& b) { return a.count > b.count; });
  summits = std::move(sums);
}

// Adds to the palette what strokes are drawn with that go one way from one ground.
class RayColours {
 public:
  RayColours(std::vector<uint32_t>& palette, size_t most) : palette_(palette), most_(most) {}

  // ray: of one ground, commonest first.
  void choose(const std::vector<Summit>& ray) {
    constexpr float part_of_all = 0.02F, nearly = 0.75F;
    const uint32_t ground = ray.front().ground, end = ray.front().rgba;
    const auto along = [&](uint32_t colour) { return place_on(ground, end, colour).along; };
    int64_t total = 0;
    for (const Summit& s : ray) total += s.count;
    if (total < seldom) return;
    std::vector<Summit> far = ray;
    std::stable_sort(far.begin(), far.end(), [&](const Summit& a, const Summit& b) {
      return along(a.rgba) > along(b.rgba);
    });
    int64_t seen = 0;
    const auto enough =
        std::max<int64_t>(3, static_cast<int64_t>(part_of_all * static_cast<float>(total)));
    uint32_t own = far.back().rgba;
    for (const Summit& s : far) {
      seen += s.count;
      if (seen < enough) continue;
      own = s.rgba;
      break;
    }
    // What the palette has already may be what they are blends of.
    uint32_t full = own;
    for (const uint32_t p : palette_) {
      const Place place = place_on(ground, own, p);
      if (place.along > along(full) / along(own) && place.off < one_colour * place.along) full = p;
    }
    if (full == own) add(own);
    for (const Summit& s : ray) {
      const float part = along(s.rgba) / along(full);
      if (part >= nearly && full != own) continue;
      const float least = part < nearly ? 0.05F : 0.3F;
      if (s.count < seldom || static_cast<float>(s.count) < least * static_cast<float>(total))
        continue;
      int64_t alike = 0;
      for (const Summit& other : ray) {
        if (length_of(s.rgba, other.rgba) < one_colour) alike += other.count;
      }
      if (2 * s.count > alike) add(s.rgba);
    }
  }

 private:
  void add(uint32_t colour) {
    if (palette_.size() >= most_ || is_near(channels_of(colour), palette_, clearly_other)) return;
    palette_.push_back(colour);
  }

  std::vector<uint32_t>& palette_;
  size_t most_;
};

}  // namespace

void add_thin_colours(const BasicCall& call, const PackedPicture& picture,
                      const std::vector<uint8_t>& flat, size_t most,
                      std::vector<uint32_t>& palette) {
  // A look at some bands of rows is enough, and the commonest colours are.
  constexpr int64_t rows = 16, enough_pixels = 1 << 18;
  constexpr size_t most_summits = 4096;
  constexpr int most_rays = 64;
  constexpr size_t most_thin = 8;
  const auto blended = std::count(flat.begin(), flat.end(), 0);
  const int64_t every = blended / enough_pixels + 1;
  const int64_t bands = (picture.height + rows - 1) / rows;
  const SummitFinder finder(picture, flat);
  std::vector<std::vector<Summit>> parts(static_cast<size_t>(bands));
  call.parallel_for(0, bands, 1, [&](int64_t begin, int64_t end) {
    for (int64_t band = begin; band < end; ++band) {
      if (band % every != 0) continue;
      auto& part = parts[static_cast<size_t>(band)];
      for (int64_t y = band * rows; y < std::min<int64_t>(picture.height, (band + 1) * rows); ++y)
        finder.look(static_cast<int>(y), part);
      add_up(part);
    }
  });
  std::vector<Summit> left;
  for (const auto& part : parts) left.insert(left.end(), part.begin(), part.end());
  add_up(left);
  left.resize(std::min(left.size(), most_summits));
  RayColours colours(palette, std::min(most, palette.size() + most_thin));
  for (int i = 0; i < most_rays && !left.empty() && left.front().count >= 2; ++i) {
    const Summit first = left.front();
    std::vector<Summit> ray, others;
    for (const Summit& s : left) {
      const bool same = s.ground == first.ground && on_ray(first.ground, first.rgba, s.rgba);
      (same ? ray : others).push_back(s);
    }
    colours.choose(ray);
    left.swap(others);
  }
}

}  // namespace pipeline::quantize
