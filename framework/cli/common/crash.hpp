// SPDX-License-Identifier: Apache-2.0
// Plugins share the process. What one of them brings down cannot go on, but it can be named.
#pragma once

namespace pipeline::cli {

// From now on a crash or an exit() inside plugin code names stage, image and library on standard
// error before the process ends as it would have. Once a process.
void name_crashes();

// Again for exits, before plugin code gets threads: what the libraries that were loaded since have
// registered for the end of the process would else run first, among threads at work.
void name_exits();

}  // namespace pipeline::cli
