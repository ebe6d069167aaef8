// SPDX-License-Identifier: Apache-2.0
// What a comparison found, as a page that a browser shows.
#pragma once

#include <functional>
#include <string>

#include "framework/cli/command.hpp"
#include "framework/cli/compare/text.hpp"
#include "framework/host/registry.hpp"

namespace pipeline::cli {

// The words of the command as a shell takes them, with the seed if they lack it.
std::string command_line(const Words& words, uint64_t seed);

// HTML of at most report::largest_page bytes. words: after `pipeline compare`. Runs the images that
// it shows. Throws OutputError.
std::string compare_page(const CompareReport& report, const std::vector<compare::Variant>& variants,
                         const Words& words, host::Registry& registry,
                         const host::Environment& environment, Console& console);

}  // namespace pipeline::cli
