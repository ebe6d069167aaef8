// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/common/sources.hpp"

#include <glob.h>

#include <algorithm>
#include <filesystem>

#include "framework/cli/command.hpp"
#include "framework/graph/utf8.hpp"
#include "framework/host/buffer.hpp"
#include "framework/run/files.hpp"

namespace pipeline::cli {

namespace {

namespace fs = std::filesystem;

// Of a folder's files only these are meant: beside pictures lie lists, thumbnails' data and notes.
constexpr std::string_view image_extensions[] = {
    ".png", ".jpg", ".jpeg", ".webp", ".tif",  ".tiff", ".pnm", ".pbm", ".pgm", ".ppm",
    ".pam", ".bmp", ".gif",  ".avif", ".heic", ".jxl",  ".qoi", ".tga", ".hdr", ".exr"};

// Some editors put it at the start of a list.
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_image_file(const fs::directory_entry& entry) {
  std::error_code none;
  const bool hidden = entry.path().filename().native().starts_with('.');
  return !hidden && entry.is_regular_file(none) && has_image_name(entry.path());
}

void add_folder(const fs::path& folder, std::vector<std::string>& files) {
  std::vector<std::string> found;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (is_image_file(*at)) found.push_back(at->path().string());
  }
  if (error)
    throw UsageError("the folder " + graph::printable(folder.string()) +
                     " cannot be read: " + error.message());
  if (found.empty()) {
    throw UsageError(
        "the folder " + folder.string() +
        " has no image files right in it; for others use a pattern in quotes, such as '" +
        (folder / "*").string() + "', or --files-from");
  }
  std::sort(found.begin(), found.end());
  files.insert(files.end(), found.begin(), found.end());
}

void add_pattern(const std::string& pattern, std::vector<std::string>& files) {
  glob_t found{};
  const int status = glob(pattern.c_str(), 0, nullptr, &found);
  for (size_t i = 0; i < found.gl_pathc; ++i) files.emplace_back(found.gl_pathv[i]);
  globfree(&found);
  if (status != 0) throw UsageError("no file fits the pattern " + graph::in_quotes(pattern));
}

}  // namespace

bool has_image_name(const fs::path& file) {
  std::string extension = file.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return std::count(std::begin(image_extensions), std::end(image_extensions), extension) > 0;
}

std::vector<std::string> image_files(const std::vector<std::string>& words) {
  std::vector<std::string> files;
  for (const std::string& word : words) {
    std::error_code none;
    const bool exists = fs::exists(fs::symlink_status(word, none));
    if (fs::is_directory(word, none)) {
      add_folder(word, files);
    } else if (!exists && word.find_first_of("*?[") != std::string::npos) {
      add_pattern(word, files);
    } else {
      files.push_back(word);
    }
  }
  return files;
}

std::vector<std::string> listed_files(const std::string& list) {
  host::Memory memory;
  const auto read = run::read_file(list, memory);
  if (const auto* problem = std::get_if<std::string>(&read)) {
    throw UsageError("--files-from " + list + ": " + *problem);
  }
  std::string_view text = std::get<host::Value>(read).bytes().value_or(std::string_view());
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  const char separator = text.find('\0') == std::string_view::npos ? '\n' : '\0';
  std::vector<std::string> files;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find(separator, at), text.size());
    std::string_view name = text.substr(at, end - at);
    if (separator == '\n' && name.ends_with('\r')) name.remove_suffix(1);
    if (!name.empty()) files.emplace_back(name);
    at = end + 1;
  }
  if (files.empty()) throw UsageError("--files-from " + list + ": it names no file");
  return files;
}

}  // namespace pipeline::cli
