// SPDX-License-Identifier: Apache-2.0
#include "framework/graph/fields.hpp"

#include <algorithm>

#include "framework/graph/name.hpp"
#include "framework/graph/parse.hpp"
#include "framework/graph/suggest.hpp"
#include "framework/graph/utf8.hpp"

namespace pipeline::graph {

std::string one_of(const std::vector<std::string>& names) {
  constexpr size_t most = 40;
  if (names.empty()) return "nothing";
  std::string text = names.size() == 1 ? "" : "one of ";
  for (size_t i = 0; i < std::min(names.size(), most); ++i) {
    text += (i ? ", " : "") + names[i];
  }
  return names.size() > most ? text + ", ..." : text;
}

void report_unknown(Diagnostics& diagnostics, const Mark& mark, std::string message,
                    std::string_view word, const std::vector<std::string>& names) {
  if (diagnostics.full()) return diagnostics.error(mark, std::move(message));
  diagnostics.error(mark, std::move(message),
                    {.expected = one_of(names), .fix = did_you_mean(word, names)});
}

std::string describe(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::null:
      return "nothing";
    case YamlNode::Kind::sequence:
      return "a list";
    case YamlNode::Kind::map:
      return "a map";
    default:
      return (node.quoted ? "the text " : "") + in_quotes(node.text);
  }
}

Fields::Fields(const YamlNode& map, std::string what, const std::vector<std::string>& keys,
               Diagnostics& diagnostics)
    : map_(map), diagnostics_(diagnostics) {
  for (const auto& [key, value] : map.entries) {
    if (std::find(keys.begin(), keys.end(), key.text) != keys.end()) continue;
    report_unknown(diagnostics, key.mark, what + " has no key " + in_quotes(key.text), key.text,
                   keys);
  }
}

const YamlNode* Fields::find(std::string_view key) const {
  const auto* entry = map_.find(key);
  return entry ? &entry->second : nullptr;
}

std::optional<Text> Fields::text(std::string_view key, std::string expected) const {
  const YamlNode* node = find(key);
  if (!node) return std::nullopt;
  return read_text(*node, std::string(key), std::move(expected), diagnostics_);
}

Mark Fields::key_mark(std::string_view key) const {
  const auto* entry = map_.find(key);
  return entry ? entry->first.mark : map_.mark;
}

std::optional<Text> read_text(const YamlNode& node, const std::string& key, std::string expected,
                              Diagnostics& diagnostics) {
  if (node.kind == YamlNode::Kind::scalar && !node.text.empty()) return Text{node.text, node.mark};
  diagnostics.error(node.mark, "'" + key + "' has a value of the wrong kind",
                    {.expected = std::move(expected), .found = describe(node)});
  return std::nullopt;
}

bool read_map(const YamlNode& node, const std::string& key, std::string expected,
              Diagnostics& diagnostics) {
  if (node.kind == YamlNode::Kind::map) return true;
  if (node.kind == YamlNode::Kind::null) return false;
  diagnostics.error(node.mark, "'" + key + "' has a value of the wrong kind",
                    {.expected = std::move(expected), .found = describe(node)});
  return false;
}

std::optional<SourceRef> read_source_ref(const Text& text, Diagnostics& diagnostics) {
  const size_t dot = text.text.find('.');
  SourceRef ref{text.text.substr(0, dot), dot == std::string::npos ? "" : text.text.substr(dot + 1),
                text.mark};
  const bool good = is_name(ref.name) && (dot == std::string::npos || is_name(ref.port));
  if (good) return ref;
  diagnostics.error(text.mark, in_quotes(text.text) + " names nothing",
                    {.expected = "a name such as 'quantize', or 'quantize.labels'"});
  return std::nullopt;
}

std::vector<Setting> read_settings(const YamlNode* node, Diagnostics& diagnostics) {
  std::vector<Setting> settings;
  if (!node || !read_map(*node, "with", "a map such as { colors: 16 }", diagnostics)) {
    return settings;
  }
  for (const auto& [key, value] : node->entries) {
    settings.push_back({{key.text, key.mark}, value});
  }
  return settings;
}

}  // namespace pipeline::graph
