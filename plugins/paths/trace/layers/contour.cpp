// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/layers/contour.hpp"

#include <algorithm>
#include <cmath>

namespace trace {
namespace {

constexpr int farthest = 4;  // pixels that an edge may be blurred over, each way
constexpr float pure = 0.99F, most_impure = 0.2F;
constexpr float off_square = 14 * 14;  // a colour so far from all blends is something else

uint8_t direction_of(Vertex a, Vertex b) {
  if (a.y == b.y) return b.x > a.x ? 0 : 2;
  return b.y > a.y ? 1 : 3;
}

// A walk across the boundary from a crack: out of the region or, backwards, into it.
class Profile {
 public:
  Profile(const Picture& picture, uint32_t in, const Crack& crack)
      : picture_(picture),
        in_(in),
        crack_(crack),
        impure_(std::clamp(picture.cover_noise(crack.inner_x(), crack.inner_y(), in, crack.other),
                           1 - pure, most_impure)) {}

  struct Side {
    double sum = 0;     // of what is missing to purity
    bool pure = false;  // the walk ended in a pure pixel
    bool good = true;   // it met nothing but the two colours
    int pixels = 0;     // walked
  };

  Side outwards() const { return walk(1, 1, crack_.other); }
  Side inwards() const { return walk(0, -1, in_); }

  // How much the region covers of the k-th pixel outside (k >= 0) or inside (k < 0).
  Picture::Blend at(int k) const { return picture_.blend(x(k), y(k), in_, crack_.other); }
  float impure() const { return impure_; }  // what a pure pixel may lack
  float most_off() const { return off_square + picture_.noise_square(); }
  uint32_t region(int k) const { return picture_.map().at(x(k), y(k)); }

 private:
  int x(int k) const { return crack_.inner_x() + (k + 1) * crack_.out_x(); }
  int y(int k) const { return crack_.inner_y() + (k + 1) * crack_.out_y(); }

  Side walk(int first_outside, int step, uint32_t own) const {
    Side side;
    for (int i = 0; i < farthest; ++i) {
      const int k = first_outside ? i : -1 - i;
      const uint32_t r = region(k);
      if (r != own) {
        side.good = r == outside;
        return side;
      }
      const Picture::Blend b = at(k);
      if (b.square > most_off()) {
        side.good = false;
        return side;
      }
      const float cover = std::clamp(b.cover, 0.0F, 1.0F);
      const float missing = step > 0 ? cover : 1 - cover;
      side.sum += missing;
      ++side.pixels;
      if (missing < impure_) {
        side.pure = true;
        return side;
      }
    }
    side.good = false;
    return side;
  }

