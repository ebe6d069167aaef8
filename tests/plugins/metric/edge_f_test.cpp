// SPDX-License-Identifier: Apache-2.0
#include "metric_support.hpp"

#include <functional>

using namespace pipeline;
using namespace pipeline::test;

namespace {

struct Map {
  int width, height;
  std::vector<uint8_t> at;
  Map(int w, int h) : width(w), height(h), at(static_cast<size_t>(w * h)) {}
  void set(int x, int y) { at[static_cast<size_t>(y * width + x)] = 255; }
  host::Value value() const { return make_image(width, height, 1, at, PIPELINE_COLOUR_DATA); }
};

Map random_map(int width, int height, uint32_t seed, double share) {
  Map map(width, height);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      if (grain(x, y, 0, seed) < share) map.set(x, y);
    }
  }
  return map;
}

// 2 n / (all edge pixels), with n by Kuhn's augmenting paths over a list of all that are near.
double plain(const Map& reference, const Map& test, double tolerance) {
  std::vector<std::pair<int, int>> a, b;
  for (int y = 0; y < test.height; ++y) {
    for (int x = 0; x < test.width; ++x) {
      if (test.at[static_cast<size_t>(y * test.width + x)]) a.emplace_back(x, y);
      if (reference.at[static_cast<size_t>(y * test.width + x)]) b.emplace_back(x, y);
    }
  }
  std::vector<int> owner(b.size(), -1);
  std::vector<bool> seen;
  const std::function<bool(size_t)> place = [&](size_t i) {
    for (size_t j = 0; j < b.size(); ++j) {
      if (seen[j] || std::hypot(a[i].first - b[j].first, a[i].second - b[j].second) > tolerance)
        continue;
      seen[j] = true;
      if (owner[j] < 0 || place(static_cast<size_t>(owner[j]))) {
        owner[j] = static_cast<int>(i);
        return true;
      }
    }
    return false;
  };
  int pairs = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    seen.assign(b.size(), false);
    pairs += place(i);
  }
  return a.size() + b.size() ? 2.0 * pairs / static_cast<double>(a.size() + b.size()) : 1;
}

double f_of(const Map& reference, const Map& test, double tolerance, unsigned threads = 0) {
  return measured("metric.edge_f", reference.value(), test.value(), {{"tolerance", tolerance}},
                  threads);
}

}  // namespace

TEST_CASE("metric.edge_f pairs as many pixels as can be", "[metric]") {
  for (const auto& [width, height] : {std::pair{1, 1}, {1, 30}, {30, 1}, {2, 2}, {31, 23}}) {
    for (const double share : {0.05, 0.2, 0.6}) {
      for (const double tolerance : {0.5, 1.0, 1.5, 2.3, 5.0}) {
        const auto reference = random_map(width, height, 1, share),
                   test = random_map(width, height, 2, 0.25);
        CAPTURE(width, height, share, tolerance);
        REQUIRE(near(f_of(reference, test, tolerance), plain(reference, test, tolerance)));
      }
    }
  }
}

TEST_CASE("metric.edge_f: known values", "[metric]") {
  Map none(20, 20), line(20, 20), moved(20, 20), half(20, 20);
  for (int y = 0; y < 20; ++y) line.set(5, y), moved.set(8, y);
  for (int y = 0; y < 10; ++y) half.set(6, y);
  CHECK(f_of(none, none, 1) == 1);
  CHECK(f_of(none, line, 1) == 0);
  CHECK(f_of(line, none, 1) == 0);
  CHECK(f_of(line, line, 1) == 1);
  CHECK(f_of(line, moved, 2.9) == 0);
  CHECK(f_of(line, moved, 3) == 1);
  CHECK(near(f_of(line, half, 1), 2.0 * 10 / 30));
  // One each: a thick answer is not right twice.
  Map thick = line;
  for (int y = 0; y < 20; ++y) thick.set(6, y);
  CHECK(near(f_of(line, thick, 2), 2.0 * 20 / 60));
}

TEST_CASE("metric.edge_f takes 0.0075 of the diagonal by itself", "[metric]") {
  Map line(400, 300), near_by(400, 300), far(400, 300);  // 0.0075 * 500 = 3.75
  for (int y = 0; y < 300; ++y) line.set(50, y), near_by.set(53, y), far.set(54, y);
  CHECK(f_of(line, near_by, 0) == 1);
  CHECK(f_of(line, far, 0) == 0);
}

TEST_CASE("metric.edge_f is the same whichever is the reference, and at any thread count",
          "[metric]") {
  const auto a = random_map(120, 90, 5, 0.1), b = random_map(120, 90, 6, 0.15);
  CHECK(f_of(a, b, 3, 1) == f_of(b, a, 3, 2));
  CHECK(f_of(a, b, 3, 4) == f_of(a, b, 3, 1));
}

TEST_CASE("metric.edge_f refuses maps of two sizes", "[metric]") {
  const Result result = run_metric("metric.edge_f", Map(20, 11).value(), Map(40, 22).value());
  CHECK(result.status == PIPELINE_BAD_ARGUMENT);
  CHECK(result.error ==
        "test is 40 x 22 pixels and reference 20 x 11: find the edges of both in pictures of one "
        "size");
}
