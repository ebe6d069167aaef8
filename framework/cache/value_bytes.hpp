// SPDX-License-Identifier: Apache-2.0
// A value as bytes that are the same whenever the value is: what is hashed and kept on disk.
#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "framework/cache/key.hpp"
#include "framework/host/value.hpp"

namespace pipeline::cache {

// Calls `part` with the bytes, in parts that are valid during the call: what the value holds, not
// where it lies; rows without what lies between them. In the byte order of this machine. False,
// without a call, for an empty value and for a third party's. [any thread]
bool write_value(const host::Value& value, const std::function<void(std::string_view)>& part);

// The value that these bytes, whole, are of, in memory of its own; an empty value if they are of
// none or there is no memory for it. [any thread]
host::Value read_value(std::string_view bytes, host::Memory& memory, host::Account* account);

// Equal for equal values; nothing for what write_value refuses. [any thread]
std::optional<Key> key_of(const host::Value& value);

}  // namespace pipeline::cache
