// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace pipeline::cli {

// What `shell` (bash, zsh, fish) is to source; "" for any other.
std::string_view completion_script(std::string_view shell);

}  // namespace pipeline::cli
