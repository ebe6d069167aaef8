// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "framework/cli/common/session.hpp"
#include "framework/run/batch.hpp"

namespace pipeline::cli {

// What a run would do, for a person: the drawing, each stage with version, library and what it says
// it needs, the images, and what bounds memory.
std::string explanation(const Ready& ready, const host::Registry& registry,
                        const std::vector<run::Item>& items, const run::BatchOptions& options,
                        size_t memory_limit);

}  // namespace pipeline::cli
