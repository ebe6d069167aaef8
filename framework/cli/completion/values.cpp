// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/completion/values.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "framework/cli/common/sources.hpp"
#include "framework/cli/scans.hpp"
#include "framework/graph/graph_folder.hpp"
#include "framework/host/search_path.hpp"

namespace pipeline::cli {

namespace {

namespace fs = std::filesystem;

constexpr size_t most_files = 2000;  // more nobody looks at

bool fits(const fs::path& file, FileKind kind) {
  const std::string extension = file.extension().string();
  switch (kind) {
    case FileKind::any:
      return true;
    case FileKind::graph:
      return extension == ".yaml" || extension == ".yml";
    case FileKind::image:
      return has_image_name(file);
    default:
      return false;
  }
}

std::string without_tilde(const std::string& folder) {
  const char* home = std::getenv("HOME");
  return folder.starts_with("~/") && home ? home + folder.substr(1) : folder;
}

std::optional<graph::Graph> graph_of(const std::string& name, Session& session) {
  graph::Diagnostics unseen;
  return name.empty() || name == "-" ? std::nullopt
                                     : session.build(name, {.metrics = true}, unseen);
}

std::vector<host::Scan> all_plugins(Session& session) {
  return scan_plugins(session.registry(), {});
}

Candidates values_of(const pipeline_param& param, const std::string& key) {
  Candidates values;
  const auto add = [&](const std::string& word) { values.push_back({key + "=" + word, ""}); };
  if (param.kind == PIPELINE_BOOL) {
    add("true");
    add("false");
  }
  for (uint32_t i = 0; i < param.choice_count; ++i) add(param.choices[i]);
  return values;
}

// By "stage.param" as --set takes it, or by what the graph calls it.
const pipeline_param* parameter_of(const graph::Graph& graph, std::string key) {
  const auto own = graph.parameters.find(key);
  if (own != graph.parameters.end()) key = own->second;
  for (const graph::Node& node : graph.nodes) {
    for (uint32_t i = 0; i < node.stage->param_count; ++i) {
      if (key == node.name + "." + node.stage->params[i]->name) return node.stage->params[i];
    }
  }
  return nullptr;
}

bool have_one_type(const pipeline_port* const* a, uint32_t a_count, const pipeline_port* const* b,
                   uint32_t b_count) {
  if (a_count == 0 || b_count == 0) return a_count == b_count;
  return std::strcmp(a[0]->type, b[0]->type) == 0;
}

bool may_stand_for(const pipeline_stage& other, const pipeline_stage& stage) {
  return std::strcmp(other.id, stage.id) != 0 &&
         have_one_type(other.inputs, other.input_count, stage.inputs, stage.input_count) &&
         have_one_type(other.outputs, other.output_count, stage.outputs, stage.output_count);
}

}  // namespace

Candidates file_candidates(const std::string& typed, FileKind kind) {
  const size_t name_at = typed.rfind('/') + 1;  // npos + 1 is 0
  const std::string folder = typed.substr(0, name_at), begin = typed.substr(name_at);
  Candidates found;
  std::error_code error;
  const fs::path real = folder.empty() ? "." : without_tilde(folder);
  for (fs::directory_iterator at(real, error), end;
       !error && at != end && found.size() < most_files; at.increment(error)) {
    const std::string name = at->path().filename().string();
    std::error_code none;
    if (!name.starts_with(begin) || (name.starts_with('.') && !begin.starts_with('.'))) continue;
    if (at->is_directory(none)) {
      found.push_back({folder + name + "/", ""});
    } else if (fits(at->path(), kind)) {
      found.push_back({folder + name, ""});
    }
  }
  std::sort(found.begin(), found.end(),
            [](const auto& a, const auto& b) { return a.word < b.word; });
  return found;
}

Candidates graph_candidates(const std::string& typed) {
  Candidates found;
  for (const auto& [stem, file] :
       graph::graphs_in(host::beside_binary("share/pipeline/pipelines"))) {
    found.push_back({stem, "a graph that comes with pipeline"});
  }
  for (auto& file : file_candidates(typed, FileKind::graph)) found.push_back(std::move(file));
  return found;
}

Candidates stage_candidates(Session& session) {
  Candidates found;
  for (const host::Scan& plugin : all_plugins(session)) {
    for (const auto& [stage, lacks] : plugin.stages) found.push_back({stage->id, stage->doc});
  }
  return found;
}

Candidates plugin_candidates(Session& session) {
  Candidates found;
  for (const auto& [name, file] : session.registry().files()) found.push_back({name, ""});
  return found;
}

Candidates set_candidates(const std::string& name, const std::string& typed, Session& session) {
  const auto graph = graph_of(name, session);
  if (!graph) return {};
  const size_t at = typed.find('=');
  if (at != std::string::npos) {
    const std::string key = typed.substr(0, at);
    const pipeline_param* param = parameter_of(*graph, key);
    return param ? values_of(*param, key) : Candidates();
  }
  Candidates found;
  for (const auto& [key, target] : graph->parameters) {
    const pipeline_param* param = parameter_of(*graph, target);
    found.push_back({key + "=", param ? param->doc : ""});
  }
  for (const graph::Node& node : graph->nodes) {
    for (uint32_t i = 0; i < node.stage->param_count; ++i) {
      const pipeline_param& param = *node.stage->params[i];
      found.push_back({node.name + "." + param.name + "=", param.doc});
    }
  }
  return found;
}

Candidates swap_candidates(const std::string& name, const std::string& typed, Session& session) {
  // Before this process loads plugins.
  const auto plugins = all_plugins(session);
  const auto graph = graph_of(name, session);
  if (!graph) return {};
  const size_t at = typed.find('=');
  Candidates found;
  for (const graph::Node& node : graph->nodes) {
    if (at == std::string::npos) found.push_back({node.name + "=", node.stage->id});
    if (at == std::string::npos || node.name != typed.substr(0, at)) continue;
    for (const host::Scan& plugin : plugins) {
      for (const auto& [stage, lacks] : plugin.stages) {
        if (may_stand_for(*stage, *node.stage)) {
          found.push_back({node.name + "=" + stage->id, stage->doc});
        }
      }
    }
  }
  return found;
}

}  // namespace pipeline::cli
