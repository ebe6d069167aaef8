// SPDX-License-Identifier: Apache-2.0
// How paths.regions divides a picture, against the plainest way to do so: count all borders anew at
// each step, and merge the two neighbours that cost least for the bytes they save.
#include <map>
#include <numeric>
#include <random>
#include <set>

#include "plain_call.hpp"
#include "plugins/paths/regions/merge.hpp"
#include "plugins/paths/regions/relax.hpp"
#include "support/catch.hpp"

using pipeline::test::plain_call;
using regions::Partition;
using regions::Samples;
using regions::Tally;

namespace {

using Borders = std::map<std::pair<uint32_t, uint32_t>, uint32_t>;  // cracks by regions

Borders borders_of(const Samples& samples, const std::vector<uint32_t>& ids) {
  Borders borders;
  const auto touch = [&](uint32_t a, uint32_t b) {
    if (a != b) ++borders[std::minmax(a, b)];
  };
  for (int y = 0; y < samples.height; ++y) {
    for (int x = 0; x < samples.width; ++x) {
      const auto i = static_cast<size_t>(y * samples.width + x);
      if (x + 1 < samples.width) touch(ids[i], ids[i + 1]);
      if (y + 1 < samples.height) touch(ids[i], ids[i + static_cast<size_t>(samples.width)]);
    }
  }
  return borders;
}

std::map<uint32_t, Tally> tallies_of(const Samples& samples, const std::vector<uint32_t>& ids) {
  std::map<uint32_t, Tally> tallies;
  for (size_t i = 0; i < ids.size(); ++i) tallies[ids[i]].add(samples.pixels[i]);
  return tallies;
}

double squared_error(const Samples& samples, const std::vector<uint32_t>& ids) {
  auto tallies = tallies_of(samples, ids);
  double sum = 0;
  for (size_t i = 0; i < ids.size(); ++i) {
    const Tally& t = tallies[ids[i]];
    for (size_t k = 0; k < regions::channels; ++k) {
      sum += std::pow(samples.pixels[i][k] - t.sum[k] / t.count, 2);
    }
  }
  return sum;
}

// What merging makes less: squared error, and bytes at their price.
double cost(const Samples& samples, const std::vector<uint32_t>& ids, double price) {
  double cracks = 0;
  for (const auto& [ends, count] : borders_of(samples, ids)) cracks += count;
  return squared_error(samples, ids) +
         price * (regions::bytes_a_crack * cracks +
                  regions::bytes_a_region * static_cast<double>(tallies_of(samples, ids).size()));
}

struct Pair {
  uint32_t a = 0, b = 0;
  double error_a_byte = 1e300;
};

// The growth of the squared error by its definition, and the bytes that are saved.
Pair cheapest(const Samples& samples, const std::vector<uint32_t>& ids) {
  const auto spread = [](const Tally& a, const Tally& b) {
    double sum = 0;
    for (size_t k = 0; k < regions::channels; ++k) {
      const double mean = (a.sum[k] + b.sum[k]) / (a.count + b.count);
      sum += a.count * std::pow(a.sum[k] / a.count - mean, 2) +
             b.count * std::pow(b.sum[k] / b.count - mean, 2);
    }
    return sum;
  };
  auto tallies = tallies_of(samples, ids);
  Pair best;
  for (const auto& [ends, cracks] : borders_of(samples, ids)) {
    const double price = spread(tallies[ends.first], tallies[ends.second]) /
                         (regions::bytes_a_crack * cracks + regions::bytes_a_region);
    if (price < best.error_a_byte) best = {ends.first, ends.second, price};
  }
  return best;
}

std::vector<uint32_t> plain_merge(const Samples& samples, double price) {
  std::vector<uint32_t> ids(samples.pixels.size());
  std::iota(ids.begin(), ids.end(), 0U);
  for (;;) {
    const Pair best = cheapest(samples, ids);
    if (best.error_a_byte >= price) return ids;
    std::replace(ids.begin(), ids.end(), best.b, best.a);
  }
}

template <class F>
Samples draw(int width, int height, F sample) {
  Samples out{width, height, {}};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) out.pixels.push_back(sample(x, y));
  }
  return out;
}

Samples noise(int width, int height, uint32_t levels) {
  std::mt19937 random(levels);
  return draw(width, height, [&](int, int) {
    const auto v = [&] { return static_cast<uint8_t>(random() % levels * 255 / (levels - 1)); };
    return regions::Sample{v(), v(), v(), 255};
  });
}

// Slopes, a disc and grain, as a photograph has.
Samples scene(int width, int height, uint32_t grain) {
  std::mt19937 random(7);
  return draw(width, height, [&](int x, int y) {
    const bool disc = std::hypot(x - width / 2, y - height / 2) < height / 3.0;
    const auto v = [&](double calm) { return static_cast<uint8_t>(calm + random() % grain); };
    return regions::Sample{v(disc ? 150 : 40 + 90.0 * x / width), v(60 + 60.0 * y / height),
                           v(disc ? 20 : 120), 255};
  });
}

