// SPDX-License-Identifier: Apache-2.0
#include "framework/compare/verdict.hpp"

#include <cmath>
#include <random>

#include "support/catch.hpp"

using namespace pipeline::compare;

namespace {

// A machine that is shared: noise, slow drift that all have alike, and now and then a pause.
class Machine {
 public:
  explicit Machine(uint64_t seed) : random_(seed) {}
  double time(double seconds) {
    const double pause = pauses_(random_) < 0.05 ? 1.6 : 1;
    return seconds * pause * std::exp(drift_ + 0.03 * normal_(random_));
  }
  void next_round() { drift_ += 0.02 * normal_(random_); }

 private:
  std::mt19937_64 random_;
  std::normal_distribution<double> normal_;
  std::uniform_real_distribution<double> pauses_{0, 1};
  double drift_ = 0;
};

// As a comparison goes: measures, looks, measures on until it is decided.
Speed decide(double factor, uint64_t seed, size_t images = 6) {
  Machine machine(seed);
  Column baseline{"a", Times(images), {}, true}, other{"b", Times(images), {}, true};
  Times again(images);
  unsigned rounds = 0;
  Speed speed = Speed::undecided;
  for (unsigned look = 1; look <= 6; ++look) {
    const unsigned first = std::max<unsigned>(4, static_cast<unsigned>(12 / images));
    for (const unsigned until = first << (look - 1); rounds < until; ++rounds) {
      for (size_t i = 0; i < images; ++i) {
        machine.next_round();
        const double seconds = 0.01 * static_cast<double>(i + 1);
        baseline.times[i].push_back(machine.time(seconds));
        again[i].push_back(machine.time(seconds));
        other.times[i].push_back(machine.time(seconds * factor));
      }
    }
    Rule rule;
    rule.look = look;
    rule.seed = seed;
    speed = judge(baseline, again, {other}, {}, rule)[0].speed;
    if (speed != Speed::undecided) break;
  }
  return speed;
}

Column column_of(std::vector<double> metric) { return {"x", {}, {std::move(metric)}, false}; }

MetricVerdict judged(const std::vector<double>& before, const std::vector<double>& after,
                     double margin, bool lower = false) {
  const auto verdicts =
      judge(column_of(before), {}, {column_of(after)}, {{"psnr", "dB", lower, margin}}, Rule());
  return verdicts.at(0).metrics.at(0);
}

}  // namespace

TEST_CASE("the same stage twice is not called different", "[compare]") {
  int different = 0;
  for (uint64_t seed = 0; seed < 30; ++seed) {
    const Speed speed = decide(1, seed);
    different += speed == Speed::faster || speed == Speed::slower;
  }
  CHECK(different == 0);
}

TEST_CASE("nor of one image, of two or of three", "[compare]") {
  int different = 0;
  for (const size_t images : {1, 2, 3}) {
    for (uint64_t seed = 0; seed < 12; ++seed) {
      const Speed speed = decide(1, 1000 * images + seed, images);
      different += speed == Speed::faster || speed == Speed::slower;
    }
  }
  CHECK(different == 0);
}

TEST_CASE("two copies of one code, 0.8 % apart for where they lie, are not called different",
          "[compare]") {
  int different = 0;
  for (uint64_t seed = 0; seed < 8; ++seed) {
    const Speed speed = decide(1.008, seed);
    different += speed == Speed::faster || speed == Speed::slower;
  }
  CHECK(different == 0);
}

TEST_CASE("after few rounds there is no verdict on speed", "[compare]") {
  const Column baseline{"a", Times(3, std::vector<double>(3, 1.0)), {}, true},
      other{"b", Times(3, std::vector<double>(3, 2.0)), {}, true};
  CHECK(judge(baseline, baseline.times, {other}, {}, Rule())[0].speed == Speed::few);
  const Column longer{"a", Times(3, std::vector<double>(4, 1.0)), {}, true},
      slower{"b", Times(3, std::vector<double>(4, 2.0)), {}, true};
  CHECK(judge(longer, longer.times, {slower}, {}, Rule())[0].speed == Speed::slower);
}

TEST_CASE("5 % slower, or faster, is found", "[compare]") {
  int found = 0;
  for (uint64_t seed = 0; seed < 10; ++seed) {
    found += decide(1.05, seed) == Speed::slower;
    found += decide(1 / 1.05, 100 + seed) == Speed::faster;
  }
  CHECK(found >= 19);
}

TEST_CASE("a baseline that differs from itself gives no verdict on speed", "[compare]") {
  const Column baseline{"a", Times(3, std::vector<double>(10, 1.0)), {}, true},
      other{"b", Times(3, std::vector<double>(10, 2.0)), {}, true};
  const Times again(3, std::vector<double>(10, 1.1));
  CHECK(judge(baseline, again, {other}, {}, Rule())[0].speed == Speed::unsteady);
}

TEST_CASE("quality is judged by the margin and the metric's direction", "[compare]") {
  const std::vector<double> before{30, 32, 31, 29, 35, 33};
  const auto moved = [&](double by) {
    std::vector<double> after = before;
    for (double& v : after) v += by;
    return after;
  };
  CHECK(judged(before, before, 0.1).quality == Quality::same);
  CHECK(judged(before, moved(-0.05), 0.1).quality == Quality::not_worse);
  CHECK(judged(before, moved(-0.2), 0.1).quality == Quality::worse);
  CHECK(judged(before, moved(0.2), 0.1).quality == Quality::better);
  CHECK(judged(before, moved(0.2), 0.1, true).quality == Quality::worse);
  CHECK(judged(before, moved(-0.2), 0.1).gain.estimate == Approx(-0.2));
}

TEST_CASE("an interval across the margin is no verdict, and says how many images would give one",
          "[compare]") {
  const std::vector<double> before(12, 30);
  std::vector<double> after;
  for (int k = 0; k < 3; ++k) after.insert(after.end(), {30.4, 29.4, 30.1, 29.7});
  const MetricVerdict verdict = judged(before, after, 0.2);
  CHECK(verdict.quality == Quality::undecided);
  CHECK(verdict.more_images > 0);
}

TEST_CASE("exact results on both sides differ by nothing", "[compare]") {
  const double infinite = HUGE_VAL;
  CHECK(judged({infinite, infinite}, {infinite, infinite}, 0.1).quality == Quality::same);
}
