// SPDX-License-Identifier: Apache-2.0
// Runs the built command as a user would, in a folder of its own.
#pragma once

#include <sys/wait.h>

#include <cstdlib>
#include <string>

#include "support/catch.hpp"
#include "support/folder.hpp"

namespace pipeline::test {

struct Ran {
  int status = 0;
  std::string out, err;
};

// Shell that waits until the process $run handles SIGINT, and so is at work, or has ended. The
// shell's own child, which it is at first, may handle it, too.
inline const std::string until_it_listens =
    "until grep -qs '^State:.*Z' /proc/$run/status || { grep -qs ^pipeline /proc/$run/comm && "
    "grep -qs '^SigCgt:.*[2367abef]$' /proc/$run/status; }; do sleep 0.01; done; ";

class Workplace : public Folder {
 public:
  using Folder::Folder;

  // `arguments` go through the shell; `pipeline` is the built binary, its plugins and the tests'
  // own.
  Ran run(const std::string& arguments) const {
    return shell("NO_COLOR=1 HOME=. '" TEST_PIPELINE "' " + arguments);
  }
  // Any line of shell. A test that fails after it shows what was said.
  Ran shell(const std::string& line) const {
    const std::string command =
        "cd '" + path().string() + "' && ( " + line + " ) >.out 2>.err; exit $?";
    const int status = std::system(command.c_str());
    const Ran ran{WIFEXITED(status) ? WEXITSTATUS(status) : -1, read(".out"), read(".err")};
    UNSCOPED_INFO(line << "\n" << ran.err);
    return ran;
  }
};

}  // namespace pipeline::test
