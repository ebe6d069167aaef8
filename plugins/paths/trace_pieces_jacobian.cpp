// SPDX-License-Identifier: Apache-2.0
#include "trace_pieces_jacobian.hpp"

#include <algorithm>
#include <cmath>

namespace trace {
namespace {

constexpr double samples_a_pixel = 1.6;
constexpr int most_samples = 4096;  // of one piece
constexpr double least_bulge = 1e-4;

class Sampler {
 public:
  Sampler(const Outline& outline, const PieceLayout& layout, std::vector<PieceSample>& samples)
      : outline_(outline), layout_(layout), samples_(samples) {}

  void add(size_t k) {
    const Piece& piece = outline_.pieces[k];
    from_ = outline_.pieces[layout_.before(k)].end, to_ = piece.end;
    from_unknown_ = layout_.node[layout_.before(k)], to_unknown_ = layout_.node[k];
    own_ = layout_.own[k];
    if (piece.kind == Piece::cubic) {
      cubic(piece);
    } else if (piece.kind == Piece::arc) {
      arc(piece);
    } else {
      line(piece.kind == Piece::beneath);
    }
  }

 private:
  static int count_for(double length, double density) {
    return std::clamp(static_cast<int>(length * density), 2, most_samples);
  }
  static void slope(PieceSample& s, int unknown, Point by) {
    s.unknown[s.count] = unknown;
    s.slope[s.count++] = by;
  }
  static void move_with(PieceSample& s, int unknown, double weight) {
    slope(s, unknown, {weight, 0});
    slope(s, unknown + 1, {0, weight});
  }

  void line(bool hidden) {
    const int count = count_for(length(to_ - from_), hidden ? 0.2 : samples_a_pixel);
    for (int i = 0; i < count; ++i) {
      const double t = static_cast<double>(i) / count;
      PieceSample s{from_ * (1 - t) + to_ * t, 0, {}, {}};
      if (!hidden) {
        move_with(s, from_unknown_, 1 - t);
        move_with(s, to_unknown_, t);
      }
      samples_.push_back(s);
    }
  }

  void cubic(const Piece& piece) {
    const double size = length(piece.first - from_) + length(piece.second - piece.first) +
                        length(to_ - piece.second);
    const int count = count_for(size, samples_a_pixel);
    for (int i = 0; i < count; ++i) {
      const double t = static_cast<double>(i) / count, u = 1 - t;
      const double w[4] = {u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t};
      PieceSample s{
          from_ * w[0] + piece.first * w[1] + piece.second * w[2] + to_ * w[3], 0, {}, {}};
      move_with(s, from_unknown_, w[0]);
      move_with(s, own_, w[1]);
      move_with(s, own_ + 2, w[2]);
      move_with(s, to_unknown_, w[3]);
      samples_.push_back(s);
    }
  }

  // An arc follows its chord as a similarity: with chord and points as complex numbers,
  // p = from + (to - from) * z, where z depends on the bulge alone.
  void arc(const Piece& piece) {
    const Point chord = to_ - from_;
    const double span = length(chord);
    const ArcCircle circle(piece.bulge);
    const double bound = span * (1 + 3 * std::abs(piece.bulge)) * samples_a_pixel;
    int k = 1;
    while ((1 << k) < bound && (1 << k) < most_samples) ++k;
    const std::vector<Point> directions = circle.directions(piece.bulge, k);
    const double radius_slope = 0.5 - 1 / (8 * piece.bulge * piece.bulge);
    const Point along = unit(chord);
    for (size_t i = 0; i + 1 < directions.size(); ++i) {
      const Point v = directions[i], z = circle.centre + v * circle.radius;
      PieceSample s{from_ + turned(z, chord), 0, {}, {}};
      slope(s, from_unknown_, {1 - z.x, -z.y});
      slope(s, from_unknown_ + 1, {z.y, 1 - z.x});
      slope(s, to_unknown_, {z.x, z.y});
      slope(s, to_unknown_ + 1, {-z.y, z.x});
      slope(s, own_, turned(Point{0, 1 - radius_slope} + v * radius_slope, along));
      samples_.push_back(s);
    }
  }

  const Outline& outline_;
  const PieceLayout& layout_;
  std::vector<PieceSample>& samples_;
  Point from_, to_;
  int from_unknown_ = 0, to_unknown_ = 0, own_ = 0;
};

}  // namespace

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
  Sampler sampler(outline, layout, samples);
  for (size_t k = 0; k < outline.pieces.size(); ++k) sampler.add(k);
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
