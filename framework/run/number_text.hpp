// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace pipeline::run {

// The shortest text that reads back as the same number. [any thread]
std::string number_text(double number);

}  // namespace pipeline::run
