// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace pipeline::cli {

// As a shell reads it: in quotes where it has to be.
std::string shell_word(const std::string& word);

}  // namespace pipeline::cli
