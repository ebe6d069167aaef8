// SPDX-License-Identifier: Apache-2.0
// The files of one image as the values that a graph takes.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <variant>

#include "framework/run/batch.hpp"

namespace pipeline::run {

// Reads those that the graph needs into `inputs`, a value for each of the graph's inputs; nothing
// else is changed. What it takes is on the account, which may be null. [any thread]
std::optional<Failure> load_files(const graph::Graph& graph, const Item& item, host::Memory& memory,
                                  host::Account* account, std::span<host::Value> inputs);

// The same by `read`, which takes the place of read_file.
using ReadFile =
    std::function<std::variant<host::Value, std::string>(const std::filesystem::path& file)>;
std::optional<Failure> load_files(const graph::Graph& graph, const Item& item, const ReadFile& read,
                                  std::span<host::Value> inputs);

}  // namespace pipeline::run
