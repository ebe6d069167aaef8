// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/console.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>

#include "framework/run/files.hpp"

namespace pipeline::cli {

namespace {

struct Prefix {
  const char *plain, *coloured;
};

Prefix prefix(Level level) {
  switch (level) {
    case Level::debug:
      return {"debug: ", "\033[2mdebug:\033[0m "};
    case Level::warning:
      return {"warning: ", "\033[1;35mwarning:\033[0m "};
    case Level::error:
      return {"error: ", "\033[1;31merror:\033[0m "};
    default:
      return {"", ""};
  }
}

}  // namespace

Console::Console() {
  const char* no_colour = std::getenv("NO_COLOR");
  colour_ = isatty(STDERR_FILENO) && !(no_colour && *no_colour);
  results_ = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
  dup2(STDERR_FILENO, STDOUT_FILENO);
}

bool Console::result_is_terminal() const { return results_ >= 0 && isatty(results_); }

void Console::print(Level level, std::string_view text) {
  if (level < level_) return;
  const Prefix words = prefix(level);
  std::string line = colour_ ? words.coloured : words.plain;
  line.append(text).append("\n");
  const std::lock_guard lock(mutex_);
  run::write_all(STDERR_FILENO, line);
}

void Console::block(std::string_view text) {
  if (level_ == Level::nothing) return;
  const std::lock_guard lock(mutex_);
  run::write_all(STDERR_FILENO, text);
}

void Console::result(std::string_view text) {
  const std::lock_guard lock(mutex_);
  run::write_all(results_, text);
}

}  // namespace pipeline::cli
