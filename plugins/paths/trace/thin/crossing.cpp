// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/thin/crossing.hpp"

#include <algorithm>
#include <utility>

namespace trace {
namespace {

constexpr int across = 5;  // pixels: so far what a stroke interrupts may be from its middle
constexpr int directions[4][2] = {{1, 0}, {0, 1}, {1, 1}, {1, -1}};

}  // namespace

std::vector<uint32_t> order_of_crossing(const Sheet& sheet) {
  constexpr size_t most = 64;
  std::vector<uint32_t> found;  // in the order of their first pixels
  std::vector<int> index;       // by label
  for (size_t i = 0; i < sheet.thin.size(); ++i) {
    if (!sheet.thin[i]) continue;
    const uint32_t label = sheet.labels[i];
    if (label >= index.size()) index.resize(label + 1, -1);
    if (index[label] < 0) index[label] = static_cast<int>(found.size()), found.push_back(label);
  }
  if (found.size() < 2 || found.size() > most) return found;
  // crosses[a][b]: pixels of a between pixels of b, less those of b between pixels of a.
  std::vector<std::vector<int64_t>> crosses(found.size(), std::vector<int64_t>(found.size()));
  const auto seen = [&](int x, int y, int dx, int dy) {
    uint64_t bits = 0;
    for (int step = 0; step < across; ++step) {
      x += dx, y += dy;
      if (x < 0 || y < 0 || x >= sheet.width || y >= sheet.height) break;
      const size_t i =
          static_cast<size_t>(y) * static_cast<size_t>(sheet.width) + static_cast<size_t>(x);
      if (sheet.thin[i]) bits |= uint64_t{1} << index[sheet.labels[i]];
    }
    return bits;
  };
  for (uint32_t i = 0; i < sheet.thin.size(); ++i) {
    if (!sheet.thin[i]) continue;
    const auto own = static_cast<size_t>(index[sheet.labels[i]]);
    const int x = sheet.x_of(i), y = sheet.y_of(i);
    for (const auto& [dx, dy] : directions) {
      const uint64_t both = seen(x, y, dx, dy) & seen(x, y, -dx, -dy);
      for (size_t k = 0; both >> k && k < found.size(); ++k) {
        if (k == own || !(both >> k & 1)) continue;
        ++crosses[own][k], --crosses[k][own];
      }
    }
  }
  std::vector<uint32_t> order;
  std::vector<size_t> left(found.size());
  for (size_t k = 0; k < left.size(); ++k) left[k] = k;
  while (!left.empty()) {
    const auto height_of = [&](size_t a) {
      int64_t sum = 0;
      for (const size_t b : left) sum += crosses[a][b];
      return sum;
    };
    const auto top = std::max_element(
        left.begin(), left.end(), [&](size_t a, size_t b) { return height_of(a) < height_of(b); });
    order.push_back(found[*top]);
    left.erase(top);
  }
  return order;
}

namespace {

class Filler {
 public:
  Filler(Sheet& sheet, uint32_t label) : sheet_(sheet), label_(label) {}

  void fill(std::vector<uint32_t> open) {
    std::vector<Found> found;
    for (const uint32_t pixel : open) found.push_back(going_on(pixel));
    for (size_t k = 0; k < open.size(); ++k) put(open[k], found[k]);
    // From those beside it inwards.
    while (!open.empty()) {
      std::vector<uint32_t> left;
      std::vector<std::pair<uint32_t, Found>> reached;
      for (const uint32_t pixel : open) {
        if (!sheet_.is_part(pixel, label_)) continue;
        const Found nearest = beside(pixel);
        if (nearest.label == label_) {
          left.push_back(pixel);
        } else {
          reached.emplace_back(pixel, nearest);
        }
      }
      if (reached.empty()) break;
      for (const auto& [pixel, nearest] : reached) put(pixel, nearest);
      open.swap(left);
    }
  }

 private:
  struct Found {
    uint32_t label;
    bool thin;
    int distance;
  };

  void put(uint32_t pixel, const Found& found) {
    if (found.label == label_) return;
    sheet_.labels[pixel] = found.label;
    sheet_.thin[pixel] = found.thin;
  }

  // The first pixel of another label that way.
  Found first_on_the_way(int x, int y, int dx, int dy) const {
    for (int step = 1; step <= across; ++step) {
      x += dx, y += dy;
      if (x < 0 || y < 0 || x >= sheet_.width || y >= sheet_.height) break;
      const size_t i =
          static_cast<size_t>(y) * static_cast<size_t>(sheet_.width) + static_cast<size_t>(x);
      if (sheet_.labels[i] != label_) return {sheet_.labels[i], sheet_.thin[i] != 0, step};
    }
    return {label_, false, 0};
  }

  Found going_on(uint32_t pixel) const {
    Found best{label_, false, 3 * across};
    const int x = sheet_.x_of(pixel), y = sheet_.y_of(pixel);
    for (const auto& [dx, dy] : directions) {
      const Found a = first_on_the_way(x, y, dx, dy), b = first_on_the_way(x, y, -dx, -dy);
      if (a.label != b.label || a.label == label_) continue;
      const Found both{a.label, a.thin && b.thin, a.distance + b.distance};
      const bool better = both.thin != best.thin ? both.thin : both.distance < best.distance;
      if (better) best = both;
    }
    return best;
  }

  // Of the pixels around that have been filled, the label of most.
  Found beside(uint32_t pixel) const {
    Found best{label_, false, 0};
    sheet_.each_near(pixel, 1, [&](uint32_t n) {
      if (sheet_.labels[n] == label_) return;
      int count = 0;
      sheet_.each_near(pixel, 1,
                       [&](uint32_t m) { count += sheet_.labels[m] == sheet_.labels[n]; });
      if (count > best.distance) best = {sheet_.labels[n], sheet_.thin[n] != 0, count};
    });
    return best;
  }

  Sheet& sheet_;
  uint32_t label_;
};

}  // namespace

void fill_thin(Sheet& sheet, uint32_t label, const std::vector<uint32_t>& parts) {
  Filler(sheet, label).fill(parts);
}

}  // namespace trace
