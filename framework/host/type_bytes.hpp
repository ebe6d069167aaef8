// SPDX-License-Identifier: Apache-2.0
// A third party's value as bytes, and back.
#pragma once

#include <pipeline/abi.h>

#include <string_view>

#include "framework/host/instance.hpp"

namespace pipeline::host {

// Asks the type's to_bytes, which must be there. On success `bytes` is a value of type bytes.
// stage, plugin: for messages; what made the value, and the library's file. [any thread]
Outcome to_bytes(const pipeline_type& type, std::string_view stage, std::string_view plugin,
                 const Value& value, const Environment& environment, Value& bytes);

// The other way, by the type's from_bytes, which must be there; `bytes` is what to_bytes made. On
// success `value` is one of this type. [any thread]
Outcome from_bytes(const pipeline_type& type, std::string_view stage, std::string_view plugin,
                   const Value& bytes, const Environment& environment, Value& value);

}  // namespace pipeline::host
