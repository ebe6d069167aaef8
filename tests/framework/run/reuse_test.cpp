// SPDX-License-Identifier: Apache-2.0
// Steps whose results are kept do not run, nor what only they take from; and nothing else changes.
#include <fstream>

#include "framework/cache/folder.hpp"
#include "framework/run/fixture.hpp"
#include "support/folder.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

namespace fs = std::filesystem;

constexpr uint64_t MiB = 1 << 20;

// Calls of each step.
using Calls = std::map<uint32_t, size_t>;

// One run of a graph, in a fixture of its own, as another process would.
struct Run {
  Record record;
  Calls calls;
};

struct Cache : Folder {
  explicit Cache(const std::string& name) : Folder("reuse_" + name) {}

  template <class Build>
  Run run(Build build, bool flow, size_t count = 5, size_t limit = SIZE_MAX) const {
    Fixture fixture;
    fixture.take_number_input();
    build(fixture);
    fixture.memory.set_limit(limit);
    cache::make_folder(path() / "c");
    cache::Store store(path() / "c", 64 * MiB, {});
    cache::OnDisk results(store, fixture.registry());
    run::Spans spans;
    fixture.results = &results;
    fixture.spans = &spans;
    Run ran{fixture.run(flow, count), {}};
    for (const run::Span& span : spans.sorted()) {
      if (span.step < run::Span::keep) ++ran.calls[span.step];
    }
    return ran;
  }

  std::vector<fs::path> entries() const {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(path() / "c")) {
      if (entry.path().extension() == ".step") files.push_back(entry.path());
    }
    return files;
  }
};

std::pair<std::string, pipeline_arg> bias(double value) { return {"bias", {.real = value}}; }

// 0 square -> 1 crop -> 2 sum -> 4 add <- 3 add, which takes the number itself.
auto branches(double left, double right) {
  return [=](Fixture& f) {
    const auto square = f.graph.add("kinds.plain", {input}, {{"side", {.integer = 64}}});
    const auto crop = f.graph.add("kinds.crop", {HandGraph::node(square)});
    const auto sum = f.graph.add("kinds.sum", {HandGraph::node(crop)});
    const auto other = f.graph.add("kinds.add", {input}, {bias(left)});
    f.graph.output(HandGraph::node(
        f.graph.add("kinds.add", {HandGraph::node(sum), HandGraph::node(other)}, {bias(right)})));
  };
}

Record without_cache(double left, double right) {
  Fixture fixture;
  fixture.take_number_input();
  branches(left, right)(fixture);
  return fixture.run(false, 5);
}

}  // namespace

TEST_CASE("what is kept does not run, nor what only it takes from", "[reuse]") {
  for (const bool flow : {false, true}) {
    const Cache cache(flow ? "flow" : "serial");
    const Run first = cache.run(branches(1, 2), flow);
    CHECK(first.calls == Calls{{0, 5}, {1, 5}, {2, 5}, {3, 5}, {4, 5}});
    CHECK(first.record == without_cache(1, 2));
    CHECK(cache.entries().size() == 25);

    const Run again = cache.run(branches(1, 2), flow);
    CHECK(again.calls == Calls{});
    CHECK(again.record == first.record);

    const Run last = cache.run(branches(1, 3), flow);
    CHECK(last.calls == Calls{{4, 5}});
    CHECK(last.record == without_cache(1, 3));

    const Run left = cache.run(branches(4, 3), flow);
    CHECK(left.calls == Calls{{3, 5}, {4, 5}});
    CHECK(left.record == without_cache(4, 3));

    const Run more = cache.run(branches(4, 3), flow, 7);  // two images more
    CHECK(more.calls == Calls{{0, 2}, {1, 2}, {2, 2}, {3, 2}, {4, 2}});
  }
}

TEST_CASE("what one executor keeps the other takes", "[reuse]") {
  const Cache cache("both");
  const Run first = cache.run(branches(1, 2), true, 20);
  const Run again = cache.run(branches(1, 2), false, 20);
  CHECK(again.calls == Calls{});
  CHECK(again.record == first.record);
}

TEST_CASE("images that have no room begin again, with or without kept results", "[reuse]") {
  const Cache cache("memory");
  const auto build = [](double value) {
    return [=](Fixture& f) {
      const auto one = f.graph.add("kinds.plain", {input}, {{"side", {.integer = 512}}});
      const auto two = f.graph.add("kinds.plain", {input}, {{"side", {.integer = 512}}});
      const auto left = f.graph.add("kinds.sum", {HandGraph::node(one)});
      const auto right = f.graph.add("kinds.sum", {HandGraph::node(two)});
      f.graph.output(HandGraph::node(f.graph.add(
          "kinds.add", {HandGraph::node(left), HandGraph::node(right)}, {bias(value)})));
      // Asked for beside the sum, so that pictures are taken from the cache as well.
      f.graph.output(HandGraph::node(one));
    };
  };
  const Run plain = Cache("memory_free").run(build(1), false, 30);
  for (const size_t limit : {size_t{1000}, size_t{400000}, SIZE_MAX}) {
    for (const double value : {1.0, 2.0, 1.0}) {
      const Run ran = cache.run(build(value), true, 30, limit);
      CAPTURE(limit, value);
      CHECK(ran.record.failures == std::vector<std::string>(30));
      CHECK(ran.record.stored == 30);
      CHECK(ran.record.results[7] == plain.record.results[7] + value - 1);
    }
  }
}

