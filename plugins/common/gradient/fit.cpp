// SPDX-License-Identifier: Apache-2.0
#include "plugins/common/gradient/fit.hpp"

#include <algorithm>
#include <limits>

#include "plugins/common/gradient/quadric.hpp"

namespace gradient {
namespace {

constexpr size_t most_stops = 8;
constexpr int most_steps = 12;
constexpr double slanted = 0.70710678118654752;  // square root of 1/2

double square_distance(const std::array<float, 4>& a, const std::array<float, 4>& b) {
  double sum = 0;
  for (size_t k = 0; k < 4; ++k) {
    const double off = static_cast<double>(a[k]) - static_cast<double>(b[k]);
    sum += off * off;
  }
  return sum;
}

// The part of the samples that is clearly another colour.
double off_part(const Gradient& gradient, std::span<const Sample> samples) {
  constexpr double clearly = 5;
  double count = 0;
  for (const Sample& s : samples) {
    count += square_distance(s.colour, gradient.at(s.x, s.y)) > clearly * clearly;
  }
  return count / static_cast<double>(samples.size());
}

class Fitter {
 public:
  explicit Fitter(std::span<const Sample> samples) : samples_(samples) {
    const auto count = static_cast<double>(samples.size());
    for (const Sample& s : samples) x_ += s.x / count, y_ += s.y / count;
    for (const Sample& s : samples) {
      scale_ = std::max({scale_, std::abs(s.x - x_), std::abs(s.y - y_)});
      const double alpha = static_cast<double>(s.colour[3]) / 255;
      Placed placed{0, {}, alpha * alpha};
      for (size_t k = 0; k < 3; ++k) {
        placed.colour[k] = alpha > 0 ? static_cast<double>(s.colour[k]) / alpha : 0;
      }
      placed.colour[3] = static_cast<double>(s.colour[3]);
      placed_.push_back(placed);
    }
  }

  Gradient find() {
    constexpr double clearly = 0.93;    // less error: rather radial
    constexpr double hopeless = 6 * 6;  // a pixel: no stops make that a gradient
    std::vector<Axis> lines, centres;
    starts(lines, centres);
    double straight_error, round_error;
    Axis straight = refined(best_of(lines), straight_error);
    straight = snapped(straight, straight_error);
    const Axis round = refined(best_of(centres), round_error);
    const auto count = static_cast<double>(samples_.size());
    const bool radial = round_error + 0.05 * count < clearly * straight_error;
    place(radial ? round : straight);
    if (std::min(straight_error, round_error) > hopeless * count) {
      return {radial ? round : straight, Profile::fine(placed_, begin_, end_)};
    }
    return {radial ? round : straight, Profile::with_stops(placed_, begin_, end_, most_stops)};
  }

 private:
  // The direction in which colours change, and the point that all these directions meet in.
  void starts(std::vector<Axis>& lines, std::vector<Axis>& centres) const {
    const Quadric quadric(samples_, x_, y_, scale_);
    double xx = 0, xy = 0, yy = 0, bx = 0, by = 0;
    for (const Sample& s : samples_) {
      for (size_t k = 0; k < 4; ++k) {
        double gx, gy;
        quadric.slope(s.x, s.y, k, gx, gy);
        xx += gx * gx, xy += gx * gy, yy += gy * gy;
        const double along = gy * (s.x - x_) - gx * (s.y - y_);
        bx += gy * along, by -= gx * along;
      }
    }
    const auto line = [&](double dx, double dy) { lines.push_back({false, x_, y_, dx, dy}); };
    // The larger eigenvector.
    const double half = (xx - yy) / 2, root = std::sqrt(half * half + xy * xy);
    const double ex = half >= 0 ? half + root : xy, ey = half >= 0 ? xy : root - half;
    const double size = std::sqrt(ex * ex + ey * ey);
    if (size > 0) line(ex / size, ey / size);
    line(1, 0), line(0, 1), line(slanted, slanted), line(slanted, -slanted);
    centres.push_back({true, x_, y_, 1, 0});
    const double determinant = xx * yy - xy * xy;
    if (determinant > 1e-9 * (xx + yy) * (xx + yy)) {
      const double cx = (bx * xx + by * xy) / determinant, cy = (by * yy + bx * xy) / determinant;
      if (near(cx, cy)) centres.push_back({true, x_ + cx, y_ + cy, 1, 0});
    }
  }

