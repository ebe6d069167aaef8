// SPDX-License-Identifier: Apache-2.0
// Which images a command that measures or checks a graph reads.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "framework/cli/common/options.hpp"
#include "framework/host/registry.hpp"
#include "framework/run/batch.hpp"

namespace pipeline::cli {

struct ImageChoice {
  std::vector<std::string> images;  // files, folders and patterns
  std::string files_from;           // "": none
  std::vector<std::pair<std::string, std::string>> named;
};

// --input, --files-from
po::options_description image_options();

ImageChoice image_choice(const po::variables_map& values, std::vector<std::string> images);

// Items of which nothing is written. Throws UsageError, also for standard input, which could be
// read only once.
std::vector<run::Item> items_to_read(const ImageChoice& choice, const graph::Graph& graph);

// An option and the file that it names; "" and "-" are none.
using ResultFile = std::pair<const char*, std::string>;

// That the files can be written, and are none of those that are read and no two the same. plugins:
// those that stages are from. Throws UsageError.
void check_result_files(const std::vector<ResultFile>& files,
                        const std::set<std::filesystem::path>& graphs,
                        const std::set<std::filesystem::path>& plugins,
                        const std::vector<run::Item>& items);

void add_plugins(const run::Program& program, const host::Registry& registry,
                 std::set<std::filesystem::path>& plugins);

}  // namespace pipeline::cli
