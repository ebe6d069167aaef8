// SPDX-License-Identifier: Apache-2.0
// Which format a file is in, told by its first bytes and never by its name.
#pragma once

#include "plugins/io/read/decoder.hpp"

namespace pipeline::io {

// Throws Error: empty file, unknown format, damaged header.
std::unique_ptr<Decoder> open(std::string_view file);

}  // namespace pipeline::io
