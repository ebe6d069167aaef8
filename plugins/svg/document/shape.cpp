// SPDX-License-Identifier: Apache-2.0
#include "plugins/svg/document/shape.hpp"

#include <pipeline/error.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include "plugins/svg/document/paint.hpp"

namespace svg {
namespace {

using pipeline::Paths;

// Six decimals of this still fit 64-bit units, and no renderer takes more.
constexpr float largest = 1e9F;

[[noreturn]] void refuse(uint32_t i, const std::string& what) {
  throw pipeline::Error(PIPELINE_BAD_ARGUMENT, "path " + std::to_string(i) + ": " + what);
}

bool fits(float v) { return std::abs(v) <= largest; }  // false for NaN

void check_number(uint32_t i, const std::string& what, float v) {
  if (fits(v)) return;
  refuse(i, what + " is " +
                (std::isnan(v)   ? "not a number"
                 : std::isinf(v) ? "infinite"
                                 : "beyond 1e9") +
                "; every number of a shape must be finite and within 1e9");
}

void check_verbs(const Paths& paths, uint32_t i) {
  const auto verbs = paths.verbs(i);
  size_t wanted = 0;
  for (const uint8_t verb : verbs) {
    if (verb >= pipeline::coords_of_verb.size()) {
      refuse(i, "verb " + std::to_string(verb) + " does not exist; the last one is 6 (close)");
    }
    wanted += pipeline::coords_of_verb[verb];
  }
  if (wanted != paths.coords(i).size()) {
    refuse(i, "its verbs take " + std::to_string(wanted) + " numbers, but it has " +
                  std::to_string(paths.coords(i).size()));
  }
  if (!verbs.empty() && verbs[0] != PIPELINE_MOVE && verbs[0] != PIPELINE_ELLIPSE) {
    refuse(i, "its first verb is " + std::to_string(verbs[0]) +
                  "; a path begins with move or ellipse");
  }
}

void check_colour(uint32_t i, const char* what, const pipeline::Colour& c) {
  for (const float v : {c.r, c.g, c.b, c.a}) check_number(i, what, v);
}

void check_gradient(const Paths& paths, uint32_t i) {
  const uint32_t g = paths.gradient(i);
  if (g == PIPELINE_NONE) return;
  if (g >= paths.gradient_count()) {
    refuse(i, "gradient " + std::to_string(g) + " does not exist; there are " +
                  std::to_string(paths.gradient_count()));
  }
  const pipeline_gradient& gradient = paths.gradient_at(g);
  if (uint64_t{gradient.stop_begin} + gradient.stop_count > paths.raw().stop_count) {
    refuse(i, "gradient " + std::to_string(g) + " has stops that do not exist");
  }
  if (gradient.kind > PIPELINE_GRADIENT_RADIAL) {
    refuse(i, "gradient " + std::to_string(g) + " is neither linear nor radial");
  }
  for (const float v : gradient.geometry) check_number(i, "a number of its gradient", v);
  for (const auto& stop : paths.stops(gradient)) {
    check_number(i, "an offset of its gradient", stop.offset);
    for (const float v : stop.rgba) check_number(i, "a colour of its gradient", v);
  }
}

void extend(Box& box, double x, double y, double by) {
  box = {std::min(box.x0, x - by), std::min(box.y0, y - by), std::max(box.x1, x + by),
         std::max(box.y1, y + by)};
}

Units units(const Decimals& decimals, const float* xy) {
  return {decimals.units(xy[0]), decimals.units(xy[1])};
}

void write_ellipse(PathData& data, const float* c, const Decimals& decimals) {
  const double turn = static_cast<double>(c[4]) * 3.14159265358979323846 / 180;
  const double rx = std::abs(c[2]), ry = std::abs(c[3]);
  const double dx = rx * std::cos(turn), dy = rx * std::sin(turn);
  const Units left{decimals.units(c[0] - dx), decimals.units(c[1] - dy)};
  Units right{decimals.units(c[0] + dx), decimals.units(c[1] + dy)};
  const Units radii{decimals.units(rx), decimals.units(ry)};
  // A diameter one unit short of the radii would move the arcs by far more than that.
  if (c[4] == 0) right = {left.x + 2 * radii.x, left.y};
  const int64_t rotation = decimals.plain_units(c[4]);
  data.move(left);
  data.arc(radii, rotation, true, false, right);
  data.arc(radii, rotation, true, false, left);
  data.close();
}

}  // namespace

void check_canvas(const Paths& paths) {
  const auto good = [](float v) { return v > 0 && fits(v); };
  if (good(paths.width()) && good(paths.height())) return;
  throw pipeline::Error(PIPELINE_BAD_ARGUMENT, "paths: the canvas is " +
                                                   std::to_string(paths.width()) + " x " +
                                                   std::to_string(paths.height()) +
                                                   "; both sides must be above 0 and finite");
}

void check_shape(const Paths& paths, uint32_t i) {
  check_verbs(paths, i);
  const auto coords = paths.coords(i);
  for (size_t k = 0; k < coords.size(); ++k) {
    if (!fits(coords[k])) check_number(i, "coordinate " + std::to_string(k), coords[k]);
  }
  check_colour(i, "its fill", paths.fill(i));
  check_colour(i, "its stroke", paths.stroke(i));
  check_number(i, "its stroke width", paths.stroke_width(i));
  if (paths.stroke_cap(i) > PIPELINE_CAP_SQUARE) refuse(i, "its stroke cap does not exist");
  if (paths.stroke_join(i) > PIPELINE_JOIN_BEVEL) refuse(i, "its stroke join does not exist");
  check_gradient(paths, i);
}

Box bounds(const Paths& paths, uint32_t i) {
  constexpr double far = std::numeric_limits<double>::max();
  Box box{far, far, -far, -far};
  const float* c = paths.coords(i).data();
  double px = 0, py = 0;
  for (const uint8_t verb : paths.verbs(i)) {
    const size_t size = pipeline::coords_of_verb[verb];
    if (verb == PIPELINE_ELLIPSE) {
      extend(box, c[0], c[1], std::max(std::abs(c[2]), std::abs(c[3])));
    } else if (verb == PIPELINE_ARC && c[0] == c[1] && c[3] == 0) {
      // At most half a circle lies within the circle over its chord.
      const double half = std::hypot(c[5] - px, c[6] - py) / 2;
      extend(box, (c[5] + px) / 2, (c[6] + py) / 2, half);
    } else if (verb == PIPELINE_ARC) {
      // Radii below half the chord are scaled up to it; no point is a diameter from the end.
      const double chord = std::abs(c[5] - px) + std::abs(c[6] - py);
      const double radius = std::max(std::abs(c[0]), std::abs(c[1]));
      const double least = std::min(std::abs(c[0]), std::abs(c[1]));
      const double stretch = least > 0 ? std::max(1.0, chord / least) : 1.0;
      extend(box, c[5], c[6], 2 * radius * stretch);
    } else {
      for (size_t k = 0; k < size; k += 2) extend(box, c[k], c[k + 1], 0);
    }
    if (size >= 2 && verb != PIPELINE_ELLIPSE) px = c[size - 2], py = c[size - 1];
    c += size;
  }
  if (has_stroke(paths, i)) {
    constexpr double miter_limit = 4;  // SVG's default
    const double by = std::abs(paths.stroke_width(i)) / 2 * miter_limit;
    box = {box.x0 - by, box.y0 - by, box.x1 + by, box.y1 + by};
  }
  return box;
}

const float* lone_ellipse(const Paths& paths, uint32_t i) {
  const auto verbs = paths.verbs(i);
  if (verbs.size() != 1 || verbs[0] != PIPELINE_ELLIPSE) return nullptr;
  const float* c = paths.coords(i).data();
  return c[4] == 0 || c[2] == c[3] ? c : nullptr;
}

void write_shape(PathData& data, const Paths& paths, uint32_t i, const Decimals& decimals,
                 const pipeline::BasicCall& call) {
  constexpr size_t verbs_a_look = size_t{1} << 14;
  const auto verbs = paths.verbs(i);
  const bool keep_dots = has_stroke(paths, i);
  const float* c = paths.coords(i).data();
  for (size_t k = 0; k < verbs.size(); ++k) {
    if (k % verbs_a_look == 0 && call.cancelled()) {
      throw pipeline::Error(PIPELINE_CANCELLED, "stopped");
    }
    const uint8_t verb = verbs[k];
    const size_t size = pipeline::coords_of_verb[verb];
    const Units end = size >= 2 ? units(decimals, c + size - 2) : Units{};
    const bool closes = k + 1 < verbs.size() && verbs[k + 1] == PIPELINE_CLOSE;
    switch (verb) {
      case PIPELINE_MOVE:
        data.move(end);
        break;
      case PIPELINE_LINE:
        if (end == data.current() && !keep_dots) break;
        if (closes && end == data.start() && end != data.current()) break;  // z draws it
        data.line(end);
        break;
      case PIPELINE_QUAD:
        data.quad(units(decimals, c), end);
        break;
      case PIPELINE_CUBIC:
        data.cubic(units(decimals, c), units(decimals, c + 2), end);
        break;
      case PIPELINE_ARC:
        data.arc({decimals.units(std::abs(c[0])), decimals.units(std::abs(c[1]))},
                 decimals.plain_units(c[2]), c[3] != 0, c[4] != 0, end);
        break;
      case PIPELINE_ELLIPSE:
        write_ellipse(data, c, decimals);
        break;
      default:
        data.close();
    }
    c += size;
  }
}

}  // namespace svg
