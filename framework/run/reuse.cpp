// SPDX-License-Identifier: Apache-2.0
#include "framework/run/reuse.hpp"

#include <algorithm>

#include "framework/cache/value_bytes.hpp"

namespace pipeline::run {

Reuse::Reuse(const Program& program, const Memo* memo)
    : program_(program), memo_(memo), tasks_(program.steps().size(), Task::run) {}

bool Reuse::find(uint32_t number, std::span<host::Value> slots,
                 const host::Environment& environment) {
  const Program::Step& step = program_.steps()[number];
  auto made = keys_[number] ? memo_->results.find(*keys_[number], environment) : std::nullopt;
  if (!made || made->values.size() != step.output_count) return false;
  std::move(made->values.begin(), made->values.end(), slots.begin() + step.first_slot);
  return true;
}

void Reuse::begin(std::span<host::Value> slots, bool every_step,
                  const host::Environment& environment) {
  if (!memo_) return;
  inputs_.clear();
  for (const host::Value& input : slots.first(program_.input_count())) {
    inputs_.push_back(input ? *cache::key_of(input) : cache::Key());
  }
  keys_ = memo_->keys.of(inputs_);
  std::vector<uint8_t> asked(tasks_.size(), every_step);
  const auto ask = [&](const graph::Wire& wire) {
    if (wire.from == graph::Wire::From::node) asked[wire.index] = 1;
  };
  for (const graph::Wire& wire : program_.results()) ask(wire);
  for (uint32_t s = static_cast<uint32_t>(tasks_.size()); s-- > 0;) {
    tasks_[s] = !asked[s] ? Task::nothing : find(s, slots, environment) ? Task::reuse : Task::run;
    if (tasks_[s] != Task::run) continue;
    for (const graph::Wire& wire : program_.steps()[s].inputs) ask(wire);
  }
}

void Reuse::keep(uint32_t step, std::span<const host::Value> outputs, size_t bytes,
                 const host::Environment& environment) const {
  memo_->results.keep(*keys_[step], {{outputs.begin(), outputs.end()}, bytes}, environment);
}

void Reuse::done(size_t frame) const {
  if (memo_ && memo_->done) memo_->done(frame, inputs_);
}

}  // namespace pipeline::run
