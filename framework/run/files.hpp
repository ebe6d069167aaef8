// SPDX-License-Identifier: Apache-2.0
// Whole files in and out.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <variant>

#include "framework/host/value.hpp"

namespace pipeline::run {

// The file's bytes as a value of type bytes, or one line that says why not. "-" is standard input.
// [any thread]
std::variant<host::Value, std::string> read_file(const std::filesystem::path& file,
                                                 host::Memory& memory,
                                                 host::Account* account = nullptr);

// Writes all or nothing: the file appears, or is replaced, when all bytes are written, so that no
// reader ever sees half of it. A link stays and what it leads to is written. What is not a regular
// file (/dev/null, a pipe) is written to directly. Returns an empty string or one line that says
// why not. [any thread]
std::string write_file(const std::filesystem::path& file, std::string_view bytes);

// Whether it is there and neither a regular file nor a folder.
bool is_special(const std::filesystem::path& file);

// What is known to stand against write_file before there is anything to write: one line, or an
// empty string.
std::string why_not_writable(const std::filesystem::path& file);

}  // namespace pipeline::run