  bool near(double dx, double dy) const {
    constexpr double farthest = 6;
    return std::max(std::abs(dx), std::abs(dy)) < farthest * scale_;
  }

  void place(const Axis& axis) {
    begin_ = std::numeric_limits<double>::max(), end_ = -begin_;
    for (size_t i = 0; i < samples_.size(); ++i) {
      const double p = axis.place(samples_[i].x, samples_[i].y);
      placed_[i].place = p;
      begin_ = std::min(begin_, p), end_ = std::max(end_, p);
    }
    constexpr double from_centre = 0.1;
    if (axis.radial && begin_ < from_centre * end_) begin_ = 0;
  }

  double error_of(const Axis& axis) {
    place(axis);
    return Profile::fine(placed_, begin_, end_).error(placed_);
  }

  // Some pixels are enough to see that, and to come near.
  Axis best_of(const std::vector<Axis>& axes) const {
    constexpr size_t enough = 500;
    const size_t step = std::max<size_t>(1, samples_.size() / enough);
    std::vector<Sample> some;
    for (size_t i = 0; i < samples_.size(); i += step) some.push_back(samples_[i]);
    Fitter fitter(some);
    Axis best = axes.front();
    double least = std::numeric_limits<double>::max();
    for (const Axis& axis : axes) {
      const double error = fitter.error_of(axis);
      if (error < least) least = error, best = axis;
    }
    return fitter.refined(best, least);
  }

  // Gauss-Newton on the axis, with the colours along it fitted anew each time (variable projection:
  // L. Kaufman, BIT 1975).
  Axis refined(Axis axis, double& error) {
    error = error_of(axis);
    double part = 1;
    for (int i = 0; i < most_steps && part > 0.1; ++i) {
      const Axis moved = step(axis, part);
      if (moved.radial && !near(moved.x - x_, moved.y - y_)) break;
      const double other = error_of(moved);
      if (other < error) {
        const bool enough = other > 0.999 * error;
        axis = moved, error = other;
        if (enough) break;
      } else {
        part /= 3;
      }
    }
    return axis;
  }

  // People draw level, upright and diagonal gradients.
  Axis snapped(const Axis& axis, double error) {
    constexpr double within = 0.02, hardly_worse = 1.005;
    for (const auto& [dx, dy] : {std::pair(1.0, 0.0), std::pair(0.0, 1.0),
                                 std::pair(slanted, slanted), std::pair(slanted, -slanted)}) {
      const double along = dx * axis.dx + dy * axis.dy, across = dx * axis.dy - dy * axis.dx;
      if (std::abs(across) > within) continue;
      const double sign = along < 0 ? -1 : 1;
      const Axis other{false, axis.x, axis.y, sign * dx, sign * dy};
      if (error_of(other) <= hardly_worse * error) return other;
    }
    return axis;
  }

