// SPDX-License-Identifier: Apache-2.0
// The parallel executor. One function_node a step, serial or unlimited as its stage says. The
// frames are the tokens: a fixed number of them circulates, so memory is bounded by construction,
// and a frame always flows to its end, failed or not, so no token can leak. A frame counts down
// each step's predecessors itself, which is cheaper than join nodes and cannot pair values of
// different frames; frames leave in order through `leave`, which never blocks a thread.
#include <tbb/flow_graph.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <vector>

#include "framework/run/frame.hpp"
#include "framework/run/room.hpp"

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
  bool ended = false;  // and waits for those before it
};

class Flow {
 public:
  Flow(const Program& program, const Job& job, const Limits& limits,
       const host::Environment& environment);
  void run();

 private:
  using Node = flow::function_node<Token*>;

  void start(Token* token);
  void step(Token* token, uint32_t number);
  void end(Token* token);
  void leave(std::unique_lock<std::mutex>& lock);
  void issue();
  void put(Token* token);
  bool may_issue() const;
  Token* oldest() const { return done_ < next_ ? in_flight_[done_ % in_flight_.size()] : nullptr; }

  const Program& program_;
  const Job& job_;
  const host::Environment& environment_;
  std::vector<std::unique_ptr<Token>> tokens_;
  std::vector<uint32_t> first_;  // steps without predecessors

  std::mutex mutex_;               // of what follows, and of Token::ended
  std::vector<Token*> idle_;       // begin when there is something left, and room
  std::vector<Token*> in_flight_;  // by sequence modulo its size
  size_t next_ = 0, done_ = 0;     // the next frame to begin, the next to leave
  bool leaving_ = false;           // a thread is in leave()
  size_t running_ = 0;             // frames that have begun and not ended
  Room room_;                      // for frames that are not the oldest

  flow::graph graph_;
  Node start_;
  std::vector<std::unique_ptr<Node>> nodes_;
};

Flow::Flow(const Program& program, const Job& job, const Limits& limits,
           const host::Environment& environment)
    : program_(program),
      job_(job),
      environment_(environment),
      room_(environment.memory->limit()),
      start_(graph_, flow::unlimited, [this](Token* t) {
        start(t);
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
  const size_t count = std::min<size_t>(std::max(1U, limits.frames_in_flight), job.count);
  in_flight_.resize(count);
  for (size_t i = 0; i < count; ++i) {
    tokens_.push_back(std::make_unique<Token>(program, job, environment));
    idle_.push_back(tokens_.back().get());
  }
}

void Flow::run() {
  std::unique_lock lock(mutex_);
  leave(lock);
  lock.unlock();
  graph_.wait_for_all();
}

bool Flow::may_issue() const {
  if (idle_.empty() || next_ >= job_.count) return false;
  if (environment_.stop && environment_.stop->load(std::memory_order_relaxed)) return false;
  return next_ == done_ || room_.for_another(running_);
}

void Flow::issue() {
  while (may_issue()) {
    Token* token = idle_.back();
    idle_.pop_back();
    token->sequence = next_++;
    token->frame.set_may_pass_limit(token->sequence == done_);
    in_flight_[token->sequence % in_flight_.size()] = token;
    put(token);
  }
}

void Flow::put(Token* token) {
  token->ended = false;
  ++running_;
  start_.try_put(token);
}

void Flow::start(Token* token) {
  token->steps_left.store(static_cast<uint32_t>(nodes_.size()), std::memory_order_relaxed);
  token->frame.begin(token->sequence);
  if (first_.empty()) return end(token);
  for (const uint32_t s : first_) nodes_[s]->try_put(token);
}

// Runs a step and then, on this thread, one of the steps it made ready; the rest go to their nodes.
// The token may be gone to another thread as soon as steps_left says that nothing is left here.
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
    if (token->steps_left.fetch_sub(1, std::memory_order_acq_rel) == 1) end(token);
  }
}

void Flow::end(Token* token) {
  token->frame.end();
  std::unique_lock lock(mutex_);
  token->ended = true;
  room_.learn(running_--, token->frame.peak_bytes());
  leave(lock);
}

// Lets go, in order, of all frames that have ended, and begins others. One thread does it for all:
// a thread that comes while another is at it has nothing to wait for.
void Flow::leave(std::unique_lock<std::mutex>& lock) {
  if (leaving_) return;
  leaving_ = true;
  issue();
  for (Token* token = oldest(); token && token->ended; token = oldest()) {
    Frame& frame = token->frame;
    if (frame.must_begin_again()) {
      frame.set_may_pass_limit(true);
      put(token);
      break;
    }
    lock.unlock();
    job_.done(frame.index(), frame.failure());
    lock.lock();
    ++done_;
    idle_.push_back(token);
    if (Token* next = oldest()) next->frame.set_may_pass_limit(true);
    issue();
  }
  leaving_ = false;
}

}  // namespace

void run_flow(const Program& program, const Job& job, const Limits& limits,
              const host::Environment& environment) {
  if (job.count == 0) return;
  Flow(program, job, limits, environment).run();
}

}  // namespace pipeline::run
