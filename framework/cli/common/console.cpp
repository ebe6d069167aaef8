// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/common/console.hpp"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>

#include "framework/graph/utf8.hpp"
#include "framework/host/open_file.hpp"

namespace pipeline::cli {

namespace {

constexpr std::string_view clear_line = "\r\033[K";

std::atomic<bool> status_is_shown{false};

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

// What a file's name or a plugin says must not steer the terminal.
std::string lines_of(std::string_view text) {
  std::string lines;
  for (size_t end; (end = text.find('\n')) != std::string_view::npos; text.remove_prefix(end + 1)) {
    lines += graph::printable(text.substr(0, end)) + "\n";
  }
  return lines + graph::printable(text);
}

bool knows_control_sequences() {
  const char* terminal = std::getenv("TERM");
  return !terminal || std::string_view(terminal) != "dumb";
}

bool colour_is_wanted() {
  const char* no_colour = std::getenv("NO_COLOR");
  return knows_control_sequences() && !(no_colour && *no_colour);
}

// A standard descriptor that is closed would be given to the next file that is opened, and messages
// be written into it. What stands in for it here lets no result be lost unnoticed.
void fill_standard_descriptors() {
  constexpr int modes[] = {O_WRONLY, O_RDONLY, O_RDWR};
  for (int number = STDIN_FILENO; number <= STDERR_FILENO; ++number) {
    if (fcntl(number, F_GETFD) < 0) {
      [[maybe_unused]] const int filled = open("/dev/null", modes[number]);
    }
  }
}

}  // namespace

Console::Console() {
  fill_standard_descriptors();
  terminal_ = isatty(STDERR_FILENO) != 0 && knows_control_sequences();
  colour_ = terminal_ && colour_is_wanted();
  results_ = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
  dup2(STDERR_FILENO, STDOUT_FILENO);
}

bool Console::result_is_terminal() const { return results_ >= 0 && isatty(results_); }

bool Console::result_in_colour() const { return result_is_terminal() && colour_is_wanted(); }

void Console::print(Level level, std::string_view text) {
  if (level < level_) return;
  const Prefix words = prefix(level);
  std::string line = colour_ ? words.coloured : words.plain;
  line.append(lines_of(text)).append("\n");
  write(line);
}

// The status line makes place and comes again below.
void Console::write(std::string_view text) {
  const std::lock_guard lock(mutex_);
  if (status_.empty()) {
    host::write_all(STDERR_FILENO, text);
  } else {
    host::write_all(STDERR_FILENO, std::string(clear_line).append(text).append(status_));
  }
}

void Console::wipe_status() {
  if (!status_is_shown) return;
  [[maybe_unused]] const ssize_t done =
      ::write(STDERR_FILENO, clear_line.data(), clear_line.size());
}

void Console::set_status(std::string text) {
  if (!shows_status()) return;
  const std::lock_guard lock(mutex_);
  if (text == status_) return;
  status_ = std::move(text);
  status_is_shown = !status_.empty();
  host::write_all(STDERR_FILENO, std::string(clear_line).append(status_));
}

size_t Console::width() const {
  winsize size{};
  const bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : 80;
}

void Console::block(std::string_view text) {
  if (level_ != Level::nothing) write(text);
}

void Console::result(std::string_view text) {
  const std::lock_guard lock(mutex_);
  const std::string problem = host::write_all(results_, text);
  if (!problem.empty()) throw OutputError("standard output: " + problem);
}

}  // namespace pipeline::cli
