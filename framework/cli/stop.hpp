// SPDX-License-Identifier: Apache-2.0
// SIGINT and SIGTERM: the first asks the run to stop, the second kills.
#pragma once

#include <atomic>

namespace pipeline::cli {

// Installs the handlers; the flag becomes true with the first signal. Once a process.
const std::atomic<bool>& stop_on_signals();

// The signal that asked, or 0.
int stop_signal();

}  // namespace pipeline::cli
