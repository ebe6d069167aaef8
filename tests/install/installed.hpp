// SPDX-License-Identifier: Apache-2.0
// An install of the build for tests to work with.
#pragma once

#include "support/process.hpp"

namespace pipeline::test {

// Installed once for all cases, then moved; nothing may know the first place.
inline const std::string& prefix() {
  static const Workplace place("install");
  static const std::string moved = [] {
    namespace fs = std::filesystem;
    const fs::path first = place.path() / "first", second = place.path() / "opt/second place";
    const Ran installed =
        place.shell("env -u DESTDIR '" TEST_CMAKE "' --install '" TEST_BUILD "' --prefix '" +
                    first.string() + "'");
    INFO(installed.err);
    REQUIRE(installed.status == 0);
    fs::create_directories(second.parent_path());
    fs::rename(first, second);
    return second.string();
  }();
  return moved;
}

// The installed command, without anything in the environment.
inline std::string installed(const std::string& words) {
  return "env -i '" + prefix() + "/bin/pipeline' " + words;
}

}  // namespace pipeline::test
