// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "framework/cli/common/console.hpp"

namespace pipeline::cli {

// The exit status of `work`; what it throws becomes a message and a status.
int guarded(Console& console, const std::function<int()>& work);

}  // namespace pipeline::cli
