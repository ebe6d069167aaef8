// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "framework/run/batch.hpp"

namespace pipeline::cli {

// "photo.jpg: stage 'edges': out of memory"; with the name of a variant before the stage, unless it
// is "". What is wrong with a file names that by itself.
std::string failure_text(const run::Item& item, const run::Failure& failure,
                         const std::string& variant = "");

}  // namespace pipeline::cli
