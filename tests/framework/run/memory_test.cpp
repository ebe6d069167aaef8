// SPDX-License-Identifier: Apache-2.0
// What a run holds in memory: bounded by frames and by bytes, and no pixel copied at a boundary.
#include "fixture.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

std::pair<std::string, pipeline_arg> side(int pixels) { return {"side", {.integer = pixels}}; }

// number -> a square, twice, each looked at through a crop -> the sum of both.
void build_squares(Fixture& f, int pixels) {
  f.take_number_input();
  const uint32_t first = f.graph.add("kinds.plain", {input}, {side(pixels)});
  const uint32_t second = f.graph.add("kinds.plain", {input}, {side(pixels)});
  const uint32_t left = f.graph.add("kinds.sum", {HandGraph::node(first)});
  const uint32_t right = f.graph.add("kinds.sum", {HandGraph::node(second)});
  f.graph.output(
      HandGraph::node(f.graph.add("kinds.add", {HandGraph::node(left), HandGraph::node(right)})));
}

}  // namespace

TEST_CASE("no stage boundary copies a pixel", "[run]") {
  Fixture f;
  f.take_number_input();
  uint32_t last = f.graph.add("kinds.plain", {input}, {side(1024)});
  for (int i = 0; i < 5; ++i) last = f.graph.add("kinds.crop", {HandGraph::node(last)});
  f.graph.output(HandGraph::node(f.graph.add("kinds.sum", {HandGraph::node(last)})));
  for (const bool flow : {false, true}) {
    const Record record = f.run(flow, 4, 1);
    CHECK(record.failures == std::vector<std::string>(4));
    // Six stages of one image and its views, and one image at a time: only the first has pixels.
    CHECK(f.memory.peak_bytes() == host::Pool::capacity_for(size_t{1024} * 1024));
  }
}

TEST_CASE("a graph's input is freed with its last reader, like any other value", "[run]") {
  Fixture f;
  f.take_number_input();
  f.first_input = [&](size_t) { return f.square(512); };
  const uint32_t sum = f.graph.add("kinds.sum", {input});
  f.graph.output(
      HandGraph::node(f.graph.add("kinds.add", {HandGraph::node(sum), HandGraph::node(sum)})));
  const Record record = f.run(false, 4);
  CHECK(record.failures == std::vector<std::string>(4));
  CHECK(record.most_stored_beside == 0);
}

TEST_CASE("the limit in bytes holds, and changes no result", "[run]") {
  constexpr int pixels = 512;
  const size_t image = host::Pool::capacity_for(size_t{pixels} * pixels), frame = 2 * image;
  Fixture free;
  build_squares(free, pixels);
  const Record serial = free.run(false, 100);
  CHECK(free.run(true, 100, 16) == serial);
  for (const size_t limit : {size_t{1}, image, frame, 2 * frame + image, 5 * frame}) {
    Fixture f;
    build_squares(f, pixels);
    f.memory.set_limit(limit);
    const Record flow = f.run(true, 100, 16);
    CAPTURE(limit, flow.loaded);
    CHECK(flow == serial);
    CHECK(flow.stored == 100);  // once each, however often they had to begin
    CHECK(f.memory.peak_bytes() <= limit + frame);
    CHECK(flow.most_alive <= 16);
  }
}

// The address sanitizer keeps what is freed: the process grows, and frames run one by one.
#ifdef __SANITIZE_ADDRESS__
constexpr size_t least_begun = 2000;
#else
constexpr size_t least_begun = 2001;
#endif

TEST_CASE("frames that need more than those before them begin again when they do not fit",
          "[run]") {
  Fixture f;
  build_squares(f, 64);
  const auto uneven = [](size_t frame) {
    return frame % 8 < 4 ? size_t{1} : size_t{1} << (16 + frame % 8);
  };
  f.held_bytes = uneven;
  const Record serial = f.run(false, 100);
  f.memory.set_limit(size_t{5} << 20);
  size_t begun = 0;
  for (int round = 0; round < 20; ++round) {
    const Record flow = f.run(true, 100, 8);
    CHECK(flow == serial);
    CHECK(flow.stored == 100);
    CHECK(f.memory.peak_bytes() <= (size_t{5} << 20) + (size_t{9} << 20));
    begun += flow.loaded;
  }
  CHECK(begun >= least_begun);
}

TEST_CASE("a frame that was refused memory and fails for another reason says that reason",
          "[run]") {
  Fixture f;
  build_squares(f, 512);
  f.memory.set_limit(1);
  f.unwritable = 3;
  const Record record = f.run(true, 8, 8);
  for (size_t i = 0; i < 8; ++i) CHECK(record.failures[i] == (i == 3 ? ": unwritable" : ""));
}

TEST_CASE("a stop ends a run that waits for memory", "[run]") {
  Fixture f;
  f.take_number_input();
  const uint32_t plain = f.graph.add("kinds.plain", {input}, {side(512)});
  const uint32_t sum = f.graph.add("kinds.sum", {HandGraph::node(plain)});
  const uint32_t minus =
      f.graph.add("kinds.add", {HandGraph::node(sum)}, {{"bias", pipeline_arg{.real = -1e8}}});
  f.graph.output(HandGraph::node(f.graph.add("kinds.wait", {HandGraph::node(minus)})));
  f.memory.set_limit(1);
  f.on_log = [&] { f.stop = true; };
  const Record record = f.run(true, 100, 8);
  CHECK(record.order.size() <= 8);
  CHECK(std::is_sorted(record.order.begin(), record.order.end()));
}
