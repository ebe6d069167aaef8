// SPDX-License-Identifier: Apache-2.0
// Drawings with blended edges, through quantize.flat and paths.trace, and drawn again.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "support/catch.hpp"
#include "support/stage.hpp"

namespace pipeline::test {

// Straight alpha, 0..255.
class Drawing {
 public:
  Drawing(int w, int h, std::array<int, 4> ground) : width(w), height(h) {
    for (int i = 0; i < w * h; ++i) {
      for (const int v : ground) samples.push_back(static_cast<uint8_t>(v));
    }
  }

  // An opaque shape, by 16 x 16 points a pixel.
  template <class Inside>
  void add(std::array<int, 3> colour, Inside inside) {
    shade(
        [&](double, double) {
          return std::array<double, 3>{1.0 * colour[0], 1.0 * colour[1], 1.0 * colour[2]};
        },
        inside);
  }

  // The same with a colour for each pixel's middle.
  template <class Shade, class Inside>
  void shade(Shade colour, Inside inside) {
    constexpr int fine = 16;
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        int hits = 0;
        for (int k = 0; k < fine * fine; ++k) {
          hits += inside(x + (k % fine + 0.5) / fine, y + (k / fine + 0.5) / fine);
        }
        blend(samples.data() + 4 * (y * width + x), colour(x + 0.5, y + 0.5),
              hits / double{fine * fine});
      }
    }
  }

  // 3 channels when it is opaque.
  host::Value image() const {
    bool opaque = true;
    std::vector<uint8_t> rgb;
    for (size_t i = 0; i < samples.size(); ++i) {
      if (i % 4 == 3)
        opaque = opaque && samples[i] == 255;
      else
        rgb.push_back(samples[i]);
    }
    return opaque ? make_image(width, height, 3, rgb) : make_image(width, height, 4, samples);
  }

  int width, height;
  std::vector<uint8_t> samples;

 private:
  static void blend(uint8_t* p, const std::array<double, 3>& colour, double cover) {
    const double below = p[3] / 255.0 * (1 - cover), alpha = cover + below;
    if (alpha <= 0) return;
    for (size_t k = 0; k < 3; ++k) {
      p[k] = static_cast<uint8_t>(std::lround((colour[k] * cover + p[k] * below) / alpha));
    }
    p[3] = static_cast<uint8_t>(std::lround(alpha * 255));
  }
};

inline auto disc(double cx, double cy, double r) {
  return [=](double x, double y) { return (x - cx) * (x - cx) + (y - cy) * (y - cy) < r * r; };
}

struct Traced {
  host::Value labels, paths;
};

inline Traced trace_drawing(const Drawing& drawing, unsigned threads = 1,
                            const std::map<std::string, Setting>& with = {},
                            const std::map<std::string, Setting>& quantize_with = {}) {
  const host::Value image = drawing.image();
  Result quantized = run_stage("quantize.flat", quantize_with, {&image}, threads);
  REQUIRE(quantized.error == "");
  Result traced = run_stage("paths.trace", with, {&quantized.outputs[0], nullptr, &image}, threads);
  REQUIRE(traced.error == "");
  REQUIRE(traced.status == PIPELINE_OK);
  return {quantized.outputs[0], traced.outputs[0]};
}

// Outlines as polygons, by the formulas of the SVG specification.
class Flattener {
 public:
  using Polygon = std::vector<std::array<double, 2>>;

  explicit Flattener(const Paths& paths, uint32_t i) {
    const float* c = paths.coords(i).data();
    for (const uint8_t verb : paths.verbs(i)) {
      if (verb == PIPELINE_MOVE) {
        polygons.emplace_back();
        to(c[0], c[1]);
      } else if (verb == PIPELINE_LINE) {
        to(c[0], c[1]);
      } else if (verb == PIPELINE_CUBIC) {
        cubic(c);
      } else if (verb == PIPELINE_ARC) {
        arc(c);
      } else if (verb == PIPELINE_ELLIPSE) {
        polygons.emplace_back();
        turn(c[0], c[1], c[2], c[3], 0, 2 * pi);
      }
      c += coords_of_verb[verb];
    }
  }

  std::vector<Polygon> polygons;

 private:
  static constexpr double pi = 3.14159265358979323846;
  static constexpr int steps = 64;

  void to(double x, double y) { polygons.back().push_back({x, y}); }
  void cubic(const float* c) {
    const auto from = polygons.back().back();
    for (int k = 1; k <= steps; ++k) {
      const double t = double(k) / steps, s = 1 - t;
      const double w[4] = {s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t};
      to(w[0] * from[0] + w[1] * c[0] + w[2] * c[2] + w[3] * c[4],
         w[0] * from[1] + w[1] * c[1] + w[2] * c[3] + w[3] * c[5]);
    }
  }
  // SVG 1.1, F.6.5 and F.6.6, for circles.
  void arc(const float* c) {
    REQUIRE(c[0] == c[1]);
    const auto from = polygons.back().back();
    const double dx = (from[0] - c[5]) / 2, dy = (from[1] - c[6]) / 2, half = std::hypot(dx, dy);
    const double r = std::max<double>(c[0], half);
    const double off = std::sqrt(std::max(0.0, r * r - half * half)) / half *
                       ((c[3] != 0) == (c[4] != 0) ? -1 : 1);
    const double cx = off * dy + (from[0] + c[5]) / 2, cy = -off * dx + (from[1] + c[6]) / 2;
    const double begin = std::atan2(from[1] - cy, from[0] - cx);
    double sweep = std::atan2(c[6] - cy, c[5] - cx) - begin;
    if (c[4] == 0 && sweep > 0) sweep -= 2 * pi;
    if (c[4] != 0 && sweep < 0) sweep += 2 * pi;
    turn(cx, cy, r, r, begin, sweep);
  }
  void turn(double cx, double cy, double rx, double ry, double begin, double sweep) {
    for (int k = 1; k <= steps; ++k) {
      const double a = begin + sweep * k / steps;
      to(cx + rx * std::cos(a), cy + ry * std::sin(a));
    }
  }
};

