// SPDX-License-Identifier: Apache-2.0
// The folder of a cache: what belongs into it, and where.
//
//   CACHEDIR.TAG          its mark, by which backups leave it out (https://bford.info/cachedir/)
//   f3/f3..16 bytes.step  what one step made, by its key
//   last/16 bytes.txt     what the last run of one graph over one image depended on
#pragma once

#include <filesystem>

#include "framework/cache/key.hpp"

namespace pipeline::cache {

std::filesystem::path step_file(const std::filesystem::path& folder, const Key& key);
std::filesystem::path record_file(const std::filesystem::path& folder, const Key& key);

// Whether a file below a cache's folder is one of these, by folder and name.
bool is_step_file(const std::filesystem::path& file);
bool is_record_file(const std::filesystem::path& file);

// Throws std::runtime_error, one line, if it is there and neither empty nor a cache: nothing may
// be put there.
void check_folder(const std::filesystem::path& folder);

// Makes and marks it, if it is not yet. Throws std::runtime_error, one line, where check_folder
// does and if it cannot be made or written to.
void make_folder(const std::filesystem::path& folder);

}  // namespace pipeline::cache
