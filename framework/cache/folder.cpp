// SPDX-License-Identifier: Apache-2.0
#include "framework/cache/folder.hpp"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string_view>

#include "framework/host/new_file.hpp"

namespace pipeline::cache {

namespace {

namespace fs = std::filesystem;

constexpr const char tag_name[] = "CACHEDIR.TAG";
constexpr std::string_view tag =
    "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# Results of stages, kept by `pipeline --cache`. May be deleted at any time.\n";

bool is_hexadecimal(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_key(std::string_view text) { return text.size() == 32 && is_hexadecimal(text); }

bool has_tag(const fs::path& folder) {
  std::ifstream in(folder / tag_name, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  return text == tag;
}

bool is_ours(const fs::path& entry) {
  const std::string name = entry.filename().string();
  return name == "last" || (name.size() == 2 && is_hexadecimal(name)) ||
         name.starts_with(host::NewFile::temporary_prefix);
}

}  // namespace

fs::path step_file(const fs::path& folder, const Key& key) {
  const std::string text = text_of(key);
  return folder / text.substr(0, 2) / (text + ".step");
}

fs::path record_file(const fs::path& folder, const Key& key) {
  return folder / "last" / (text_of(key) + ".txt");
}

bool is_step_file(const fs::path& file) {
  const std::string stem = file.stem().string();
  return file.extension() == ".step" && is_key(stem) &&
         file.parent_path().filename() == stem.substr(0, 2);
}

bool is_record_file(const fs::path& file) {
  return file.extension() == ".txt" && is_key(file.stem().string()) &&
         file.parent_path().filename() == "last";
}

void check_folder(const fs::path& folder) {
  std::error_code none;
  if (!fs::exists(folder, none)) return;
  if (!fs::is_directory(folder, none)) throw std::runtime_error("is a file: expected a folder");
  if (has_tag(folder)) return;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    if (is_ours(entry->path())) continue;
    throw std::runtime_error("is not empty and no cache: name a folder that is one of these");
  }
  if (error) throw std::runtime_error("cannot be read: " + error.message());
}

void make_folder(const fs::path& folder) {
  check_folder(folder);
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw std::runtime_error("cannot be made: " + error.message());
  if (access(folder.c_str(), R_OK | W_OK | X_OK) != 0) {
    throw std::runtime_error(host::because("cannot be written to"));
  }
  if (has_tag(folder)) return;
  host::NewFile file(folder / tag_name);
  file.write(tag);
  if (const std::string problem = file.commit(); !problem.empty()) {
    throw std::runtime_error(std::string(tag_name) + " " + problem);
  }
}

}  // namespace pipeline::cache
