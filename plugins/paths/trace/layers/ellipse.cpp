// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/layers/ellipse.hpp"

#include <algorithm>
#include <array>

#include "plugins/paths/common/polynomial.hpp"

namespace trace {
namespace {

// Pixels, of the distances from the points.
constexpr double most_rms = 0.09, most = 0.35;

struct Error {
  double sum = 0, largest = 0;
  void add(double distance) {
    sum += distance * distance;
    largest = std::max(largest, std::abs(distance));
  }
  bool small(size_t count) const {
    return sum < most_rms * most_rms * static_cast<double>(count) && largest < most;
  }
};

Point mean(std::span<const Point> points) {
  Point sum;
  for (const Point& p : points) sum = sum + p;
  return sum * (1 / static_cast<double>(points.size()));
}

// a (x^2 + y^2) or a x^2 + b y^2, plus c x + d y = 1 around the mean, by least squares (Kasa 1976).
template <size_t Terms, class TermsOf>
std::array<double, Terms> conic(std::span<const Point> points, Point centre, double scale,
                                TermsOf terms_of) {
  std::array<std::array<double, Terms + 1>, Terms> a{};
  for (const Point& p : points) {
    const std::array<double, Terms> f = terms_of((p - centre) * (1 / scale));
    for (size_t i = 0; i < Terms; ++i) {
      for (size_t j = 0; j < Terms; ++j) a[i][j] += f[i] * f[j];
      a[i][Terms] += f[i];
    }
  }
  solve<Terms>(a, Terms);
  std::array<double, Terms> result;
  for (size_t i = 0; i < Terms; ++i) result[i] = a[i][Terms];
  return result;
}

std::optional<Ellipse> circle(std::span<const Point> points, Point m, double scale) {
  const auto e = conic<3>(points, m, scale, [](Point p) {
    return std::array<double, 3>{p.x * p.x + p.y * p.y, p.x, p.y};
  });
  if (e[0] <= 0) return {};
  const Point c{-e[1] / (2 * e[0]), -e[2] / (2 * e[0])};
  const double r = std::sqrt(1 / e[0] + dot(c, c)) * scale;
  const Point centre = m + c * scale;
  Error error;
  for (const Point& p : points) error.add(length(p - centre) - r);
  if (!error.small(points.size())) return {};
  return Ellipse{centre, {r, r}};
}

std::optional<Ellipse> upright_ellipse(std::span<const Point> points, Point m, double scale) {
  const auto e = conic<4>(points, m, scale, [](Point p) {
    return std::array<double, 4>{p.x * p.x, p.y * p.y, p.x, p.y};
  });
  if (e[0] <= 0 || e[1] <= 0) return {};
  const Point c{-e[2] / (2 * e[0]), -e[3] / (2 * e[1])};
  const double level = 1 + e[0] * c.x * c.x + e[1] * c.y * c.y;
  const Ellipse found{m + c * scale,
                      {std::sqrt(level / e[0]) * scale, std::sqrt(level / e[1]) * scale}};
  Error error;
  for (const Point& p : points) {
    const double x = (p.x - found.centre.x) / found.radii.x,
                 y = (p.y - found.centre.y) / found.radii.y;
    const double gx = 2 * x / found.radii.x, gy = 2 * y / found.radii.y;
    error.add((x * x + y * y - 1) / std::sqrt(gx * gx + gy * gy + 1e-12));
  }
  if (!error.small(points.size())) return {};
  return found;
}

}  // namespace

std::optional<Ellipse> find_ellipse(std::span<const Point> points, double largest_radius) {
  constexpr size_t fewest = 8;
  constexpr double smallest_radius = 1.2;
  if (points.size() < fewest) return {};
  const Point m = mean(points);
  double scale = 1;
  for (const Point& p : points) scale = std::max(scale, length(p - m));
  auto found = circle(points, m, scale);
  if (!found) found = upright_ellipse(points, m, scale);
  const bool good = found && std::min(found->radii.x, found->radii.y) > smallest_radius &&
                    std::max(found->radii.x, found->radii.y) < largest_radius;
  return good ? found : std::nullopt;
}

}  // namespace trace
