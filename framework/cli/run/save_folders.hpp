// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "framework/cli/run/file_uses.hpp"
#include "framework/graph/graph.hpp"
#include "framework/run/batch.hpp"

namespace pipeline::cli {

// Where --save-all FOLDER puts what is made of each item: FOLDER/STEM. Throws UsageError where a
// file of `uses` lies in one of these, so that none is written over.
std::vector<std::filesystem::path> save_folders(const std::string& folder,
                                                const graph::Graph& graph,
                                                const std::vector<run::Item>& items,
                                                const FileUses& uses);

// Makes FOLDER itself. Throws UsageError.
void make_save_folder(const std::string& folder);

}  // namespace pipeline::cli
