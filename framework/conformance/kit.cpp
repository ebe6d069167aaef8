// SPDX-License-Identifier: Apache-2.0
#include "framework/conformance/kit.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "framework/conformance/finding.hpp"
#include "framework/conformance/guarded.hpp"
#include "framework/conformance/rule.hpp"
#include "framework/graph/scalar.hpp"
#include "framework/graph/utf8.hpp"
#include "framework/host/child.hpp"
#include "framework/host/registry.hpp"
#include "framework/host/threads.hpp"

namespace pipeline::conformance {

namespace {

namespace fs = std::filesystem;

// One rule on one stage, or on the plugin.
struct Task {
  Finding finding;
  const StageRule* stage_rule = nullptr;
  const LibraryRule* library_rule = nullptr;
};

constexpr std::string_view first_of_stage = "works";

BoardNote* note_of_child = nullptr;

bool was_write([[maybe_unused]] const void* context) {
#if defined(__x86_64__)
  constexpr greg_t write_bit = 2;
  return static_cast<const ucontext_t*>(context)->uc_mcontext.gregs[REG_ERR] & write_bit;
#else
  return true;
#endif
}

void on_fault(int number, siginfo_t* info, void* context) {
  if (const char* text = guarded_fault(info->si_addr, was_write(context))) {
    note_of_child->fault(text);
    _exit(0);
  }
  signal(number, SIG_DFL);
  raise(number);
}

// On a stack of its own: that of the thread may be what ran out.
void name_faults(BoardNote& note) {
  note_of_child = &note;
  static char stack[64 << 10];
  const stack_t alternate{stack, 0, sizeof stack};
  sigaltstack(&alternate, nullptr);
  struct sigaction action {};
  action.sa_sigaction = &on_fault;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  for (const int number : {SIGSEGV, SIGBUS}) sigaction(number, &action, nullptr);
}

template <class Try>
void tell(BoardNote& note, Try try_it) {
  try {
    try_it();
    note.ended(Ended::kept, "");
  } catch (const Broken& broken) {
    note.ended(Ended::broken, broken.what());
  } catch (const Skipped& skipped) {
    note.ended(Ended::skipped, skipped.what());
  } catch (const Remark& remark) {
    note.ended(Ended::remark, remark.what());
  } catch (const std::exception& error) {
    note.ended(Ended::broken, std::string("the test itself failed: ") + error.what());
  }
  // Nothing of the plugin is to run any more: what its destructors do is the system's affair.
  std::fflush(nullptr);
  _exit(0);
}

// A rule's own random numbers, whatever rules are tried beside it.
uint64_t seed_for(const Choice& choice, const Task& task) {
  uint64_t seed = choice.seed;
  for (const char c : task.finding.stage + std::string(task.finding.rule)) {
    seed = seed * 1099511628211U + static_cast<unsigned char>(c);
  }
  return seed;
}

void try_in_child(const Task& task, const host::Scan& scan, const Choice& choice, BoardNote& note) {
  name_faults(note);
  if (task.library_rule) return tell(note, [&] { task.library_rule->try_it(scan); });
  host::Memory memory;
  const host::Environment environment{.memory = &memory};
  host::Registry registry({scan.file.parent_path()}, choice.models, environment);
  tell(note, [&] {
    const pipeline_stage* stage = registry.find(task.finding.stage).stage;
    if (!stage) throw Broken("the stage is gone the second time the plugin is loaded");
    Trial trial(*stage, seed_for(choice, task), choice.time, note);
    task.stage_rule->try_it(trial);
  });
}

std::string how_it_died(const host::ChildEnd& end, bool has_note, const Choice& choice) {
  if (!end.problem.empty()) return "it could not be tried: " + end.problem;
  if (!has_note) return "it could not be tried: out of memory";
  if (!end.in_time) {
    const std::chrono::duration<double> seconds = choice.limit;
    return "it did not end within " + graph::number_text(seconds.count()) + " s";
  }
  if (WIFSIGNALED(end.status)) {
    return std::string("it crashed: ") + strsignal(WTERMSIG(end.status));
  }
  return "it ended the process (exit status " + std::to_string(WEXITSTATUS(end.status)) + ")";
}

void conclude(Finding& finding, const host::ChildEnd& end, const BoardNote& note,
              const Choice& choice) {
  const auto told = note.good() ? note.told() : BoardNote::Told{};
  finding.how = told.how.value_or(Ended::broken);
  finding.text = told.how ? told.text : how_it_died(end, note.good(), choice);
  if (finding.how == Ended::kept && finding.rule == "prints-nothing" && !end.printed.empty()) {
    finding.how = Ended::broken;
    finding.text = "it printed '" + host::excerpt(end.printed) + "'; messages go through log()";
  }
  if (finding.how == Ended::broken || finding.how == Ended::remark) finding.doing = told.doing;
}

bool is_chosen(const Choice& choice, std::string_view rule) {
  return !choice.only || std::regex_search(rule.begin(), rule.end(), *choice.only);
}

std::vector<const StageRule*> stage_rules() {
  std::vector<const StageRule*> all;
  for (const auto& rules : {process_rules(), honesty_rules(), fault_rules()}) {
    for (const StageRule& rule : rules) all.push_back(&rule);
  }
  return all;
}

std::vector<Task> tasks_of(const host::Scan& scan, const Choice& choice) {
  std::vector<Task> tasks;
  for (const LibraryRule& rule : library_rules()) {
    const bool possible = scan.loads() || rule.name == library_rules().front().name;
    if (possible && is_chosen(choice, rule.name)) {
      tasks.push_back({{"", rule.name, rule.sentence, {}, {}, {}}, nullptr, &rule});
    }
  }
  for (const auto& [stage, lacks] : scan.stages) {
    if (!choice.stage.empty() && choice.stage != stage->id) continue;
    for (const StageRule* rule : stage_rules()) {
      if (!is_chosen(choice, rule->name)) continue;
      Task& task = tasks.emplace_back();
      task.finding = {stage->id, rule->name, rule->sentence, {}, {}, {}};
      if (lacks.empty()) {
        task.stage_rule = rule;
      } else {
        task.finding.how = Ended::skipped, task.finding.text = lacks;
      }
    }
  }
  return tasks;
}

}  // namespace

bool examine(const fs::path& file, const Choice& choice,
             const std::function<void(const Finding&)>& found) {
  const host::Scan scan = std::move(host::scan({file}, choice.models).front());
  if (!choice.stage.empty() && scan.loads() && !scan.find(choice.stage)) return false;
  auto tasks = tasks_of(scan, choice);
  // As many at once as there are processors: more would be late for no fault of theirs.
  const size_t at_once = std::max(1U, host::available_threads());
  for (size_t begin = 0, end; begin < tasks.size(); begin = end) {
    end = std::min(tasks.size(), begin + at_once);
    // By itself, for the others would all say what it says.
    const auto is_first = [](const Task& task) { return task.finding.rule == first_of_stage; };
    const auto first = std::find_if(tasks.begin() + static_cast<std::ptrdiff_t>(begin),
                                    tasks.begin() + static_cast<std::ptrdiff_t>(end), is_first);
    const auto at = static_cast<size_t>(first - tasks.begin());
    if (at < end) end = at == begin ? begin + 1 : at;
    std::vector<BoardNote> notes(end - begin);
    std::vector<std::function<void()>> works;
    std::vector<size_t> which;
    for (size_t i = begin; i < end; ++i) {
      if (!tasks[i].stage_rule && !tasks[i].library_rule) continue;
      which.push_back(i);
      works.emplace_back([&, i] { try_in_child(tasks[i], scan, choice, notes[i - begin]); });
    }
    const auto ends = host::run_children(works, choice.limit);
    for (size_t w = 0; w < works.size(); ++w) {
      conclude(tasks[which[w]].finding, ends[w], notes[which[w] - begin], choice);
    }
    for (size_t i = begin; i < end; ++i) found(tasks[i].finding);
    const Finding& last = tasks[begin].finding;
    if (last.rule != first_of_stage || last.how != Ended::broken) continue;
    for (size_t i = end; i < tasks.size() && tasks[i].finding.stage == last.stage; ++i) {
      tasks[i].stage_rule = nullptr;
      tasks[i].finding.how = Ended::skipped;
      tasks[i].finding.text = "the rule '" + std::string(first_of_stage) + "' is broken";
    }
  }
  return true;
}

std::vector<RuleText> all_rules() {
  std::vector<RuleText> all;
  for (const LibraryRule& rule : library_rules()) all.push_back({rule.name, rule.sentence, false});
  for (const StageRule* rule : stage_rules()) all.push_back({rule->name, rule->sentence, true});
  return all;
}

}  // namespace pipeline::conformance