// How much of each pixel path i covers: exact along x, by 16 lines along y.
inline std::vector<double> coverage(const Paths& paths, uint32_t i) {
  constexpr int lines = 16;
  const int width = static_cast<int>(paths.width()), height = static_cast<int>(paths.height());
  const Flattener flat(paths, i);
  std::vector<double> cover(static_cast<size_t>(width * height));
  for (int line = 0; line < lines * height; ++line) {
    const double y = (line + 0.5) / lines;
    std::vector<std::pair<double, int>> cuts;
    for (const auto& polygon : flat.polygons) {
      for (size_t k = 0; k < polygon.size(); ++k) {
        const auto &a = polygon[k], &b = polygon[(k + 1) % polygon.size()];
        if ((a[1] <= y) == (b[1] <= y)) continue;
        cuts.emplace_back(a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]), a[1] < b[1] ? 1 : -1);
      }
    }
    std::sort(cuts.begin(), cuts.end());
    int winding = 0;
    for (size_t k = 0; k + 1 < cuts.size(); ++k) {
      winding += paths.fill_rule(i) == PIPELINE_EVEN_ODD ? (winding ? -1 : 1) : cuts[k].second;
      if (winding == 0) continue;
      const double x0 = std::clamp<double>(cuts[k].first, 0, width),
                   x1 = std::clamp<double>(cuts[k + 1].first, 0, width);
      for (int x = static_cast<int>(x0); x < x1; ++x) {
        cover[static_cast<size_t>(line / lines * width + x)] +=
            (std::min(x1, x + 1.0) - std::max(x0, double(x))) / lines;
      }
    }
  }
  return cover;
}

// The paint of path i at a point, by the formulas of the SVG specification.
inline Colour paint_at(const Paths& paths, uint32_t i, double x, double y) {
  if (paths.gradient(i) == PIPELINE_NONE) return paths.fill(i);
  const pipeline_gradient& g = paths.gradient_at(paths.gradient(i));
  const float* v = g.geometry;
  double t;
  if (g.kind == PIPELINE_GRADIENT_LINEAR) {
    const double dx = v[2] - v[0], dy = v[3] - v[1];
    t = ((x - v[0]) * dx + (y - v[1]) * dy) / (dx * dx + dy * dy);
  } else {
    t = std::hypot(x - v[0], y - v[1]) / v[2];
  }
  const auto stops = paths.stops(g);
  size_t k = 0;
  while (k < stops.size() && stops[k].offset <= t) ++k;
  const auto& a = stops[k > 0 ? k - 1 : 0];
  const auto& b = stops[std::min(k, stops.size() - 1)];
  const double width = b.offset - a.offset;
  const auto part = static_cast<float>(width > 0 ? (t - a.offset) / width : 0);
  const auto mixed = [&](int c) { return a.rgba[c] + (b.rgba[c] - a.rgba[c]) * part; };
  return {mixed(0), mixed(1), mixed(2), mixed(3)};
}

// PSNR in dB of the shapes drawn again, premultiplied RGBA.
inline double fidelity(const Drawing& drawing, const host::Value& value) {
  const Paths paths = paths_of(value);
  const size_t count = static_cast<size_t>(drawing.width * drawing.height);
  std::vector<double> drawn(4 * count);
  for (uint32_t i = 0; i < paths.count(); ++i) {
    const auto cover = coverage(paths, i);
    for (size_t p = 0; p < count; ++p) {
      const auto width = static_cast<size_t>(drawing.width);
      const Colour c = paint_at(paths, i, static_cast<double>(p % width) + 0.5,
                                static_cast<double>(p / width) + 0.5);
      const double a = cover[p] * c.a, premultiplied[4] = {c.r * a, c.g * a, c.b * a, a};
      for (size_t k = 0; k < 4; ++k) {
        drawn[4 * p + k] = premultiplied[k] + drawn[4 * p + k] * (1 - a);
      }
    }
  }
  double sum = 0;
  for (size_t p = 0; p < count; ++p) {
    const double alpha = drawing.samples[4 * p + 3] / 255.0;
    for (size_t k = 0; k < 4; ++k) {
      const double wanted = k == 3 ? alpha : drawing.samples[4 * p + k] / 255.0 * alpha;
      sum += (wanted - drawn[4 * p + k]) * (wanted - drawn[4 * p + k]);
    }
  }
  return sum > 0 ? -10 * std::log10(sum / static_cast<double>(4 * count)) : 99;
}

// Segments of all shapes but a ground that is the canvas.
inline int nodes(const host::Value& value) {
  const Paths paths = paths_of(value);
  int count = 0;
  for (uint32_t i = 0; i < paths.count(); ++i) {
    int of_path = 0;
    bool canvas = true;
    const float* c = paths.coords(i).data();
    for (const uint8_t verb : paths.verbs(i)) {
      of_path += verb != PIPELINE_MOVE && verb != PIPELINE_CLOSE && verb != PIPELINE_ELLIPSE;
      canvas = canvas && verb != PIPELINE_ELLIPSE && verb != PIPELINE_CUBIC;
      for (size_t k = 0; k < coords_of_verb[verb]; ++k) {
        canvas = canvas && (c[k] == 0 || c[k] == (k % 2 ? paths.height() : paths.width()));
      }
      c += coords_of_verb[verb];
    }
    if (!canvas) count += of_path;
  }
  return count;
}

}  // namespace pipeline::test
