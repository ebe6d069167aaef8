// SPDX-License-Identifier: Apache-2.0
// From what a user names to the files that are meant.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pipeline::cli {

// The images that `words` name, in their order: a file is itself, a folder all image files right in
// it, a pattern with * ? [ ] that no file is called all files that it fits; the last two sorted by
// name. What does not exist stays, to fail alone. Throws UsageError for a folder or a pattern that
// gives nothing.
std::vector<std::string> image_files(const std::vector<std::string>& words);

// Whether the file is called as images are.
bool has_image_name(const std::filesystem::path& file);

// The names that stand in a file ("-": standard input): one a line, or, where there is a NUL, each
// before one. Throws UsageError.
std::vector<std::string> listed_files(const std::string& list);

}  // namespace pipeline::cli
