// SPDX-License-Identifier: Apache-2.0
// Finds stages by id: opens exactly the plugin files that ids name.
#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "framework/graph/stage_source.hpp"
#include "framework/host/call.hpp"
#include "framework/host/plugin.hpp"

namespace pipeline::host {

// [one thread]
class Registry : public graph::StageSource {
 public:
  // The first folder that has a plugin's file wins. models: folders given to each plugin's catalog.
  // environment must outlive the registry.
  Registry(std::vector<std::filesystem::path> plugins, std::vector<std::filesystem::path> models,
           const Environment& environment);

  // "quantize.kmeans", or "quantize.kmeans@old/quantize.so": the stage of this file, relative to
  // the current folder.
  Found find(std::string_view id) override;
  std::vector<std::string> known_ids() override;
  void will_read(const std::filesystem::path& file) const override;

  // A third party's type that a loaded plugin declares; null where none does. `file`, if given,
  // becomes that plugin's.
  const pipeline_type* type(std::string_view id, std::filesystem::path* file = nullptr) const;

  // The file a stage that was found came from; null if it is none of these.
  const std::filesystem::path* file_of(const pipeline_stage& stage) const;

  // Whether a plugin's catalog found it in a model folder.
  bool is_of_catalog(const pipeline_stage& stage) const;

  // Every plugin file of the search path that is not hidden by an earlier one, by id.
  std::map<std::string, std::filesystem::path> files() const;

  // All stages of one plugin, those of its catalog included. Throws LoadError.
  const std::vector<const pipeline_stage*>& stages_of(const std::string& plugin);
  const pipeline_plugin& plugin_of(const std::string& plugin);

  const std::vector<std::filesystem::path>& models() const { return models_; }

 private:
  struct Loaded {
    const pipeline_plugin* plugin;
    std::filesystem::path file;
    std::vector<const pipeline_stage*> stages;
  };
  std::filesystem::path locate(const std::string& plugin) const;
  LoadError not_found(const std::string& plugin) const;
  const Loaded* owner_of(const pipeline_stage& stage) const;
  Loaded& loaded(const std::string& plugin);
  Loaded& loaded_from(const std::string& plugin, const std::filesystem::path& file);
  Loaded load(const std::string& plugin, const std::filesystem::path& file) const;
  void add_catalog(const pipeline_plugin& plugin, Loaded& loaded) const;

  std::vector<std::filesystem::path> plugins_, models_;
  const Environment& environment_;
  std::map<std::string, Loaded, std::less<>> loaded_;     // by plugin id
  std::map<std::filesystem::path, Loaded> other_builds_;  // that ids named with '@'
};

}  // namespace pipeline::host
