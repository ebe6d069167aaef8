// SPDX-License-Identifier: Apache-2.0
#include "framework/run/load.hpp"

#include "framework/run/files.hpp"

namespace pipeline::run {

std::optional<Failure> load_files(const graph::Graph& graph, const Item& item, host::Memory& memory,
                                  host::Account* account, std::span<host::Value> inputs) {
  for (size_t k = 0; k < inputs.size(); ++k) {
    if (!graph.inputs[k].needed) continue;
    const std::filesystem::path& file = item.inputs[k];
    auto read = read_file(file, memory, account);
    if (const auto* reason = std::get_if<std::string>(&read)) {
      return Failure{"", PIPELINE_IO, file.string() + ": " + *reason};
    }
    inputs[k] = std::get<host::Value>(std::move(read));
  }
  return std::nullopt;
}

}  // namespace pipeline::run
