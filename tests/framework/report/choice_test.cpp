// SPDX-License-Identifier: Apache-2.0
#include "framework/report/choice.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "support/catch.hpp"

using namespace pipeline;
using report::choose;
using report::Place;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();

// One variant; the metric of image i is before[i] and after[i].
compare::Comparison comparison(const std::vector<double>& before, const std::vector<double>& after,
                               bool lower_is_better = false) {
  compare::Comparison made;
  made.metrics = {{"seen", "", false, std::nullopt}, {"psnr", "dB", lower_is_better, 0.1}};
  const std::vector<double> seen(before.size());
  made.baseline = {"a", {}, {seen, before}, false};
  made.variants = {{"b", {}, {seen, after}, false}};
  for (size_t i = 0; i < before.size(); ++i) made.judged.push_back(10 + i);
  return made;
}

std::vector<size_t> images(const report::Choice& choice) {
  std::vector<size_t> all;
  for (const auto& chosen : choice.images) all.push_back(chosen.judged);
  return all;
}

}  // namespace

TEST_CASE("the worst, the best and the median image come first, then the next of each") {
  const auto choice = choose(comparison({0, 0, 0, 0, 0, 0, 0}, {3, -3, 0, 1, -1, 2, -2}), 2);
  CHECK(choice.by == "psnr");
  CHECK(images(choice) == std::vector<size_t>{1, 0, 2, 6, 5, 4});
  CHECK(choice.images[0].place == Place::worst);
  CHECK(choice.images[0].gain == -3);
  CHECK(choice.images[1].place == Place::best);
  CHECK(choice.images[2].place == Place::median);
  CHECK(choice.images[3].place == Place::worst);
}

TEST_CASE("every image is chosen once, of few all and of many fifteen") {
  for (size_t count = 0; count < 40; ++count) {
    std::vector<double> after;
    for (size_t i = 0; i < count; ++i) after.push_back(static_cast<double>(i * 7 % 11));
    const auto all = images(choose(comparison(std::vector<double>(count), after), 5));
    CAPTURE(count);
    CHECK(all.size() == std::min<size_t>(count, 15));
    CHECK(std::set<size_t>(all.begin(), all.end()).size() == all.size());
  }
}

TEST_CASE("of a metric that is better when it is lower, more is a loss") {
  const auto choice = choose(comparison({1, 1, 1}, {2, 1, 0}, true), 5);
  CHECK(images(choice) == std::vector<size_t>{0, 2, 1});
  CHECK(choice.images[0].gain == -1);
}

TEST_CASE("an exact result is the best there is, and two of them differ by nothing") {
  const auto choice = choose(comparison({30, inf, inf}, {inf, inf, 30}), 1);
  CHECK(images(choice) == std::vector<size_t>{2, 0, 1});
  CHECK(choice.images[2].gain == 0);
}

TEST_CASE("where quality tells no images apart, time does, and else their order") {
  auto same = comparison({5, 5, 5}, {5, 5, 5});
  CHECK(choose(same, 5).by.empty());
  CHECK(images(choose(same, 5)) == std::vector<size_t>{0, 2, 1});
  same.timed = {10, 12};  // the one between was too large to keep
  same.baseline.times = {{2, 2, 9}, {1, 1, 1}};
  same.variants[0].times = {{1, 1, 1}, {2, 2, 2}};
  const auto choice = choose(same, 5);
  CHECK(choice.by == "time");
  CHECK(images(choice) == std::vector<size_t>{2, 0, 1});
  CHECK(std::abs(choice.images[1].gain - std::log(2)) < 1e-12);
}