  const Picture& picture_;
  uint32_t in_;
  const Crack& crack_;
  float impure_;
};

// A part of the picture between two areas of one colour, thinner than its own colour needs to show:
// `from` is its first pixel, walking by `step`; `inner` when it belongs to the region itself.
// Returns how far beyond the crack, outwards, its edge lies; nothing when it is not such a part.
bool thin_edge(const Profile& profile, bool inner, uint32_t across, double& shift) {
  constexpr int widest = 6;
  // Pixels from well outside the strip on the near side to well outside on the far side. Distances
  // count from the crack, away from the near side, to the middle of a pixel.
  const auto index = [&](int i) { return inner ? -1 - i : i; };
  double sum = 0, moment = 0;
  const auto add = [&](int i) {
    const Picture::Blend b = profile.at(index(i));
    if (b.square > profile.most_off()) return -1.0F;
    const float cover = std::clamp(inner ? b.cover : 1 - b.cover, 0.0F, 1.0F);
    sum += cover;
    moment += cover * (i + 0.5);
    return cover;
  };
  int i = 0;
  const uint32_t own = profile.region(index(0));
  for (; i < widest && profile.region(index(i)) == own; ++i) {
    if (add(i) < 0) return false;
  }
  for (int end = i + 2;; ++i) {
    if (profile.region(index(i)) != across || i > end) return false;
    const float cover = add(i);
    if (cover < 0) return false;
    if (cover < profile.impure()) break;
  }
  for (int k = -1;; --k) {
    if (k < -3 || profile.region(index(k)) != across) return false;
    const float cover = add(k);
    if (cover < 0) return false;
    if (cover < profile.impure()) break;
  }
  if (sum <= 0) return false;
  const double edge = moment / sum - sum / 2;
  shift = inner ? -edge : edge;
  return std::abs(shift) < 1.5;
}

BoundaryPoint measure(const Picture& picture, uint32_t region, const Crack& crack) {
  const Point middle = crack.middle();
  if (crack.other == outside) return {middle, true, crack.hidden};
  const Profile profile(picture, region, crack);
  const auto in = profile.inwards(), out = profile.outwards();
  double shift = out.sum - in.sum;
  bool good = in.good && out.good;
  if (!crack.hidden && !in.pure && in.pixels > 0 && out.good) {
    good = thin_edge(profile, true, crack.other, shift);
  } else if (!crack.hidden && !out.pure && out.pixels > 0 && in.good) {
    good = thin_edge(profile, false, region, shift);
  }
  const Point normal{static_cast<double>(crack.out_x()), static_cast<double>(crack.out_y())};
  return {good ? middle + normal * shift : middle, good, crack.hidden};
}

// Where the picture says nothing for a while, the cracks have to do.
void smooth_rough_parts(std::vector<BoundaryPoint>& points) {
  constexpr size_t shortest = 6, reach = 3;
  for (size_t begin = 0; begin < points.size();) {
    size_t end = begin;
    while (end < points.size() && !points[end].good && !points[end].hidden) ++end;
    if (end - begin >= shortest) {
      std::vector<Point> middles;
      for (size_t i = begin; i < end; ++i) middles.push_back(points[i].at);
      for (size_t i = 0; i < middles.size(); ++i) {
        const size_t around = std::min({reach, i, middles.size() - 1 - i});
        Point sum;
        for (size_t k = i - around; k <= i + around; ++k) sum = sum + middles[k];
        points[begin + i].at = sum * (1 / static_cast<double>(2 * around + 1));
        points[begin + i].rough = true;
      }
    }
    begin = std::max(end, begin + 1);
  }
}

}  // namespace

Contour walk_contour(const ChainSet& chains, const Layers& layers, uint32_t loop) {
  Contour contour;
  contour.region = chains.loops[loop].region;
  contour.outer = chains.loops[loop].outer;
  const uint32_t first = chains.loops[loop].first_half;
  uint32_t half = first;
  do {
    const uint32_t other = chains.left(half);
    const bool hidden = layers.covers(other, contour.region);
    const auto turns = chains.turns_of(chains.chains[ChainSet::chain_of(half)]);
    const bool backward = ChainSet::backward(half);
    for (size_t i = 1; i < turns.size(); ++i) {
      const Vertex a = turns[backward ? turns.size() - i : i - 1];
      const Vertex b = turns[backward ? turns.size() - 1 - i : i];
      const uint8_t direction = direction_of(a, b);
      const int cracks = std::abs(a.x - b.x) + std::abs(a.y - b.y);
      for (int k = 0; k < cracks; ++k) {
        contour.cracks.push_back(
            {a.x + k * step_x[direction], a.y + k * step_y[direction], direction, hidden, other});
      }
    }
    half = chains.next[half];
  } while (half != first);
  return contour;
}

void measure_contour(const Picture& picture, Contour& contour) {
  // The direction around a crack comes from those within `reach`; the outermost count half, or
  // exact diagonals would have no steep cracks.
  constexpr int reach = 4;
  const auto count = static_cast<int>(contour.cracks.size());
  for (int i = 0; i < count; ++i) {
    const Crack& crack = contour.cracks[static_cast<size_t>(i)];
    if (count > 8) {
      Point along;
      for (int k = -reach; k <= reach; ++k) {
        const int j = ((i + k) % count + count) % count;
        const double weight = std::abs(k) == reach ? 0.5 : 1;
        along = along + contour.cracks[static_cast<size_t>(j)].step() * weight;
      }
      const double tx = std::abs(along.x), ty = std::abs(along.y);
      const bool upright = crack.direction & 1;
      if (upright ? ty < tx : tx <= ty) continue;
    }
    contour.points.push_back(measure(picture, contour.region, crack));
  }
  smooth_rough_parts(contour.points);
}

}  // namespace trace
