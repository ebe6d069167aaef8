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

TEST_CASE("of few images the mean of differences is exact", "[compare]") {
  for (const std::vector<double>& few : {std::vector<double>{-0.3}, {0, 1, 2, 3}}) {
    const Interval i = mean_difference(few, 0.05, 1);
    CHECK(i.low == mean(few));
    CHECK(i.high == mean(few));
  }
}

TEST_CASE("of few images the interval of a ratio is over rounds", "[compare]") {
  // The images differ by far, the rounds by little.
  const Times before{{1, 1, 1, 1}, {1, 1, 1, 1}, {1, 1, 1, 1}},
      after{{1, 1.01, 0.99, 1}, {2, 2.01, 1.99, 2}, {4, 4.01, 3.99, 4}};
  const Interval i = log_ratio(before, after, 0.01, 1);
  CHECK(std::exp(i.low) > 1.98);
  CHECK(std::exp(i.high) < 2.02);
}

TEST_CASE("the mean of many differences has Student's interval at least", "[compare]") {
  const std::vector<double> many{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
  const Interval i = mean_difference(many, 0.05, 1);
  const double half = 2.201 * 3.6056 / std::sqrt(12);  // t of 11 degrees of freedom, from a table
  CHECK(i.estimate == Approx(5.5));
  CHECK(i.low == Approx(5.5 - half).margin(0.01));
  CHECK(i.high == Approx(5.5 + half).margin(0.01));
}

TEST_CASE("the interval of a mean holds it as often as it says, from the least images on",
          "[compare]") {
  std::mt19937_64 random(7);
  std::lognormal_distribution<double> gain(0, 0.5);
  const double truth = std::exp(0.125);
  int held = 0;
  for (int r = 0; r < 200; ++r) {
    std::vector<double> gains;
    for (size_t i = 0; i < least_images; ++i) gains.push_back(gain(random));
    const Interval found = mean_difference(gains, 0.05, static_cast<uint64_t>(r));
    held += found.low <= truth && truth <= found.high;
  }
  CHECK(held >= 178);  // of 200; fewer than 181 would have a chance of 1 in 100 at 95 %; skewed
}
