// SPDX-License-Identifier: Apache-2.0
#include "framework/compare/statistics.hpp"

#include <cmath>
#include <random>

#include "support/catch.hpp"

using namespace pipeline::compare;

TEST_CASE("the median is the middle, or the mean of two", "[compare]") {
  CHECK(median({}) == 0);
  CHECK(median({3}) == 3);
  CHECK(median({9, 1, 2}) == 2);
  CHECK(median({9, 1, 2, 4}) == 3);
}

TEST_CASE("equal ratios give an interval of no width", "[compare]") {
  const Times before{{1, 2, 4}, {10, 20, 5}}, after{{2, 4, 8}, {20, 40, 10}};
  const Interval i = log_ratio(before, after, 0.05, 1);
  CHECK(i.low == i.high);
  CHECK(std::exp(i.estimate) == Approx(2));
}

TEST_CASE("the same seed gives the same interval", "[compare]") {
  const Times before{{1, 1.1, 0.9, 1.3}, {2, 2.2, 2.4, 1.9}},
      after{{1.2, 1, 1, 1.1}, {2.3, 2, 2.2, 2}};
  const Interval a = log_ratio(before, after, 0.05, 7), b = log_ratio(before, after, 0.05, 7);
  CHECK(a.low == b.low);
  CHECK(a.high == b.high);
  CHECK(a.low < a.high);
}

TEST_CASE("an outlier does not move the ratio", "[compare]") {
  Times before{std::vector<double>(9, 1.0)}, after{std::vector<double>(9, 1.5)};
  after[0][4] = 100;
  CHECK(std::exp(log_ratio(before, after, 0.05, 1).estimate) == Approx(1.5));
}

TEST_CASE("intervals hold the true ratio as often as they say", "[compare]") {
  std::mt19937_64 random(5);
  std::normal_distribution<double> noise(0, 0.05), image(std::log(1.3), 0.1);
  constexpr int runs = 60, images = 12;
  int held = 0;
  for (int r = 0; r < runs; ++r) {
    Times before(images), after(images);
    for (int i = 0; i < images; ++i) {
      const double ratio = std::exp(image(random));
      for (int k = 0; k < 7; ++k) {
        before[i].push_back(std::exp(noise(random)));
        after[i].push_back(ratio * std::exp(noise(random)));
      }
    }
    const Interval found = log_ratio(before, after, 0.05, static_cast<uint64_t>(r));
    held += found.low <= std::log(1.3) && std::log(1.3) <= found.high;
  }
  CHECK(held >= 52);  // of 60; fewer than 52 would have a chance of 1 in 100 at 95 %
}

TEST_CASE("differences: the mean and its interval, or the one there is", "[compare]") {
  const Interval one = mean_difference({-0.3}, 0.05, 1);
  CHECK(one.low == -0.3);
  CHECK(one.high == -0.3);
  const Interval many = mean_difference({0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 0.05, 1);
  CHECK(many.estimate == Approx(5));
  CHECK(many.low == Approx(5 - 1.96 * 3.162 / std::sqrt(11)).margin(0.25));
  CHECK(many.high == Approx(5 + 1.96 * 3.162 / std::sqrt(11)).margin(0.25));
}
