// SPDX-License-Identifier: Apache-2.0
#include "framework/graph/expand.hpp"

#include <algorithm>
#include <set>

#include "framework/graph/fields.hpp"
#include "framework/graph/grammar.hpp"
#include "framework/graph/suggest.hpp"
#include "framework/graph/utf8.hpp"

namespace pipeline::graph {

namespace {

constexpr size_t max_nesting = 16;

bool is_type(const std::string& type) {
  return type.find('/') != std::string::npos ||
         std::find(own_types.begin(), own_types.end(), type) != own_types.end();
}

std::optional<uint32_t> port_of_type(const pipeline_port* const* ports, uint32_t count,
                                     std::string_view type) {
  for (uint32_t i = 0; i < count; ++i) {
    if (type == ports[i]->type) return i;
  }
  return std::nullopt;
}

class Expansion {
 public:
  explicit Expansion(Work& work) : work_(work) {}

  void open(Scope& scope);
  void report_unused_swaps();

 private:
  void add(Scope& scope, const std::string& name, Member member);
  Member top_input(const InputSpec& input);
  Member reader(const InputSpec& input);
  void feed(const InputSpec& input, DraftNode& node, uint32_t index);
  void stage(Scope& scope, const StageSpec& spec, bool metric);
  Member graph(Scope& scope, const StageSpec& spec);
  bool may_nest(const Scope& scope, const GraphSpec& inner, const Mark& mark);
  const Overrides::Swap* swap_of(const std::string& name);

