// SPDX-License-Identifier: Apache-2.0
// The signals of a run. SIGINT and SIGTERM: the first asks the run to stop, the second kills,
// unless it is the same within 30 ms. SIGPIPE and SIGXFSZ: a write fails, and the run goes on.
#pragma once

#include <atomic>

namespace pipeline::cli {

// Installs the handlers; the flag becomes true with the first signal. Once a process.
const std::atomic<bool>& stop_on_signals();

// The signal that asked, or 0.
int stop_signal();

// From now on the first signal ends the process: there is nothing left to stop.
void signals_end_the_process();

// Can be read from, as poll() says, once a signal has asked.
int stop_descriptor();

}  // namespace pipeline::cli
