// SPDX-License-Identifier: Apache-2.0
#include "framework/run/room.hpp"

#include <cstdint>
#include <vector>

#include "support/catch.hpp"

using pipeline::run::Room;

namespace {
constexpr size_t MiB = size_t{1} << 20, GiB = size_t{1} << 30;
}

TEST_CASE("without a limit there is always room", "[run]") {
  Room room(SIZE_MAX);
  room.learn(1, GiB);
  CHECK(room.for_another(1'000'000));
}

TEST_CASE("until an image has been through, one is taken to need a GiB", "[run]") {
  Room room(3 * GiB);
  CHECK(room.for_another(2));
  CHECK_FALSE(room.for_another(3));
  CHECK_FALSE(Room(GiB - 1).for_another(0));
}

TEST_CASE("the largest need so far counts", "[run]") {
  Room room(12000 * MiB);
  room.learn(1, 2000 * MiB);
  CHECK(room.for_another(5));
  CHECK_FALSE(room.for_another(6));
  room.learn(5, MiB);
  CHECK(room.for_another(5));
  CHECK_FALSE(room.for_another(6));
}

#ifndef __SANITIZE_THREAD__  // which takes several times that for itself
TEST_CASE("what the process grew by counts, shared among the images in flight", "[run]") {
  Room room(GiB);
  const std::vector<char> scratch(256 * MiB, 1);  // of a stage, which the host does not see
  room.learn(2, MiB);
  CHECK(room.for_another(3));
  CHECK_FALSE(room.for_another(8));
  CHECK(scratch[MiB] == 1);
}
#endif
