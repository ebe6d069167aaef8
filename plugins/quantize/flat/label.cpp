// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/flat/label.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <optional>

#include "plugins/quantize/flat/lines.hpp"

namespace pipeline::quantize {

namespace {

constexpr uint8_t unknown = 255;
constexpr float pair_penalty = 1.5F;     // a blend explains anything a little
constexpr float near_enough = 8;         // a wider search would not find better
constexpr float colour_unheard_of = 40;  // farther from all around: any palette colour may be it
constexpr int most_around = 6;           // more colours around a pixel than that are no drawing

// The single colour or the blend that explains a pixel best.
struct Explanation {
  float distance = 1e9F;
  uint8_t label = 0;
};

struct Candidate {
  uint8_t label;
  Channels4 colour;
};

class Explainer {
 public:
  Explainer(const PackedPicture& picture, const LocalColours& colours, float unexplained)
      : picture_(picture), colours_(colours), unexplained_(unexplained) {}

  // candidates: bit k stands for label k.
  Explanation operator()(size_t pixel, uint64_t candidates) const {
    const Channels4 p = channels_of(picture_.pixels[pixel]);
    Candidate list[most_flat_colours];
    size_t count = 0;
    for (; candidates; candidates &= candidates - 1) {
      const auto label = static_cast<uint8_t>(std::countr_zero(candidates));
      list[count++] = {label, colours_.at(label, pixel)};
    }
    Explanation best;
    for (size_t i = 0; i < count; ++i) {
      const float d = std::sqrt(square_distance(p, list[i].colour));
      if (d < best.distance) best = {d, list[i].label};
    }
    if (count > most_around && best.distance > near_enough) {
      best.distance = std::max(best.distance, unexplained_ + 1);
      return best;
    }
    for (size_t i = 0; i < count; ++i) {
      for (size_t j = i + 1; j < count; ++j) blend(p, list[i], list[j], best);
    }
    return best;
  }

  uint8_t nearest(uint32_t pixel, float& square) const {
    const Channels4 p = channels_of(pixel);
    uint8_t label = 0;
    square = 1e9F;
    for (size_t k = colours_.gradients(); k < colours_.size(); ++k) {
      const float d = square_distance(p, colours_.flat(k));
      if (d < square) square = d, label = static_cast<uint8_t>(k);
    }
    return label;
  }

  // The colour of a line on one of the grounds, of which a pixel in its middle shows a part or all;
  // `unknown` where none explains it well. Of several on the way from the ground to the pixel, the
  // nearest one that the picture around does not go beyond.
  uint8_t line_colour(const LineFinder& lines, int x, int y, uint64_t grounds,
                      uint64_t candidates) const {
    constexpr float least_part = 0.3F, hardly_beyond = 0.93F;
    const size_t pixel =
        static_cast<size_t>(y) * static_cast<size_t>(picture_.width) + static_cast<size_t>(x);
    const Channels4 p = channels_of(picture_.pixels[pixel]);
    std::optional<Channels4> ground;
    float least = near_enough;
    for (uint64_t g = grounds; g; g &= g - 1) {
      const Channels4 from = colours_.at(static_cast<size_t>(std::countr_zero(g)), pixel);
      for (uint64_t c = candidates; c; c &= c - 1) {
        const float off =
            off_line(p, from, colours_.flat(static_cast<size_t>(std::countr_zero(c))));
        if (off < least) least = off, ground = from;
      }
    }
    if (!ground) return unknown;
    const float farthest = lines.farthest(x, y, *ground);
    uint8_t found = unknown;
    float reached = 0;
    for (uint64_t c = candidates; c; c &= c - 1) {
      const auto label = static_cast<uint8_t>(std::countr_zero(c));
      if (off_line(p, *ground, colours_.flat(label)) >= near_enough) continue;
      const float along = place_on(*ground, p, colours_.flat(label)).along;
      const bool enough = along >= hardly_beyond * farthest;
      const bool was_enough = reached >= hardly_beyond * farthest;
      if (found == unknown ||
          (enough ? !was_enough || along < reached : !was_enough && along > reached))
        found = label, reached = along;
    }
    return reached * least_part > 1 ? unknown : found;
  }

 private:
  // How far a colour is from the way between two others.
  static float off_line(const Channels4& p, const Channels4& from, const Channels4& to) {
    const Place place = place_on(from, to, p);
    if (place.along <= 0) return 1e9F;
    return place.along < 1 ? place.off : std::sqrt(square_distance(p, to));
  }

  static void blend(const Channels4& p, const Candidate& a, const Candidate& b, Explanation& best) {
    const Projection place(p, a.colour, b.colour);
    if (!place.is_beside() || place.length == 0) return;
    const float distance = std::sqrt(place.off_square()) + pair_penalty;
    if (distance < best.distance) {
      best = {distance, 2 * place.along < place.length ? a.label : b.label};
    }
  }

