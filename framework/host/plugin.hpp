// SPDX-License-Identifier: Apache-2.0
// One plugin library: loaded, of a version this host speaks, and sound in what it declares.
#pragma once

#include <pipeline/abi.h>

#include <filesystem>
#include <stdexcept>
#include <string>

namespace pipeline::host {

// what() is one line: the file (if any), the reason, what to do.
class LoadError : public std::runtime_error {
 public:
  LoadError(const std::filesystem::path& file, std::string reason, std::string fix,
            std::string missing = {});

  bool of_a_file() const { return of_a_file_; }  // else it was not found
  const std::string& reason() const { return reason_; }
  std::string told() const;  // file and reason, without the fix
  const std::string& fix() const { return fix_; }
  // A shared library that the file needs and that is not there, or empty.
  const std::string& missing() const { return missing_; }

 private:
  bool of_a_file_;
  std::string reason_, fix_, missing_;
};

// Loads <id>.so and returns what it declares, which lives until the process ends: a library is
// never unloaded, because its code, thread-locals and constants may still be in use. Throws
// LoadError. [one thread at a time]
const pipeline_plugin& load_plugin(const std::filesystem::path& file);

}  // namespace pipeline::host
