// SPDX-License-Identifier: Apache-2.0
// The state of one call into a plugin: what the opaque pipeline_ctx is on the host's side.
#pragma once

#include <pipeline/abi.h>

#include <atomic>
#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "framework/host/activity.hpp"
#include "framework/host/value.hpp"
#include "framework/host/watch.hpp"

namespace pipeline::host {

// What all calls of a run share. The callbacks may come from any thread.
struct Environment {
  Memory* memory = nullptr;
  Account* account = nullptr;               // of the image at hand; null: nothing is refused
  std::string_view image{};                 // its name, for messages
  Watch* watch = nullptr;                   // null: a call may take any time
  const std::atomic<bool>* stop = nullptr;  // null: never stopped
  unsigned pool_threads = 1;                // what pipeline_host::threads answers
  size_t failing_allocation = 0;            // which of a call's is refused, from 1; 0: none
  uint64_t shuffle = 0;                     // order of chunks in parallel_for; 0: as they come
  std::function<void(int level, std::string_view who, std::string_view text)> log{};
  std::function<void(std::string_view who, double fraction)> progress{};
  // Told of each graph, plugin, file of a parameter and folder of models before it is looked at,
  // also of those that are not there. [one thread]
  std::function<void(const std::filesystem::path& file)> will_read{};
};

// The services a plugin gets; one table for the whole process.
const pipeline_host& host_table();

}  // namespace pipeline::host

struct pipeline_ctx {
  const pipeline::host::Environment& environment;
  const pipeline::host::Activity& activity;
  const pipeline_stage* stage = nullptr;
  std::span<const pipeline::host::Value* const> inputs{};
  std::span<pipeline::host::Value> outputs{};
  boost::container::small_vector<pipeline::host::BufferRef, 4> buffers{};
  std::string error{};
  size_t allocated = 0;  // bytes that this call has asked for
  std::atomic<bool> told_to_stop{false};

  // Whether the plugin is to stop, which from then on it knows.
  bool is_cancelled() {
    const auto* stop = environment.stop;
    const bool cancelled = (stop && stop->load(std::memory_order_relaxed)) ||
                           activity.overdue.load(std::memory_order_relaxed);
    if (cancelled) told_to_stop.store(true, std::memory_order_relaxed);
    return cancelled;
  }
};
