// SPDX-License-Identifier: Apache-2.0
// What steps have made, kept by what it depends on (StepKeys).
#pragma once

#include <map>
#include <optional>

#include "framework/cache/made.hpp"
#include "framework/cache/store.hpp"

namespace pipeline::cache {

class Results {
 public:
  virtual ~Results() = default;

  // What is kept under this key, in memory of the environment and on its account.
  virtual std::optional<Made> find(const Key& key, const host::Environment& environment) = 0;
  // Keeps it if that can be; that it cannot is no failure.
  virtual void keep(const Key& key, const Made& made, const host::Environment& environment) = 0;
};

// On disk, for other runs. [any thread]
class OnDisk final : public Results {
 public:
  // Both outlive this.
  OnDisk(Store& store, const host::Registry& registry) : store_(store), registry_(registry) {}

  std::optional<Made> find(const Key& key, const host::Environment& environment) override;
  void keep(const Key& key, const Made& made, const host::Environment& environment) override;

 private:
  Store& store_;
  const host::Registry& registry_;
};

// As long as this lives, by sharing the values; and where `behind`, which may be null, keeps them.
// [one thread]
class InMemory final : public Results {
 public:
  explicit InMemory(Results* behind) : behind_(behind) {}

  std::optional<Made> find(const Key& key, const host::Environment& environment) override;
  void keep(const Key& key, const Made& made, const host::Environment& environment) override;

 private:
  Results* const behind_;
  std::map<Key, Made> made_;
};

}  // namespace pipeline::cache
