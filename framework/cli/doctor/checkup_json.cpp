// SPDX-License-Identifier: Apache-2.0
#include <pipeline/abi.h>

#include "framework/cli/doctor/checkup.hpp"
#include "framework/graph/json.hpp"
#include "framework/host/machine.hpp"
#include "framework/host/system_memory.hpp"
#include "framework/host/threads.hpp"

namespace pipeline::cli {

namespace {

using graph::Json;

Json texts(const std::vector<std::string>& items) {
  Json list = Json::list();
  for (const std::string& item : items) list.add(item);
  return list;
}

Json folder_json(const host::SearchFolder& folder) {
  Json json = Json::object({{"path", folder.path.string()}, {"exists", folder.exists}});
  if (!folder.origin.empty()) json.add("named_by", folder.origin);
  if (!folder.distrust.empty()) json.add("left_out", folder.distrust);
  return json;
}

const char* word(PluginFile::State state) {
  switch (state) {
    case PluginFile::State::loads:
      return "loads";
    case PluginFile::State::broken:
      return "broken";
    case PluginFile::State::hidden:
      return "hidden";
    default:
      return "misnamed";
  }
}

Json plugin_json(const PluginFile& file) {
  Json json = Json::object({{"id", file.path.stem().string()},
                            {"file", file.path.string()},
                            {"state", word(file.state)}});
  if (file.state == PluginFile::State::hidden) json.add("hidden_by", file.hidden_by.string());
  const host::Scan& scan = file.scan;
  if (file.state == PluginFile::State::broken) {
    json.add("reason", scan.reason).add("fix", scan.fix).add("missing", texts(scan.missing));
  }
  if (file.state != PluginFile::State::loads) return json;
  json.add("version", scan.version).add("doc", scan.doc);
  json.add("contract", contract(scan.contract_minor)).add("threads_started", scan.threads);
  Json stages = Json::list();
  for (const auto& [stage, lacks] : scan.stages) {
    Json one = Json::object({{"id", stage->id}, {"version", stage->version}, {"doc", stage->doc}});
    if (!lacks.empty()) one.add("lacks", lacks);
    stages.add(std::move(one));
  }
  json.add("stages", std::move(stages)).add("remarks", texts(scan.remarks));
  return json.add("complaints", texts(scan.complaints));
}

Json machine_json() {
  const host::ThreadLimits threads = host::thread_limits();
  const host::MemoryLimits memory = host::memory_limits();
  return Json::object({{"pipeline", PIPELINE_VERSION},
                       {"contract", contract(PIPELINE_ABI_MINOR)},
                       {"program", host::program_file().string()},
                       {"built_by", host::built_with()},
                       {"built_for", host::built_for()},
                       {"system", host::operating_system()},
                       {"runs_with", host::runs_with()},
                       {"processor", host::processor()},
                       {"threads", Json::object({{"default", host::available_threads()},
                                                 {"processors", threads.processors},
                                                 {"cgroup_quota", threads.quota}})},
                       {"memory_bytes", Json::object({{"default", host::available_memory() / 2},
                                                      {"machine", memory.machine},
                                                      {"cgroup_limit", memory.cgroup}})}});
}

}  // namespace

std::string checkup_json(const Checkup& checkup) {
  Json folders = Json::list(), plugins = Json::list(), models = Json::list(), absent = Json::list(),
       findings = Json::list();
  for (const PluginFolder& folder : checkup.folders) {
    folders.add(folder_json(folder.folder));
    for (const PluginFile& file : folder.files) plugins.add(plugin_json(file));
  }
  for (const auto& folder : checkup.models) models.add(folder_json(folder));
  for (const AbsentFamily& family : checkup.absent) {
    absent.add(Json::object({{"id", family.id}, {"why", family.why}, {"how", family.how}}));
  }
  for (const Finding& finding : checkup.findings) {
    findings.add(Json::object({{"severity", finding.broken ? "error" : "warning"},
                               {"what", finding.what},
                               {"why", finding.why},
                               {"fix", finding.fix}}));
  }
  return Json::object({{"machine", machine_json()},
                       {"plugin_folders", std::move(folders)},
                       {"model_folders", std::move(models)},
                       {"plugins", std::move(plugins)},
                       {"absent_families", std::move(absent)},
                       {"findings", std::move(findings)}})
             .text() +
         "\n";
}

}  // namespace pipeline::cli
