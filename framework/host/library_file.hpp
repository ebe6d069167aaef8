// SPDX-License-Identifier: Apache-2.0
// Looks at a library file before the dynamic linker does, which dies of a file that is cut off.
#pragma once

#include <filesystem>
#include <string>

namespace pipeline::host {

// Why this file cannot be a library for this process ("it is cut off: ..."), or empty.
std::string flaw_of_library(const std::filesystem::path& file);

}  // namespace pipeline::host