  const PackedPicture& picture_;
  const LocalColours& colours_;
  float unexplained_;
};

uint64_t labels_around(const std::vector<uint8_t>& labels, int width, int height, int x, int64_t y,
                       int reach) {
  uint64_t found = 0;
  const int64_t y1 = std::min<int64_t>(height - 1, y + reach);
  const int x1 = std::min(width - 1, x + reach);
  for (int64_t v = std::max<int64_t>(0, y - reach); v <= y1; ++v) {
    const uint8_t* row = labels.data() + v * width;
    for (int u = std::max(0, x - reach); u <= x1; ++u) {
      if (row[u] != unknown) found |= uint64_t{1} << row[u];
    }
  }
  return found;
}

int next_unknown(const uint8_t* row, int from, int width) {
  const void* found =
      from < width ? std::memchr(row + from, unknown, static_cast<size_t>(width - from)) : nullptr;
  return found ? static_cast<int>(static_cast<const uint8_t*>(found) - row) : width;
}

}  // namespace

FlatLabels label_flat(const BasicCall& call, const PackedPicture& picture,
                      const GradientAreas& areas, std::vector<uint8_t>& flat,
                      const std::vector<uint32_t>& palette, float apart, float unexplained) {
  const int width = picture.width, height = picture.height;
  const LocalColours colours(areas, palette, width);
  const Explainer explain(picture, colours, unexplained);
  const auto first = [](size_t count) {
    return count == 64 ? ~uint64_t{0} : (uint64_t{1} << count) - 1;
  };
  // Gradients are nothing but where they are.
  const uint64_t all = first(palette.size()) & ~first(areas.count());
  std::vector<uint8_t> pure(picture.pixels.size(), unknown);
  call.rows(height, [&](int64_t y0, int64_t y1) {
    uint32_t last = 0;
    uint8_t label = unknown;
    bool known = false;
    const auto end = static_cast<size_t>(y1 * width);
    for (auto i = static_cast<size_t>(y0 * width); i < end;) {
      if (areas.owns(i)) {
        pure[i] = areas.owner[i];
        ++i;
        continue;
      }
      if (!flat[i]) {
        ++i;
        continue;
      }
      if (!known || picture.pixels[i] != last) {
        float square;
        last = picture.pixels[i], known = true;
        label = explain.nearest(last, square);
        if (square >= apart * apart) label = unknown;
      }
      for (; i < end && flat[i] && picture.pixels[i] == last && !areas.owns(i); ++i) {
        pure[i] = label;
        flat[i] = label != unknown;
      }
    }
  });

  const LineFinder lines(picture);
  FlatLabels result;
  const auto explain_rows = [&](int64_t y0, int64_t y1, Unexplained& strange, uint8_t* labels) {
    for (int64_t y = y0; y < y1; ++y) {
      const uint8_t* row = pure.data() + y * width;
      for (int x = next_unknown(row, 0, width); x < width; x = next_unknown(row, x + 1, width)) {
        const auto i = static_cast<size_t>(y * width + x);
        Explanation best;
        for (const int reach : {2, 4}) {
          const uint64_t around = labels_around(pure, width, height, x, y, reach);
          const Explanation found = explain(i, around);
          if (found.distance < best.distance - 1) best = found;
          if (around && best.distance < near_enough) break;
        }
        if (best.distance > colour_unheard_of) {
          const Explanation found = explain(i, all);
          if (found.distance < best.distance - 6) best = found;
        }
        if (labels) labels[i] = best.label;
        if (best.distance <= unexplained) continue;
        strange.places.push_back(i);
        strange.line_pixels += lines.is_middle(x, static_cast<int>(y));
      }
    }
  };

  // A look at some rows saves the work on most photographs.
  constexpr int64_t looks = 32, too_many = 7;
  if (height > 4 * looks) {
    for (int64_t k = 0; k < looks; ++k) {
      const int64_t y = (2 * k + 1) * height / (2 * looks);
      explain_rows(y, y + 1, result.unexplained, nullptr);
    }
    if (static_cast<int64_t>(result.unexplained.places.size()) * too_many > looks * width)
      return result;
    result.unexplained = {};
  }
  // What shows of lines counts as pure from here on.
  std::vector<uint8_t> shown = pure;
  call.rows(height, [&](int64_t y0, int64_t y1) {
    for (int y = static_cast<int>(y0); y < y1; ++y) {
      for (int x = 0; x < width; ++x) {
        const auto i = static_cast<size_t>(y) * static_cast<size_t>(width) + static_cast<size_t>(x);
        if (pure[i] != unknown || !lines.is_middle(x, y)) continue;
        const uint64_t grounds = labels_around(pure, width, height, x, y, 4);
        shown[i] = explain.line_colour(lines, x, y, grounds, all);
        flat[i] = shown[i] != unknown;
      }
    }
  });
  pure.swap(shown);

  result.labels = pure;
  constexpr int64_t rows = 16;
  std::vector<Unexplained> strange(static_cast<size_t>((height + rows - 1) / rows));
  call.parallel_for(0, height, rows, [&](int64_t y0, int64_t y1) {
    explain_rows(y0, y1, strange[static_cast<size_t>(y0 / rows)], result.labels.data());
  });
  for (const auto& part : strange) {
    result.unexplained.add(part);
  }
  return result;
}

}  // namespace pipeline::quantize
