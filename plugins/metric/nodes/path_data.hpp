// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace pipeline::metric {

// Nodes of path data (SVG 2, 9.3): each move, line, curve and arc is one, also where its letter is
// left out; a close is none. Arc flags may be written together with what follows them. What follows
// a command that has too few numbers is counted as if it were right: a command is at least one
// node. Characters of no meaning are passed over.
uint64_t path_nodes(std::string_view data);

// Nodes of the points of a polygon or polyline: pairs of numbers.
uint64_t points_nodes(std::string_view points);

}  // namespace pipeline::metric