TEST_CASE("who watches all that is made sees also what is kept", "[reuse]") {
  for (const bool flow : {false, true}) {
    const Cache cache(flow ? "made_flow" : "made_serial");
    const auto watched = [&](std::map<std::pair<size_t, uint32_t>, int>& seen) {
      return [&](Fixture& f) {
        branches(1, 2)(f);
        f.on_made = [&, mutex = std::make_shared<std::mutex>()](
                        size_t frame, uint32_t step, std::span<const host::Value> outputs,
                        const host::Environment&) -> std::optional<run::Failure> {
          const std::lock_guard lock(*mutex);
          if (outputs[0]) ++seen[{frame, step}];
          return std::nullopt;
        };
      };
    };
    std::map<std::pair<size_t, uint32_t>, int> first, again;
    cache.run(watched(first), flow);
    CHECK(first.size() == 25);
    CHECK(cache.run(watched(again), flow).calls == Calls{});
    CHECK(again == first);
  }
}

TEST_CASE("what is not pure, and what comes of it, is never kept", "[reuse]") {
  const Cache cache("moody");
  const auto build = [](Fixture& f) {
    const auto before = f.graph.add("kinds.add", {input}, {bias(1)});
    const auto moody = f.graph.add("kinds.moody", {HandGraph::node(before)});
    f.graph.output(HandGraph::node(f.graph.add("kinds.add", {HandGraph::node(moody)})));
  };
  CHECK(cache.run(build, false).calls == Calls{{0, 5}, {1, 5}, {2, 5}});
  CHECK(cache.entries().size() == 5);
  CHECK(cache.run(build, true).calls == Calls{{1, 5}, {2, 5}});
  CHECK(cache.entries().size() == 5);
}

TEST_CASE("what fails is not kept, and fails again", "[reuse]") {
  const Cache cache("fault");
  const auto build = [](Fixture& f) {
    const auto before = f.graph.add("kinds.add", {input}, {bias(0)});
    const auto fault = f.graph.add("kinds.fault", {HandGraph::node(before)});
    f.graph.output(HandGraph::node(before));
    f.graph.output(HandGraph::node(fault));
  };
  for (const bool flow : {false, true}) {
    const Run ran = cache.run(build, flow, 2);
    CHECK(ran.record.failures == std::vector<std::string>{"", "n1: no such thing here"});
    CHECK(ran.calls.at(1) == (flow ? 1U : 2U));
    CHECK(cache.entries().size() == 3);
  }
}

TEST_CASE("what is damaged or deleted is made again", "[reuse]") {
  const Cache cache("damage");
  const Run first = cache.run(branches(1, 2), true);
  for (const fs::path& file : cache.entries()) fs::resize_file(file, fs::file_size(file) - 1);
  const Run damaged = cache.run(branches(1, 2), true);
  CHECK(damaged.calls == first.calls);
  CHECK(damaged.record == first.record);
  CHECK(cache.run(branches(1, 2), true).calls == Calls{});
  fs::remove_all(cache.path() / "c");
  const Run deleted = cache.run(branches(1, 2), true);
  CHECK(deleted.calls == first.calls);
  CHECK(deleted.record == first.record);
}

TEST_CASE("a third party's values are kept if they can be bytes", "[reuse]") {
  const Cache cache("types");
  const auto build = [](double value) {
    return [=](Fixture& f) {
      const auto depth = f.graph.add("kinds.make_depth", {input});
      const auto used = f.graph.add("kinds.use_depth", {HandGraph::node(depth)});
      const auto secret = f.graph.add("kinds.make_secret", {HandGraph::node(used)});
      const auto told = f.graph.add("kinds.tell_secret", {HandGraph::node(secret)});
      f.graph.output(
          HandGraph::node(f.graph.add("kinds.add", {HandGraph::node(told)}, {bias(value)})));
    };
  };
  CHECK(cache.run(build(1), true, 3).calls == Calls{{0, 3}, {1, 3}, {2, 3}, {3, 3}, {4, 3}});
  CHECK(cache.run(build(2), true, 3).calls == Calls{{4, 3}});
  CHECK(cache.entries().size() == 3 * 4 + 3);  // all but the secrets, and the new sum
}
