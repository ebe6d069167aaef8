// SPDX-License-Identifier: Apache-2.0
// From path patterns to files: where each image's outputs go.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace pipeline::run {

// {stem} {name} {index} {output} of one image's output. source: the image's file, or "-" for
// standard input, whose stem is "stdin"; index counts from 0. Unknown placeholders stay as they
// are.
std::string expand(std::string_view pattern, const std::filesystem::path& source, size_t index,
                   std::string_view output);

// A folder under `folder` for each source, named as its stem; "stdin" for "-". Those of one stem
// are told apart: "x", "x_2", "x_3".
std::vector<std::filesystem::path> folders_by_stem(
    const std::filesystem::path& folder, const std::vector<std::filesystem::path>& sources);

// The same for every name of one file or folder, be it there or not: absolute, links followed.
std::string identity(const std::filesystem::path& path);

// A file that a run reads or writes, as messages call it: "output 'svg' of a.png".
struct FileUse {
  std::filesystem::path file;  // "-" or empty: none
  std::string name;
};

struct Conflict {
  std::string what, fix;
};

// What must not be: two results on one path, a result on a file that is read.
std::vector<Conflict> conflicts(const std::vector<FileUse>& written,
                                const std::vector<FileUse>& read);

}  // namespace pipeline::run
