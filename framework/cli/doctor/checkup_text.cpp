// SPDX-License-Identifier: Apache-2.0
#include <pipeline/abi.h>

#include <algorithm>

#include "framework/cli/common/units.hpp"
#include "framework/cli/doctor/checkup.hpp"
#include "framework/graph/utf8.hpp"
#include "framework/host/machine.hpp"
#include "framework/host/system_memory.hpp"
#include "framework/host/threads.hpp"

namespace pipeline::cli {

namespace {

using State = PluginFile::State;

constexpr size_t mark_width = 8;

std::string padded(std::string text, size_t width) {
  text.resize(std::max(text.size() + 2, width), ' ');
  return text;
}

std::string counted(size_t count, const std::string& one, const std::string& many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

std::string threads_text() {
  const host::ThreadLimits limits = host::thread_limits();
  return std::to_string(host::available_threads()) + " unless --threads says otherwise: " +
         counted(limits.processors, "processor", "processors") + " may be used, " +
         (limits.quota ? "of which the cgroup grants " + std::to_string(limits.quota)
                       : "without a cgroup quota");
}

std::string memory_text() {
  const host::MemoryLimits limits = host::memory_limits();
  const bool limited = limits.cgroup && limits.cgroup < limits.machine;
  return bytes_text(host::available_memory() / 2) +
         " for images unless --memory says otherwise: half of " +
         (limited ? "the cgroup's " + bytes_text(limits.cgroup) + " (of " +
                        bytes_text(limits.machine) + " RAM)"
                  : bytes_text(limits.machine) + " RAM, without a cgroup limit");
}

std::string machine_text() {
  const std::pair<const char*, std::string> rows[] = {
      {"pipeline", PIPELINE_VERSION ", plugin contract " + contract(PIPELINE_ABI_MINOR) + ", " +
                       host::program_file().string()},
      {"built", "by " + host::built_with()},
      {"system", host::operating_system() + ", " + host::runs_with()},
      {"processor", host::processor()},
      {"simd", "built for " + host::built_for() +
                   "; a stage may hold faster code beside it, and chooses when it runs"},
      {"threads", threads_text()},
      {"memory", memory_text()}};
  std::string text;
  for (const auto& [name, value] : rows) {
    text += padded(name, 11) + graph::printable(value) + "\n";
  }
  return text;
}

// Marks in colour on a terminal.
class Page {
 public:
  explicit Page(bool colour) : colour_(colour) {}

  std::string mark(const char* word, const char* code) const {
    const std::string space(mark_width - std::string_view(word).size() - 2, ' ');
    return "  " + (colour_ ? std::string("\033[") + code + "m" + word + "\033[0m" : word) + space;
  }
  std::string mark(State state) const {
    switch (state) {
      case State::broken:
        return mark("FAIL", "1;31");
      case State::loads:
        return mark("ok", "32");
      default:
        return mark("--", "2");
    }
  }
  std::string mark(const Finding& finding) const {
    return finding.broken ? mark(State::broken) : mark("warn", "1;35");
  }

 private:
  bool colour_;
};

std::string facts_of(const PluginFile& file) {
  switch (file.state) {
    case State::hidden:
      return "hidden: " + file.hidden_by.string() + " comes first";
    case State::misnamed:
      return "not looked at: see below";
    case State::broken:
      return "does not load: see below";
    default:
      break;
  }
  const host::Scan& scan = file.scan;
  std::string text = padded(scan.version, 7) + "contract " + contract(scan.contract_minor) + "  " +
                     padded(counted(scan.stages.size(), "stage", "stages"), 10) + scan.doc;
  if (scan.threads)
    text += " (loading it starts " + counted(scan.threads, "thread", "threads") + ")";
  return text;
}

std::string state_of(const host::SearchFolder& folder, const std::string& unreadable) {
  if (!folder.exists) return ": no such folder";
  if (!folder.distrust.empty()) return ": left out, see below";
  return unreadable.empty() ? "" : ": cannot be read, see below";
}

std::string heading(const char* what, const host::SearchFolder& folder,
                    const std::string& unreadable) {
  const std::string origin = folder.origin.empty() ? "" : " (" + folder.origin + ")";
  return std::string(what) + " in " + graph::printable(folder.path.string()) + origin +
         state_of(folder, unreadable) + "\n";
}

std::string plugins_text(const Checkup& checkup, const Page& page) {
  size_t width = 0;
  for (const PluginFolder& folder : checkup.folders) {
    for (const PluginFile& file : folder.files) {
      width = std::max(width, file.path.stem().string().size() + 2);
    }
  }
  std::string text;
  for (const PluginFolder& folder : checkup.folders) {
    text += "\n" + heading("plugins", folder.folder, folder.unreadable);
    if (folder.files.empty() && state_of(folder.folder, folder.unreadable).empty()) {
      text += page.mark("--", "2") + "none\n";
    }
    for (const PluginFile& file : folder.files) {
      text += page.mark(file.state) +
              graph::printable(padded(file.path.stem().string(), width) + facts_of(file)) + "\n";
    }
  }
  text += "\n";
  for (const auto& folder : checkup.models) text += heading("models", folder, "");
  if (checkup.absent.empty()) return text;
  text += "\nfamilies of pipeline that are not here\n";
  for (const AbsentFamily& family : checkup.absent) {
    text += page.mark("--", "2") + padded(family.id, width) + family.why + "; " + family.how + "\n";
  }
  return text;
}

std::string findings_text(const Checkup& checkup, const Page& page) {
  const std::string margin(mark_width, ' ');
  std::string text;
  for (const Finding& finding : checkup.findings) {
    text += page.mark(finding) + graph::printable(finding.what) + "\n" + margin +
            graph::printable(finding.why) + "\n";
    if (!finding.fix.empty()) text += margin + "fix: " + graph::printable(finding.fix) + "\n";
  }
  return text;
}

std::string verdict(const Checkup& checkup) {
  const size_t broken = checkup.broken(), warnings = checkup.findings.size() - broken;
  if (broken + warnings == 0) return "all well\n";
  std::string text;
  if (broken) text = counted(broken, "plugin does", "plugins do") + " not load";
  if (warnings) {
    text += (broken ? ", " : "") + counted(warnings, "warning", "warnings");
    if (!broken) text += "; all plugins load";
  }
  return text + "\n";
}

}  // namespace

std::string checkup_text(const Checkup& checkup, bool only_findings, bool colour) {
  const Page page(colour);
  std::string text = only_findings ? "" : machine_text() + plugins_text(checkup, page);
  const std::string findings = findings_text(checkup, page);
  if (!findings.empty()) text += (only_findings ? "" : "\nto mend\n") + findings;
  return only_findings ? text : text + "\n" + verdict(checkup);
}

}  // namespace pipeline::cli
