// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/regions/merge.hpp"

#include <algorithm>
#include <numeric>

namespace regions {

namespace {

constexpr int tile_side = 256;

struct Rect {
  int x, y, width, height;
  size_t pixels() const { return static_cast<size_t>(width) * static_cast<size_t>(height); }
};

// Neighbouring pixels that differ little, likest first, become one region while that adds little
// squared error, so that far fewer need the queue. Pairs are sorted by counting.
class Sprinkle {
 public:
  Sprinkle(const Samples& samples, const Rect& rect, double most)
      : rect_(rect), tallies_(rect.pixels()), parent_(rect.pixels()) {
    std::iota(parent_.begin(), parent_.end(), 0U);
    for (int y = 0, i = 0; y < rect.height; ++y) {
      const Sample* row = row_of(samples, y);
      for (int x = 0; x < rect.width; ++x, ++i) tallies_[static_cast<size_t>(i)].add(row[x]);
    }
    for (const uint32_t pair : sorted_pairs(samples, most)) {
      const uint32_t a = root(pair / 2), b = root(neighbour(pair));
      if (a == b || ward(tallies_[a], tallies_[b]) >= most) continue;
      const uint32_t to = std::min(a, b), from = std::max(a, b);
      parent_[from] = to;
      tallies_[to].add(tallies_[from]);
    }
  }

  uint32_t root(uint32_t pixel) {
    while (parent_[pixel] != pixel) pixel = parent_[pixel] = parent_[parent_[pixel]];
    return pixel;
  }
  const Tally& tally(uint32_t root) const { return tallies_[root]; }

 private:
  const Sample* row_of(const Samples& samples, int y) const {
    return samples.pixels.data() + int64_t{rect_.y + y} * samples.width + rect_.x;
  }
  // Pair 2i is pixel i and the one right of it, 2i + 1 pixel i and the one below.
  uint32_t neighbour(uint32_t pair) const {
    return pair / 2 + (pair % 2 != 0 ? static_cast<uint32_t>(rect_.width) : 1);
  }

  template <class F>
  void each_pair(const Samples& samples, F use) const {  // use(pair, squared distance)
    const auto distance = [](const Sample& a, const Sample& b) {
      int square = 0;
      for (size_t k = 0; k < channels; ++k) square += (a[k] - b[k]) * (a[k] - b[k]);
      return static_cast<uint32_t>(square);
    };
    for (int y = 0; y < rect_.height; ++y) {
      const Sample* row = row_of(samples, y);
      const auto first = static_cast<uint32_t>(y * rect_.width);
      for (int x = 0; x < rect_.width; ++x) {
        const uint32_t i = first + static_cast<uint32_t>(x);
        if (x + 1 < rect_.width) use(2 * i, distance(row[x], row[x + 1]));
        if (y + 1 < rect_.height) use(2 * i + 1, distance(row[x], row[x + samples.width]));
      }
    }
  }

  std::vector<uint32_t> sorted_pairs(const Samples& samples, double most) const {
    // Merging two pixels adds half their squared distance; larger regions add more.
    const auto limit = static_cast<uint32_t>(std::min(2 * most, 4.0 * 255 * 255)) + 1;
    std::vector<uint32_t> begin(limit + 1);
    each_pair(samples, [&](uint32_t, uint32_t d) {
      if (d < limit) ++begin[d + 1];
    });
    std::partial_sum(begin.begin(), begin.end(), begin.begin());
    std::vector<uint32_t> pairs(begin.back());
    each_pair(samples, [&](uint32_t pair, uint32_t d) {
      if (d < limit) pairs[begin[d]++] = pair;
    });
    return pairs;
  }

