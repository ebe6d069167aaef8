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

// One output of one image.
struct Target {
  std::string path;  // "-": standard output
  size_t frame = 0;
  std::string output;
  std::filesystem::path source;
};

// What must not be, one line each: two results on one path, a result on the file it is made from.
std::vector<std::string> conflicts(const std::vector<Target>& targets);

}  // namespace pipeline::run
