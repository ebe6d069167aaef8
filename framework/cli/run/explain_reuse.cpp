// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/run/explain_reuse.hpp"

#include <algorithm>

#include "framework/cache/record.hpp"
#include "framework/graph/utf8.hpp"
#include "framework/run/load.hpp"

namespace pipeline::cli {

namespace {

using run::Reuse;

// Images of which the same is to be said.
struct Group {
  std::string text;
  std::vector<std::string> images;
};

class Explanation {
 public:
  Explanation(const Ready& ready, const cache::StepKeys& keys, Cache& cache, bool every_stage,
              Session& session)
      : ready_(ready), keys_(keys), cache_(cache), every_stage_(every_stage), session_(session) {}

  void add(const run::Item& item) {
    const std::string image =
        graph::printable(item.inputs.empty() ? ready_.graph.name : item.inputs[0].string());
    const std::string text = text_of(item);
    auto group = std::find_if(groups_.begin(), groups_.end(),
                              [&](const Group& g) { return g.text == text; });
    if (group == groups_.end()) group = groups_.insert(group, {text, {}});
    group->images.push_back(image);
  }

  std::string text() const {
    std::string text = "reuse:\n";
    for (const Group& group : groups_) {
      const size_t more = group.images.size() - 1;
      text += "  " + group.images[0];
      if (more > 0) text += " and " + std::to_string(more) + " more";
      text += "\n" + group.text;
    }
    return text;
  }

 private:
  std::string text_of(const run::Item& item) {
    const host::Environment& environment = session_.environment();
    const run::Memo memo{keys_, *cache_.results()};
    Reuse reuse(ready_.program, &memo);
    std::vector<host::Value> slots(ready_.program.slot_count());
    const auto inputs = std::span(slots).first(ready_.program.input_count());
    if (auto failure = run::load_files(ready_.graph, item, *environment.memory, nullptr, inputs)) {
      return "    cannot be told: " + failure->error + "\n";
    }
    reuse.begin(slots, every_stage_, environment);
    const auto now = cache::record_of(ready_.graph, keys_, reuse.inputs());
    const auto before =
        cache::parse_record(cache_.store().record(cache::place_of(ready_.graph.file, item.inputs)));
    std::string text;
    const auto& steps = ready_.program.steps();
    size_t width = 0;
    for (const auto& step : steps) width = std::max(width, step.name.size());
    for (uint32_t s = 0; s < steps.size(); ++s) {
      text += "    " + steps[s].name + std::string(width + 2 - steps[s].name.size(), ' ');
      text += said_of(s, reuse.task(s), before, now) + "\n";
    }
    return text;
  }

  std::string said_of(uint32_t step, Reuse::Task task, const std::optional<cache::Record>& before,
                      const cache::Record& now) const {
    if (task == Reuse::Task::reuse) return "reused";
    if (task == Reuse::Task::nothing) return "not needed: what takes from it is reused";
    const std::string hindrance = hindrance_of(step, now);
    if (!hindrance.empty()) return "computed: " + hindrance;
    if (!before) return "computed: never stored";
    const std::string changes = cache::changes(*before, now, step);
    return "computed: " +
           (changes.empty() ? "nothing changed, but it is not kept any more" : changes);
  }

  // What stands against keeping it ever.
  std::string hindrance_of(uint32_t step, const cache::Record& now) const {
    const auto& [facts, key] = now.steps[step];
    if (!facts.pure) return "not pure";
    if (key.empty()) {
      for (const uint32_t p : ready_.program.steps()[step].predecessors) {
        const auto& [other, other_key] = now.steps[p];
        if (other_key.empty()) return "upstream '" + other.name + "' is not pure";
      }
    }
    const cache::MadeBytes bytes(session_.registry(), session_.environment());
    const pipeline_stage& stage = ready_.program.steps()[step].instance->stage();
    for (uint32_t k = 0; k < stage.output_count; ++k) {
      if (bytes.can_write(stage.outputs[k]->type)) continue;
      return std::string("its output '") + stage.outputs[k]->name + "', a " +
             stage.outputs[k]->type + ", cannot be stored";
    }
    return "";
  }

  const Ready& ready_;
  const cache::StepKeys& keys_;
  Cache& cache_;
  const bool every_stage_;
  Session& session_;
  std::vector<Group> groups_;
};

}  // namespace

std::string reuse_text(const Ready& ready, const cache::StepKeys& keys, Cache& cache,
                       const std::vector<run::Item>& items, bool every_stage, Session& session) {
  Explanation explanation(ready, keys, cache, every_stage, session);
  for (const run::Item& item : items) explanation.add(item);
  return explanation.text();
}

}  // namespace pipeline::cli
