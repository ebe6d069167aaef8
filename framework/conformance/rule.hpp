// SPDX-License-Identifier: Apache-2.0
// What a plugin has to keep to, as things that can be tried.
#pragma once

#include <span>
#include <string_view>

#include "framework/conformance/trial.hpp"
#include "framework/host/scan.hpp"

namespace pipeline::conformance {

// Tried once for each stage, in a process of its own. try_it returns where the rule is kept, and
// throws Broken, Skipped or Remark else.
struct StageRule {
  std::string_view name, sentence;
  void (*try_it)(Trial&);
};

// Tried once for each plugin file.
struct LibraryRule {
  std::string_view name, sentence;
  void (*try_it)(const host::Scan&);
};

std::span<const LibraryRule> library_rules();
std::span<const StageRule> process_rules();
std::span<const StageRule> honesty_rules();
std::span<const StageRule> fault_rules();

}  // namespace pipeline::conformance