  Work& work_;
  std::set<const Overrides::Swap*> used_swaps_;
  size_t graphs_ = 0;
};

void Expansion::add(Scope& scope, const std::string& name, Member member) {
  scope.names.push_back(name);
  scope.members.insert_or_assign(name, std::move(member));
}

void Expansion::open(Scope& scope) {
  for (const InputSpec& input : scope.spec->inputs) {
    Member member;
    if (!input.type.text.empty() && !is_type(input.type.text)) {
      report_unknown(work_.diagnostics, input.type.mark,
                     "there is no type " + in_quotes(input.type.text), input.type.text, own_types);
    } else if (scope.outer) {
      member.kind = Member::Kind::port;
    } else if (!input.type.text.empty()) {
      member = top_input(input);
    }
    member.input = &input;
    add(scope, input.name.text, std::move(member));
  }
  for (const StageSpec& spec : scope.spec->stages) stage(scope, spec, false);
  if (scope.outer || !work_.overrides.metrics) return;
  for (const StageSpec& spec : scope.spec->metrics) stage(scope, spec, true);
}

Member Expansion::top_input(const InputSpec& input) {
  Input fed{input.name.text, {}};
  if (input.preset) {
    std::error_code error;
    fed.preset = std::filesystem::absolute(work_.top.spec->beside(input.preset->text), error);
    if (!std::filesystem::exists(*fed.preset, error)) {
      work_.diagnostics.warning(input.preset->mark, "there is no file " + fed.preset->string(),
                                {.fix = "mend the path, or name a file when you run it"});
    }
  }
  work_.draft.inputs.push_back(std::move(fed));
  const std::string& type = input.type.text;
  if (input.read || type == PIPELINE_TYPE_IMAGE || swap_of(input.name.text)) return reader(input);
  if (type != PIPELINE_TYPE_BYTES) {
    work_.diagnostics.error(
        input.type.mark,
        "input " + in_quotes(input.name.text) + " needs a stage that reads " + type,
        {.expected = "image or bytes, or a reader", .fix = "name one with read: STAGE_ID"});
    return {};
  }
  if (input.format || !input.with.empty()) {
    const Mark& mark = input.format ? input.format->mark : input.with.front().name.mark;
    work_.diagnostics.error(
        mark, "input " + in_quotes(input.name.text) + " is fed as it is: there is no reader to set",
        {.fix = "name a reader with read: STAGE_ID, or remove this"});
    return {};
  }
  Member member;
  member.kind = Member::Kind::bytes;
  member.index = static_cast<uint32_t>(work_.draft.inputs.size() - 1);
  return member;
}

Member Expansion::reader(const InputSpec& input) {
  const auto index = static_cast<uint32_t>(work_.draft.inputs.size() - 1);
  Member member;
  Mark mark = input.read ? input.read->mark : input.type.mark;
  std::string id = input.read ? input.read->text : standard_reader;
  if (const auto* swap = swap_of(input.name.text)) {
    id = swap->full_id();
    mark = swap->place();
    member.swap = mark;
  }
  const pipeline_stage* stage = find_stage(work_, id, mark);
  if (!stage) return {};
  const auto port = port_of_type(stage->outputs, stage->output_count, input.type.text);
  const bool takes_bytes =
      stage->input_count > 0 && std::string_view(stage->inputs[0]->type) == PIPELINE_TYPE_BYTES;
  if (!port || !takes_bytes) {
    work_.diagnostics.error(
        mark, in_quotes(id) + " does not read " + input.type.text,
        {.expected = "a stage that takes bytes first and delivers " + input.type.text,
         .fix =
             member.swap ? "swap in a stage that does" : "name one that does with read: STAGE_ID"});
    return {};
  }
  member.kind = Member::Kind::node;
  member.only_port = *port;
  member.index =
      add_node(work_, input.name.text, "input " + in_quotes(input.name.text), mark, stage);
  if (member.index == UINT32_MAX) return {};
  feed(input, work_.draft.nodes[member.index], index);
  return member;
}

// Wires the reader and sets its `format`, which the graph file has a word of its own for.
void Expansion::feed(const InputSpec& input, DraftNode& node, uint32_t index) {
  node.reader = true;
  node.inputs[0] = {DraftWire::From::input, index, 0, {input.name.text, "", input.name.mark}};
  const std::string word = input.format ? input.format->text : "srgb8";
  for (uint32_t i = 0; i < node.stage->param_count; ++i) {
    const pipeline_param& param = *node.stage->params[i];
    if (std::string_view(param.name) != "format" || param.kind != PIPELINE_ENUM) continue;
    const bool known = std::any_of(param.choices, param.choices + param.choice_count,
                                   [&](const char* choice) { return word == choice; });
    if (!known && !input.format) return;
    YamlNode& value = work_.words.emplace_back();
    value.kind = YamlNode::Kind::scalar;
    value.text = word;
    value.mark = input.format ? input.format->mark : input.name.mark;
    node.bindings[i] = {&value, {}};
    return;
  }
  if (!input.format) return;
  work_.diagnostics.error(input.format->mark,
                          in_quotes(node.stage->id) + " has no choice of formats",
                          {.fix = "remove this"});
}

void Expansion::stage(Scope& scope, const StageSpec& spec, bool metric) {
  const std::string name = scope.prefix + spec.name.text;
  const auto* swap = swap_of(name);
  Member member;
  if (!swap && spec.is_graph()) {
    member = graph(scope, spec);
  } else if (swap || !spec.uses.text.empty()) {
    Mark mark = spec.uses.mark;
    if (swap) {
      mark = swap->place();
      member.swap = mark;
    }
    const auto* found = find_stage(work_, swap ? swap->full_id() : spec.uses.text, mark);
    member.metric = metric;
    // What is kept of the stage before may not suit this one: its errors say which it is.
    const std::string owner = owner_of(member, name) + (swap ? " (" + swap->id + ")" : "");
    member.index = add_node(work_, name, owner, mark, found);
    if (member.index != UINT32_MAX) member.kind = Member::Kind::node;
  }
  member.spec = &spec;
  member.metric = metric;
  add(scope, spec.name.text, std::move(member));
}

Member Expansion::graph(Scope& scope, const StageSpec& spec) {
  const Mark& mark = spec.uses.mark;
  if (std::filesystem::path(spec.uses.text).is_absolute()) {
    work_.diagnostics.error(
        mark, "a graph is named relative to the one that uses it",
        {.found = in_quotes(spec.uses.text), .fix = "write its path from this graph's folder on"});
    return {};
  }
  const GraphSpec* inner = work_.library.load(scope.spec->beside(spec.uses.text), mark);
  if (!inner || !may_nest(scope, *inner, mark)) return {};
  Member member;
  member.kind = Member::Kind::graph;
  member.inner = std::make_unique<Scope>();
  member.inner->spec = inner;
  member.inner->outer = &scope;
  member.inner->used_as = &spec;
  member.inner->prefix = scope.prefix + spec.name.text + "/";
  open(*member.inner);
  return member;
}

bool Expansion::may_nest(const Scope& scope, const GraphSpec& inner, const Mark& mark) {
  std::string chain = inner.file.string();
  size_t depth = 0;
  bool inside_itself = false;
  for (const Scope* outer = &scope; outer; outer = outer->outer, ++depth) {
    if (!inside_itself) chain = outer->spec->file.string() + " -> " + chain;
    inside_itself = inside_itself || outer->spec == &inner;
  }
  if (inside_itself) {
    work_.diagnostics.error(mark, "a graph cannot use itself: " + chain,
                            {.fix = "use another graph here, or remove this stage"});
    return false;
  }
  if (depth < max_nesting && ++graphs_ < max_draft_nodes) return true;
  work_.diagnostics.error(mark, "too many graphs are nested here",
                          {.expected = "at most " + std::to_string(max_nesting) + " levels and " +
                                       std::to_string(max_draft_nodes) + " graphs in all",
                           .fix = "write the stages of some of them out instead"});
  return false;
}

const Overrides::Swap* Expansion::swap_of(const std::string& name) {
  const Overrides::Swap* last = nullptr;
  for (const Overrides::Swap& swap : work_.overrides.swaps) {
    if (swap.stage != name) continue;
    used_swaps_.insert(&swap);
    last = &swap;
  }
  return last;
}

void Expansion::report_unused_swaps() {
  for (const Overrides::Swap& swap : work_.overrides.swaps) {
    if (used_swaps_.count(&swap)) continue;
    const auto& metrics = work_.top.spec->metrics;
    const bool waits = std::any_of(metrics.begin(), metrics.end(), [&](const StageSpec& metric) {
      return metric.name.text == swap.stage;
    });
    if (waits) continue;
    report_unknown(work_.diagnostics, swap.place(), "there is no stage " + in_quotes(swap.stage),
                   swap.stage, work_.top.names);
  }
}

}  // namespace

void expand(Work& work, const GraphSpec& spec) {
  work.top.spec = &spec;
  Expansion expansion(work);
  expansion.open(work.top);
  expansion.report_unused_swaps();
}

}  // namespace pipeline::graph
