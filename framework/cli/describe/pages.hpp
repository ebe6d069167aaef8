// SPDX-License-Identifier: Apache-2.0
// Stages as texts: for a terminal, and as reference pages in Markdown.
#pragma once

#include <pipeline/abi.h>

#include <string>
#include <vector>

#include "framework/host/scan.hpp"

namespace pipeline::cli {

std::string description_of(const pipeline_stage& stage);

// One page of all of these; several begin with a table of contents.
std::string markdown_of(const std::vector<const pipeline_stage*>& stages);

// The page of a plugin that loads.
std::string markdown_of(const host::Scan& plugin);

// A page that leads to those of the plugins, PLUGIN.md beside it.
std::string markdown_index(const std::vector<host::Scan>& plugins);

}  // namespace pipeline::cli
