// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <vector>

#include "framework/cache/key.hpp"

namespace pipeline::cache {

// Of a file's bytes. Throws std::runtime_error if it cannot be read.
Key key_of_bytes(const std::filesystem::path& file);

// Of the files' names, sizes and times of change, which a look at what is in them would take too
// long for. What is not there counts as that.
Key key_of_states(const std::vector<std::filesystem::path>& files);

// The same of all files in these folders and the folders in them.
Key key_of_folders(const std::vector<std::filesystem::path>& folders);

}  // namespace pipeline::cache
