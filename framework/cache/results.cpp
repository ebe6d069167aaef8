// SPDX-License-Identifier: Apache-2.0
#include "framework/cache/results.hpp"

namespace pipeline::cache {

std::optional<Made> OnDisk::find(const Key& key, const host::Environment& environment) {
  const auto stored = store_.read(key, *environment.memory, environment.account);
  return stored ? MadeBytes(registry_, environment).read(stored->bytes) : std::nullopt;
}

void OnDisk::keep(const Key& key, const Made& made, const host::Environment& environment) {
  MadeBytes(registry_, environment).write(made, [&](uint64_t size, const auto& write) {
    store_.write(key, size, write);
  });
}

std::optional<Made> InMemory::find(const Key& key, const host::Environment& environment) {
  const auto known = made_.find(key);
  if (known != made_.end()) return known->second;
  auto found = behind_ ? behind_->find(key, environment) : std::nullopt;
  if (found) made_.emplace(key, *found);
  return found;
}

void InMemory::keep(const Key& key, const Made& made, const host::Environment& environment) {
  made_.emplace(key, made);
  if (behind_) behind_->keep(key, made, environment);
}

}  // namespace pipeline::cache
