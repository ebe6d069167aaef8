// SPDX-License-Identifier: Apache-2.0
// A program over a list of files: reads each, writes its outputs, reports in order.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "framework/graph/graph.hpp"
#include "framework/run/executor.hpp"
#include "framework/run/gate.hpp"
#include "framework/run/save.hpp"

namespace pipeline::run {

// One image: a file for each graph input and a path for each graph output.
struct Item {
  std::vector<std::filesystem::path> inputs;  // "-": standard input; empty where not needed
  std::vector<std::string> outputs;           // "-": standard output
};

struct Written {
  std::string path;
  size_t bytes = 0;
};

// What became of one image; handed out in order.
struct Report {
  size_t index = 0;
  const Item* item = nullptr;
  const Failure* failure = nullptr;
  std::vector<Written> written;  // nothing if it failed before its first output
  std::vector<double> metrics;   // as graph.metrics; nothing unless they ran and the image is done
};

enum class Executor { flow, serial };

struct BatchOptions {
  Executor executor = Executor::flow;
  unsigned threads = 1;           // of the arena, at least 1
  unsigned frames_in_flight = 0;  // 0: chosen from threads
  int results = 1;                // descriptor of what goes to "-"
  Gate* gate = nullptr;           // that outputs pass; null: none
  Spans* spans = nullptr;         // where to note what ran when; null: nowhere
  const Saver* saver = nullptr;   // of every intermediate, a folder an item; null: none is saved
  const Memo* memo = nullptr;  // where results of steps are kept, frames being items; null: nowhere
};

// Runs all items; what goes to "-" is written in order of the items, whole. `report` is called once
// for each item that was begun, in order, never overlapping.
void run_batch(const Program& program, const graph::Graph& graph, const std::vector<Item>& items,
               const BatchOptions& options, const host::Environment& environment,
               const std::function<void(const Report&)>& report);

// How many frames run at once unless told otherwise: one more than threads, so that none waits for
// the oldest to leave; each further one would only add to the memory.
unsigned default_frames_in_flight(unsigned threads, size_t items);

}  // namespace pipeline::run
