// SPDX-License-Identifier: Apache-2.0
// A third party's value as bytes.
#pragma once

#include <pipeline/abi.h>

#include <string_view>

#include "framework/host/instance.hpp"

namespace pipeline::host {

// Asks the type's to_bytes, which must be there. On success `bytes` is a value of type bytes.
// stage, plugin: for messages; what made the value, and the library's file. [any thread]
Outcome to_bytes(const pipeline_type& type, std::string_view stage, std::string_view plugin,
                 const Value& value, const Environment& environment, Value& bytes);

}  // namespace pipeline::host
