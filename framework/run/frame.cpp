// SPDX-License-Identifier: Apache-2.0
#include "framework/run/frame.hpp"

#include <algorithm>

namespace pipeline::run {

namespace {

using graph::Wire;

constexpr int64_t loading = -1;

Failure stopped_failure() { return {"", PIPELINE_CANCELLED, "stopped before it was finished"}; }

}  // namespace

Frame::Frame(const Program& program, const Job& job, const host::Environment& environment)
    : program_(program),
      job_(job),
      environment_(environment),
      reuse_(program, job.memo),
      slots_(program.slot_count()),
      results_(program.results().size()),
      waiting_(std::make_unique<std::atomic<uint32_t>[]>(program.steps().size())),
      uses_(std::make_unique<std::atomic<uint32_t>[]>(program.slot_count())),
      failed_(program.steps().size()) {
  environment_.account = &account_;
}

bool Frame::stopped() const {
  return environment_.stop && environment_.stop->load(std::memory_order_relaxed);
}

void Frame::fail(int64_t step, Failure failure) {
  const std::lock_guard lock(failure_mutex_);
  if (failure_ && failed_step_ <= step) return;
  failure_ = std::move(failure);
  failed_step_ = step;
}

void Frame::begin(size_t index) {
  index_ = index;
  failure_.reset();
  account_.begin();
  if (job_.name) environment_.image = job_.name(index);
  const auto& steps = program_.steps();
  for (size_t s = 0; s < steps.size(); ++s) {
    waiting_[s].store(static_cast<uint32_t>(steps[s].predecessors.size()),
                      std::memory_order_relaxed);
  }
  for (size_t s = 0; s < slots_.size(); ++s) {
    uses_[s].store(program_.slot_uses()[s], std::memory_order_relaxed);
  }
  std::fill(failed_.begin(), failed_.end(), uint8_t{0});
  const SpanClock clock(job_.spans);
  auto failure =
      stopped() ? std::optional(stopped_failure()) : job_.load(index, inputs(), account_);
  clock.note(Span::load, index_, 0, 0);
  not_loaded_ = failure.has_value();
  if (failure) return fail(loading, std::move(*failure));
  reuse();
}

// What has no room will begin again: nothing is worth running now.
void Frame::reuse() {
  if (!job_.memo) return;
  const SpanClock clock(job_.spans);
  reuse_.begin(slots_, job_.made != nullptr, environment_);
  clock.note(Span::reuse, index_, 0, 0);
  not_loaded_ = must_begin_again();
}

const host::Value* Frame::value_of(const Wire& wire) const {
  if (wire.from == Wire::From::nothing) return nullptr;
  const host::Value& value = slots_[program_.slot_of(wire)];
  return value ? &value : nullptr;
}

bool Frame::blocked(const Program::Step& step) const {
  return std::any_of(step.predecessors.begin(), step.predecessors.end(),
                     [this](uint32_t p) { return failed_[p] != 0; });
}

void Frame::release(const Wire& wire) {
  if (wire.from == Wire::From::nothing) return;
  const uint32_t slot = program_.slot_of(wire);
  if (uses_[slot].fetch_sub(1, std::memory_order_acq_rel) == 1) slots_[slot].reset();
}

void Frame::show(uint32_t step, std::span<const host::Value> outputs) {
  const SpanClock clock(job_.spans);
  if (auto failure = job_.made(index_, step, outputs, environment_)) {
    failed_[step] = 1;
    fail(step, std::move(*failure));
  }
  clock.note(Span::save, index_, 0, 0);
}

void Frame::keep(uint32_t step, std::span<const host::Value> outputs, size_t bytes) {
  if (!reuse_.keeps(step)) return;
  const SpanClock clock(job_.spans);
  reuse_.keep(step, outputs, bytes, environment_);
  clock.note(Span::keep, index_, 0, 0);
}

void Frame::run_stage(uint32_t number, std::span<host::Value> outputs) {
  const Program::Step& step = program_.steps()[number];
  boost::container::small_vector<const host::Value*, 6> inputs;
  for (const Wire& wire : step.inputs) inputs.push_back(value_of(wire));
  const SpanClock clock(job_.spans);
  host::Outcome outcome =
      step.instance->process({inputs.data(), inputs.size()}, outputs, environment_);
  if (clock)
    clock.note(number, index_, host::most_pixels({inputs.data(), inputs.size()}, outputs),
               outcome.bytes);
  if (outcome) return keep(number, outputs, outcome.bytes);
  failed_[number] = 1;
  fail(number, {step.name, outcome.status, std::move(outcome.error)});
}

void Frame::run(uint32_t number) {
  const Program::Step& step = program_.steps()[number];
  const bool wanted = !job_.wanted || (*job_.wanted)[number];  // else nobody waits for it
  const Reuse::Task task = wanted ? reuse_.task(number) : Reuse::Task::nothing;
  if (wanted && (not_loaded_ || (task == Reuse::Task::run && blocked(step)))) {
    failed_[number] = 1;
  } else if (task != Reuse::Task::nothing && stopped()) {
    failed_[number] = 1;
    fail(number, stopped_failure());
  } else if (task != Reuse::Task::nothing) {
    const std::span<host::Value> outputs(slots_.data() + step.first_slot, step.output_count);
    if (task == Reuse::Task::run) run_stage(number, outputs);
    if (job_.made && !failed_[number]) show(number, outputs);
    for (uint32_t k = 0; k < step.output_count; ++k) {
      if (program_.slot_uses()[step.first_slot + k] == 0) outputs[k].reset();
    }
  }
  for (const Wire& wire : step.inputs) release(wire);
}

void Frame::end() {
  if (!failure_ && !must_begin_again()) {
    for (size_t k = 0; k < results_.size(); ++k) {
      if (const host::Value* value = value_of(program_.results()[k])) results_[k] = *value;
    }
    const SpanClock clock(job_.spans);
    if (auto failure = job_.store(index_, results_)) failure_ = std::move(*failure);
    clock.note(Span::store, index_, 0, 0);
    if (!failure_) reuse_.done(index_);
  }
  for (auto* values : {&slots_, &results_}) {
    for (host::Value& value : *values) value.reset();
  }
}

}  // namespace pipeline::run
