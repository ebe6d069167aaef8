// SPDX-License-Identifier: Apache-2.0
// Label maps in, shapes out, and the plainest possible way to draw them again.
#pragma once

#include <algorithm>
#include <random>
#include <string>

#include "support/catch.hpp"
#include "support/stage.hpp"

namespace pipeline::test {

struct Map {
  int width, height;
  std::vector<uint32_t> labels;

  Map(int w, int h) : width(w), height(h), labels(static_cast<size_t>(w * h)) {}
  uint32_t& at(int x, int y) { return labels[static_cast<size_t>(y * width + x)]; }
  uint32_t at(int x, int y) const { return labels[static_cast<size_t>(y * width + x)]; }
};

// label_of(x, y)
template <class F>
Map make_map(int width, int height, F label_of) {
  Map map(width, height);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) map.at(x, y) = static_cast<uint32_t>(label_of(x, y));
  }
  return map;
}

inline std::vector<Colour> opaque_palette(uint32_t count) {
  std::vector<Colour> palette;
  for (uint32_t i = 0; i < count; ++i) {
    palette.push_back(Colour::from_u8(static_cast<int>(i * 37 % 256),
                                      static_cast<int>(i * 91 % 256),
                                      static_cast<int>(i * 151 % 256)));
  }
  return palette;
}

struct Inputs {
  const host::Value* edges = nullptr;
  const host::Value* image = nullptr;
};

inline Result run_trace(const Map& map, const std::vector<Colour>& palette,
                        const std::map<std::string, Setting>& with, const Inputs& more = {},
                        unsigned threads = 1) {
  const uint32_t sample = palette.size() <= 256 ? PIPELINE_U8 : PIPELINE_U32;
  const host::Value labels = make_labels(map.width, map.height, map.labels, palette, sample);
  return run_stage("paths.trace", with, {&labels, more.edges, more.image}, threads);
}

inline host::Value trace(const Map& map, const std::vector<Colour>& palette,
                         const std::map<std::string, Setting>& with, const Inputs& more = {}) {
  Result result = run_trace(map, palette, with, more);
  REQUIRE(result.error == "");
  REQUIRE(result.status == PIPELINE_OK);
  return result.outputs[0];
}

struct Stretch {
  double x0, y0, x1, y1;
};

// The outline of path i as straight stretches; curves are cut in 32.
inline std::vector<Stretch> flatten(const Paths& paths, uint32_t i) {
  std::vector<Stretch> stretches;
  double x = 0, y = 0, start_x = 0, start_y = 0;
  const auto to = [&](double nx, double ny) {
    stretches.push_back({x, y, nx, ny});
    x = nx, y = ny;
  };
  const float* c = paths.coords(i).data();
  for (const uint8_t verb : paths.verbs(i)) {
    if (verb == PIPELINE_MOVE) {
      x = start_x = c[0], y = start_y = c[1];
    } else if (verb == PIPELINE_LINE) {
      to(c[0], c[1]);
    } else if (verb == PIPELINE_CUBIC) {
      const double ox = x, oy = y;
      for (int k = 1; k <= 32; ++k) {
        const double t = k / 32.0, s = 1 - t;
        to(s * s * s * ox + 3 * s * s * t * c[0] + 3 * s * t * t * c[2] + t * t * t * c[4],
           s * s * s * oy + 3 * s * s * t * c[1] + 3 * s * t * t * c[3] + t * t * t * c[5]);
      }
    } else if (verb == PIPELINE_CLOSE) {
      to(start_x, start_y);
    } else {
      FAIL("a verb that the tracer does not write");
    }
    c += coords_of_verb[verb];
  }
  return stretches;
}

inline bool inside(const std::vector<Stretch>& outline, uint8_t rule, double px, double py) {
  int winding = 0;
  for (const Stretch& s : outline) {
    if ((s.y0 <= py) == (s.y1 <= py)) continue;
    if (s.x0 + (py - s.y0) / (s.y1 - s.y0) * (s.x1 - s.x0) > px) winding += s.y1 > s.y0 ? 1 : -1;
  }
  return rule == PIPELINE_EVEN_ODD ? winding % 2 != 0 : winding != 0;
}

// The label of the topmost shape at each pixel's centre; PIPELINE_NONE where there is none.
inline Map draw(const host::Value& value) {
  const Paths paths = paths_of(value);
  Map map(static_cast<int>(paths.width()), static_cast<int>(paths.height()));
  std::fill(map.labels.begin(), map.labels.end(), PIPELINE_NONE);
  for (uint32_t i = 0; i < paths.count(); ++i) {
    const auto outline = flatten(paths, i);
    for (int y = 0; y < map.height; ++y) {
      for (int x = 0; x < map.width; ++x) {
        if (inside(outline, paths.fill_rule(i), x + 0.5, y + 0.5)) map.at(x, y) = paths.label(i);
      }
    }
  }
  return map;
}

// Every subpath begins with a move and ends with a close.
inline bool all_closed(const Paths& paths) {
  for (uint32_t i = 0; i < paths.count(); ++i) {
    uint8_t before = PIPELINE_CLOSE;
    for (const uint8_t verb : paths.verbs(i)) {
      if ((verb == PIPELINE_MOVE) != (before == PIPELINE_CLOSE)) return false;
      before = verb;
    }
    if (before != PIPELINE_CLOSE) return false;
  }
  return true;
}

}  // namespace pipeline::test
