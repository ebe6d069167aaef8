// SPDX-License-Identifier: Apache-2.0
#include "framework/host/open_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace pipeline::host {

OpenFile::OpenFile(const std::filesystem::path& file, int flags) {
  do {
    number_ = open(file.c_str(), flags | O_CLOEXEC, 0666);
  } while (number_ < 0 && errno == EINTR);
}

OpenFile::OpenFile(OpenFile&& other) noexcept : number_(std::exchange(other.number_, -1)) {}

OpenFile::~OpenFile() {
  if (number_ >= 0) ::close(number_);
}

std::string OpenFile::close() {
  const int result = ::close(std::exchange(number_, -1));
  return result == 0 || errno == EINTR ? "" : because("cannot be written");
}

ssize_t read_some(int descriptor, void* to, size_t size) {
  for (;;) {
    const ssize_t n = read(descriptor, to, size);
    if (n >= 0 || errno != EINTR) return n;
  }
}

ssize_t read_all(int descriptor, void* to, size_t size) {
  size_t used = 0;
  while (used < size) {
    const ssize_t n = read_some(descriptor, static_cast<char*>(to) + used, size - used);
    if (n < 0) return n;
    if (n == 0) break;
    used += static_cast<size_t>(n);
  }
  return static_cast<ssize_t>(used);
}

std::string write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = write(descriptor, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return because("cannot be written");
    bytes.remove_prefix(static_cast<size_t>(n));
  }
  return "";
}

std::string because(const std::string& what) { return what + ": " + std::strerror(errno); }

}  // namespace pipeline::host
