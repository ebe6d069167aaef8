// SPDX-License-Identifier: Apache-2.0
#include "framework/run/load.hpp"

#include "framework/run/files.hpp"

namespace pipeline::run {

std::optional<Failure> load_files(const graph::Graph& graph, const Item& item, host::Memory& memory,
                                  host::Account* account, std::span<host::Value> inputs) {
  const auto read = [&](const std::filesystem::path& file) {
    return read_file(file, memory, account);
  };
  return load_files(graph, item, read, inputs);
}

std::optional<Failure> load_files(const graph::Graph& graph, const Item& item, const ReadFile& read,
                                  std::span<host::Value> inputs) {
  for (size_t k = 0; k < inputs.size(); ++k) {
    if (!graph.inputs[k].needed) continue;
    const std::filesystem::path& file = item.inputs[k];
    auto value = read(file);
    if (const auto* reason = std::get_if<std::string>(&value)) {
      const std::string name = file == "-" ? "standard input" : file.string();
      return Failure{"", PIPELINE_IO, name + ": " + *reason};
    }
    inputs[k] = std::get<host::Value>(std::move(value));
  }
  return std::nullopt;
}

}  // namespace pipeline::run
