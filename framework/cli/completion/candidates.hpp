// SPDX-License-Identifier: Apache-2.0
// Which words could come next on a command line.
#pragma once

#include "framework/cli/command.hpp"
#include "framework/cli/completion/values.hpp"

namespace pipeline::cli {

// words: those after `pipeline`; the last is being typed and may be empty. What comes back begins
// with it.
Candidates candidates(const Words& words, Console& console);

}  // namespace pipeline::cli
