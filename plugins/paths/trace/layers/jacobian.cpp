// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/layers/jacobian.hpp"

#include <algorithm>
#include <cmath>

namespace trace {
namespace {

constexpr double samples_a_pixel = 1.6;
constexpr int most_samples = 4096;  // of one piece
constexpr double least_bulge = 1e-4;

int count_for(double length, double density) {
  return std::clamp(static_cast<int>(length * density), 2, most_samples);
}

void sample_line(Point from, const Piece& piece, uint32_t k, std::vector<PieceSample>& samples) {
  const double density = piece.kind == Piece::beneath ? 0.2 : samples_a_pixel;
  const int count = count_for(length(piece.end - from), density);
  for (int i = 0; i < count; ++i) {
    const double t = static_cast<double>(i) / count;
    samples.push_back({from * (1 - t) + piece.end * t, t, k});
  }
}

void sample_cubic(Point from, const Piece& piece, uint32_t k, std::vector<PieceSample>& samples) {
  const double size = length(piece.first - from) + length(piece.second - piece.first) +
                      length(piece.end - piece.second);
  const int count = count_for(size, samples_a_pixel);
  const Cubic cubic{from, piece.first, piece.second, piece.end};
  for (int i = 0; i < count; ++i) {
    const double t = static_cast<double>(i) / count;
    samples.push_back({cubic.at(t), t, k});
  }
}

// With chord and points as complex numbers, p = from + chord * z, where z depends on the bulge
// alone: an arc follows its chord as a similarity.
void sample_arc(Point from, const Piece& piece, uint32_t k, std::vector<PieceSample>& samples) {
  const Point chord = piece.end - from;
  const ArcCircle circle(piece.bulge);
  const double bound = length(chord) * (1 + 3 * std::abs(piece.bulge)) * samples_a_pixel;
  int halvings = 1;
  while ((1 << halvings) < bound && (1 << halvings) < most_samples) ++halvings;
  const std::vector<Point> directions = circle.directions(piece.bulge, halvings);
  for (size_t i = 0; i + 1 < directions.size(); ++i) {
    samples.push_back({from + turned(circle.centre + directions[i] * circle.radius, chord), 0, k});
  }
}

void add_slope(SampleSlopes& s, int unknown, Point by) {
  s.unknown[s.count] = unknown;
  s.slope[s.count++] = by;
}
void move_with(SampleSlopes& s, int unknown, double weight) {
  add_slope(s, unknown, {weight, 0});
  add_slope(s, unknown + 1, {0, weight});
}

}  // namespace

SampleSlopes slopes_of(const Outline& outline, const PieceLayout& layout,
                       const PieceSample& sample) {
  const size_t k = sample.piece, before = layout.before(k);
  const Piece& piece = outline.pieces[k];
  const int from = layout.node[before], to = layout.node[k], own = layout.own[k];
  const double t = sample.t, u = 1 - t;
  SampleSlopes s;
  if (piece.kind == Piece::line) {
    move_with(s, from, u);
    move_with(s, to, t);
  } else if (piece.kind == Piece::cubic) {
    move_with(s, from, u * u * u);
    move_with(s, own, 3 * u * u * t);
    move_with(s, own + 2, 3 * u * t * t);
    move_with(s, to, t * t * t);
  } else if (piece.kind == Piece::arc) {
    const Point start = outline.pieces[before].end, chord = piece.end - start;
    const double square = std::max(dot(chord, chord), 1e-12);
    const Point off = sample.at - start;
    const Point z = Point{dot(off, chord), cross(chord, off)} * (1 / square);
    const ArcCircle circle(piece.bulge);
    const Point direction = (z - circle.centre) * (1 / circle.radius);
    const double radius_slope = 0.5 - 1 / (8 * piece.bulge * piece.bulge);
    add_slope(s, from, {1 - z.x, -z.y});
    add_slope(s, from + 1, {z.y, 1 - z.x});
    add_slope(s, to, {z.x, z.y});
    add_slope(s, to + 1, {-z.y, z.x});
    add_slope(s, own, turned(Point{0, 1 - radius_slope} + direction * radius_slope, unit(chord)));
  }
  return s;
}

PieceLayout::PieceLayout(const Outline& outline) {
  for (const Piece& piece : outline.pieces) {
    const int count = piece.kind == Piece::cubic ? 4 : piece.kind == Piece::arc ? 1 : 0;
    own.push_back(count ? unknowns : -1);
    node.push_back(unknowns + count);
    unknowns += count + 2;
  }
}

std::vector<int> PieceLayout::envelope() const {
  std::vector<int> first(static_cast<size_t>(unknowns));
  for (int i = 0; i < unknowns; ++i) first[static_cast<size_t>(i)] = i;
  const size_t count = node.size();
  for (size_t k = 0; k < count; ++k) {
    std::vector<int> coupled;
    const auto add = [&](int begin, int size) {
      for (int i = 0; i < size; ++i) coupled.push_back(begin + i);
    };
    for (const size_t p : {k, after(k)}) {
      if (own[p] >= 0) add(own[p], node[p] - own[p]);
      add(node[p], 2);
    }
    add(node[before(k)], 2);
    const int least = *std::min_element(coupled.begin(), coupled.end());
    for (const int i : coupled) {
      first[static_cast<size_t>(i)] = std::min(first[static_cast<size_t>(i)], least);
    }
  }
  return first;
}

void sample_outline(const Outline& outline, const PieceLayout& layout,
                    std::vector<PieceSample>& samples) {
  samples.clear();
  for (uint32_t k = 0; k < outline.pieces.size(); ++k) {
    const Piece& piece = outline.pieces[k];
    const Point from = outline.pieces[layout.before(k)].end;
    if (piece.kind == Piece::cubic) {
      sample_cubic(from, piece, k, samples);
    } else if (piece.kind == Piece::arc) {
      sample_arc(from, piece, k, samples);
    } else {
      sample_line(from, piece, k, samples);
    }
  }
}

void move_outline(Outline& outline, const PieceLayout& layout, const std::vector<double>& by) {
  const auto at = [&](int i) {
    return Point{by[static_cast<size_t>(i)], by[static_cast<size_t>(i) + 1]};
  };
  Point from = outline.pieces.back().end;
  for (size_t k = 0; k < outline.pieces.size(); ++k) {
    Piece& piece = outline.pieces[k];
    if (piece.kind == Piece::cubic) {
      piece.first = piece.first + at(layout.own[k]);
      piece.second = piece.second + at(layout.own[k] + 2);
    } else if (piece.kind == Piece::arc) {
      const double span = std::max(length(piece.end - from), 1e-6);
      const double moved = piece.bulge + by[static_cast<size_t>(layout.own[k])] / span;
      piece.bulge = moved * piece.bulge > 0 ? moved : piece.bulge / 2;
      if (std::abs(piece.bulge) < least_bulge)
        piece.bulge = piece.bulge < 0 ? -least_bulge : least_bulge;
    }
    from = piece.end;
    piece.end = piece.end + at(layout.node[k]);
  }
  outline.start = outline.pieces.back().end;
}

Bend bend_after(const Outline& outline, const PieceLayout& layout, size_t k) {
  constexpr double shortest = 0.5, longest = 20, base = 0.02, same_way = 0.7;
  const size_t before = layout.before(k), after = layout.after(k);
  const Piece &in = outline.pieces[k], &out = outline.pieces[after];
  const auto plain = [](const Piece& p) { return p.kind == Piece::line || p.kind == Piece::cubic; };
  if (!in.smooth || !plain(in) || !plain(out)) return {};
  const bool curved_in = in.kind == Piece::cubic, curved_out = out.kind == Piece::cubic;
  const Point handle_in = in.end - (curved_in ? in.second : outline.pieces[before].end);
  const Point handle_out = (curved_out ? out.first : out.end) - in.end;
  const double length_in = std::max(length(handle_in), shortest),
               length_out = std::max(length(handle_out), shortest);
  const Point u = handle_in * (1 / length_in), w = handle_out * (1 / length_out);
  if (dot(u, w) < same_way) return {};
  const double reach = std::min({longest, length_in, length_out});
  Bend bend{base * reach * reach, cross(u, w), 0, {}, {}};
  const auto add = [&](int unknown, Point slope) {
    bend.unknown[bend.count] = unknown;
    bend.slope[bend.count++] = slope.x;
    bend.unknown[bend.count] = unknown + 1;
    bend.slope[bend.count++] = slope.y;
  };
  const Point by_in{w.y / length_in, -w.x / length_in}, by_out{-u.y / length_out, u.x / length_out};
  add(layout.node[k], by_in - by_out);
  add(curved_in ? layout.own[k] + 2 : layout.node[before], by_in * -1);
  add(curved_out ? layout.own[after] : layout.node[after], by_out);
  return bend;
}

}  // namespace trace
