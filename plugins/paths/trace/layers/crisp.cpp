// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/layers/crisp.hpp"

#include <algorithm>
#include <cmath>

#include "plugins/paths/trace/layers/beneath.hpp"

namespace trace {
namespace {

const Crack& crack_at(const Contour& contour, size_t i) {
  return contour.cracks[i % contour.cracks.size()];
}

// Along the canvas nothing needs to run on.
bool is_hidden(const Crack& crack) { return crack.hidden && crack.other != outside; }

// Where a walk around the contour may begin so that no straight run, visible or hidden, is cut in
// two.
size_t first_of_run(const Contour& contour) {
  const size_t count = contour.cracks.size();
  for (size_t i = 0; i < count; ++i) {
    const Crack &before = crack_at(contour, i + count - 1), &here = crack_at(contour, i);
    if (before.direction != here.direction || is_hidden(before) != is_hidden(here)) return i;
  }
  return 0;
}

// Stretches of cracks [begin, end) from first_of_run on, each of one kind.
struct Stretch {
  size_t begin, end;
  const Crack* crack;  // the first
  size_t size() const { return end - begin; }
};

template <class Same>
std::vector<Stretch> stretches_of(const Contour& contour, Same same) {
  std::vector<Stretch> stretches;
  const size_t count = contour.cracks.size(), first = first_of_run(contour);
  for (size_t begin = first, end; begin < first + count; begin = end) {
    const Crack& crack = crack_at(contour, begin);
    for (end = begin + 1; end < first + count && same(crack, crack_at(contour, end));) ++end;
    stretches.push_back({begin, end, &crack});
  }
  return stretches;
}

bool one_run(const Crack& a, const Crack& b) {
  return is_hidden(a) == is_hidden(b) && (is_hidden(a) || a.direction == b.direction);
}

}  // namespace

bool is_crisp(const Picture& picture, const Contour& contour) {
  constexpr float off_square = 4, rounding = 1.5F, least = 0.02F;  // levels of 255; of a pixel
  if (picture.noise() > 0) return false;
  bool any = false;
  for (const Crack& crack : contour.cracks) {
    if (is_hidden(crack)) continue;
    any = true;
    if (crack.other == outside) continue;
    const Colour4 across = picture.colour(contour.region) - picture.colour(crack.other);
    const float off = std::max(least, rounding / std::sqrt(std::max(1.0F, dot(across, across))));
    const int x = crack.inner_x(), y = crack.inner_y();
    const Picture::Blend in = picture.blend(x, y, contour.region, crack.other),
                         out = picture.blend(x + crack.out_x(), y + crack.out_y(), contour.region,
                                             crack.other);
    if (in.square > off_square || out.square > off_square) return false;
    if (std::abs(1 - in.cover) > off || std::abs(out.cover) > off) return false;
  }
  return any;
}

bool is_rectilinear(const Contour& contour) {
  const std::vector<Stretch> runs = stretches_of(contour, one_run);
  const size_t count = runs.size();
  for (size_t i = 0; i < count; ++i) {
    const Crack &before = *runs[(i + count - 1) % count].crack, &here = *runs[i].crack,
                &after = *runs[(i + 1) % count].crack;
    if (is_hidden(before) || is_hidden(here) || is_hidden(after)) continue;
    if (runs[i].size() == 1 && before.direction == after.direction) return false;
  }
  return true;
}

Outline crack_outline(const Picture& picture, const Layers& layers, const Contour& contour) {
  const std::vector<Stretch> runs = stretches_of(contour, one_run);
  const size_t count = runs.size();
  // Where a visible run ends: a pixel further when it goes under, where nobody sees it.
  const auto end_of = [&](const Stretch& run, bool under) {
    const Crack& last = crack_at(contour, run.end - 1);
    return last.start() + last.step() * (under ? 2 : 1);
  };
  const auto start_of = [&](const Stretch& run) { return run.crack->start() - run.crack->step(); };
  Outline outline;
  for (size_t i = 0; i < count; ++i) {
    const Stretch &before = runs[(i + count - 1) % count], &here = runs[i],
                  &after = runs[(i + 1) % count];
    if (!is_hidden(*here.crack)) {
      outline.pieces.push_back(
          {Piece::line, false, {}, {}, 0, end_of(here, is_hidden(*after.crack))});
      continue;
    }
    std::vector<BoundaryPoint> points;
    for (size_t k = here.begin; k < here.end; ++k)
      points.push_back({crack_at(contour, k).middle(), false, true});
    BeneathPath(picture.map(), layers, contour.region)
        .run(end_of(before, true), start_of(after), points, outline.pieces);
  }
  outline.start = outline.pieces.back().end;
  return outline;
}

}  // namespace trace
