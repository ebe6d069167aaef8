// SPDX-License-Identifier: Apache-2.0
// Path patterns of outputs: "{stem}-{output}.svg".
#pragma once

#include <string>
#include <string_view>

#include "framework/graph/diagnostic.hpp"

namespace pipeline::graph {

// ".svg" for "image/svg+xml"; ".bin" for what is not known (media_type may be nullptr).
std::string extension_of(const char* media_type);

// The extension of a pattern without its dot and in lower case: "jpg"; empty: none.
std::string extension_of_path(std::string_view path);

// False after an error. A path in a graph file may neither be absolute nor have "..", one of the
// command line may.
bool check_path(const std::string& path, const Mark& mark, bool from_graph,
                Diagnostics& diagnostics);

}  // namespace pipeline::graph
