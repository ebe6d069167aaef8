// SPDX-License-Identifier: Apache-2.0
#include "framework/host/registry.hpp"

#include <algorithm>
#include <chrono>

#include "framework/graph/name.hpp"
#include "framework/host/descriptor.hpp"
#include "framework/host/families.hpp"
#include "framework/host/instance.hpp"
#include "framework/host/plugin.hpp"
#include "framework/host/scan.hpp"

namespace pipeline::host {

namespace {

namespace fs = std::filesystem;

// What a catalog hands over, checked as the constant descriptors are.
struct CatalogSink {
  const pipeline_plugin& plugin;
  std::vector<const pipeline_stage*>& stages;
  std::string problem;

  static pipeline_status add(void* user, const pipeline_stage* stage) noexcept {
    auto& self = *static_cast<CatalogSink*>(user);
    auto wrong = stage ? flaw(*stage, self.plugin.id) : "a stage is NULL";
    const auto same = [&](const pipeline_stage* s) { return std::string_view(s->id) == stage->id; };
    if (!wrong && std::any_of(self.stages.begin(), self.stages.end(), same)) {
      return PIPELINE_OK;  // the first in the search order wins
    }
    if (wrong) {
      self.problem = *wrong;
      return PIPELINE_INTERNAL;
    }
    self.stages.push_back(stage);
    return PIPELINE_OK;
  }
};

std::string joined(const std::vector<const pipeline_stage*>& stages) {
  std::string text;
  for (const auto* stage : stages) text += (text.empty() ? "" : ", ") + std::string(stage->id);
  return text.empty() ? "none" : text;
}

}  // namespace

Registry::Registry(std::vector<fs::path> plugins, std::vector<fs::path> models,
                   const Environment& environment)
    : plugins_(std::move(plugins)), models_(std::move(models)), environment_(environment) {}

fs::path Registry::locate(const std::string& plugin) const {
  for (const fs::path& folder : plugins_) {
    fs::path file = folder / (plugin + ".so");
    will_read(file);
    std::error_code none;
    if (fs::exists(fs::symlink_status(file, none))) return file;  // a link to nothing is told of
  }
  return {};
}

LoadError Registry::not_found(const std::string& plugin) const {
  std::string text = "there is no plugin '" + plugin + "': looked for " + plugin + ".so in ";
  for (const fs::path& folder : plugins_) {
    text += (&folder == &plugins_.front() ? "" : ", ") + folder.string();
  }
  if (plugins_.empty()) text += "no folder at all";
  const std::string how = how_to_get(plugin);
  return {{}, text, how.empty() ? "put it there, or name its folder with --plugin-path" : how};
}

void Registry::add_catalog(const pipeline_plugin& plugin, Loaded& loaded) const {
  if (!plugin.catalog) return;
  for (const fs::path& folder : models_) {
    will_read(folder);
    const Activity activity{plugin.id, loaded.file.native(), {}};
    const Doing doing(activity);
    pipeline_ctx ctx{.environment = environment_, .activity = activity};
    CatalogSink sink{plugin, loaded.stages, {}};
    const pipeline_status status =
        plugin.catalog(&host_table(), &ctx, folder.c_str(), &CatalogSink::add, &sink);
    std::string problem = sink.problem.empty() ? ctx.error : sink.problem;
    if (problem.empty() && status != PIPELINE_OK) problem = status_name(status);
    if (!problem.empty() && environment_.log) {
      environment_.log(PIPELINE_LOG_WARNING, plugin.id, folder.string() + ": " + problem);
    }
  }
}

Registry::Loaded Registry::load(const std::string& plugin, const fs::path& file) const {
  const pipeline_plugin& found = load_plugin(file);
  if (plugin != found.id) {
    throw LoadError(file, "it is the plugin '" + std::string(found.id) + "', not '" + plugin + "'",
                    "name a build of " + plugin);
  }
  Loaded loaded{&found, file, {}};
  loaded.stages.assign(found.stages, found.stages + found.stage_count);
  add_catalog(found, loaded);
  return loaded;
}

Registry::Loaded& Registry::loaded(const std::string& plugin) {
  auto it = loaded_.find(plugin);
  if (it != loaded_.end()) return it->second;
  const fs::path file = locate(plugin);
  if (file.empty()) throw not_found(plugin);
  return loaded_.emplace(plugin, load(plugin, file)).first->second;
}

Registry::Loaded& Registry::loaded_from(const std::string& plugin, const fs::path& file) {
  std::error_code error;
  will_read(file);
  const fs::path real = fs::canonical(file, error);
  if (error) throw LoadError(file, error.message(), "name a library after the '@'");
  const auto it = other_builds_.find(real);
  if (it != other_builds_.end()) return it->second;
  return other_builds_.emplace(real, load(plugin, real)).first->second;
}

const std::vector<const pipeline_stage*>& Registry::stages_of(const std::string& plugin) {
  return loaded(plugin).stages;
}

const pipeline_plugin& Registry::plugin_of(const std::string& plugin) {
  return *loaded(plugin).plugin;
}

graph::StageSource::Found Registry::find(std::string_view id) {
  const size_t at = id.find('@');
  const std::string_view plain = id.substr(0, at);
  const size_t dot = plain.find('.');
  const std::string plugin(plain.substr(0, dot));
  if (dot == std::string_view::npos || !graph::is_name(plugin) ||
      !graph::is_name(plain.substr(dot + 1))) {
    return {nullptr, "a stage id is a plugin's id, a dot and a name, such as quantize.kmeans"};
  }
  try {
    const Loaded& found = at == std::string_view::npos
                              ? loaded(plugin)
                              : loaded_from(plugin, fs::path(id.substr(at + 1)));
    for (const pipeline_stage* stage : found.stages) {
      if (plain == stage->id) return {stage, {}};
    }
    return {nullptr, found.file.string() + " has no stage '" + std::string(plain) + "'; it has " +
                         joined(found.stages)};
  } catch (const LoadError& error) {
    if (!error.of_a_file()) return {nullptr, error.what(), ""};
    return {nullptr, error.told(), error.fix()};
  }
}

void Registry::will_read(const fs::path& file) const {
  if (environment_.will_read) environment_.will_read(file);
}

std::map<std::string, fs::path> Registry::files() const {
  std::map<std::string, fs::path> files;
  for (const fs::path& folder : plugins_) {
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(folder, none)) {
      const fs::path& file = entry.path();
      if (file.extension() == ".so" && graph::is_name(file.stem().string())) {
        files.emplace(file.stem().string(), file);
      }
    }
  }
  return files;
}

