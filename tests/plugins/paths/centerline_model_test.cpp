// SPDX-License-Identifier: Apache-2.0
// Distances and thinning of paths.centerline, by their definitions.
#include <array>
#include <cmath>
#include <random>

#include "plain_call.hpp"
#include "plugins/paths/centerline/distance.hpp"
#include "plugins/paths/centerline/thin.hpp"
#include "support/catch.hpp"

using centerline::Mask;

namespace {

template <class F>
Mask draw(int width, int height, F in) {
  Mask mask(width, height);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) mask[mask.index(x, y)] = in(x, y);
  }
  return mask;
}

// Thick and thin, full, empty, and noise.
std::vector<Mask> masks() {
  std::vector<Mask> all;
  for (const auto& [w, h] : {std::pair{1, 1}, {1, 9}, {9, 1}, {2, 2}, {41, 33}}) {
    std::mt19937 random(6);
    all.push_back(draw(w, h, [](int, int) { return true; }));
    all.push_back(draw(w, h, [](int, int) { return false; }));
    all.push_back(draw(w, h, [](int x, int y) {
      const double d = std::hypot(x - 20, y - 16);
      return (d > 9 && d < 14) || std::abs(x - y) < 3 || x % 13 == 0;
    }));
    for (const uint32_t share : {2U, 4U, 8U}) {
      all.push_back(draw(w, h, [&](int, int) { return random() % 9 < share; }));
    }
  }
  return all;
}

uint32_t plain_distance(const Mask& mask, int x, int y, int limit) {
  int least = limit * limit;
  for (int v = -1; v <= mask.height(); ++v) {
    for (int u = -1; u <= mask.width(); ++u) {
      if (!mask.has(u, v)) least = std::min(least, (x - u) * (x - u) + (y - v) * (y - v));
    }
  }
  return static_cast<uint32_t>(least);
}

// The neighbours as the paper numbers them: above, and on clockwise.
std::array<bool, 8> around(const Mask& mask, int x, int y) {
  return {mask.has(x, y - 1), mask.has(x + 1, y - 1), mask.has(x + 1, y), mask.has(x + 1, y + 1),
          mask.has(x, y + 1), mask.has(x - 1, y + 1), mask.has(x - 1, y), mask.has(x - 1, y - 1)};
}

bool may_go(const std::array<bool, 8>& p, bool second) {
  int count = 0, entries = 0;
  for (size_t i = 0; i < 8; ++i) count += p[i], entries += !p[i] && p[(i + 1) % 8];
  if (count < 2 || count > 6 || entries != 1) return false;
  const bool above = p[0], right = p[2], below = p[4], left = p[6];
  return second ? !(above && right && left) && !(above && below && left)
                : !(above && right && below) && !(right && below && left);
}

void plain_thin(Mask& mask) {
  for (bool changed = true; changed;) {
    changed = false;
    for (const bool second : {false, true}) {
      Mask after = mask;
      for (int y = 0; y < mask.height(); ++y) {
        for (int x = 0; x < mask.width(); ++x) {
          if (!mask.has(x, y) || !may_go(around(mask, x, y), second)) continue;
          after[after.index(x, y)] = 0;
          changed = true;
        }
      }
      mask = after;
    }
  }
  // Inner corners, one after the other: two sides that meet there, none opposite nor between those.
  for (int y = 0; y < mask.height(); ++y) {
    for (int x = 0; x < mask.width(); ++x) {
      const auto p = around(mask, x, y);
      for (size_t i = 0; i < 8; i += 2) {
        if (p[i] && p[(i + 2) % 8] && !p[(i + 4) % 8] && !p[(i + 5) % 8] && !p[(i + 6) % 8]) {
          mask[mask.index(x, y)] = 0;
        }
      }
    }
  }
}

}  // namespace

TEST_CASE("centerline: distances are those to the nearest pixel outside", "[paths]") {
  const auto call = pipeline::test::plain_call();
  trace::Pace pace(call);
  for (const Mask& mask : masks()) {
    for (const int limit : {1, 3, 100}) {
      const auto found = centerline::squared_distances(mask, limit, pace);
      for (int y = 0; y < mask.height(); ++y) {
        for (int x = 0; x < mask.width(); ++x) {
          CAPTURE(mask.width(), mask.height(), limit, x, y);
          REQUIRE(found[mask.index(x, y)] == plain_distance(mask, x, y, limit));
        }
      }
    }
  }
}

TEST_CASE("centerline: thinning is Zhang and Suen's, less inner corners", "[paths]") {
  const auto call = pipeline::test::plain_call();
  trace::Pace pace(call);
  for (const Mask& mask : masks()) {
    Mask found = mask, plain = mask;
    centerline::thin(found, pace);
    plain_thin(plain);
    for (size_t i = 0; i < mask.size(); ++i) REQUIRE((found[i] != 0) == (plain[i] != 0));
  }
}
