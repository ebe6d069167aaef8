// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

#include "framework/cli/common/options.hpp"

namespace pipeline::cli {

// --cache and --cache-size
struct CacheOptions {
  std::string folder;  // "": no cache
  size_t bytes = 0;
};

po::options_description cache_options();
// Throws UsageError.
CacheOptions cache_options(const po::variables_map& values);

}  // namespace pipeline::cli
