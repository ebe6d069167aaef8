// SPDX-License-Identifier: Apache-2.0
// What a stage could take instead, for the fixes of messages.
#pragma once

#include "framework/graph/draft.hpp"

namespace pipeline::graph {

// How a file would name the outputs of this type that the member `name` of the scope has.
std::vector<std::string> outputs_of_type(const Work& work, Scope& scope, std::string_view name,
                                         std::string_view type);

// Those of all members but `except` and metrics. Nothing once no more errors are told.
std::vector<std::string> sources_of_type(const Work& work, Scope& scope, std::string_view type,
                                         std::string_view except);

}  // namespace pipeline::graph
