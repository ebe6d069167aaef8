// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/layers/shape.hpp"

#include <algorithm>
#include <climits>

#include "plugins/paths/common/polygon.hpp"
#include "plugins/paths/trace/layers/beneath.hpp"
#include "plugins/paths/trace/layers/breaks.hpp"
#include "plugins/paths/trace/layers/crisp.hpp"
#include "plugins/paths/trace/layers/refine.hpp"
#include "plugins/paths/trace/layers/section.hpp"

namespace trace {
namespace {

constexpr size_t fewest_points = 6;  // good ones; less is drawn as it is

class ShapeFitter {
 public:
  ShapeFitter(const Picture& picture, const Layers& layers, Contour contour, const ShapeRule& rule)
      : picture_(picture), layers_(layers), contour_(std::move(contour)), rule_(rule) {
    measure_contour(picture, contour_);
  }

  Shape fit() {
    const bool crisp = is_crisp(picture_, contour_);
    if (crisp && (is_rectilinear(contour_) || good_points() < fewest_points)) {
      return {{}, crack_outline(picture_, layers_, contour_)};
    }
    if (auto ellipse = whole_ellipse()) return {ellipse, {}};
    if (good_points() < fewest_points) return {{}, polygon()};
    Refiner refiner(picture_, layers_, contour_);
    // Corners blurred more than a pixel, and their like, are not worth more bytes, nor is what
    // noise does along an outline that is not short.
    constexpr int short_outline = 150;
    const int noisy = picture_.noise() > 0 ? std::max(0, cracks() - short_outline) / 30 : 0;
    const int tolerated = 2 + cracks() / 300 + noisy;
    Outline best;
    int least = INT_MAX;
    for (const auto& attempt :
         {&ShapeFitter::curves, &ShapeFitter::finer_curves, &ShapeFitter::polygon}) {
      Outline outline = (this->*attempt)();
      refiner.refine(outline);
      if (join_lines(outline)) refiner.refine(outline, 2);
      const int wrong = refiner.wrong_pixels(outline);
      if (wrong < least / 2) least = wrong, best = std::move(outline);
      if (least <= tolerated) break;
    }
    if (crisp) {
      Outline cracks = crack_outline(picture_, layers_, contour_);
      const double bytes = bytes_of(best.pieces, best.start);
      if (bytes_of(cracks.pieces, cracks.start) < bytes + bytes_a_square * refiner.difference(best))
        best = std::move(cracks);
    }
    return {{}, std::move(best)};
  }

 private:
  const std::vector<BoundaryPoint>& points() const { return contour_.points; }
  int cracks() const { return static_cast<int>(contour_.cracks.size()); }
  int count() const { return static_cast<int>(contour_.points.size()); }
  const BoundaryPoint& point(int i) const {
    return contour_.points[static_cast<size_t>((i % count() + count()) % count())];
  }
  static bool usable(const BoundaryPoint& p) { return (p.good || p.rough) && !p.hidden; }
  size_t good_points() const {
    return static_cast<size_t>(std::count_if(points().begin(), points().end(),
                                             [](const auto& p) { return p.good && !p.hidden; }));
  }

  std::optional<Ellipse> whole_ellipse() const {
    std::vector<Point> good;
    for (const BoundaryPoint& p : points()) {
      if (p.hidden) return {};
      if (p.good) good.push_back(p.at);
    }
    if (10 * good.size() <= 6 * points().size()) return {};
    return find_ellipse(good, std::max(picture_.width(), picture_.height()));
  }

  Outline curves() { return assemble(section_rule()); }
  Outline finer_curves() {
    SectionRule rule = section_rule();
    rule.tolerance /= 2;
    rule.step = 3;
    rule.arcs = false;
    return assemble(rule);
  }
  SectionRule section_rule() const {
    SectionRule rule;
    rule.tolerance = rule_.tolerance;
    const double scale = 0.6 / rule_.tolerance;
    rule.bytes_a_square *= scale * scale;
    rule.largest_radius = 4.0 * std::max(picture_.width(), picture_.height());
    return rule;
  }

  Outline assemble(const SectionRule& rule) {
    if (breaks_.empty() && !searched_) breaks_ = find_breaks(points()), searched_ = true;
    Outline outline;
    if (breaks_.empty()) {
      smooth_loop(rule, outline);
    } else {
      for (size_t k = 0; k < breaks_.size(); ++k) {
        between(breaks_[k], breaks_[(k + 1) % breaks_.size()], rule, outline);
      }
    }
    if (!outline.pieces.empty()) outline.start = outline.pieces.back().end;
    return outline;
  }

  void between(const Break& a, const Break& b, const SectionRule& rule, Outline& outline) {
    int span = b.index - a.index;
    if (span < 0 || (span == 0 && breaks_.size() == 1)) span += count();
    if (a.kind == Break::goes_under) {
      std::vector<BoundaryPoint> hidden;
      for (int k = 1; k < span; ++k) hidden.push_back(point(a.index + k));
      BeneathPath(picture_.map(), layers_, contour_.region).run(a.at, b.at, hidden, outline.pieces);
      return;
    }
    Section section{a.at, b.at, {}, {}, {}};
    for (int k = 0; k <= span; ++k) {
      const BoundaryPoint& p = point(a.index + k);
      if (!usable(p)) continue;
      if (length(p.at - a.at) < corner_gap || length(p.at - b.at) < corner_gap) continue;
      section.points.push_back(p.at);
    }
    fit_section(section, rule, outline.pieces);
    outline.pieces.back().smooth = false;
  }

