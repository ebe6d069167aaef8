// SPDX-License-Identifier: Apache-2.0
#include "framework/run/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

#include "framework/host/system_memory.hpp"

namespace pipeline::run {

namespace {

namespace fs = std::filesystem;

constexpr size_t MiB = size_t{1} << 20, GiB = size_t{1} << 30;

// Of one input, however much memory there is. A stream may never end.
constexpr size_t max_file_bytes = 4 * GiB, max_stream_bytes = GiB;

size_t limited(size_t most) {
  static const size_t half = host::available_memory() / 2;
  return std::min(most, half);
}
constexpr char media_type[] = "application/octet-stream";

std::string because(const std::string& what) { return what + ": " + std::strerror(errno); }

// Closes with its scope.
class Descriptor {
 public:
  // A signal is no reason not to wait for the other end of a pipe.
  Descriptor(const fs::path& file, int flags) {
    do {
      number_ = open(file.c_str(), flags | O_CLOEXEC, 0666);
    } while (number_ < 0 && errno == EINTR);
  }
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;

  bool good() const { return number_ >= 0; }
  int number() const { return number_; }
  // Some file systems say only now that there was no room. An empty string or the reason.
  std::string close() {
    const int result = ::close(std::exchange(number_, -1));
    return result == 0 || errno == EINTR ? "" : because("cannot be written");
  }

 private:
  int number_ = -1;
};

// Reads up to `size` bytes; -1 on error.
ssize_t read_some(int fd, char* to, size_t size) {
  for (;;) {
    const ssize_t n = read(fd, to, size);
    if (n >= 0 || errno != EINTR) return n;
  }
}

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
    const ssize_t n = read_some(fd, parts.back().get() + at, part_bytes - at);
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
  size_t used = 0;
  while (used < size) {
    const ssize_t n = read_some(fd, static_cast<char*>(buffer->data()) + used, size - used);
    if (n < 0) return because("cannot be read");
    if (n == 0) break;
    used += static_cast<size_t>(n);
  }
  return host::Value::bytes(buffer, used, media_type);
}

std::string write_directly(const fs::path& file, std::string_view bytes) {
  Descriptor out(file, O_WRONLY);
  if (!out.good()) return because("cannot be opened for writing");
  std::string problem = write_all(out.number(), bytes);
  return problem.empty() ? out.close() : problem;
}

// A name beside `file` that no other write has, of this process or another.
std::string temporary_name(const fs::path& file) {
  static std::atomic<unsigned> number{0};
  const std::string name = ".pipeline-" + std::to_string(getpid()) + "-" + std::to_string(number++);
  return (file.parent_path() / name).string();
}

std::string replace(const std::string& temporary, const fs::path& file) {
  if (rename(temporary.c_str(), file.c_str()) == 0) return "";
  std::string problem = because("cannot be replaced");
  unlink(temporary.c_str());
  return problem;
}

// For file systems without O_TMPFILE.
std::string write_named(const fs::path& file, std::string_view bytes) {
  const std::string temporary = temporary_name(file);
  Descriptor out(temporary, O_WRONLY | O_CREAT | O_EXCL);
  if (!out.good()) return because("cannot be created");
  std::string problem = write_all(out.number(), bytes);
  if (problem.empty()) problem = out.close();
  if (problem.empty()) return replace(temporary, file);
  unlink(temporary.c_str());
  return problem;
}

// A name for what has none; false: errno says why not.
bool give_name(const Descriptor& out, const fs::path& name) {
  const std::string self = "/proc/self/fd/" + std::to_string(out.number());
  return linkat(AT_FDCWD, self.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) == 0;
}

// The bytes have no name until they are complete, so that a process that is killed leaves nothing
// behind. Only what takes the place of a file has another name for a moment.
std::string write_and_rename(const fs::path& file, std::string_view bytes) {
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  const Descriptor out(folder, O_WRONLY | O_TMPFILE);
  if (!out.good() && (errno == EOPNOTSUPP || errno == EISDIR)) return write_named(file, bytes);
  if (!out.good()) return because("cannot be created");
  if (std::string problem = write_all(out.number(), bytes); !problem.empty()) return problem;
  if (give_name(out, file)) return "";
  if (errno == ENOENT) return write_named(file, bytes);  // no /proc here
  if (errno != EEXIST) return because("cannot be created");
  const std::string temporary = temporary_name(file);
  return give_name(out, temporary) ? replace(temporary, file) : because("cannot be created");
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
  const Descriptor in(file, O_RDONLY);
  if (!in.good()) return because("cannot be opened");
  struct stat info {};
  if (fstat(in.number(), &info) != 0) return because("cannot be read");
  if (S_ISDIR(info.st_mode)) return std::string("is a folder, not a file");
  if (S_ISREG(info.st_mode) && info.st_size > 0) {
    return read_regular(in.number(), static_cast<size_t>(info.st_size), memory, account);
  }
  return read_stream(in.number(), memory, account);
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

std::string write_file(const fs::path& file, std::string_view bytes) {
  return is_special(file) ? write_directly(file, bytes)
                          : write_and_rename(end_of_links(file), bytes);
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
