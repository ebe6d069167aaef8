// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/thin/plain.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace trace {
namespace {

// Sums over a field, and from them the centre and the spread.
struct Moments {
  double area = 0;
  Point centre;
  double xx = 0, xy = 0, yy = 0;  // variances

  explicit Moments(const CoverField& field) {
    each(field, [&](Point p, double cover) {
      area += cover;
      centre = centre + p * cover;
    });
    if (area <= 0) return;
    centre = centre * (1 / area);
    each(field, [&](Point p, double cover) {
      const Point d = p - centre;
      xx += d.x * d.x * cover, xy += d.x * d.y * cover, yy += d.y * d.y * cover;
    });
    xx /= area, xy /= area, yy /= area;
  }

 private:
  template <class Visit>
  static void each(const CoverField& field, Visit visit) {
    for (int y = field.y0; y < field.y0 + field.height; ++y) {
      for (int x = field.x0; x < field.x0 + field.width; ++x) {
        visit(Point{x + 0.5, y + 0.5}, static_cast<double>(field.at(x, y)));
      }
    }
  }
};

// How much of a pixel the ellipse covers: exactly along x, in thin slices along y.
double covered(const Ellipse& e, int x, int y) {
  constexpr int slices = 16;
  double sum = 0;
  for (int k = 0; k < slices; ++k) {
    const double v = (y + (k + 0.5) / slices - e.centre.y) / e.radii.y;
    if (v * v >= 1) continue;
    const double half = e.radii.x * std::sqrt(1 - v * v);
    sum += std::max(0.0,
                    std::min(x + 1.0, e.centre.x + half) - std::max<double>(x, e.centre.x - half));
  }
  return sum / slices;
}

bool covers(const Ellipse& e, const CoverField& field) {
  constexpr double most = 0.06, most_rms = 0.025;  // of a pixel, along the boundary
  double squares = 0;
  for (int y = field.y0; y < field.y0 + field.height; ++y) {
    for (int x = field.x0; x < field.x0 + field.width; ++x) {
      const double off = covered(e, x, y) - static_cast<double>(field.at(x, y));
      if (std::abs(off) > most) return false;
      squares += off * off;
    }
  }
  return squares <= most_rms * most_rms * 4 * (e.radii.x + e.radii.y);
}

}  // namespace

std::optional<Ellipse> find_dot(const CoverField& field) {
  constexpr double smallest = 0.8, largest = 8;  // pixels, radii
  constexpr double of_pixel = 1.0 / 12;          // the spread that pixels add
  const Moments m(field);
  if (m.area <= 0 || m.area > std::numbers::pi * largest * largest) return {};
  const double radius = std::sqrt(m.area / std::numbers::pi);
  if (radius < smallest) return {};
  const Ellipse circle{m.centre, {radius, radius}};
  if (covers(circle, field)) return circle;
  const double x = 2 * std::sqrt(std::max(0.0, m.xx - of_pixel)),
               y = 2 * std::sqrt(std::max(0.0, m.yy - of_pixel));
  if (std::min(x, y) < smallest || std::max(x, y) > largest) return {};
  const Ellipse ellipse{m.centre, {x, y}};
  return covers(ellipse, field) ? std::optional(ellipse) : std::nullopt;
}

bool is_rectilinear(const CoverField& field) {
  if (std::any_of(field.cover.begin(), field.cover.end(), [](float c) { return c > 0 && c < 1; }))
    return false;
  // Of the four pixels around a vertex; one or three: it is a corner, convex or not.
  const auto around = [&](int x, int y) {
    return (field.at(x - 1, y - 1) > 0) + (field.at(x, y - 1) > 0) + (field.at(x - 1, y) > 0) +
           (field.at(x, y) > 0);
  };
  for (int y = field.y0; y <= field.y0 + field.height; ++y) {
    for (int x = field.x0; x <= field.x0 + field.width; ++x) {
      const int here = around(x, y);
      const bool touch = here == 2 && (field.at(x - 1, y - 1) > 0) == (field.at(x, y) > 0);
      if (touch) return false;
      if ((here & 1) == 0) continue;
      const int right = around(x + 1, y), below = around(x, y + 1);
      const bool edge_right = (field.at(x, y - 1) > 0) != (field.at(x, y) > 0),
                 edge_below = (field.at(x - 1, y) > 0) != (field.at(x, y) > 0);
      if ((edge_right && here + right == 4 && right != here) ||
          (edge_below && here + below == 4 && below != here)) {
        return false;
      }
    }
  }
  return true;
}

}  // namespace trace
