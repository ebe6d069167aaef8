// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/layers/crisp.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "plugins/paths/trace/layers/beneath.hpp"
#include "plugins/paths/trace/layers/section.hpp"

namespace trace {
namespace {

const Crack& crack_at(const Contour& contour, size_t i) {
  return contour.cracks[i % contour.cracks.size()];
}

// Along the canvas nothing needs to run on.
bool is_hidden(const Crack& crack) { return crack.hidden && crack.other != outside; }

// Half a pixel outwards where nobody sees it: from both sides of a pixel no two lines cross.
Point run_under(const Crack& crack) {
  if (!is_hidden(crack)) return {};
  return {crack.out_x() * 0.5, crack.out_y() * 0.5};
}

class CrackOutliner {
 public:
  CrackOutliner(const Picture& picture, const Layers& layers, const Contour& contour)
      : picture_(picture), layers_(layers), contour_(contour) {}

  Outline run() {
    const size_t count = contour_.cracks.size();
    const auto goes_under = [&](size_t i) {
      return !is_hidden(at(i + count - 1)) && is_hidden(at(i));
    };
    size_t first = 0;
    while (first < count && !goes_under(first)) ++first;
    Outline outline;
    for (size_t i = first; i < first + count;) {
      size_t end = i + 1;
      if (goes_under(i)) {
        while (is_hidden(at(end))) ++end;
        go_under(i, end, outline.pieces);
      } else if (!goes_under(end)) {
        turn(i, outline.pieces);
      }
      i = end;
    }
    outline.start = outline.pieces.back().end;
    return outline;
  }

 private:
  const Crack& at(size_t i) const { return crack_at(contour_, i); }

  // The nodes at the end of a crack.
  void turn(size_t i, std::vector<Piece>& pieces) const {
    const Crack &here = at(i), &next = at(i + 1);
    const auto add = [&](Point p) { pieces.push_back({Piece::line, false, {}, {}, 0, p}); };
    const Point vertex = here.start() + here.step(), a = run_under(here), b = run_under(next);
    if (here.direction == next.direction) {
      if (!(a == b)) add(vertex + a), add(vertex + b);
      return;
    }
    const bool convex = ((here.direction + 1) & 3) == next.direction;
    if (convex && is_hidden(here) && is_hidden(next) && !is_covered_ahead(here)) {
      add(vertex + a), add(vertex), add(vertex + b);
    } else {
      add(vertex + a + b);
    }
  }

  // Whether nobody sees the pixel outside of a crack and one further.
  bool is_covered_ahead(const Crack& crack) const {
    const uint32_t region =
        picture_.map().at(crack.inner_x() + crack.out_x() + step_x[crack.direction],
                          crack.inner_y() + crack.out_y() + step_y[crack.direction]);
    return region != contour_.region && region != outside &&
           layers_.covers(region, contour_.region);
  }

  // Hidden cracks [begin, end), along them or where that takes fewer bytes.
  void go_under(size_t begin, size_t end, std::vector<Piece>& pieces) const {
    std::vector<Piece> close, far;
    std::vector<BoundaryPoint> points;
    turn(begin + contour_.cracks.size() - 1, close);
    for (size_t i = begin; i < end; ++i) {
      turn(i, close);
      points.push_back({at(i).middle(), false, true});
    }
    // One pixel further on, where it is hidden already.
    const Crack &before = at(begin + contour_.cracks.size() - 1), &after = at(end);
    const Point from = before.start() + before.step() * 2, to = after.start() - after.step();
    far.push_back({Piece::line, false, {}, {}, 0, from});
    BeneathPath(picture_.map(), layers_, contour_.region).run(from, to, points, far);
    // Both begin with the node that the stretch starts from.
    const auto cost = [](const std::vector<Piece>& all) {
      return bytes_of(std::span(all).subspan(1), all.front().end);
    };
    const std::vector<Piece>& best = cost(close) <= cost(far) ? close : far;
    pieces.insert(pieces.end(), best.begin(), best.end());
  }

  const Picture& picture_;
  const Layers& layers_;
  const Contour& contour_;
};

bool has_steps(const Contour& contour, bool hidden_ones) {
  const size_t count = contour.cracks.size();
  for (size_t i = 0; i < count; ++i) {
    const Crack &before = crack_at(contour, i + count - 1), &here = contour.cracks[i],
                &after = crack_at(contour, i + 1);
    if (!hidden_ones && (is_hidden(before) || is_hidden(here) || is_hidden(after))) continue;
    if (before.direction == after.direction && here.direction != before.direction) return true;
  }
  return false;
}

}  // namespace

bool is_crisp(const Picture& picture, const Contour& contour) {
  constexpr float off_square = 4, rounding = 1.5F, least = 0.02F;  // levels of 255; of a pixel
  if (picture.noise() > 0) return false;
  bool visible = false;
  for (const Crack& crack : contour.cracks) {
    if (is_hidden(crack)) continue;
    visible = true;
    if (crack.other == outside) continue;
    const int x = crack.inner_x(), y = crack.inner_y();
    const Colour4 across = picture.colour(contour.region, x, y) - picture.colour(crack.other, x, y);
    const float off = std::max(least, rounding / std::sqrt(std::max(1.0F, dot(across, across))));
    const Picture::Blend in = picture.blend(x, y, contour.region, crack.other),
                         out = picture.blend(x + crack.out_x(), y + crack.out_y(), contour.region,
                                             crack.other);
    if (in.square > off_square || out.square > off_square) return false;
    if (std::abs(1 - in.cover) > off || std::abs(out.cover) > off) return false;
  }
  return visible || !has_steps(contour, true);
}

bool is_rectilinear(const Contour& contour) { return !has_steps(contour, false); }

Outline crack_outline(const Picture& picture, const Layers& layers, const Contour& contour) {
  return CrackOutliner(picture, layers, contour).run();
}

}  // namespace trace
