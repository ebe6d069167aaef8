// SPDX-License-Identifier: Apache-2.0
// Looking at plugins without loading them into this process, for the commands that only look.
#pragma once

#include <vector>

#include "framework/cli/command.hpp"
#include "framework/host/registry.hpp"
#include "framework/host/scan.hpp"

namespace pipeline::cli {

// Of the plugins named, or of all; throws UsageError for one that is not there.
std::vector<host::Scan> scan_plugins(const host::Registry& registry, Words plugins);

// Tells of those that do not load and of what the others should not do. True: all load.
bool report_scans(const std::vector<host::Scan>& scans, Console& console);

}  // namespace pipeline::cli
