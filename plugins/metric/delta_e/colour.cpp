// SPDX-License-Identifier: Apache-2.0
#include "plugins/metric/delta_e/colour.hpp"

#include <cmath>
#include <numbers>

#include "plugins/metric/delta_e/functions.hpp"

namespace pipeline::metric {

namespace {

constexpr double degree = std::numbers::pi / 180;

double to_linear(double encoded) {
  if (encoded <= 0) return 0;
  if (encoded >= 1) return 1;
  if (encoded <= 0.04045) return encoded / 12.92;
  const double v = (encoded + 0.055) / 1.055;
  return v * v * fifth_root(v * v);  // v to the power of 2.4
}

// The companding of CIE 15: a cube root with a straight start.
double lightness(double v) {
  constexpr double edge = 6.0 / 29;
  return v > edge * edge * edge ? cube_root(v) : v / (3 * edge * edge) + 4.0 / 29;
}

struct Direction {
  double x, y;  // cosine and sine
};

Direction unit(double x, double y, double length) {
  return length > 0 ? Direction{x / length, y / length} : Direction{1, 0};
}

// Whether q follows p on the shorter arc; of two opposite hues, the one in [0, 180) is first.
bool in_order(const Direction& p, const Direction& q) {
  const double turn = p.x * q.y - p.y * q.x;
  return turn != 0 ? turn > 0 : p.y > 0 || (p.y == 0 && p.x > 0);
}

// Half way between two hues on the shorter arc; of two opposite ones, a quarter turn after the
// first.
Direction mean_hue(const Direction& p, const Direction& q) {
  Direction sum{p.x + q.x, p.y + q.y};
  if (p.x * q.x + p.y * q.y < 0) {
    // The sum is near nothing; the difference, a quarter turn away from it, is not.
    const double sign = in_order(p, q) ? 1 : -1;
    sum = {sign * (q.y - p.y), sign * (p.x - q.x)};
  }
  return unit(sum.x, sum.y, std::sqrt(sum.x * sum.x + sum.y * sum.y));
}

// cos(n h + offset) for n = 1..4, from the direction of h.
double hue_weight(const Direction& h) {
  const auto turned = [](const Direction& p, const Direction& q) {
    return Direction{p.x * q.x - p.y * q.y, p.x * q.y + p.y * q.x};
  };
  const Direction h2 = turned(h, h), h3 = turned(h2, h), h4 = turned(h2, h2);
  // Cosines and sines of 30, 6 and 63 degrees.
  constexpr double c30 = 0.86602540378443865, s30 = 0.5;
  constexpr double c6 = 0.99452189536827333, s6 = 0.10452846326765347;
  constexpr double c63 = 0.45399049973954675, s63 = 0.89100652418836786;
  return 1 - 0.17 * (h.x * c30 + h.y * s30) + 0.24 * h2.x + 0.32 * (h3.x * c6 - h3.y * s6) -
         0.20 * (h4.x * c63 + h4.y * s63);
}

double seventh_power_share(double chroma) {
  const double square = chroma * chroma, seventh = square * square * square * chroma;
  constexpr double of_25 = 6103515625.0;
  return std::sqrt(seventh / (seventh + of_25));
}

// RT, which turns the ellipses of blue.
double rotation(const Direction& hue, double chroma) {
  double angle = angle_of(hue.x, hue.y) / degree;
  if (angle < 0) angle += 360;
  const double t = (angle - 275) / 25;
  const double turn = 60 * degree * exp_of_negative(t * t);
  return -2 * seventh_power_share(chroma) * sine(turn);
}

}  // namespace

Lab lab_of_srgb(const double* rgb) {
  const double r = to_linear(rgb[0]), g = to_linear(rgb[1]), b = to_linear(rgb[2]);
  // Each row over its sum, the white point.
  constexpr double m[3][3] = {{0.4124564, 0.3575761, 0.1804375},
                              {0.2126729, 0.7151522, 0.0721750},
                              {0.0193339, 0.1191920, 0.9503041}};
  double f[3];
  for (int i = 0; i < 3; ++i) {
    f[i] = lightness((m[i][0] * r + m[i][1] * g + m[i][2] * b) / (m[i][0] + m[i][1] + m[i][2]));
  }
  return {116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])};
}

double ciede2000(const Lab& one, const Lab& two) {
  const auto length = [](double x, double y) { return std::sqrt(x * x + y * y); };
  const double mean_c = (length(one.a, one.b) + length(two.a, two.b)) / 2;
  const double stretch = 1 + 0.5 * (1 - seventh_power_share(mean_c));
  const double a1 = one.a * stretch, a2 = two.a * stretch;
  const double c1 = length(a1, one.b), c2 = length(a2, two.b);
  const Direction h1 = unit(a1, one.b, c1), h2 = unit(a2, two.b, c2);
  // Without chroma there is no hue: the other's counts.
  const Direction hue = c1 == 0 ? h2 : c2 == 0 ? h1 : mean_hue(h1, h2);

  const double dl = two.l - one.l, dc = c2 - c1;
  // 2 sqrt(c1 c2) sin(half the angle between), by sin^2 = (1 - cos) / 2.
  const double dx = h2.x - h1.x, dy = h2.y - h1.y;
  const double dh = (in_order(h1, h2) ? 1 : -1) * std::sqrt(c1 * c2 * (dx * dx + dy * dy));

  const double l = (one.l + two.l) / 2 - 50, c = (c1 + c2) / 2;
  const double sl = 1 + 0.015 * l * l / std::sqrt(20 + l * l);
  const double sc = 1 + 0.045 * c, sh = 1 + 0.015 * c * hue_weight(hue);
  const double tl = dl / sl, tc = dc / sc, th = dh / sh;
  return std::sqrt(std::fmax(tl * tl + tc * tc + th * th + rotation(hue, c) * tc * th, 0.0));
}

}  // namespace pipeline::metric
