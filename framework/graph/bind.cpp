// SPDX-License-Identifier: Apache-2.0
#include "framework/graph/bind.hpp"

#include <algorithm>

#include "framework/graph/fields.hpp"
#include "framework/graph/utf8.hpp"

namespace pipeline::graph {

namespace {

std::string no_parameter(const std::string& owner, const std::string& name) {
  return owner + " has no parameter " + in_quotes(name);
}

template <class T>
const T* by_name(const std::vector<T>& specs, std::string_view name) {
  const auto it = std::find_if(specs.begin(), specs.end(),
                               [&](const T& spec) { return spec.name.text == name; });
  return it == specs.end() ? nullptr : &*it;
}

class Binder {
 public:
  explicit Binder(Work& work) : work_(work) {}

  void scope(Scope& scope);
  void set(const Overrides::Set& set);
  void settings(Member& member, const std::string& owner, const std::vector<Setting>& settings,
                const std::filesystem::path& folder);

 private:
  static bool is_known(const Member& member, const Work& work) {
    return member.kind == Member::Kind::graph ||
           (member.kind == Member::Kind::node && work.draft.nodes[member.index].stage);
  }
  bool bind(Member& member, const std::string& name, const Binding& binding);
  void check_parameters(Scope& scope);
  bool waits_for_metrics(const std::string& stage) const;
  Member* member_of(const std::string& path, const Mark& mark);
  void set_graph_parameter(const std::string& name, const Binding& binding, const Mark& mark);