  Rect rect_;
  std::vector<Tally> tallies_;
  std::vector<uint32_t> parent_;
};

// The borders inside a rectangle of ids: touch(a, b, cracks).
template <class At, class F>
void each_crack(const Rect& rect, At at, F touch) {
  for (int y = 0; y < rect.height; ++y) {
    for (int x = 0; x < rect.width; ++x) {
      const uint32_t a = at(x, y);
      if (x + 1 < rect.width && at(x + 1, y) != a) touch(a, at(x + 1, y));
      if (y + 1 < rect.height && at(x, y + 1) != a) touch(a, at(x, y + 1));
    }
  }
}

// Numbers of the roots, in order.
std::vector<uint32_t> number_roots(const Graph& graph, std::vector<Tally>& tallies) {
  std::vector<uint32_t> numbers(graph.tallies.size());
  for (uint32_t r = 0; r < numbers.size(); ++r) {
    if (graph.root(r) != r) continue;
    numbers[r] = static_cast<uint32_t>(tallies.size());
    tallies.push_back(graph.tallies[r]);
  }
  for (uint32_t r = 0; r < numbers.size(); ++r) numbers[r] = numbers[graph.root(r)];
  return numbers;
}

struct Border {
  uint32_t a, b, cracks;
};

struct Tile {
  Rect rect;
  std::vector<Tally> tallies;
  std::vector<Border> borders;
};

// Writes ids that count from 0 within the tile.
void merge_tile(const Samples& samples, double lambda, Tile& tile, std::vector<uint32_t>& ids,
                trace::Pace& pace) {
  const Rect& rect = tile.rect;
  const auto id = [&](int x, int y) -> uint32_t& {
    return ids[static_cast<size_t>(rect.y + y) * static_cast<size_t>(samples.width) +
               static_cast<size_t>(rect.x + x)];
  };
  Graph graph;
  {
    Sprinkle sprinkle(samples, rect, 2 * lambda);
    std::vector<uint32_t> number(rect.pixels());
    for (uint32_t i = 0; i < number.size(); ++i) {
      const uint32_t root = sprinkle.root(i);  // the first pixel of its region
      if (root == i) {
        number[i] = static_cast<uint32_t>(graph.tallies.size());
        graph.tallies.push_back(sprinkle.tally(i));
      }
      const auto w = static_cast<uint32_t>(rect.width);
      id(static_cast<int>(i % w), static_cast<int>(i / w)) = number[root];
    }
  }
  each_crack(rect, id, [&](uint32_t a, uint32_t b) { graph.touch(a, b, 1); });
  graph.merge(lambda, pace);
  const auto numbers = number_roots(graph, tile.tallies);
  for (int y = 0; y < rect.height; ++y) {
    for (int x = 0; x < rect.width; ++x) id(x, y) = numbers[id(x, y)];
  }
  graph.each_border([&](uint32_t a, uint32_t b, uint32_t cracks) {
    tile.borders.push_back({numbers[a], numbers[b], cracks});
  });
}

std::vector<Tile> cut(int width, int height) {
  std::vector<Tile> tiles;
  for (int y = 0; y < height; y += tile_side) {
    for (int x = 0; x < width; x += tile_side) {
      tiles.push_back(
          {{x, y, std::min(tile_side, width - x), std::min(tile_side, height - y)}, {}, {}});
    }
  }
  return tiles;
}

// All tiles' regions in one graph, with the borders across the seams.
Graph join(std::vector<Tile>& tiles, const Samples& samples, const std::vector<uint32_t>& ids) {
  Graph graph;
  std::vector<uint32_t> offsets;
  for (Tile& tile : tiles) {
    offsets.push_back(static_cast<uint32_t>(graph.tallies.size()));
    graph.tallies.insert(graph.tallies.end(), tile.tallies.begin(), tile.tallies.end());
    tile.tallies = {};
  }
  const int across = (samples.width + tile_side - 1) / tile_side;
  const auto at = [&](int x, int y) {
    const auto t = static_cast<size_t>(y / tile_side * across + x / tile_side);
    return offsets[t] + ids[static_cast<size_t>(y) * static_cast<size_t>(samples.width) +
                            static_cast<size_t>(x)];
  };
  for (size_t t = 0; t < tiles.size(); ++t) {
    for (const Border& b : tiles[t].borders) {
      graph.touch(offsets[t] + b.a, offsets[t] + b.b, b.cracks);
    }
    tiles[t].borders = {};
  }
  for (int x = tile_side; x < samples.width; x += tile_side) {
    for (int y = 0; y < samples.height; ++y) graph.touch(at(x - 1, y), at(x, y), 1);
  }
  for (int y = tile_side; y < samples.height; y += tile_side) {
    for (int x = 0; x < samples.width; ++x) graph.touch(at(x, y - 1), at(x, y), 1);
  }
  return graph;
}

}  // namespace

Partition merge_regions(const pipeline::BasicCall& call, const Samples& samples, double lambda) {
  Partition out;
  out.ids.resize(samples.pixels.size());
  std::vector<Tile> tiles = cut(samples.width, samples.height);
  call.parallel_for(0, static_cast<int64_t>(tiles.size()), 1, [&](int64_t begin, int64_t) {
    trace::Pace pace(call);
    merge_tile(samples, lambda, tiles[static_cast<size_t>(begin)], out.ids, pace);
  });
  std::vector<uint32_t> offsets{0};
  for (const Tile& t : tiles) {
    offsets.push_back(offsets.back() + static_cast<uint32_t>(t.tallies.size()));
  }
  trace::Pace pace(call);
  Graph graph = join(tiles, samples, out.ids);
  graph.merge(lambda, pace);
  const auto numbers = number_roots(graph, out.tallies);
  call.parallel_for(0, static_cast<int64_t>(tiles.size()), 1, [&](int64_t begin, int64_t) {
    const auto t = static_cast<size_t>(begin);
    const Rect& rect = tiles[t].rect;
    for (int y = rect.y; y < rect.y + rect.height; ++y) {
      uint32_t* row = out.ids.data() + int64_t{y} * samples.width;
      for (int x = rect.x; x < rect.x + rect.width; ++x) row[x] = numbers[offsets[t] + row[x]];
    }
  });
  return out;
}

}  // namespace regions
