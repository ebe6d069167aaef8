// SPDX-License-Identifier: Apache-2.0
#include "regions_merge.hpp"

#include <algorithm>
#include <numeric>

namespace regions {
namespace {

// What a boundary costs, measured on SVGs: so much for each crack, and for each region.
constexpr float bytes_a_crack = 1.1F, bytes_a_region = 22;
// Neighbouring pixels whose merging costs less than this many bytes go together beforehand: ten
// times faster, for 0.03 dB.
constexpr float sure_bytes = 2;

class Forest {
 public:
  explicit Forest(size_t count) : parent_(count) { std::iota(parent_.begin(), parent_.end(), 0U); }
  uint32_t root(uint32_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  void join(uint32_t to, uint32_t from) { parent_[from] = to; }

 private:
  std::vector<uint32_t> parent_;
};

// Unites pixels with neighbours that are nearly the same, most alike first.
class PixelMerger {
 public:
  PixelMerger(const Picture& picture, float limit, trace::Pace& pace)
      : picture_(picture),
        limit_(limit),
        pace_(pace),
        forest_(picture.size()),
        sums_(picture.size()) {}

  Partition run() {
    for (size_t i = 0; i < picture_.size(); ++i) sums_[i].add(picture_.pixels[i]);
    for (const Pair& pair : sorted_pairs()) {
      pace_.step();
      uint32_t a = forest_.root(pair.pixel), b = forest_.root(pair.pixel + pair.step(picture_));
      if (a == b || merge_cost(sums_[a], sums_[b]) >= limit_) continue;
      if (sums_[a].count < sums_[b].count) std::swap(a, b);
      sums_[a].add(sums_[b]);
      forest_.join(a, b);
    }
    return number();
  }

 private:
  struct Pair {
    uint32_t pixel : 31, down : 1;
    uint32_t step(const Picture& p) const { return down ? static_cast<uint32_t>(p.width) : 1; }
  };

  uint32_t difference(size_t i, size_t j) const {
    uint32_t sum = 0;
    for (size_t k = 0; k < 4; ++k) {
      const int d = picture_.pixels[i][k] - picture_.pixels[j][k];
      sum += static_cast<uint32_t>(d * d);
    }
    return sum;
  }

  // All pairs that can be merged, by counting sort of their squared difference.
  std::vector<Pair> sorted_pairs() const {
    const auto width = static_cast<uint32_t>(picture_.width);
    const auto most = static_cast<uint32_t>(2 * limit_);
    std::vector<uint32_t> begin(most + 2);
    const auto each = [&](auto visit) {
      for (uint32_t i = 0; i < picture_.size(); ++i) {
        if ((i + 1) % width != 0) {
          if (const uint32_t d = difference(i, i + 1); d < most) visit(d, Pair{i, 0});
        }
        if (i + width < picture_.size()) {
          if (const uint32_t d = difference(i, i + width); d < most) visit(d, Pair{i, 1});
        }
      }
    };
    each([&](uint32_t d, Pair) { ++begin[d + 1]; });
    pace_.look();
    for (size_t d = 1; d < begin.size(); ++d) begin[d] += begin[d - 1];
    std::vector<Pair> pairs(begin.back());
    each([&](uint32_t d, Pair pair) { pairs[begin[d]++] = pair; });
    pace_.look();
    return pairs;
  }

  Partition number() {
    Partition result;
    result.region.resize(picture_.size());
    constexpr uint32_t none = UINT32_MAX;
    std::vector<uint32_t> numbers(picture_.size(), none);
    for (uint32_t i = 0; i < picture_.size(); ++i) {
      const uint32_t root = forest_.root(i);
      if (numbers[root] == none) {
        numbers[root] = static_cast<uint32_t>(result.sums.size());
        result.sums.push_back(sums_[root]);
      }
      result.region[i] = numbers[root];
    }
    return result;
  }

  const Picture& picture_;
  float limit_;
  trace::Pace& pace_;
  Forest forest_;
  std::vector<Sum> sums_;
};

// Regions, their neighbours, and a heap of the pairs.
class RegionMerger {
 public:
  RegionMerger(const Picture& picture, Partition start, float limit, trace::Pace& pace)
      : limit_(limit),
        pace_(pace),
        partition_(std::move(start)),
        forest_(partition_.sums.size()),
        version_(partition_.sums.size()),
        neighbours_(partition_.sums.size()) {
    find_neighbours(picture);
  }

  Partition run() {
    for (uint32_t a = 0; a < neighbours_.size(); ++a) {
      for (const Neighbour& n : neighbours_[a]) {
        if (a < n.region) offer(a, n);
      }
    }
    std::make_heap(heap_.begin(), heap_.end());
    while (!heap_.empty()) {
      pace_.step();
      std::pop_heap(heap_.begin(), heap_.end());
      const Offer offer = heap_.back();
      heap_.pop_back();
      if (version_[offer.a] != offer.a_version || version_[offer.b] != offer.b_version) continue;
      unite(offer.a, offer.b);
    }
    return number();
  }

