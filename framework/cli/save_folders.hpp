// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "framework/graph/graph.hpp"
#include "framework/run/batch.hpp"

namespace pipeline::cli {

// Where --save-all FOLDER puts what is made of each item: FOLDER/STEM. Throws UsageError where an
// input or an output lies in one of these, so that none is written over.
std::vector<std::filesystem::path> save_folders(const std::string& folder,
                                                const graph::Graph& graph,
                                                const std::vector<run::Item>& items);

// Makes FOLDER itself. Throws UsageError.
void make_save_folder(const std::string& folder);

}  // namespace pipeline::cli
