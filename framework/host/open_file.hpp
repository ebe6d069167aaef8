// SPDX-License-Identifier: Apache-2.0
// A file descriptor that closes with its scope, and whole reads and writes.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <string_view>

namespace pipeline::host {

class OpenFile {
 public:
  // flags: as open()'s. A signal is no reason not to wait for the other end of a pipe.
  OpenFile(const std::filesystem::path& file, int flags);
  ~OpenFile();
  OpenFile(OpenFile&& other) noexcept;

  bool good() const { return number_ >= 0; }  // else errno says why not
  int number() const { return number_; }
  // Some file systems say only now that there was no room. An empty string or the reason.
  std::string close();

 private:
  int number_ = -1;
};

// Reads up to `size` bytes; 0 at the end, -1 on error. [any thread]
ssize_t read_some(int descriptor, void* to, size_t size);

// Reads until `size` bytes are there or no more come; how many, -1 on error. [any thread]
ssize_t read_all(int descriptor, void* to, size_t size);

// Writes all to a descriptor; an empty string or the reason. [any thread]
std::string write_all(int descriptor, std::string_view bytes);

// "cannot be read: No such file or directory", by errno.
std::string because(const std::string& what);

}  // namespace pipeline::host
