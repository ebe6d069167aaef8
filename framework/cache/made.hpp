// SPDX-License-Identifier: Apache-2.0
// What a step has made, as bytes and back.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "framework/host/call.hpp"
#include "framework/host/registry.hpp"
#include "framework/host/value.hpp"

namespace pipeline::cache {

struct Made {
  std::vector<host::Value> values;  // by output; empty where the step left it empty
  size_t bytes = 0;                 // of host memory that the call took
};

// Values of third parties by to_bytes and from_bytes of their types.
class MadeBytes {
 public:
  // registry and environment outlive this.
  MadeBytes(const host::Registry& registry, const host::Environment& environment)
      : registry_(registry), environment_(environment) {}

  // Whether values of this type can be bytes: the host's types, and others with both functions.
  bool can_write(std::string_view type) const;

  // Calls write(size, f) once, where f(part) hands over `size` bytes in parts that are valid during
  // the call; not at all if a value cannot be bytes.
  using Part = std::function<void(std::string_view)>;
  using Write = std::function<void(uint64_t size, const std::function<void(const Part&)>&)>;
  void write(const Made& made, const Write& write) const;

  // In memory of its own; nothing if these bytes, whole, are of none, or there is no memory.
  std::optional<Made> read(std::string_view bytes) const;

 private:
  const pipeline_type* type_of(std::string_view id, std::string& library) const;
  host::Value as_bytes(const host::Value& value) const;
  host::Value from_bytes(std::string_view type, const host::Value& bytes) const;

  const host::Registry& registry_;
  const host::Environment& environment_;
};

}  // namespace pipeline::cache
