// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/common/cache.hpp"

#include <stdexcept>

#include "framework/cache/folder.hpp"
#include "framework/cli/command.hpp"

namespace pipeline::cli {

Cache::Cache(const CacheOptions& options, Session& session, Use use) {
  if (options.folder.empty()) return;
  try {
    if (use == Use::write) {
      cache::make_folder(options.folder);
    } else {
      cache::check_folder(options.folder);
    }
  } catch (const std::runtime_error& error) {
    throw UsageError("--cache " + options.folder + ": " + error.what());
  }
  store_.emplace(options.folder, options.bytes, session.environment().log);
  results_.emplace(*store_, session.registry());
}

}  // namespace pipeline::cli
