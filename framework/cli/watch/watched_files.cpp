// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/watch/watched_files.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <sstream>

#include "framework/cli/command.hpp"
#include "framework/cli/common/sources.hpp"

namespace pipeline::cli {

namespace {

namespace fs = std::filesystem;

constexpr char absent[] = "absent";
constexpr size_t most_entries = 10'000;  // of a folder of models

std::string text_of(const struct stat& facts) {
  return std::to_string(facts.st_ino) + " " + std::to_string(facts.st_size) + " " +
         std::to_string(facts.st_mtim.tv_sec) + "." + std::to_string(facts.st_mtim.tv_nsec);
}

std::string state_of_folder(const fs::path& folder) {
  std::set<std::string> entries;
  std::error_code error;
  for (fs::recursive_directory_iterator at(folder, error), end;
       !error && at != end && entries.size() < most_entries; at.increment(error)) {
    struct stat facts {};
    if (stat(at->path().c_str(), &facts) != 0 || S_ISDIR(facts.st_mode)) continue;
    entries.insert(at->path().string() + " " + text_of(facts) + "\n");
  }
  std::string text;
  for (const std::string& entry : entries) text += entry;
  return text;
}

std::string state_of(WatchedFiles::Kind kind, const std::string& name) {
  return kind == WatchedFiles::Kind::file ? state_of_file(name) : state_of_images(name);
}

std::string plain(const std::string& file) { return fs::path(file).lexically_normal().string(); }

}  // namespace

std::string state_of_file(const fs::path& file) {
  struct stat facts {};
  if (stat(file.c_str(), &facts) != 0) return absent;
  if (S_ISDIR(facts.st_mode)) return state_of_folder(file);
  return S_ISREG(facts.st_mode) ? text_of(facts) : "";
}

std::string state_of_images(const std::string& word) {
  std::string text;
  try {
    for (const std::string& file : image_files({word})) text += file + "\n";
  } catch (const UsageError&) {
    return "none";
  }
  return text;
}

void WatchedFiles::begin_run() {
  outputs_.clear();
  for (auto& [name, watched] : watched_) {
    watched.state = state_of(watched.kind, name);
    watched.named = false;
  }
}

void WatchedFiles::add(Kind kind, const std::string& name, const std::string& state) {
  watched_.insert_or_assign(name, Watched{kind, state, true});
}

void WatchedFiles::add_output(const std::string& file) { outputs_.insert(plain(file)); }

void WatchedFiles::is_complete() {
  std::erase_if(watched_, [](const auto& entry) { return !entry.second.named; });
}

size_t WatchedFiles::present() const {
  return static_cast<size_t>(std::count_if(watched_.begin(), watched_.end(), [](const auto& entry) {
    return entry.second.state != absent;
  }));
}

std::string WatchedFiles::without_outputs(const std::string& images) const {
  std::istringstream lines(images);
  std::string text;
  for (std::string line; std::getline(lines, line);) {
    if (!outputs_.count(plain(line))) text += line + "\n";
  }
  return text;
}

std::string WatchedFiles::states() const {
  std::string text;
  for (const auto& [name, watched] : watched_) text += state_of(watched.kind, name) + "\n";
  return text;
}

std::vector<std::string> WatchedFiles::changed() const {
  std::vector<std::string> names;
  for (const auto& [name, watched] : watched_) {
    const std::string now = state_of(watched.kind, name);
    const bool same =
        now == watched.state ||
        (watched.kind == Kind::images && without_outputs(now) == without_outputs(watched.state));
    if (!same) names.push_back(name);
  }
  return names;
}

}  // namespace pipeline::cli
