// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <vector>

namespace pipeline::host {

// The files of all libraries that a loaded one links, and those link, without itself; each once, in
// the order of their names. Not what it opens by itself. Nothing if it is not loaded. [one thread]
std::vector<std::filesystem::path> linked_libraries(const std::filesystem::path& library);

}  // namespace pipeline::host
