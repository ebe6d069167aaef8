// SPDX-License-Identifier: Apache-2.0
// The default graph over many images: how much faster images run in parallel than one after the
// other, and whether memory grows with their number. `bench_batch [IMAGE...]` takes them in turn,
// the project's sample where none is named. Run it on an idle machine.
#include <algorithm>
#include <chrono>
#include <cstdio>

#include "framework/graph/build.hpp"
#include "framework/host/heap.hpp"
#include "framework/host/registry.hpp"
#include "framework/host/system_memory.hpp"
#include "framework/host/threads.hpp"
#include "framework/run/batch.hpp"

using namespace pipeline;

namespace {

class Bench {
 public:
  explicit Bench(std::vector<std::string> images)
      : images_(std::move(images)), registry_({TEST_PLUGINS}, {}, environment_) {
    graph::Diagnostics diagnostics;
    graph_ = graph::build(TEST_SOURCE "/pipelines/default.yaml", registry_, {}, diagnostics);
    std::vector<run::Failure> failures;
    program_ = run::Program::make(graph_.value(), environment_, failures);
  }

  // Seconds for `count` images. each(n): after n of them.
  template <class Each>
  double run(size_t count, const run::BatchOptions& options, Each each) const {
    std::vector<run::Item> items(count);
    for (size_t i = 0; i < count; ++i) items[i] = {{images_[i % images_.size()]}, {"/dev/null"}};
    const auto start = std::chrono::steady_clock::now();
    run::run_batch(*program_, *graph_, items, options, environment_, [&](const run::Report& r) {
      if (r.failure) std::fprintf(stderr, "%s\n", r.failure->error.c_str()), std::exit(1);
      each(r.index + 1);
    });
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }

 private:
  std::vector<std::string> images_;
  host::Memory memory_;
  host::Environment environment_{.memory = &memory_};
  host::Registry registry_;
  std::optional<graph::Graph> graph_;
  std::optional<run::Program> program_;
};

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

int main(int count, char** words) {
  std::vector<std::string> images(words + 1, words + count);
  if (images.empty()) images.emplace_back(TEST_SOURCE "/docs/images/harbour.png");
  const unsigned threads = host::available_threads();
  host::keep_heaps_small(threads);
  const Bench bench(std::move(images));
  const auto nothing = [](size_t) {};

  // Before anything else has set the peak.
  size_t early = 0, late = 0;
  bench.run(1000, {.threads = threads}, [&](size_t n) {
    if (n == 100) early = host::peak_resident_memory();
    if (n == 1000) late = host::peak_resident_memory();
  });
  std::printf("peak memory at image 100: %.1f MB, at image 1,000: %.1f MB, ratio %.3f\n",
              static_cast<double>(early) / 1e6, static_cast<double>(late) / 1e6,
              static_cast<double>(late) / static_cast<double>(early));

  std::vector<double> one, inside, flow;
  for (int round = 0; round < 5; ++round) {
    one.push_back(bench.run(200, {.executor = run::Executor::serial, .threads = 1}, nothing));
    inside.push_back(
        bench.run(200, {.executor = run::Executor::serial, .threads = threads}, nothing));
    flow.push_back(bench.run(200, {.threads = threads}, nothing));
  }
  std::printf(
      "200 images, medians of 5: serial, 1 thread %.2f s; serial, %u threads in each stage "
      "%.2f s; flow, %u threads %.2f s: %.2fx and %.2fx\n",
      median(one), threads, median(inside), threads, median(flow), median(one) / median(flow),
      median(inside) / median(flow));
}
