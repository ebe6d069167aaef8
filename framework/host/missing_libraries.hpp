// SPDX-License-Identifier: Apache-2.0
// The shared libraries that a library needs and that are not on this machine.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pipeline::host {

// All of them, those that its libraries need included, by asking the dynamic linker, which runs
// none of their code; empty where it cannot be asked, too. [before other threads are started]
std::vector<std::string> missing_libraries(const std::filesystem::path& file);

// "does not load: needs liba.so.1 and libb.so.2: not found"
std::string needs_text(const std::vector<std::string>& missing);

// What to do about it, for the plugin `id`.
std::string fix_for_missing(const std::string& id, const std::vector<std::string>& missing);

}  // namespace pipeline::host
