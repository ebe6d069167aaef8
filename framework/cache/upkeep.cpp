// SPDX-License-Identifier: Apache-2.0
#include "framework/cache/upkeep.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "framework/cache/folder.hpp"
#include "framework/host/new_file.hpp"

namespace pipeline::cache {

namespace {

namespace fs = std::filesystem;

constexpr time_t abandoned_seconds = 3600;
constexpr uint64_t block = 4096;  // what the smallest file takes

struct Entry {
  std::pair<time_t, long> used;
  std::string file;
  uint64_t bytes;
  bool operator<(const Entry& other) const {
    return std::tie(used, file) < std::tie(other.used, other.file);
  }
};

// What vanishes meanwhile is not there.
std::vector<Entry> entries_of(const fs::path& folder) {
  std::vector<Entry> entries;
  std::error_code none;
  for (fs::directory_iterator part(folder, none), end; !none && part != end; part.increment(none)) {
    std::error_code gone;
    for (fs::directory_iterator file(part->path(), gone); !gone && file != end;
         file.increment(gone)) {
      const fs::path& path = file->path();
      const bool temporary = path.filename().string().starts_with(host::NewFile::temporary_prefix);
      if (!temporary && !is_step_file(path) && !is_record_file(path)) continue;
      struct stat info {};
      if (lstat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) continue;
      if (temporary) {
        if (info.st_mtime < std::time(nullptr) - abandoned_seconds) unlink(path.c_str());
        continue;
      }
      const auto size = static_cast<uint64_t>(info.st_size);
      entries.push_back({{info.st_mtim.tv_sec, info.st_mtim.tv_nsec},
                         path.native(),
                         (size + block - 1) / block * block});
    }
  }
  return entries;
}

}  // namespace

Upkeep::Upkeep(fs::path folder, uint64_t most_bytes)
    : folder_(std::move(folder)), most_(most_bytes) {}

void Upkeep::added(uint64_t bytes) {
  const uint64_t rounded = (bytes + block - 1) / block * block;
  const uint64_t since = since_.fetch_add(rounded) + rounded;
  if (looked_ && since <= most_ / 16 && there_ + since <= most_) return;
  const std::unique_lock lock(mutex_, std::try_to_lock);
  if (lock) look();
}

void Upkeep::look() {
  since_ = 0;
  std::vector<Entry> entries = entries_of(folder_);
  uint64_t all = 0;
  for (const Entry& entry : entries) all += entry.bytes;
  if (all > most_) {
    std::sort(entries.begin(), entries.end());
    for (const Entry& entry : entries) {
      if (all <= most_ - most_ / 8) break;
      unlink(entry.file.c_str());
      all -= entry.bytes;
    }
  }
  there_ = all;
  looked_ = true;
}

}  // namespace pipeline::cache
