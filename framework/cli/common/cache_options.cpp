// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/common/cache_options.hpp"

#include "framework/cli/command.hpp"

namespace pipeline::cli {

namespace {

constexpr size_t MiB = size_t{1} << 20, usual_bytes = 2048 * MiB;

}  // namespace

po::options_description cache_options() {
  po::options_description options("reusing results");
  options.add_options()  //
      ("cache", po::value<std::string>()->value_name("DIR"),
       "keep in DIR what stages make, and take from there what is known")  //
      ("cache-size", po::value<std::string>()->value_name("SIZE"),
       "keep at most SIZE in DIR, what was used last (default: 2GiB)");
  return options;
}

CacheOptions cache_options(const po::variables_map& values) {
  CacheOptions options{text_of(values, "cache"), bytes_of(values, "cache-size", usual_bytes)};
  if (values.count("cache") && options.folder.empty()) throw UsageError("--cache needs a folder");
  if (values.count("cache-size") && options.folder.empty()) {
    throw UsageError("--cache-size is for --cache: add it");
  }
  if (options.bytes < MiB) throw UsageError("--cache-size: expected 1MiB or more");
  return options;
}

}  // namespace pipeline::cli
