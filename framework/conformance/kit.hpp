// SPDX-License-Identifier: Apache-2.0
// Tries all rules on a plugin, each in a process of its own.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include "framework/conformance/board_note.hpp"

namespace pipeline::conformance {

struct Choice {
  std::string stage;               // empty: all
  std::optional<std::regex> only;  // rules whose names it matches somewhere; nothing: all
  uint64_t seed = 1;
  std::chrono::milliseconds time{2000};       // for the rule that has no end, a stage
  std::chrono::milliseconds limit{60000};     // after which a rule counts as hung
  std::vector<std::filesystem::path> models;  // folders for the plugin's catalog
};

struct Finding {
  std::string stage;  // empty: of the whole plugin
  std::string_view rule, sentence;
  Ended how = Ended::kept;
  std::string text;   // why, where it is not kept
  std::string doing;  // at what: inputs and parameters; empty where it does not matter
};

// Tells `found` of each finding as soon as it is there, in the order of the rules. Returns false
// when no stage of that name is there. [before other threads are started]
bool examine(const std::filesystem::path& file, const Choice& choice,
             const std::function<void(const Finding&)>& found);

struct RuleText {
  std::string_view name, sentence;
  bool of_a_stage;
};
std::vector<RuleText> all_rules();

}  // namespace pipeline::conformance
