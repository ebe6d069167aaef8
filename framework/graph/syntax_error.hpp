// SPDX-License-Identifier: Apache-2.0
// What yaml-cpp refuses, told with a place in the file and a way out. Part of document.cpp.
#pragma once

#include <string>
#include <vector>

#include "framework/graph/source.hpp"

namespace pipeline::graph {

class Diagnostics;
class TreeBuilder;

// text, where: as yaml-cpp says them. read: what was read until then. anchors: their names so far.
void report_syntax(const std::string& text, const Mark& where, const TreeBuilder& read,
                   const std::vector<std::string>& anchors, Diagnostics& diagnostics);

}  // namespace pipeline::graph
