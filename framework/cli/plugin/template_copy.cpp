// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/plugin/template_copy.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <map>
#include <sstream>

#include "framework/cli/common/console.hpp"
#include "framework/graph/utf8.hpp"

namespace pipeline::cli {

namespace {

namespace fs = std::filesystem;

using Words = std::vector<std::pair<std::string, std::string>>;

// edge_blur: EdgeBlur
std::string class_name(const std::string& stage) {
  std::string name;
  bool upper = true;
  for (const char c : stage) {
    if (c != '_') name += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    upper = c == '_';
  }
  return name;
}

// In one pass, so that no word is looked for in what has been put in.
std::string with_words(const std::string& text, const Words& words) {
  std::string result;
  for (size_t at = 0; at < text.size();) {
    size_t taken = 0;
    for (const auto& [from, to] : words) {
      if (text.compare(at, from.size(), from) != 0) continue;
      result += to;
      taken = from.size();
      break;
    }
    if (!taken) result += text[at];
    at += taken ? taken : 1;
  }
  return result;
}

[[noreturn]] void fail(const fs::path& path, const std::string& what, const std::string& fix = "") {
  throw OutputError(graph::printable(path.string()) + ": " + what + ": " + std::strerror(errno) +
                    fix);
}

std::string read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream bytes;
  if (!in || !(bytes << in.rdbuf())) fail(file, "cannot be read");
  return bytes.str();
}

void write(const fs::path& file, const std::string& bytes) {
  std::error_code none;
  fs::create_directories(file.parent_path(), none);
  std::ofstream out(file, std::ios::binary);
  out << bytes;
  out.close();
  if (!out) fail(file, "cannot be written");
}

// Where each file goes to, relative: where it comes from.
std::map<std::string, fs::path> plan(const std::vector<fs::path>& from, const Words& words) {
  std::map<std::string, fs::path> files;
  for (const fs::path& folder : from) {
    std::error_code problem;
    fs::recursive_directory_iterator entries(folder, problem);
    if (problem) {
      errno = problem.value();
      fail(folder, "cannot be read");
    }
    for (const auto& entry : entries) {
      if (!entry.is_regular_file()) continue;
      files[with_words(entry.path().lexically_relative(folder).string(), words)] = entry.path();
    }
  }
  return files;
}

}  // namespace

std::vector<std::string> copy_template(const std::vector<fs::path>& from, const fs::path& to,
                                       const StageId& id) {
  const Words words{
      {"acme", id.plugin}, {"posterize", id.stage}, {"Posterize", class_name(id.stage)}};
  const auto files = plan(from, words);
  std::error_code problem;
  if (!fs::create_directory(to, problem)) {
    errno = problem ? problem.value() : EEXIST;
    fail(to, "the folder cannot be made", "; name one elsewhere with -o");
  }
  std::vector<std::string> names;
  try {
    for (const auto& [name, file] : files) {
      const std::string bytes = read(file);
      const bool is_text = graph::first_bad_byte(bytes) == std::string::npos;
      write(to / name, is_text ? with_words(bytes, words) : bytes);
      names.push_back(name);
    }
  } catch (...) {
    fs::remove_all(to, problem);
    throw;
  }
  return names;
}

}  // namespace pipeline::cli