  Axis step(const Axis& axis, double part) {
    place(axis);
    const Profile profile = Profile::fine(placed_, begin_, end_);
    // What moves all pixels between two knots the same way is the profile's to follow.
    struct Mean {
      double a = 0, b = 0, count = 0;
    };
    std::vector<Mean> means(profile.knots().size());
    std::vector<Mean> moves;  // of each pixel's place, with each unknown
    std::vector<size_t> intervals;
    for (size_t i = 0; i < samples_.size(); ++i) {
      const double px = samples_[i].x - axis.x, py = samples_[i].y - axis.y;
      Mean move{0, 0, 1};
      if (axis.radial) {
        const double away = std::max(placed_[i].place, 1e-3);
        move.a = -px / away, move.b = -py / away;
      } else {
        move.a = (py * axis.dx - px * axis.dy) / scale_;
      }
      size_t interval;
      profile.slope_at(placed_[i].place, interval);
      Mean& mean = means[interval];
      mean.a += move.a, mean.b += move.b, ++mean.count;
      moves.push_back(move);
      intervals.push_back(interval);
    }
    double aa = 0, ab = 0, bb = 0, ra = 0, rb = 0;
    for (size_t i = 0; i < samples_.size(); ++i) {
      const Placed& p = placed_[i];
      const Mean& mean = means[intervals[i]];
      const double a = moves[i].a - mean.a / mean.count, b = moves[i].b - mean.b / mean.count;
      const Channels colour = profile.at(p.place);
      size_t interval;
      const Channels slope = profile.slope_at(p.place, interval);
      for (size_t k = 0; k < 4; ++k) {
        const double weight = k < 3 ? p.weight : 1, off = p.colour[k] - colour[k];
        aa += weight * slope[k] * slope[k] * a * a;
        ab += weight * slope[k] * slope[k] * a * b;
        bb += weight * slope[k] * slope[k] * b * b;
        ra += weight * slope[k] * off * a;
        rb += weight * slope[k] * off * b;
      }
    }
    Axis moved = axis;
    if (!axis.radial) {
      const double turn = aa > 0 ? part * ra / aa / scale_ : 0;
      const double dx = axis.dx - turn * axis.dy, dy = axis.dy + turn * axis.dx;
      const double size = std::sqrt(dx * dx + dy * dy);
      moved.dx = dx / size, moved.dy = dy / size;
      return moved;
    }
    const double determinant = aa * bb - ab * ab;
    if (determinant > 1e-12 * (aa + bb) * (aa + bb)) {
      moved.x += part * (ra * bb - rb * ab) / determinant;
      moved.y += part * (rb * aa - ra * ab) / determinant;
    }
    return moved;
  }

  std::span<const Sample> samples_;
  std::vector<Placed> placed_;
  double x_ = 0, y_ = 0, scale_ = 1;  // middle and half of the size
  double begin_ = 0, end_ = 0;        // of the places
};

}  // namespace

std::array<float, 4> Gradient::at(double x, double y) const {
  const Channels c = profile.at(axis.place(x, y));
  const double alpha = c[3] / 255;
  return {static_cast<float>(c[0] * alpha), static_cast<float>(c[1] * alpha),
          static_cast<float>(c[2] * alpha), static_cast<float>(c[3])};
}

std::optional<Fit> fit_gradient(std::span<const Sample> samples) {
  constexpr size_t fewest = 16;
  if (samples.size() < fewest) return {};
  const auto count = static_cast<double>(samples.size());
  std::array<double, 4> sum{};
  for (const Sample& s : samples) {
    for (size_t k = 0; k < 4; ++k) sum[k] += static_cast<double>(s.colour[k]);
  }
  std::array<float, 4> mean;
  for (size_t k = 0; k < 4; ++k) mean[k] = static_cast<float>(sum[k] / count);
  double explained = 0;
  for (const Sample& s : samples) explained += square_distance(s.colour, mean);
  if (explained <= count / 4) return {};
  Fit fit{Fitter(samples).find(), 0, std::sqrt(explained / count), 0};
  const auto& knots = fit.gradient.profile.knots();
  if (knots.front() >= knots.back()) return {};
  for (const Sample& s : samples) {
    fit.error += square_distance(s.colour, fit.gradient.at(s.x, s.y));
  }
  fit.error = std::sqrt(fit.error / count);
  fit.off = off_part(fit.gradient, samples);
  return fit;
}

std::optional<Fit> fit_most(std::span<const Sample> samples) {
  constexpr int most_rounds = 6;
  constexpr double good = 1.5;
  auto fit = fit_gradient(samples);
  std::vector<Sample> sorted(samples.begin(), samples.end());
  const size_t most = sorted.size() - sorted.size() / 4;
  for (int round = 0; round < most_rounds && fit && fit->error > good; ++round) {
    const auto square = [&](const Sample& s) {
      return square_distance(s.colour, fit->gradient.at(s.x, s.y));
    };
    std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(most),
                     sorted.end(),
                     [&](const Sample& a, const Sample& b) { return square(a) < square(b); });
    const auto next = fit_gradient(std::span(sorted).first(most));
    if (!next) return {};
    const bool settled = next->error > 0.9 * fit->error;
    fit = next;
    if (settled) break;
  }
  if (fit) fit->off = off_part(fit->gradient, samples);
  return fit;
}

}  // namespace gradient
