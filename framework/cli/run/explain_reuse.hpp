// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "framework/cache/step_keys.hpp"
#include "framework/cli/common/cache.hpp"
#include "framework/cli/common/session.hpp"
#include "framework/run/batch.hpp"

namespace pipeline::cli {

// For each stage whether a run takes what it makes from the cache and, if not, what has changed
// since the last run of this graph over this image, or why else; images for which it is the same
// together. Reads the images. every_stage: all that stages make is asked for (--save-all).
std::string reuse_text(const Ready& ready, const cache::StepKeys& keys, Cache& cache,
                       const std::vector<run::Item>& items, bool every_stage, Session& session);

}  // namespace pipeline::cli
