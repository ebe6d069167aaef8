// SPDX-License-Identifier: Apache-2.0
// What a person reads: all messages on standard error; standard output carries results only.
#pragma once

#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>

namespace pipeline::cli {

enum class Level { debug, info, warning, error, nothing };

enum ExitCode : int {
  exit_ok = 0,
  exit_some_failed = 1,
  exit_usage = 2,
  exit_internal = 3,
  exit_worse = 4,  // than what it was held against
  exit_interrupted = 130,
  exit_terminated = 143
};

// What was asked for was made and could not be handed over; what() says where and why.
class OutputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Whole lines, from any thread, without control characters. Colours on a terminal unless NO_COLOR
// is set.
class Console {
 public:
  // Takes standard output for results and points descriptor 1 at standard error, so that a plugin
  // that prints spoils no result. Once, before anything else.
  Console();

  void set_level(Level level) { level_ = level; }
  Level level() const { return level_; }

  void debug(std::string_view text) { print(Level::debug, text); }
  void info(std::string_view text) { print(Level::info, text); }
  void warning(std::string_view text) { print(Level::warning, text); }
  void error(std::string_view text) { print(Level::error, text); }
  // Text that is laid out already, on standard error at any level but nothing.
  void block(std::string_view text);

  // A line that stays below all others until it is replaced; "" removes it. On a terminal only.
  void set_status(std::string text);
  // Takes the line off the terminal of a process that ends now. [async-signal-safe]
  static void wipe_status();
  bool shows_status() const { return terminal_ && level_ <= Level::info; }
  // Columns of the terminal.
  size_t width() const;

  // Results, on what was standard output. Throws OutputError.
  void result(std::string_view text);
  int result_descriptor() const { return results_; }
  bool result_is_terminal() const;
  bool result_in_colour() const;  // on a terminal, unless NO_COLOR is set

 private:
  void print(Level level, std::string_view text);
  void write(std::string_view text);

  std::mutex mutex_;
  Level level_ = Level::info;
  int results_;
  bool terminal_, colour_;
  std::string status_;
};

}  // namespace pipeline::cli
