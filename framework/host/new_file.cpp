// SPDX-License-Identifier: Apache-2.0
#include "framework/host/new_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <vector>

namespace pipeline::host {

namespace {

namespace fs = std::filesystem;

// A name beside `file` that no other write has, of this process or another.
std::string temporary_name(const fs::path& file) {
  static std::atomic<unsigned> number{0};
  const std::string name = std::string(NewFile::temporary_prefix) + std::to_string(getpid()) + "-" +
                           std::to_string(number++);
  return (file.parent_path() / name).string();
}

std::string copy(const OpenFile& from, const OpenFile& to) {
  std::vector<char> part(size_t{1} << 20);
  if (lseek(from.number(), 0, SEEK_SET) != 0) return because("cannot be written");
  for (;;) {
    const ssize_t n = read_some(from.number(), part.data(), part.size());
    if (n < 0) return because("cannot be written");
    if (n == 0) return "";
    std::string problem = write_all(to.number(), {part.data(), static_cast<size_t>(n)});
    if (!problem.empty()) return problem;
  }
}

}  // namespace

NewFile::NewFile(fs::path file) : file_(std::move(file)) {
  const fs::path folder = file_.has_parent_path() ? file_.parent_path() : fs::path(".");
  out_.emplace(folder, O_RDWR | O_TMPFILE);
  if (out_->good()) return;
  if (errno == EOPNOTSUPP || errno == EISDIR) {
    begin_named();
  } else {
    problem_ = because("cannot be created");
  }
}

NewFile::~NewFile() {
  if (!temporary_.empty()) unlink(temporary_.c_str());
}

void NewFile::begin_named() {
  std::string name = temporary_name(file_);
  out_.emplace(name, O_RDWR | O_CREAT | O_EXCL);
  if (!out_->good()) {
    problem_ = because("cannot be created");
  } else {
    temporary_ = std::move(name);
  }
}

std::string NewFile::write(std::string_view bytes) {
  if (problem_.empty()) problem_ = write_all(out_->number(), bytes);
  return problem_;
}

std::string NewFile::commit() {
  if (problem_.empty()) problem_ = finish();
  return problem_;
}

std::string NewFile::finish() {
  if (temporary_.empty()) return finish_nameless();
  if (std::string problem = out_->close(); !problem.empty()) return problem;
  std::string problem = replace(temporary_);
  temporary_.clear();
  return problem;
}

std::string NewFile::finish_nameless() {
  if (give_name(file_)) return "";
  if (errno == ENOENT) return finish_by_copy();  // no /proc here
  if (errno != EEXIST) return because("cannot be created");
  const std::string temporary = temporary_name(file_);
  return give_name(temporary) ? replace(temporary) : because("cannot be created");
}

std::string NewFile::finish_by_copy() {
  const OpenFile nameless = std::move(*out_);
  begin_named();
  if (problem_.empty()) problem_ = copy(nameless, *out_);
  return problem_.empty() ? finish() : problem_;
}

std::string NewFile::replace(const std::string& temporary) const {
  if (rename(temporary.c_str(), file_.c_str()) == 0) return "";
  std::string problem = because("cannot be replaced");
  unlink(temporary.c_str());
  return problem;
}

bool NewFile::give_name(const fs::path& name) const {
  const std::string self = "/proc/self/fd/" + std::to_string(out_->number());
  return linkat(AT_FDCWD, self.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) == 0;
}

}  // namespace pipeline::host
