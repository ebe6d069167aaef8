// SPDX-License-Identifier: Apache-2.0
// Which images a command that measures or checks a graph reads.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "framework/cli/options.hpp"
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

// That the file of an option can be written and is none of those that are read; "" and "-" are
// none. Throws UsageError.
void check_result_file(const std::string& option, const std::string& file,
                       const graph::Graph& graph, const std::vector<run::Item>& items);

}  // namespace pipeline::cli
