// SPDX-License-Identifier: Apache-2.0
#include "framework/graph/output_path.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "framework/graph/fields.hpp"
#include "framework/graph/grammar.hpp"
#include "framework/graph/utf8.hpp"

namespace pipeline::graph {

namespace {

constexpr std::pair<std::string_view, const char*> extensions[] = {
    {"image/svg+xml", ".svg"}, {"application/json", ".json"}, {"image/png", ".png"},
    {"image/jpeg", ".jpg"},    {"image/webp", ".webp"},       {"image/tiff", ".tif"},
    {"text/plain", ".txt"},    {"text/html", ".html"},        {"application/pdf", ".pdf"}};

bool check_placeholders(const std::string& path, const Mark& mark, Diagnostics& diagnostics) {
  for (size_t at = path.find('{'); at != std::string::npos; at = path.find('{', at + 1)) {
    const size_t end = path.find('}', at);
    if (end == std::string::npos) {
      diagnostics.error(mark, "a placeholder in the path is not closed", {.fix = "add a '}'"});
      return false;
    }
    const std::string word = path.substr(at + 1, end - at - 1);
    if (std::find(placeholders.begin(), placeholders.end(), word) != placeholders.end()) continue;
    report_unknown(diagnostics, mark, "there is no placeholder " + in_quotes("{" + word + "}"),
                   word, placeholders, "write one of these, or remove the braces");
    return false;
  }
  return true;
}

}  // namespace

std::string extension_of(const char* media_type) {
  for (const auto& [type, extension] : extensions) {
    if (media_type && type == media_type) return extension;
  }
  return ".bin";
}

std::string extension_of_path(std::string_view path) {
  std::string extension = std::filesystem::path(path).extension().string();
  if (!extension.empty()) extension.erase(0, 1);
  std::transform(extension.begin(), extension.end(), extension.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return extension;
}

bool check_path(const std::string& path, const Mark& mark, bool from_graph,
                Diagnostics& diagnostics) {
  const std::filesystem::path parts(path);
  const bool climbs = std::find(parts.begin(), parts.end(), "..") != parts.end();
  if (from_graph && (parts.is_absolute() || climbs)) {
    diagnostics.error(mark, "an output of a graph stays in the current folder",
                      {.expected = "a relative path without '..'",
                       .found = in_quotes(path),
                       .fix = "only -o on the command line goes elsewhere"});
    return false;
  }
  if (path.empty() || path.back() == '/' || path.find('\0') != std::string::npos) {
    diagnostics.error(mark, "the path " + in_quotes(path) + " names no file",
                      {.fix = "add a file name, such as {stem}.png"});
    return false;
  }
  return check_placeholders(path, mark, diagnostics);
}

}  // namespace pipeline::graph
