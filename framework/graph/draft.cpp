// SPDX-License-Identifier: Apache-2.0
#include "framework/graph/draft.hpp"

#include <algorithm>

#include "framework/graph/suggest.hpp"
#include "framework/graph/utf8.hpp"

namespace pipeline::graph {

namespace {

const pipeline_stage* stage_of(const Work& work, const Member& member) {
  return member.kind == Member::Kind::node ? work.draft.nodes[member.index].stage : nullptr;
}

template <class T>
std::vector<std::string> names_of(const T* const* items, uint32_t count) {
  std::vector<std::string> names;
  for (uint32_t i = 0; i < count; ++i) names.emplace_back(items[i]->name);
  return names;
}

template <class T>
std::vector<std::string> names_of(const std::vector<T>& specs) {
  std::vector<std::string> names;
  for (const T& spec : specs) names.push_back(spec.name.text);
  return names;
}

}  // namespace

Member* Scope::find(std::string_view name) {
  const auto it = members.find(name);
  return it == members.end() ? nullptr : &it->second;
}

std::vector<std::string> Scope::stage_names() const {
  std::vector<std::string> stages;
  std::copy_if(names.begin(), names.end(), std::back_inserter(stages),
               [&](const std::string& name) { return !members.at(name).input; });
  return stages;
}

const pipeline_stage* find_stage(Work& work, const std::string& id, const Mark& mark) {
  auto known = work.found.find(id);
  if (known == work.found.end()) known = work.found.emplace(id, work.stages.find(id)).first;
  const auto& [stage, problem, mend] = known->second;
  if (stage) {
    if (stage->flags & PIPELINE_STAGE_DEPRECATED) {
      work.diagnostics.warning(mark, "the stage " + in_quotes(id) + " is deprecated",
                               {.found = stage->doc, .fix = "see `pipeline describe " + id + "`"});
    }
    return stage;
  }
  if (work.diagnostics.full()) {
    work.diagnostics.error(mark, problem);
    return nullptr;
  }
  std::string fix = mend;
  if (fix.empty()) {
    if (!work.known) work.known = work.stages.known_ids();
    fix = did_you_mean(id, *work.known);
  }
  if (fix.empty()) fix = "choose one that `pipeline list` shows, or install its plugin";
  work.diagnostics.error(mark, "there is no stage " + in_quotes(id),
                         {.found = problem, .fix = std::move(fix)});
  return nullptr;
}

uint32_t add_node(Work& work, const std::string& name, const std::string& owner, const Mark& mark,
                  const pipeline_stage* stage) {
  if (work.draft.nodes.size() >= max_draft_nodes) {
    work.diagnostics.error(mark, "the graph has too many stages here",
                           {.expected = "at most " + std::to_string(max_draft_nodes) +
                                        ", those of graphs used as stages counted each time",
                            .fix = "split it into graphs that run one after the other"});
    return UINT32_MAX;
  }
  DraftNode node;
  node.name = name;
  node.owner = owner;
  node.mark = mark;
  node.stage = stage;
  if (stage) {
    node.inputs.resize(stage->input_count);
    node.bindings.resize(stage->param_count);
  }
  work.draft.nodes.push_back(std::move(node));
  return static_cast<uint32_t>(work.draft.nodes.size() - 1);
}

std::vector<std::string> input_names(const Work& work, const Member& member) {
  if (member.inner) return names_of(member.inner->spec->inputs);
  const auto* stage = stage_of(work, member);
  return stage ? names_of(stage->inputs, stage->input_count) : std::vector<std::string>();
}

std::vector<std::string> output_names(const Work& work, const Member& member) {
  if (member.inner) return names_of(member.inner->spec->outputs);
  const auto* stage = stage_of(work, member);
  return stage ? names_of(stage->outputs, stage->output_count) : std::vector<std::string>();
}

std::vector<std::string> parameter_names(const Work& work, const Member& member) {
  if (member.inner) return names_of(member.inner->spec->parameters);
  const auto* stage = stage_of(work, member);
  return stage ? names_of(stage->params, stage->param_count) : std::vector<std::string>();
}

std::string owner_of(const Member& member, const std::string& name) {
  return (member.input ? "input " : member.metric ? "metric " : "stage ") + in_quotes(name);
}

std::string_view type_of(const Work& work, const DraftWire& wire) {
  if (wire.from == DraftWire::From::input) return PIPELINE_TYPE_BYTES;
  if (wire.from != DraftWire::From::node) return {};
  return work.draft.nodes[wire.index].stage->outputs[wire.port]->type;
}

}  // namespace pipeline::graph
