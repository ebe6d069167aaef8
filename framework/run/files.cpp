// SPDX-License-Identifier: Apache-2.0
#include "framework/run/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <vector>

#include "framework/host/new_file.hpp"
#include "framework/host/system_memory.hpp"

namespace pipeline::run {

namespace {

namespace fs = std::filesystem;
using host::because, host::OpenFile;

constexpr size_t MiB = size_t{1} << 20, GiB = size_t{1} << 30;

// Of one input, however much memory there is. A stream may never end.
constexpr size_t max_file_bytes = 4 * GiB, max_stream_bytes = GiB;

size_t limited(size_t most) {
  static const size_t half = host::available_memory() / 2;
  return std::min(most, half);
}
constexpr char media_type[] = "application/octet-stream";

// A source that does not tell its size. Its parts are freed as they are put together.
std::variant<host::Value, std::string> read_stream(int fd, host::Memory& memory,
                                                   host::Account* account) {
  constexpr size_t part_bytes = MiB;
  const size_t most = limited(max_stream_bytes);
  std::vector<std::unique_ptr<char[]>> parts;
  size_t used = 0;
  for (;;) {
    if (used > most) {
      return "gives more than " + std::to_string(most / MiB) +
             " MiB: write it to a file and name that";
    }
    const size_t at = used % part_bytes;
    if (at == 0) parts.push_back(std::make_unique_for_overwrite<char[]>(part_bytes));
    const ssize_t n = host::read_some(fd, parts.back().get() + at, part_bytes - at);
    if (n < 0) return because("cannot be read");
    if (n == 0) break;
    used += static_cast<size_t>(n);
  }
  const host::BufferRef buffer = memory.allocate(used, account);
  if (!buffer) return std::string("out of memory");
  char* to = static_cast<char*>(buffer->data());
  for (size_t i = 0; i * part_bytes < used; ++i) {
    std::memcpy(to + i * part_bytes, parts[i].get(), std::min(part_bytes, used - i * part_bytes));
    parts[i].reset();
  }
  return host::Value::bytes(buffer, used, media_type);
}

std::variant<host::Value, std::string> read_regular(int fd, size_t size, host::Memory& memory,
                                                    host::Account* account) {
  if (const size_t most = limited(max_file_bytes); size > most) {
    return "has " + std::to_string(size / MiB) + " MiB: an input may have at most " +
           std::to_string(most / MiB) + " here";
  }
  const host::BufferRef buffer = memory.allocate(size, account);
  if (!buffer) return "no memory for its " + std::to_string(size) + " bytes";
  const ssize_t used = host::read_all(fd, buffer->data(), size);
  if (used < 0) return because("cannot be read");
  return host::Value::bytes(buffer, static_cast<size_t>(used), media_type);
}

std::string write_directly(const fs::path& file, std::string_view bytes) {
  OpenFile out(file, O_WRONLY);
  if (!out.good()) return because("cannot be opened for writing");
  std::string problem = host::write_all(out.number(), bytes);
  return problem.empty() ? out.close() : problem;
}

// Where a link leads, be something there or not.
fs::path end_of_links(fs::path file) {
  constexpr int most_links = 40;  // as many as the system follows
  std::error_code error;
  for (int i = 0; i < most_links && fs::is_symlink(fs::symlink_status(file, error)); ++i) {
    const fs::path next = fs::read_symlink(file, error);
    if (error) break;
    file = file.parent_path() / next;  // which is `next` if that is absolute
  }
  return file;
}

}  // namespace

std::variant<host::Value, std::string> read_file(const fs::path& file, host::Memory& memory,
                                                 host::Account* account) {
  if (file == "-") return read_stream(STDIN_FILENO, memory, account);
  const OpenFile in(file, O_RDONLY);
  if (!in.good()) return because("cannot be opened");
  struct stat info {};
  if (fstat(in.number(), &info) != 0) return because("cannot be read");
  if (S_ISDIR(info.st_mode)) return std::string("is a folder, not a file");
  if (S_ISREG(info.st_mode) && info.st_size > 0) {
    return read_regular(in.number(), static_cast<size_t>(info.st_size), memory, account);
  }
  return read_stream(in.number(), memory, account);
}

std::string write_file(const fs::path& file, std::string_view bytes) {
  if (is_special(file)) return write_directly(file, bytes);
  host::NewFile out(end_of_links(file));
  out.write(bytes);
  return out.commit();
}

bool is_special(const fs::path& file) {
  struct stat info {};
  return stat(file.c_str(), &info) == 0 && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode);
}

std::string why_not_writable(const fs::path& file) {
  if (is_special(file)) return "";
  std::error_code none;
  if (fs::is_directory(file, none)) return "is a folder, not a file";
  const fs::path folder = end_of_links(file).parent_path();
  if (access(folder.empty() ? "." : folder.c_str(), W_OK | X_OK) == 0) return "";
  return because("the folder " + (folder.empty() ? "." : folder.string()) +
                 " cannot be written to");
}

}  // namespace pipeline::run
