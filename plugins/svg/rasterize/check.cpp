// SPDX-License-Identifier: Apache-2.0
#include "plugins/svg/rasterize/check.hpp"

#include <pipeline/error.hpp>

#include <algorithm>
#include <array>
#include <string>

namespace pipeline::svg {

namespace {

// What one element can make of much: repeats, references that nest, layers, files, fonts, rules.
constexpr std::array<std::string_view, 13> costly{
    "use",   "pattern", "mask",  "marker", "clipPath", "filter", "image",
    "style", "text",    "tspan", "tref",   "include",  "switch"};

[[noreturn]] void refuse(const std::string& text) { throw Error(PIPELINE_BAD_ARGUMENT, text); }

// The position behind `end`, from `at` on; the document's end where there is none.
size_t behind(std::string_view document, size_t at, std::string_view end) {
  const size_t found = document.find(end, at);
  return found == document.npos ? document.size() : found + end.size();
}

// Behind the '>' of a declaration that begins at `at`; quoted text may contain one.
size_t behind_declaration(std::string_view document, size_t at) {
  for (; at < document.size(); ++at) {
    const char c = document[at];
    if (c == '[') refuse("the SVG declares entities or other XML of its own: save it without");
    if (c == '"' || c == '\'') at = behind(document, at + 1, std::string_view(&c, 1)) - 1;
    if (c == '>') return at + 1;
  }
  return document.size();
}

// The name of the element whose '<' is at `at`, without a namespace's prefix.
std::string_view local_name(std::string_view document, size_t at) {
  const size_t begin = at + 1;
  const size_t end = std::min(document.find_first_of(" \t\r\n/>", begin), document.size());
  const std::string_view name = document.substr(begin, end - begin);
  return name.substr(name.rfind(':') + 1);
}

void check_encoding(std::string_view document) {
  if (document.starts_with("\x1F\x8B")) {
    refuse("the SVG is compressed (SVGZ): unpack it first, as with gunzip");
  }
  if (document.starts_with("\xEF\xBB\xBF")) document.remove_prefix(3);
  if (document.find('\0') != document.npos) refuse("the SVG is not UTF-8: save it as such");
  if (!document.starts_with("<?xml")) return;
  const std::string_view declaration = document.substr(0, behind(document, 0, "?>"));
  const size_t at = declaration.find("encoding");
  if (at == declaration.npos) return;
  std::string name(declaration.substr(at, 24));
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  const bool known = name.find("\"UTF-8\"") != name.npos || name.find("'UTF-8'") != name.npos;
  if (!known) refuse("the SVG is not UTF-8: save it as such");
}

}  // namespace

void check_document(std::string_view document, bool trusted) {
  check_encoding(document);
  for (size_t at = document.find('<'); at < document.size(); at = document.find('<', at)) {
    const std::string_view rest = document.substr(at);
    if (rest.starts_with("<!--")) {
      at = behind(document, at + 4, "-->");
    } else if (rest.starts_with("<![CDATA[")) {
      at = behind(document, at, "]]>");
    } else if (rest.starts_with("<?")) {
      at = behind(document, at, "?>");
    } else if (rest.starts_with("<!")) {
      at = behind_declaration(document, at);
    } else {
      const std::string_view name = local_name(document, at);
      ++at;
      if (trusted || std::find(costly.begin(), costly.end(), name) == costly.end()) continue;
      refuse(
          "the SVG has an element <" + std::string(name) +
          ">, whose time and memory nothing bounds: only shapes, groups and gradients are drawn, "
          "unless you trust the document and set trusted: true");
    }
  }
}

}  // namespace pipeline::svg
