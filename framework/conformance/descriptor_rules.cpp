// SPDX-License-Identifier: Apache-2.0
// What a library file shows before any stage of it runs. That the host takes its descriptor at all
// is looked at when it is loaded (host/descriptor).
#include <vector>
// Boost's header needs the one before it.
#include <boost/dll/library_info.hpp>
#include <chrono>
#include <regex>

#include "framework/conformance/finding.hpp"
#include "framework/conformance/rule.hpp"
#include "framework/host/plugin.hpp"

namespace pipeline::conformance {

namespace {

void loads(const host::Scan& scan) {
  if (!scan.loads()) throw Broken(scan.reason + "; " + scan.fix);
}

void loads_quietly(const host::Scan& scan) {
  std::string all;
  for (const std::string& remark : scan.remarks) all += (all.empty() ? "" : "; ") + remark;
  if (scan.threads > 0) {
    all += (all.empty() ? "" : "; ") + std::string("it, or a library of it, starts ") +
           std::to_string(scan.threads) + " threads while it loads";
  }
  if (!all.empty()) throw Broken(all);
}

void loads_quickly(const host::Scan& scan) {
  using Clock = std::chrono::steady_clock;
  const auto before = Clock::now();
  host::load_plugin(scan.file);
  const std::chrono::duration<double, std::milli> took = Clock::now() - before;
  if (took.count() > 100) {
    throw Remark("it took " + std::to_string(static_cast<int>(took.count())) +
                 " ms to load, which every run pays; open what is large when a stage is created");
  }
}

void exports_one_symbol(const host::Scan& scan) {
  std::string others;
  for (const std::string& symbol : boost::dll::library_info(scan.file).symbols()) {
    if (symbol != PIPELINE_ENTRY) others += (others.empty() ? "" : ", ") + symbol;
  }
  if (others.size() > 200) others = others.substr(0, 200) + "...";
  if (!others.empty()) {
    throw Broken(
        "it exports " + others +
        ", which may take the place of another plugin's; pipeline_add_plugin() hides them");
  }
}

void describes_the_same(const host::Scan& scan) {
  const pipeline_plugin& first = host::load_plugin(scan.file);
  const pipeline_plugin& second = host::load_plugin(scan.file);
  if (&first != &second || first.stage_count != second.stage_count) {
    throw Broken("its entry gives another descriptor each time; it is to be constant data");
  }
}

void has_semantic_versions(const host::Scan& scan) {
  static const std::regex semantic(R"(\d+\.\d+\.\d+([-+][0-9A-Za-z.+-]+)?)");
  const auto look = [](const std::string& whose, const char* version) {
    if (std::regex_match(version, semantic)) return;
    throw Broken(whose + " has version '" + version + "', which is not as 1.2.3");
  };
  look("the plugin", scan.version.c_str());
  for (const auto& scanned : scan.stages) look(scanned.stage->id, scanned.stage->version);
}

constexpr LibraryRule rules[] = {
    {"loads", "it loads, and what it declares keeps the contract", &loads},
    {"loads-quietly", "loading prints nothing and starts no thread or process", &loads_quietly},
    {"loads-quickly", "loading takes less than 100 ms", &loads_quickly},
    {"one-export", "it exports its entry and nothing else", &exports_one_symbol},
    {"same-descriptor", "its entry gives the same constant data each time", &describes_the_same},
    {"versions", "plugin and stages have semantic versions", &has_semantic_versions},
};

}  // namespace

std::span<const LibraryRule> library_rules() { return rules; }

}  // namespace pipeline::conformance
