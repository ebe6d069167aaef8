// SPDX-License-Identifier: Apache-2.0
// Whether a graph makes the same, bit for bit, however its work is scheduled.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "framework/cache/key.hpp"
#include "framework/host/registry.hpp"
#include "framework/run/batch.hpp"

namespace pipeline::verify {

// One way to run a graph on an image.
struct Schedule {
  std::string name;      // "on 2 threads"
  unsigned threads = 1;  // of each stage's call, and in all
  unsigned copies = 1;   // of the image, at once; more than one: stages run in parallel, too
  uint64_t shuffle = 0;  // the order of the chunks of parallel loops; 0: as they come
};

// On one thread, which all others are held against; on two and on `threads`; several images at
// once; and `rounds` in orders drawn from the seed.
std::vector<Schedule> schedules(unsigned threads, unsigned rounds, uint64_t seed);

// A stage whose inputs were the same and an output was not, or that failed.
struct Finding {
  size_t image = 0;
  std::string stage, port;  // no port: it failed
  std::string schedule;
  std::string text;           // host::difference, or the error
  bool declared_pure = true;  // false: it says of itself that it may differ
};

// What a port brought, on one thread.
struct Fingerprint {
  size_t image = 0;
  std::string stage, port;
  cache::Key key;
};

struct Verification {
  std::vector<size_t> images;       // that were looked at
  size_t stages = 0, ports = 0;     // of each image
  std::vector<Finding> findings;    // the first of each stage, in the graph's order
  std::vector<std::string> unseen;  // "STAGE.PORT (TYPE)": values that cannot be looked into
  std::vector<Fingerprint> fingerprints;
  std::vector<std::pair<size_t, run::Failure>> failed;  // on one thread; left out
};

// Runs each image in each way. All that the stages make of one image is kept in memory meanwhile.
// registry: for third parties' types. progress: a line on how far it is. Ends early when
// environment.stop says so. The caller is in no arena.
Verification verify(const graph::Graph& graph, const run::Program& program,
                    const std::vector<run::Item>& items, const std::vector<Schedule>& schedules,
                    const host::Registry& registry, const host::Environment& environment,
                    const std::function<void(std::string)>& progress);

}  // namespace pipeline::verify