// Numbers of regions in the order in which they come.
std::vector<uint32_t> in_order(std::vector<uint32_t> ids) {
  std::map<uint32_t, uint32_t> numbers;
  for (uint32_t& id : ids) id = numbers.emplace(id, numbers.size()).first->second;
  return ids;
}

void require_tallies(const Samples& samples, const Partition& partition) {
  const auto plain = tallies_of(samples, partition.ids);
  for (uint32_t r = 0; r < partition.tallies.size(); ++r) {
    const auto found = plain.find(r);
    const Tally expected = found == plain.end() ? Tally{} : found->second;
    REQUIRE(partition.tallies[r].count == expected.count);
    REQUIRE(partition.tallies[r].sum == expected.sum);
  }
  REQUIRE(plain.rbegin()->first < partition.tallies.size());
}

// Each region is one piece.
size_t pieces(const Samples& samples, const std::vector<uint32_t>& ids) {
  std::vector<uint32_t> piece(ids.size());
  std::iota(piece.begin(), piece.end(), 0U);
  const auto w = static_cast<size_t>(samples.width);
  for (bool changed = true; changed;) {
    changed = false;
    const auto join = [&](size_t i, size_t j) {
      if (ids[i] != ids[j] || piece[i] == piece[j]) return;
      piece[i] = piece[j] = std::min(piece[i], piece[j]);
      changed = true;
    };
    for (size_t i = 0; i < ids.size(); ++i) {
      if ((i + 1) % w != 0) join(i, i + 1);
      if (i + w < ids.size()) join(i, i + w);
    }
  }
  return std::set(piece.begin(), piece.end()).size();
}

}  // namespace

TEST_CASE("regions: merging costs what merging the cheapest pair each time does", "[paths]") {
  const Samples pictures[] = {noise(19, 17, 256), noise(20, 16, 3),  noise(16, 20, 2),
                              scene(24, 18, 4),   scene(24, 18, 30), scene(262, 3, 12),
                              scene(60, 1, 9),    scene(1, 1, 9)};  // one of them of two tiles
  double sum = 0;
  int count = 0;
  for (const Samples& samples : pictures) {
    for (const double price : {2.0, 10.0, 40.0, 130.0, 600.0, 3000.0}) {
      CAPTURE(samples.width, samples.height, price);
      const Partition partition = regions::merge_regions(plain_call(), samples, price);
      const auto plain = plain_merge(samples, price);
      require_tallies(samples, partition);
      REQUIRE(pieces(samples, partition.ids) == partition.tallies.size());
      REQUIRE(cheapest(samples, partition.ids).error_a_byte >= price * (1 - 1e-6));
      // The order is not quite the same, and where few regions remain, one may be another.
      const double ratio = cost(samples, partition.ids, price) / cost(samples, plain, price);
      const auto regions = tallies_of(samples, plain).size();
      REQUIRE(ratio <= (regions < 10 ? 1.2 : 1.03));
      sum += ratio, ++count;
    }
  }
  CHECK(sum / count < 1.01);
}

TEST_CASE("regions: areas that are nearly flat are merged as the plainest way does", "[paths]") {
  std::mt19937 random(5);
  const Samples samples = draw(30, 22, [&](int x, int y) {
    const int base = std::hypot(x - 15, y - 11) < 7 ? 200 : x < 11 ? 30 : 110;
    const auto v = [&] { return static_cast<uint8_t>(base + static_cast<int>(random() % 3)); };
    return regions::Sample{v(), v(), v(), 255};
  });
  for (const double price : {10.0, 130.0, 600.0}) {
    const Partition partition = regions::merge_regions(plain_call(), samples, price);
    CHECK(partition.tallies.size() == 3);
    CHECK(in_order(partition.ids) == in_order(plain_merge(samples, price)));
  }
}

TEST_CASE("regions: relaxing lowers error and boundaries together", "[paths]") {
  // Sides and corners that part regions, as relax.cpp counts them: corners for less.
  const auto parted = [](const Samples& samples, const std::vector<uint32_t>& ids) {
    double sides = 0, corners = 0;
    const auto at = [&](int x, int y) {
      return ids[static_cast<size_t>(std::clamp(y, 0, samples.height - 1) * samples.width +
                                     std::clamp(x, 0, samples.width - 1))];
    };
    for (int y = 0; y < samples.height; ++y) {
      for (int x = 0; x < samples.width; ++x) {
        for (int v = -1; v <= 1; ++v) {
          for (int u = -1; u <= 1; ++u) (u && v ? corners : sides) += at(x + u, y + v) != at(x, y);
        }
      }
    }
    return (2.2 / 1.7) / 2 * (sides + 0.7 * corners);
  };
  for (const Samples& samples : {scene(48, 36, 30), scene(300, 4, 20)}) {
    for (const double price : {10.0, 130.0, 600.0}) {
      CAPTURE(samples.width, price);
      Partition partition = regions::merge_regions(plain_call(), samples, price);
      const auto before = partition.ids;
      regions::relax(plain_call(), samples, price, partition);
      require_tallies(samples, partition);
      const auto energy = [&](const std::vector<uint32_t>& ids) {
        return squared_error(samples, ids) + price * parted(samples, ids);
      };
      CHECK(energy(partition.ids) < energy(before));
    }
  }
}