  Work& work_;
};

// False if the member has no such parameter. Members that are not known take anything.
bool Binder::bind(Member& member, const std::string& name, const Binding& binding) {
  if (!is_known(member, work_)) return true;
  if (member.inner) {
    const ParameterSpec* parameter = by_name(member.inner->spec->parameters, name);
    if (!parameter) return false;
    if (Member* target = member.inner->find(parameter->target.name)) {
      bind(*target, parameter->target.port, binding);  // a miss is the inner graph's own error
    }
    return true;
  }
  DraftNode& node = work_.draft.nodes[member.index];
  for (uint32_t i = 0; i < node.stage->param_count; ++i) {
    if (name != node.stage->params[i]->name) continue;
    node.bindings[i] = binding;
    return true;
  }
  return false;
}

void Binder::settings(Member& member, const std::string& owner,
                      const std::vector<Setting>& settings, const std::filesystem::path& folder) {
  for (const Setting& setting : settings) {
    if (bind(member, setting.name.text, {&setting.value, folder})) continue;
    if (member.swap) {
      work_.diagnostics.note(*member.swap, no_parameter(owner, setting.name.text) + " any more",
                             {.found = "the graph's value for it is left out",
                              .related = {{setting.name.mark, "here"}}});
    } else {
      report_unknown(work_.diagnostics, setting.name.mark, no_parameter(owner, setting.name.text),
                     setting.name.text, parameter_names(work_, member));
    }
  }
}

void Binder::scope(Scope& scope) {
  for (const std::string& name : scope.names) {
    Member& member = scope.members.at(name);
    if (member.inner) this->scope(*member.inner);
    const auto& with = member.spec ? member.spec->with : member.input->with;
    settings(member, owner_of(member, name), with, scope.spec->file.parent_path());
  }
  check_parameters(scope);
}

void Binder::check_parameters(Scope& scope) {
  for (const ParameterSpec& parameter : scope.spec->parameters) {
    const SourceRef& target = parameter.target;
    Member* member = scope.find(target.name);
    if (!member || member->input) {
      report_unknown(work_.diagnostics, target.mark, "there is no stage " + in_quotes(target.name),
                     target.name, scope.stage_names());
      continue;
    }
    const auto names = parameter_names(work_, *member);
    const bool there = std::find(names.begin(), names.end(), target.port) != names.end();
    if (there || member->swap || !is_known(*member, work_)) continue;
    report_unknown(work_.diagnostics, target.mark,
                   no_parameter(owner_of(*member, target.name), target.port), target.port, names);
  }
}

// Metrics that this build leaves out may be set all the same.
bool Binder::waits_for_metrics(const std::string& stage) const {
  return by_name(work_.top.spec->metrics, stage) != nullptr;
}

// The member "cleanup/quantize", or nullptr after an error.
Member* Binder::member_of(const std::string& path, const Mark& mark) {
  Scope* scope = &work_.top;
  for (size_t begin = 0;;) {
    const size_t slash = path.find('/', begin);
    const std::string name = path.substr(begin, slash - begin);
    Member* member = scope->find(name);
    if (!member) {
      if (waits_for_metrics(name)) return nullptr;
      report_unknown(work_.diagnostics, mark, "there is no stage or input " + in_quotes(name), name,
                     scope->names);
      return nullptr;
    }
    if (slash == std::string::npos) return member;
    if (!member->inner) {
      work_.diagnostics.error(mark, "stage " + in_quotes(name) + " is not a graph",
                              {.fix = "write --set " + path.substr(0, slash) + ".PARAMETER=VALUE"});
      return nullptr;
    }
    scope = member->inner.get();
    begin = slash + 1;
  }
}

void Binder::set_graph_parameter(const std::string& name, const Binding& binding,
                                 const Mark& mark) {
  const ParameterSpec* parameter = by_name(work_.top.spec->parameters, name);
  if (!parameter) {
    std::vector<std::string> names;
    for (const ParameterSpec& known : work_.top.spec->parameters) names.push_back(known.name.text);
    names.emplace_back("STAGE.PARAMETER");
    return report_unknown(work_.diagnostics, mark, "the graph has no parameter " + in_quotes(name),
                          name, names);
  }
  Member* target = work_.top.find(parameter->target.name);
  if (!target || bind(*target, parameter->target.port, binding) || !target->swap) return;
  report_unknown(work_.diagnostics, mark,
                 no_parameter(owner_of(*target, parameter->target.name), parameter->target.port),
                 parameter->target.port, parameter_names(work_, *target));
}

void Binder::set(const Overrides::Set& set) {
  YamlNode& value = work_.words.emplace_back();
  value.kind = YamlNode::Kind::scalar;
  value.text = set.value;
  value.mark = set.place();
  const size_t dot = set.key.rfind('.');
  const Binding binding{&value, {}};
  if (dot == std::string::npos) return set_graph_parameter(set.key, binding, value.mark);
  const std::string path = set.key.substr(0, dot), name = set.key.substr(dot + 1);
  Member* member = member_of(path, value.mark);
  if (!member) return;
  if (member->kind == Member::Kind::bytes) {
    return work_.diagnostics.error(
        value.mark, owner_of(*member, path) + " is fed as it is: there is no reader to set",
        {.fix = "remove this, or name a reader in the graph with read: STAGE_ID"});
  }
  if (bind(*member, name, binding)) return;
  report_unknown(work_.diagnostics, value.mark, no_parameter(owner_of(*member, path), name), name,
                 parameter_names(work_, *member));
}

}  // namespace

void bind_parameters(Work& work) {
  Binder binder(work);
  binder.scope(work.top);
  for (const Overrides::Set& set : work.overrides.sets) binder.set(set);
}

void bind_settings(Work& work, uint32_t node, const std::vector<Setting>& settings,
                   const std::filesystem::path& folder) {
  Member member;
  member.kind = Member::Kind::node;
  member.index = node;
  Binder(work).settings(member, work.draft.nodes[node].owner, settings, folder);
}

void make_arguments(Work& work) {
  for (DraftNode& node : work.draft.nodes) {
    if (!node.stage) continue;
    node.arguments.resize(node.stage->param_count);
    for (uint32_t i = 0; i < node.stage->param_count; ++i) {
      const pipeline_param& param = *node.stage->params[i];
      if (node.bindings[i].value) {
        if (param.kind == PIPELINE_FILE) {
          work.stages.will_read(node.bindings[i].folder / node.bindings[i].value->text);
        }
        auto made = make_argument(param, node.owner, node.bindings[i], work.diagnostics);
        if (made) node.arguments[i] = std::move(*made);
      } else if (param.flags & PIPELINE_PARAM_REQUIRED) {
        work.diagnostics.error(node.mark, node.owner + " needs its parameter '" + param.name + "'",
                               {.expected = expected_of(param),
                                .fix = "add with: { " + std::string(param.name) + ": ... }"});
      } else {
        node.arguments[i] = preset_argument(param);
      }
    }
  }
}

}  // namespace pipeline::graph
