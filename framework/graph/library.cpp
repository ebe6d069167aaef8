// SPDX-License-Identifier: Apache-2.0
#include "framework/graph/library.hpp"

#include "framework/graph/parse.hpp"

namespace pipeline::graph {

const GraphSpec* Library::load(const std::filesystem::path& file, const Mark& asked) {
  std::error_code error;
  auto identity = std::filesystem::weakly_canonical(file, error);
  if (error || file == "-") identity = file;
  auto known = graphs_.find(identity);
  if (known == graphs_.end()) {
    std::optional<GraphSpec> spec;
    stages_.will_read(file);
    if (const auto source = read_source(file, asked, diagnostics_)) {
      if (const auto root = parse_document(source, diagnostics_)) {
        spec = parse_graph(*root, file, diagnostics_);
      }
    }
    known = graphs_.emplace(std::move(identity), std::move(spec)).first;
  }
  return known->second ? &*known->second : nullptr;
}

}  // namespace pipeline::graph
