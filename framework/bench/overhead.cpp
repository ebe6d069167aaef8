// SPDX-License-Identifier: Apache-2.0
#include "framework/bench/overhead.hpp"

#include <tbb/global_control.h>
#include <tbb/task_arena.h>

#include <chrono>
#include <cstring>
#include <vector>

#include "framework/compare/statistics.hpp"
#include "framework/run/batch.hpp"

namespace pipeline::bench {

namespace {

using Clock = std::chrono::steady_clock;

pipeline_status create(const pipeline_host*, pipeline_ctx*, const pipeline_stage*,
                       const pipeline_arg*, void**) noexcept {
  return PIPELINE_OK;
}

void destroy(void*) noexcept {}

pipeline_status pass(void*, const pipeline_host* host, pipeline_ctx* ctx,
                     const pipeline_value* const* inputs) noexcept {
  return host->emit(ctx, 0, inputs[0]);
}

pipeline_status copy(void*, const pipeline_host* host, pipeline_ctx* ctx,
                     const pipeline_value* const* inputs) noexcept {
  const auto& from = *static_cast<const pipeline_image*>(inputs[0]->data);
  pipeline_image to = from;
  const pipeline_status status = host->new_image(ctx, 0, &to);
  if (status != PIPELINE_OK) return status;
  std::memcpy(to.pixels, from.pixels, from.stride * static_cast<size_t>(from.height));
  return PIPELINE_OK;
}

constexpr pipeline_port port_of(const char* name, const char* type) {
  pipeline_port port{};
  port.struct_size = sizeof port;
  port.name = name;
  port.type = type;
  port.doc = "A value";
  return port;
}

// Stages of the framework's own, which no plugin has.
template <auto process>
const pipeline_stage& stage_of(const char* id, const char* type) {
  static const pipeline_port in = port_of("in", type), out = port_of("out", type);
  static const pipeline_port *const ins[] = {&in}, *const outs[] = {&out};
  static const pipeline_stage stage = [&] {
    pipeline_stage made{};
    made.struct_size = sizeof made;
    made.flags = PIPELINE_STAGE_PURE | PIPELINE_STAGE_REENTRANT;
    made.id = id;
    made.version = "1.0.0";
    made.doc = "Measures the framework";
    made.input_count = made.output_count = 1;
    made.inputs = ins;
    made.outputs = outs;
    made.create = &create;
    made.destroy = &destroy;
    made.process = process;
    return made;
  }();
  return stage;
}

graph::Graph chain(const pipeline_stage& stage, size_t length) {
  graph::Graph graph;
  graph.name = "overhead";
  graph.inputs.push_back({"in", {}, true});
  graph::Wire from{graph::Wire::From::input, 0, 0};
  for (size_t i = 0; i < length; ++i) {
    graph::Node& node = graph.nodes.emplace_back();
    node.name = "stage_" + std::to_string(i);
    node.stage = &stage;
    node.inputs = {from};
    node.needed = true;
    from = {graph::Wire::From::node, static_cast<uint32_t>(i), 0};
  }
  graph.outputs.push_back({"out", from, "-"});
  return graph;
}

template <class Work>
double seconds_of(Work work) {
  const auto begin = Clock::now();
  work();
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

void measure_empty(unsigned threads, const host::Environment& environment, Overhead& overhead) {
  constexpr size_t length = 8, frames = 2000, runs = 9;
  std::vector<run::Failure> failures;
  const auto program =
      run::Program::make(chain(stage_of<&pass>("framework.empty", PIPELINE_TYPE_BYTES), length),
                         environment, failures);
  const host::BufferRef buffer = environment.memory->allocate(1);
  if (!program || !buffer) return;
  const host::Value value = host::Value::bytes(buffer, 1, "application/octet-stream");
  const run::Job job{.count = frames,
                     .load =
                         [&](size_t, std::span<host::Value> inputs, host::Account&) {
                           inputs[0] = value;
                           return std::nullopt;
                         },
                     .store = [](size_t, std::span<const host::Value>) { return std::nullopt; },
                     .done = [](size_t, const run::Failure*) {}};
  const unsigned in_flight = run::default_frames_in_flight(threads, frames);
  std::vector<double> serial, flow;
  for (size_t r = 0; r < runs; ++r) {
    serial.push_back(seconds_of([&] { run::run_serial(*program, job, environment); }));
    flow.push_back(seconds_of([&] { run::run_flow(*program, job, {in_flight}, environment); }));
  }
  overhead.serial = compare::median(serial) / (frames * length);
  overhead.flow = compare::median(flow) / (frames * length);
}

void measure_copy(const host::Environment& environment, Overhead& overhead) {
  constexpr size_t runs = 15;
  const size_t stride = (static_cast<size_t>(overhead.width) * 3 + 63) / 64 * 64;
  const size_t bytes = stride * static_cast<size_t>(overhead.height);
  const host::BufferRef from = environment.memory->allocate(bytes);
  const host::BufferRef to = environment.memory->allocate(bytes);
  if (!from || !to) return;
  std::memset(from->data(), 1, bytes);
  std::memset(to->data(), 2, bytes);
  pipeline_image image{};
  image.struct_size = sizeof image;
  image.width = overhead.width;
  image.height = overhead.height;
  image.channels = 3;
  image.sample = PIPELINE_U8;
  image.colour = PIPELINE_COLOUR_SRGB;
  image.alpha = PIPELINE_ALPHA_NONE;
  image.stride = stride;
  image.pixels = from->data();
  const host::Value value = host::Value::image(from, image);
  host::Outcome made;
  const auto instance = host::Instance::create(
      stage_of<&copy>("framework.copy", PIPELINE_TYPE_IMAGE), "copy", {}, environment, made);
  if (!instance) return;
  const host::Value* const inputs[] = {&value};
  std::vector<double> stage, plain;
  for (size_t r = 0; r <= runs; ++r) {
    host::Value output;
    const double through =
        seconds_of([&] { (void)instance->process(inputs, std::span(&output, 1), environment); });
    const double direct = seconds_of([&] { std::memcpy(to->data(), from->data(), bytes); });
    if (r == 0) continue;  // the pool has the memory from then on
    stage.push_back(through);
    plain.push_back(direct);
  }
  overhead.copy_stage = compare::median(stage);
  overhead.copy = compare::median(plain);
}

}  // namespace

Overhead measure_overhead(unsigned threads, const host::Environment& environment) {
  Overhead overhead;
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, threads);
  tbb::task_arena arena(static_cast<int>(threads));
  arena.execute([&] {
    measure_empty(threads, environment, overhead);
    measure_copy(environment, overhead);
  });
  return overhead;
}

}  // namespace pipeline::bench
