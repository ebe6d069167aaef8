// SPDX-License-Identifier: Apache-2.0
// EdgeBits against a search pixel by pixel.
#include "plugins/edges/canny/hysteresis.hpp"

#include <algorithm>
#include <random>
#include <utility>

#include "support/catch.hpp"

using pipeline::edge::EdgeBits;

namespace {

struct Field {
  int width, height;
  std::vector<uint8_t> kinds;  // rows of whole words
  int stride() const {
    return (width + EdgeBits::word_pixels - 1) / EdgeBits::word_pixels * EdgeBits::word_pixels;
  }
  uint8_t& at(int x, int y) { return kinds[static_cast<size_t>(y * stride() + x)]; }
};

// Behind the width stands what must not count.
Field random_field(int width, int height, double candidates, double strong, std::mt19937& random) {
  Field field{width, height, {}};
  field.kinds.assign(static_cast<size_t>(field.stride() * height), EdgeBits::strong);
  std::uniform_real_distribution<double> unit(0, 1);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const double u = unit(random);
      field.at(x, y) = u < strong ? EdgeBits::strong : u < candidates ? EdgeBits::weak : 0;
    }
  }
  return field;
}

std::vector<uint8_t> searched(Field field) {
  std::vector<std::pair<int, int>> open;
  std::vector<uint8_t> edges(static_cast<size_t>(field.width * field.height));
  const auto reach = [&](int x, int y) {
    uint8_t& edge = edges[static_cast<size_t>(y * field.width + x)];
    if (edge || !field.at(x, y)) return;
    edge = 255;
    open.emplace_back(x, y);
  };
  for (int y = 0; y < field.height; ++y) {
    for (int x = 0; x < field.width; ++x) {
      if (field.at(x, y) == EdgeBits::strong) reach(x, y);
    }
  }
  while (!open.empty()) {
    const auto [x, y] = open.back();
    open.pop_back();
    for (int v = std::max(0, y - 1); v <= std::min(field.height - 1, y + 1); ++v) {
      for (int u = std::max(0, x - 1); u <= std::min(field.width - 1, x + 1); ++u) reach(u, v);
    }
  }
  return edges;
}

std::vector<uint8_t> spread(const Field& field, int rows_per_chunk) {
  std::vector<uint64_t> memory(EdgeBits::words_for(field.width, field.height), 0x5A5A5A5A5A5A5A5A);
  EdgeBits bits(field.width, field.height, memory.data());
  for (int y = 0; y < field.height; ++y)
    bits.set_row(y, &field.kinds[size_t(y) * size_t(field.stride())]);
  for (int y = 0; y < field.height; y += rows_per_chunk) {
    bits.spread(y, std::min(y + rows_per_chunk, field.height));
  }
  bits.join(rows_per_chunk);
  std::vector<uint8_t> edges(static_cast<size_t>(field.width * field.height));
  for (int y = 0; y < field.height; ++y) bits.get_row(y, &edges[size_t(y) * size_t(field.width)]);
  return edges;
}

}  // namespace

TEST_CASE("hysteresis reaches what a search pixel by pixel reaches, and nothing else") {
  std::mt19937 random(11);
  for (const double candidates : {0.2, 0.4, 0.45, 0.6, 0.97}) {
    for (const int width : {1, 63, 64, 65, 129, 200}) {
      for (const int rows : {1, 3, 64}) {
        const Field field = random_field(width, 40, candidates, 0.003, random);
        CAPTURE(candidates, width, rows);
        REQUIRE(spread(field, rows) == searched(field));
      }
    }
  }
}

TEST_CASE("hysteresis follows runs over words in both directions, from any word") {
  for (const int start : {0, 63, 64, 100, 127, 128, 191}) {
    Field field{192, 3, std::vector<uint8_t>(3 * 192)};
    for (int x = 0; x < 192; ++x) field.at(x, 1) = EdgeBits::weak;
    field.at(start, 2) = EdgeBits::strong;
    CAPTURE(start);
    REQUIRE(spread(field, 1) == searched(field));
    for (const int gap : {62, 63, 64, 65}) {
      Field parted = field;
      parted.at(gap, 1) = 0;
      CAPTURE(gap);
      REQUIRE(spread(parted, 1) == searched(parted));
    }
  }
}
