// SPDX-License-Identifier: Apache-2.0
// Bytes as text (RFC 4648, section 4).
#pragma once

#include <string>
#include <string_view>

namespace pipeline::report {

constexpr size_t base64_size(size_t bytes) { return (bytes + 2) / 3 * 4; }

std::string base64(std::string_view bytes);

}  // namespace pipeline::report
