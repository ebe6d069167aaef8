// SPDX-License-Identifier: Apache-2.0
// Quantities as people read and write them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace pipeline::cli {

std::string bytes_text(size_t bytes);      // "17 B", "4.2 kB", "1.5 GB"
std::string rate_text(double per_second);  // "4.2/s", "81/s"
std::string time_text(double seconds);     // whole: "42 s", "3:05", "1:02:03"
std::string seconds_text(double seconds);  // "0.42 s"

// "2GiB", "500 MB", "1e9": bytes, with a decimal or a binary prefix; nothing for anything else and
// for less than one byte.
std::optional<size_t> parse_bytes(const std::string& word);

}  // namespace pipeline::cli