std::vector<std::string> Registry::known_ids() {
  constexpr std::chrono::seconds limit{2};  // a suggestion is not worth a longer wait
  std::vector<fs::path> plugins;
  std::vector<std::string> ids;
  for (const auto& [plugin, file] : files()) plugins.push_back(file);
  for (const Scan& found : scan(plugins, models_, limit)) {
    for (const ScannedStage& scanned : found.stages) ids.emplace_back(scanned.stage->id);
  }
  return ids;
}

const pipeline_type* Registry::type(std::string_view id, fs::path* file) const {
  for (const auto& [plugin, loaded] : loaded_) {
    for (const pipeline_type* type : std::span(loaded.plugin->types, loaded.plugin->type_count)) {
      if (id != type->id) continue;
      if (file) *file = loaded.file;
      return type;
    }
  }
  return nullptr;
}

const Registry::Loaded* Registry::owner_of(const pipeline_stage& stage) const {
  const auto has = [&](const Loaded& loaded) {
    return std::find(loaded.stages.begin(), loaded.stages.end(), &stage) != loaded.stages.end();
  };
  for (const auto& [plugin, loaded] : loaded_) {
    if (has(loaded)) return &loaded;
  }
  for (const auto& [file, loaded] : other_builds_) {
    if (has(loaded)) return &loaded;
  }
  return nullptr;
}

const fs::path* Registry::file_of(const pipeline_stage& stage) const {
  const Loaded* owner = owner_of(stage);
  return owner ? &owner->file : nullptr;
}

bool Registry::is_of_catalog(const pipeline_stage& stage) const {
  const Loaded* owner = owner_of(stage);
  if (!owner) return false;
  const auto own = std::span(owner->plugin->stages, owner->plugin->stage_count);
  return std::find(own.begin(), own.end(), &stage) == own.end();
}

}  // namespace pipeline::host
