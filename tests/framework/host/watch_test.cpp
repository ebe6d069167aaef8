// SPDX-License-Identifier: Apache-2.0
#include "framework/host/watch.hpp"

#include "support/catch.hpp"

using namespace pipeline::host;
using namespace std::chrono_literals;

namespace {

bool becomes_overdue(const Activity& activity, Watch::Duration within) {
  const auto end = std::chrono::steady_clock::now() + within;
  while (!activity.overdue && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(1ms);
  }
  return activity.overdue;
}

}  // namespace

TEST_CASE("A call that begins while another is overdue has its own time limit") {
  Watch watch(20ms, 60s, [](const Activity&) {});
  Activity first, second;
  const Watch::Scope one(&watch, first);
  REQUIRE(becomes_overdue(first, 20s));
  std::this_thread::sleep_for(
      20ms);  // by then it sleeps until the first call's time of grace is over
  const Watch::Scope two(&watch, second);
  CHECK(becomes_overdue(second, 20s));
}

TEST_CASE("A call within its time limit is not overdue") {
  Watch watch(60s, 60s, [](const Activity&) {});
  Activity activity;
  const Watch::Scope scope(&watch, activity);
  std::this_thread::sleep_for(50ms);
  CHECK_FALSE(activity.overdue);
}
