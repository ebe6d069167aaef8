// SPDX-License-Identifier: Apache-2.0
// From the words of `run` to the images and the files they become.
#pragma once

#include <string>
#include <vector>

#include "framework/graph/graph.hpp"
#include "framework/graph/overrides.hpp"
#include "framework/run/batch.hpp"

namespace pipeline::cli {

// What -o said: a folder for all outputs, or files.
struct OutputChoice {
  std::string folder;                                      // "" or ends with '/'
  std::vector<std::pair<std::string, std::string>> files;  // output name ("": the only one), path
};

// "DIR/" or an existing folder; "FILE"; "NAME=FILE" where NAME could be an output. Throws
// UsageError.
OutputChoice output_choice(const std::vector<std::string>& words);

// One item for each of `images`, which feed the graph's first input; `named` feed the others by
// name; what is not fed takes the graph's default. Throws UsageError that says what is missing or
// clashes.
std::vector<run::Item> make_items(const graph::Graph& graph, const std::vector<std::string>& images,
                                  const std::vector<std::pair<std::string, std::string>>& named,
                                  const OutputChoice& choice);

// Throws UsageError if it is known already that the file cannot be written; its message begins with
// `option`.
void check_writable(const std::string& file, const std::string& option = "");

// Writes what an option asks for into the file that it names. Throws OutputError.
void write_result(const std::string& option, const std::string& file, const std::string& text);

// Makes the folder of -o and the folders that output paths name. Throws UsageError, also if one
// cannot be written to.
void make_folders(const std::vector<run::Item>& items);

}  // namespace pipeline::cli
