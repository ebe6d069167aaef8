// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/common/result_file.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "framework/cli/command.hpp"
#include "framework/graph/diagnostic.hpp"

namespace pipeline::cli {

// JSON is YAML.
graph::YamlNode read_result(const std::string& option, const std::string& file,
                            const std::string& expected) {
  const std::string begin = option + " " + file + ": ";
  if (access(file.c_str(), R_OK) != 0) {
    throw UsageError(begin + "cannot be read: " + std::strerror(errno));
  }
  graph::Diagnostics diagnostics;
  const auto source = graph::read_source(file, {}, diagnostics);
  auto root = source ? graph::parse_document(source, diagnostics) : std::nullopt;
  if (!root) throw UsageError(begin + expected);
  return std::move(*root);
}

}  // namespace pipeline::cli
