// SPDX-License-Identifier: Apache-2.0
// A scan as bytes, on its way from the child process that made it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "framework/host/scan.hpp"

namespace pipeline::host {

// All but file and memory.
std::string encode(const Scan& scan);

// Nothing where the bytes do not hold a scan, whole and sound: whoever wrote them is not trusted.
// The stages of what comes back belong to the plugin `id` and keep the contract (descriptor.hpp),
// and there is no more memory than a small multiple of the bytes.
std::optional<Scan> decode(std::string_view bytes, std::string_view id);

}  // namespace pipeline::host
