// SPDX-License-Identifier: Apache-2.0
#include "framework/graph/candidates.hpp"

namespace pipeline::graph {

namespace {

std::string_view output_type(const Work& work, const Member& member, size_t output) {
  if (member.kind != Member::Kind::node) return {};
  return work.draft.nodes[member.index].stage->outputs[output]->type;
}

}  // namespace

std::vector<std::string> outputs_of_type(const Work& work, Scope& scope, std::string_view name,
                                         std::string_view type) {
  const Member* member = scope.find(name);
  if (!member || type.empty()) return {};
  if (member->input) {
    const bool same = member->kind != Member::Kind::broken && member->input->type.text == type;
    return same ? std::vector<std::string>{std::string(name)} : std::vector<std::string>{};
  }
  std::vector<std::string> found;
  const auto outputs = output_names(work, *member);
  for (size_t i = 0; i < outputs.size(); ++i) {
    if (output_type(work, *member, i) != type) continue;
    found.push_back(std::string(name) + (outputs.size() > 1 ? "." + outputs[i] : ""));
  }
  return found;
}

std::vector<std::string> sources_of_type(const Work& work, Scope& scope, std::string_view type,
                                         std::string_view except) {
  if (work.diagnostics.full()) return {};
  std::vector<std::string> all;
  for (const std::string& name : scope.names) {
    if (name == except || scope.members.at(name).metric) continue;
    const auto some = outputs_of_type(work, scope, name, type);
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

}  // namespace pipeline::graph