 private:
  struct Neighbour {
    uint32_t region, cracks;
  };
  struct Offer {
    float cost;  // squared error a byte
    uint32_t a, b, a_version, b_version;
    // The cheapest is on top of the heap, of equal ones the first.
    bool operator<(const Offer& o) const {
      if (cost != o.cost) return cost > o.cost;
      return a != o.a ? a > o.a : b > o.b;
    }
  };

  void find_neighbours(const Picture& picture) {
    const auto width = static_cast<size_t>(picture.width);
    const auto meet = [&](size_t i, size_t j) {
      const uint32_t a = partition_.region[i], b = partition_.region[j];
      if (a == b) return;
      neighbours_[a].push_back({b, 1});
      neighbours_[b].push_back({a, 1});
    };
    for (size_t i = 0; i < picture.size(); ++i) {
      if ((i + 1) % width != 0) meet(i, i + 1);
      if (i + width < picture.size()) meet(i, i + width);
    }
    for (auto& list : neighbours_) tidy(list);
  }

  // Sorted by region, each once.
  static void tidy(std::vector<Neighbour>& list) {
    std::sort(list.begin(), list.end(),
              [](const Neighbour& a, const Neighbour& b) { return a.region < b.region; });
    size_t kept = 0;
    for (size_t i = 0; i < list.size(); ++i) {
      if (kept > 0 && list[kept - 1].region == list[i].region) {
        list[kept - 1].cracks += list[i].cracks;
      } else {
        list[kept++] = list[i];
      }
    }
    list.resize(kept);
  }

  bool price(uint32_t a, const Neighbour& n, Offer& offer) const {
    const float bytes = bytes_a_crack * static_cast<float>(n.cracks) + bytes_a_region;
    const float cost = merge_cost(partition_.sums[a], partition_.sums[n.region]) / bytes;
    if (cost >= limit_) return false;
    const uint32_t low = std::min(a, n.region), high = std::max(a, n.region);
    offer = {cost, low, high, version_[low], version_[high]};
    return true;
  }
  void offer(uint32_t a, const Neighbour& n) {
    Offer made;
    if (price(a, n, made)) heap_.push_back(made);
  }

  void unite(uint32_t a, uint32_t b) {
    if (neighbours_[a].size() < neighbours_[b].size()) std::swap(a, b);
    partition_.sums[a].add(partition_.sums[b]);
    forest_.join(a, b);
    ++version_[a];
    ++version_[b];  // its offers are void
    for (const Neighbour& n : neighbours_[b]) {
      if (n.region != a) rename(n.region, b, a);
    }
    std::vector<Neighbour>& list = neighbours_[a];
    list.insert(list.end(), neighbours_[b].begin(), neighbours_[b].end());
    std::vector<Neighbour>().swap(neighbours_[b]);
    std::erase_if(list, [&](const Neighbour& n) { return n.region == a || n.region == b; });
    tidy(list);
    for (const Neighbour& n : list) {
      Offer made;
      if (!price(a, n, made)) continue;
      heap_.push_back(made);
      std::push_heap(heap_.begin(), heap_.end());
    }
  }

  // In the list of `of`, `from` becomes `to`.
  void rename(uint32_t of, uint32_t from, uint32_t to) {
    std::vector<Neighbour>& list = neighbours_[of];
    const auto at = [&](uint32_t region) {
      return std::lower_bound(list.begin(), list.end(), region,
                              [](const Neighbour& n, uint32_t r) { return n.region < r; });
    };
    const auto old = at(from);
    const uint32_t cracks = old->cracks;
    list.erase(old);
    const auto place = at(to);
    if (place != list.end() && place->region == to) {
      place->cracks += cracks;
    } else {
      list.insert(place, {to, cracks});
    }
  }

  Partition number() {
    constexpr uint32_t none = UINT32_MAX;
    std::vector<uint32_t> numbers(partition_.sums.size(), none);
    Partition result;
    result.region.resize(partition_.region.size());
    for (size_t i = 0; i < result.region.size(); ++i) {
      const uint32_t root = forest_.root(partition_.region[i]);
      if (numbers[root] == none) {
        numbers[root] = static_cast<uint32_t>(result.sums.size());
        result.sums.push_back(partition_.sums[root]);
      }
      result.region[i] = numbers[root];
    }
    return result;
  }

  float limit_;
  trace::Pace& pace_;
  Partition partition_;
  Forest forest_;
  std::vector<uint32_t> version_;
  std::vector<std::vector<Neighbour>> neighbours_;
  std::vector<Offer> heap_;
};

}  // namespace

Partition merge(const Picture& picture, double error_a_byte, trace::Pace& pace) {
  const auto limit = static_cast<float>(error_a_byte);
  Partition start = PixelMerger(picture, sure_bytes * limit, pace).run();
  return RegionMerger(picture, std::move(start), limit, pace).run();
}

}  // namespace regions
