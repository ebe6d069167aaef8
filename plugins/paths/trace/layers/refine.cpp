// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/layers/refine.hpp"

#include <algorithm>
#include <cmath>

namespace trace {
namespace {

constexpr int band_reach = 4;          // pixels around the cracks that are looked at
constexpr float target_reach = 2.3F;   // pixels from a crack where blends say its place
constexpr float off_square = 15 * 15;  // a colour so far from the blends says nothing
constexpr int most_unknowns = 3000;
constexpr double longest_step = 2, longest_step_thin = 0.4;  // pixels
constexpr double enough = 0.02;  // a step that gains no more is the last

std::vector<Point> polyline_of(const Outline& outline) {
  std::vector<PieceSample> samples;
  sample_outline(outline, PieceLayout(outline), samples);
  std::vector<Point> polyline;
  for (const PieceSample& s : samples) polyline.push_back(s.at);
  return polyline;
}

// One crack for each pixel that the outline passes.
Contour cracks_along(const Outline& outline) {
  Contour contour;
  for (const Point p : polyline_of(outline)) {
    const int x = static_cast<int>(std::floor(p.x)), y = static_cast<int>(std::floor(p.y));
    if (!contour.cracks.empty() && contour.cracks.back().x == x && contour.cracks.back().y == y)
      continue;
    contour.cracks.push_back({x, y, 0, false, outside});
  }
  return contour;
}

// A normal distribution of mean 0, from there on, as far as the band goes.
std::vector<float> normal_kernel(float deviation) {
  constexpr int farthest = 3;
  std::vector<float> kernel;
  float sum = 0;
  for (int k = 0; k <= farthest; ++k) {
    const auto x = static_cast<float>(k) / deviation;
    kernel.push_back(std::exp(-x * x / 2));
    sum += (k > 0 ? 2 : 1) * kernel.back();
  }
  for (float& v : kernel) v /= sum;
  return kernel;
}

}  // namespace

Refiner::Refiner(const Picture& picture, const Layers& layers, const Contour& contour)
    : band_(contour, band_reach), base_(contour.outer ? 0.0F : 1.0F), longest_step_(longest_step) {
  if (picture.blur() > 0) kernel_ = normal_kernel(picture.blur());
  find_targets(picture, layers, contour);
}

Refiner::Refiner(const CoverField& field, const Outline& outline)
    : band_(cracks_along(outline), band_reach), base_(0), longest_step_(longest_step_thin) {
  const auto cells = band_.cells();
  target_.assign(cells.size(), -1);
  row_of_.assign(cells.size(), -1);
  for (uint32_t i = 0; i < cells.size(); ++i) {
    if (!cells[i].single) continue;
    target_[i] = field.at(cells[i].x, cells[i].y);
    told_.push_back(i);
  }
}

void Refiner::set_others(const std::vector<const Outline*>& others) {
  others_.assign(band_.cells().size(), 0);
  for (const Outline* other : others) {
    band_.cover(polyline_of(*other), 0, cover_);
    for (size_t i = 0; i < cover_.size(); ++i) others_[i] += cover_[i];
  }
}

void Refiner::find_targets(const Picture& picture, const Layers& layers, const Contour& contour) {
  const auto cells = band_.cells();
  target_.assign(cells.size(), -1);
  expected_.assign(cells.size(), -1);
  const RegionMap& map = picture.map();
  for (size_t i = 0; i < cells.size(); ++i) {
    const uint32_t region = map.at(cells[i].x, cells[i].y);
    if (!cells[i].single || region == outside) continue;
    if (region == contour.region) {
      expected_[i] = 1;
    } else if (!layers.covers(region, contour.region)) {
      expected_[i] = 0;
    }
  }
  find_nearest(map, contour);
  row_of_.assign(cells.size(), -1);
  for (uint32_t i = 0; i < cells.size(); ++i) {
    if (nearest_[i] == nullptr || nearest_[i]->hidden) continue;
    const Picture::Blend blend =
        picture.blend(cells[i].x, cells[i].y, contour.region, nearest_[i]->other);
    const float beyond =
        0.1F + picture.cover_noise(cells[i].x, cells[i].y, contour.region, nearest_[i]->other);
    if (blend.square > off_square + picture.noise_square() || blend.cover < -beyond ||
        blend.cover > 1 + beyond) {
      continue;
    }
    target_[i] = std::clamp(blend.cover, 0.0F, 1.0F);
    told_.push_back(i);
  }
}

// The nearest crack of each pixel that belongs to one of its sides and is near enough to be
// blended.
void Refiner::find_nearest(const RegionMap& map, const Contour& contour) {
  nearest_.assign(band_.cells().size(), nullptr);
  std::vector<float> square(nearest_.size(), target_reach * target_reach);
  for (const Crack& crack : contour.cracks) {
    if (crack.other == outside) continue;
    const Point middle = crack.middle();
    // Two pixels each way across the crack, one along it.
    const int across_x = std::abs(crack.out_x()), across_y = std::abs(crack.out_y());
    const int left = crack.inner_x() + std::min(0, crack.out_x()) - 1,
              top = crack.inner_y() + std::min(0, crack.out_y()) - 1;
    for (int y = top; y <= top + 2 + across_y; ++y) {
      for (int x = left; x <= left + 2 + across_x; ++x) {
        const uint32_t region = map.at(x, y);
        if (region != contour.region && region != crack.other) continue;
        const Point off = Point{x + 0.5, y + 0.5} - middle;
        const auto s = static_cast<float>(dot(off, off));
        const auto i = static_cast<size_t>(band_.cell_at(x, y));
        if (s >= square[i]) continue;
        square[i] = s;
        nearest_[i] = &crack;
      }
    }
  }
}

void Refiner::render(const Outline& outline) {
  sample_outline(outline, layout_, samples_);
  polyline_.clear();
  for (const PieceSample& s : samples_) polyline_.push_back(s.at);
  band_.cover(polyline_, base_, cover_);
  for (size_t i = 0; i < others_.size(); ++i) cover_[i] += others_[i];
  if (!kernel_.empty()) blur(cover_);
}

// Along rows, then along columns. Beyond the band nothing changes.
void Refiner::blur(std::vector<float>& values) const {
  const auto cells = band_.cells();
  std::vector<float> before;
  for (const bool down : {false, true}) {
    before = values;
    for (size_t i = 0; i < cells.size(); ++i) {
      if (!cells[i].single) continue;
      float sum = kernel_[0] * before[i];
      for (int k = 1; k < static_cast<int>(kernel_.size()); ++k) {
        for (const int step : {-k, k}) {
          const int n =
              band_.cell_at(cells[i].x + (down ? 0 : step), cells[i].y + (down ? step : 0));
          const bool inside = n >= 0 && cells[static_cast<size_t>(n)].single;
          sum += kernel_[static_cast<size_t>(k)] * before[inside ? static_cast<size_t>(n) : i];
        }
      }
      values[i] = sum;
    }
  }
}

double Refiner::error(const Outline& outline) const {
  double sum = 0;
  for (const uint32_t i : told_) {
    const double d = target_[i] - cover_[i];
    sum += d * d;
  }
  for (size_t k = 0; k < outline.pieces.size(); ++k) {
    const Bend bend = bend_after(outline, layout_, k);
    sum += bend.weight * bend.sine * bend.sine;
  }
  return sum;
}

// A pixel's coverage grows with the length of outline in it times how fast that moves outwards.
void Refiner::add_rows(const Outline& outline) {
  for (const Row& row : rows_) row_of_[row.cell] = -1;
  rows_.clear();
  const size_t count = samples_.size();
  for (size_t i = 0; i < count; ++i) {
    const PieceSample& s = samples_[i];
    if (outline.pieces[s.piece].kind == Piece::beneath) continue;
    const int cell =
        band_.cell_at(static_cast<int>(std::floor(s.at.x)), static_cast<int>(std::floor(s.at.y)));
    if (cell < 0 || target_[static_cast<size_t>(cell)] < 0) continue;
    int& number = row_of_[static_cast<size_t>(cell)];
    if (number < 0) {
      number = static_cast<int>(rows_.size());
      rows_.emplace_back();
      rows_.back().cell = static_cast<uint32_t>(cell);
      rows_.back().count = 0;
      rows_.back().piece = UINT32_MAX;
    }
    Row& row = rows_[static_cast<size_t>(number)];
    const Point along = (samples_[(i + 1) % count].at - samples_[(i + count - 1) % count].at) * 0.5;
    const Point outwards = left_of(along);
    const SampleSlopes slopes = slopes_of(outline, layout_, s);
    if (row.piece == s.piece && row.piece_count == slopes.count) {
      for (int k = 0; k < slopes.count; ++k) {
        row.slope[row.place[k]] += static_cast<float>(dot(outwards, slopes.slope[k]));
      }
      continue;
    }
    row.piece = s.piece, row.piece_count = slopes.count;
    for (int k = 0; k < slopes.count; ++k) {
      const auto slope = static_cast<float>(dot(outwards, slopes.slope[k]));
      int place = static_cast<int>(
          std::find(row.unknown, row.unknown + row.count, slopes.unknown[k]) - row.unknown);
      if (place == most_in_row) {  // of a spike's tip: the rest is in another pixel, too
        row.piece = UINT32_MAX;
        break;
      }
      if (place == row.count) row.unknown[place] = slopes.unknown[k], row.slope[row.count++] = 0;
      row.slope[place] += slope;
      row.place[k] = place;
    }
  }
}

void Refiner::build(const Outline& outline) {
  matrix_.clear();
  right_.assign(static_cast<size_t>(layout_.unknowns), 0);
  add_rows(outline);
  off_.assign(cover_.size(), 0);
  for (const uint32_t i : told_) off_[i] = target_[i] - cover_[i];
  // The slopes are those of a sharp outline, which are never the smaller ones: steps are short
  // where there is blur, but lead down.
  if (!kernel_.empty()) blur(off_);
  for (const Row& row : rows_) {
    const double off = off_[row.cell];
    for (int i = 0; i < row.count; ++i) {
      right_[static_cast<size_t>(row.unknown[i])] += row.slope[i] * off;
      for (int j = 0; j < row.count; ++j) {
        matrix_.add(row.unknown[i], row.unknown[j],
                    static_cast<double>(row.slope[i]) * row.slope[j]);
      }
    }
  }
  add_smoothness(outline);
}

void Refiner::add_smoothness(const Outline& outline) {
  for (size_t k = 0; k < outline.pieces.size(); ++k) {
    const Bend bend = bend_after(outline, layout_, k);
    for (int i = 0; i < bend.count; ++i) {
      right_[static_cast<size_t>(bend.unknown[i])] -= bend.weight * bend.slope[i] * bend.sine;
      for (int j = 0; j < bend.count; ++j) {
        matrix_.add(bend.unknown[i], bend.unknown[j], bend.weight * bend.slope[i] * bend.slope[j]);
      }
    }
  }
}

// One step that lowers the error; false when there is none.
bool Refiner::step(Outline& outline, double& error_now, double& damping) {
  const Outline before = outline;
  extra_.resize(right_.size());
  for (int attempt = 0; attempt < 4; ++attempt) {
    for (int i = 0; i < layout_.unknowns; ++i) {
      extra_[static_cast<size_t>(i)] = damping * (matrix_.diagonal(i) + 0.3) + 1e-6;
    }
    change_ = right_;
    if (!matrix_.solve(extra_, change_, work_)) {
      damping *= 10;
      continue;
    }
    for (double& c : change_) c = std::clamp(c, -longest_step_, longest_step_);
    move_outline(outline, layout_, change_);
    render(outline);
    const double moved = error(outline);
    if (moved < error_now) {
      error_now = moved;
      damping = std::max(1e-4, damping * 0.3);
      return true;
    }
    outline = before;
    damping *= 8;
  }
  return false;
}

void Refiner::refine(Outline& outline, int most_steps) {
  layout_ = PieceLayout(outline);
  if (layout_.unknowns > most_unknowns) return;
  matrix_ = EnvelopeMatrix(layout_.envelope());
  render(outline);
  double now = error(outline), damping = 0.01;
  for (int i = 0; i < most_steps; ++i) {
    const double before = now;
    build(outline);
    if (!step(outline, now, damping) || before - now < enough * before) break;
  }
}

// visit(by how much the outline covers too little) for each pixel of which something is known.
template <class Visit>
void Refiner::each_difference(const Outline& outline, Visit visit) {
  layout_ = PieceLayout(outline);
  render(outline);
  for (size_t i = 0; i < cover_.size(); ++i) {
    const float wanted = target_[i] >= 0 ? target_[i] : expected_[i];
    if (wanted >= 0) visit(wanted - cover_[i]);
  }
}

int Refiner::wrong_pixels(const Outline& outline) {
  int wrong = 0;
  each_difference(outline, [&](float off) { wrong += std::abs(off) > 0.5F; });
  return wrong;
}

double Refiner::difference(const Outline& outline) {
  double sum = 0;
  each_difference(outline, [&](double off) { sum += off * off; });
  return sum;
}

}  // namespace trace
