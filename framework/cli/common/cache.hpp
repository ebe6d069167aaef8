// SPDX-License-Identifier: Apache-2.0
// What --cache is for a command: results of stages, kept in a folder.
#pragma once

#include <optional>

#include "framework/cache/results.hpp"
#include "framework/cache/store.hpp"
#include "framework/cli/common/cache_options.hpp"
#include "framework/cli/common/session.hpp"

namespace pipeline::cli {

class Cache {
 public:
  enum class Use { write, look };

  // Makes the folder, unless it is only looked at. session outlives this. Throws UsageError.
  Cache(const CacheOptions& options, Session& session, Use use);

  // Null without --cache.
  cache::Results* results() { return results_ ? &*results_ : nullptr; }
  // With --cache only.
  cache::Store& store() { return *store_; }

 private:
  std::optional<cache::Store> store_;
  std::optional<cache::OnDisk> results_;
};

}  // namespace pipeline::cli
