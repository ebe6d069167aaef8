// SPDX-License-Identifier: Apache-2.0
// The parallel executor. One function_node a step, serial or unlimited as its stage says. The
// frames are the tokens: a fixed number of them circulates, so memory is bounded by construction,
// and a frame always flows to the sink, failed or not, so no token can leak. A frame counts down
// each step's predecessors itself, which is cheaper than join nodes and cannot pair values of
// different frames.
#include <tbb/flow_graph.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "framework/run/frame.hpp"

namespace pipeline::run {

namespace {

namespace flow = tbb::flow;

// Frame with the countdown of steps that have not run.
struct Token {
  Token(const Program& program, const Job& job, const host::Environment& environment)
      : frame(program, job, environment) {}
  Frame frame;
  std::atomic<uint32_t> steps_left{0};
  size_t sequence = 0;
};

class Flow {
 public:
  Flow(const Program& program, const Job& job, const Limits& limits,
       const host::Environment& environment);
  void run();

 private:
  using Node = flow::function_node<Token*>;

  void issue(Token* token);
  void start(Token* token);
  void step(Token* token, uint32_t number);
  void finish(Token* token);
  void sink(Token* token);
  bool stopped() const {
    return environment_.stop && environment_.stop->load(std::memory_order_relaxed);
  }

  const Program& program_;
  const Job& job_;
  const host::Environment& environment_;
  std::vector<std::unique_ptr<Token>> tokens_;
  std::vector<uint32_t> first_;  // steps without predecessors
  size_t next_ = 0;  // next frame to issue; before run() and then only in the serial sink

  flow::graph graph_;
  Node start_;
  std::vector<std::unique_ptr<Node>> nodes_;
  flow::sequencer_node<Token*> order_;
  Node sink_;
};

Flow::Flow(const Program& program, const Job& job, const Limits& limits,
           const host::Environment& environment)
    : program_(program),
      job_(job),
      environment_(environment),
      start_(graph_, flow::unlimited,
             [this](Token* t) {
               start(t);
               return flow::continue_msg();
             }),
      order_(graph_, [](Token* t) { return t->sequence; }),
      sink_(graph_, flow::serial, [this](Token* t) {
        sink(t);
        return flow::continue_msg();
      }) {
  for (uint32_t s = 0; s < program.steps().size(); ++s) {
    const auto& spec = program.steps()[s];
    if (spec.predecessors.empty()) first_.push_back(s);
    nodes_.push_back(std::make_unique<Node>(
        graph_, spec.instance->reentrant() ? flow::unlimited : flow::serial, [this, s](Token* t) {
          step(t, s);
          return flow::continue_msg();
        }));
  }
  flow::make_edge(order_, sink_);
  const size_t count = std::min<size_t>(std::max(1U, limits.frames_in_flight), job.count);
  for (size_t i = 0; i < count; ++i) {
    tokens_.push_back(std::make_unique<Token>(program, job, environment));
  }
}

void Flow::issue(Token* token) {
  if (next_ >= job_.count || stopped()) return;
  token->sequence = next_++;
  start_.try_put(token);
}

void Flow::run() {
  // All first frames get their numbers before any can reach the sink and issue another.
  std::vector<Token*> ready;
  for (const auto& token : tokens_) {
    token->sequence = next_++;
    ready.push_back(token.get());
  }
  for (Token* token : ready) start_.try_put(token);
  graph_.wait_for_all();
}

void Flow::start(Token* token) {
  token->steps_left.store(static_cast<uint32_t>(nodes_.size()), std::memory_order_relaxed);
  token->frame.begin(token->sequence);
  if (first_.empty()) return finish(token);
  for (const uint32_t s : first_) nodes_[s]->try_put(token);
}

// Runs a step and then, on this thread, one of the steps it made ready; the rest go to their nodes.
// The token may be gone to another thread's sink as soon as steps_left says that nothing is left
// here.
void Flow::step(Token* token, uint32_t number) {
  for (bool more = true; more;) {
    more = false;
    token->frame.run(number);
    const auto& successors = program_.steps()[number].successors;
    uint32_t next = 0;
    for (const uint32_t s : successors) {
      if (!token->frame.ready_after_one(s)) continue;
      if (!more && program_.steps()[s].instance->reentrant()) {
        more = true;
        next = s;
      } else {
        nodes_[s]->try_put(token);
      }
    }
    number = next;
    if (token->steps_left.fetch_sub(1, std::memory_order_acq_rel) == 1) finish(token);
  }
}

void Flow::finish(Token* token) {
  token->frame.end();
  order_.try_put(token);
}

void Flow::sink(Token* token) {
  job_.done(token->frame.index(), token->frame.failure());
  issue(token);
}

}  // namespace

void run_flow(const Program& program, const Job& job, const Limits& limits,
              const host::Environment& environment) {
  if (job.count == 0) return;
  Flow(program, job, limits, environment).run();
}

}  // namespace pipeline::run