  // Curves that refinement has made straight become lines, and lines that it has brought in line
  // one.
  static bool join_lines(Outline& outline) {
    constexpr double straight = 0.12;  // pixels
    std::vector<Piece>& pieces = outline.pieces;
    bool joined = false;
    Point before = outline.start;
    for (Piece& piece : pieces) {
      const Point along = unit(piece.end - before);
      const auto near = [&](Point p) { return std::abs(cross(along, p - before)) < straight; };
      if (piece.kind == Piece::cubic && near(piece.first) && near(piece.second)) {
        piece.kind = Piece::line;
        joined = true;
      }
      before = piece.end;
    }
    for (size_t k = 0; k + 1 < pieces.size() && pieces.size() > 3;) {
      const Point from = k > 0 ? pieces[k - 1].end : outline.start, node = pieces[k].end,
                  to = pieces[k + 1].end;
      const Point along = unit(to - from);
      const bool lines = pieces[k].kind == Piece::line && pieces[k + 1].kind == Piece::line;
      if (lines && std::abs(cross(along, node - from)) < straight && dot(along, node - from) > 0 &&
          dot(along, to - node) > 0) {
        pieces.erase(pieces.begin() + static_cast<std::ptrdiff_t>(k));
        joined = true;
      } else {
        ++k;
      }
    }
    return joined;
  }

  // No break anywhere: any point may be the first node, so the search is made again from a node
  // that it found.
  void smooth_loop(const SectionRule& rule, Outline& outline) {
    std::vector<Point> good;
    for (const BoundaryPoint& p : points()) {
      if (usable(p)) good.push_back(p.at);
    }
    const auto size = static_cast<int>(good.size());
    int first = 0;
    for (int pass = 0; pass < 2; ++pass) {
      outline.pieces.clear();
      std::vector<Point> around;
      const auto at = [&](int k) {
        return good[static_cast<size_t>(((first + k) % size + size) % size)];
      };
      for (int k = -6; k <= 6; ++k) around.push_back(at(k));
      const Point tangent = tangent_at(around, 6, 5, 0, 12);
      Section section{at(0), at(0), {}, tangent, tangent};
      for (int k = 1; k < size; ++k) section.points.push_back(at(k));
      fit_section(section, rule, outline.pieces);
      for (Piece& piece : outline.pieces) piece.smooth = true;
      if (outline.pieces.size() < 2) break;
      const Point node = outline.pieces[(outline.pieces.size() - 1) / 2].end;
      first = static_cast<int>(
          std::min_element(good.begin(), good.end(),
                           [&](Point p, Point q) { return length(p - node) < length(q - node); }) -
          good.begin());
    }
  }

  // Straight lines through the points, or along the cracks where these are too few.
  Outline polygon() {
    constexpr double close = 0.25, under = 0.6;
    std::vector<Point> ring;
    for (int i = 0; i < count() && count() >= 6; ++i) {
      const BoundaryPoint& p = point(i);
      const Point out = left_of(unit(point(i + 1).at - point(i - 1).at));
      ring.push_back(p.hidden ? p.at + out * under : p.at);
    }
    if (ring.empty()) {
      for (size_t i = 0; i < contour_.cracks.size(); ++i) {
        const Crack& before =
            contour_.cracks[(i + contour_.cracks.size() - 1) % contour_.cracks.size()];
        if (before.direction != contour_.cracks[i].direction)
          ring.push_back(contour_.cracks[i].start());
      }
    }
    ring.push_back(ring.front());
    Outline outline;
    const std::vector<int> kept = simplify_ring(ring, close);
    for (const int i : kept) {
      outline.pieces.push_back({Piece::line, false, {}, {}, 0, ring[static_cast<size_t>(i)]});
    }
    outline.start = outline.pieces.back().end;
    return outline;
  }

  // The points kept, but the first, of a closed ring whose last point is the first one.
  static std::vector<int> simplify_ring(const std::vector<Point>& ring, double tolerance) {
    size_t far = 0;
    for (size_t i = 0; i < ring.size(); ++i) {
      if (length(ring[i] - ring[0]) > length(ring[far] - ring[0])) far = i;
    }
    std::vector<int> kept;
    const std::span all(ring);
    for (const int i : simplify(all.first(far + 1), tolerance)) {
      if (i > 0) kept.push_back(i);
    }
    for (const int i : simplify(all.subspan(far), tolerance)) {
      if (i > 0) kept.push_back(i + static_cast<int>(far));
    }
    return kept;
  }

  const Picture& picture_;
  const Layers& layers_;
  Contour contour_;
  const ShapeRule& rule_;
  std::vector<Break> breaks_;
  bool searched_ = false;
};

}  // namespace

Shape fit_shape(const Picture& picture, const Layers& layers, const ChainSet& chains, uint32_t loop,
                const ShapeRule& rule) {
  return ShapeFitter(picture, layers, walk_contour(chains, layers, loop), rule).fit();
}

}  // namespace trace
