// SPDX-License-Identifier: Apache-2.0
// What a command has printed as JSON, read again.
#pragma once

#include <string>

#include "framework/graph/document.hpp"

namespace pipeline::cli {

// The file that an option names, as a map. Throws UsageError that ends with `expected` if it is
// none, and one that says why if it cannot be read.
graph::YamlNode read_result(const std::string& option, const std::string& file,
                            const std::string& expected);

}  // namespace pipeline::cli
