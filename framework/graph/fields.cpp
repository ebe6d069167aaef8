// SPDX-License-Identifier: Apache-2.0
#include "framework/graph/fields.hpp"

#include <algorithm>

#include "framework/graph/name.hpp"
#include "framework/graph/parse.hpp"
#include "framework/graph/suggest.hpp"
#include "framework/graph/utf8.hpp"

namespace pipeline::graph {

namespace {

constexpr size_t longest_name = 64;  // of those that a fix makes up
constexpr size_t longest_list = 4;

bool is_word(const YamlNode& node) {
  return node.kind == YamlNode::Kind::scalar && !node.text.empty();
}

// What to write in place of a list, a map or nothing where `key` takes one word.
std::string one_word_fix(const YamlNode& node, const std::string& key) {
  if (node.kind == YamlNode::Kind::map) return "write one word, not a map";
  if (node.kind != YamlNode::Kind::sequence) return "write one after '" + key + ":', or remove it";
  const auto& items = node.items;
  if (items.size() == 1 && is_word(items[0])) return "write " + key + ": " + items[0].text;
  const bool wires = key == "in" && !items.empty() && items.size() <= longest_list &&
                     std::all_of(items.begin(), items.end(), is_word);
  if (!wires) return "write one word, not a list";
  std::string text = "name the input that each goes to: in: { ";
  for (const YamlNode& item : items) {
    text += (&item == &items.front() ? "NAME: " : ", NAME: ") + item.text;
  }
  return text + " }";
}

}  // namespace

std::string one_of(const std::vector<std::string>& names) {
  constexpr size_t most = 40;
  if (names.empty()) return "nothing";
  std::string text = names.size() == 1 ? "" : "one of ";
  for (size_t i = 0; i < std::min(names.size(), most); ++i) {
    text += (i ? ", " : "") + names[i];
  }
  return names.size() > most ? text + ", ..." : text;
}

std::string choose_fix(std::string_view word, const std::vector<std::string>& names) {
  if (names.empty()) return "remove it";
  const std::string meant = did_you_mean(word, names);
  if (!meant.empty()) return meant;
  return names.size() == 1 ? "write " + in_quotes(names.front()) : "write one of these";
}

std::string as_name(std::string_view text) {
  std::string name;
  for (const char c : text.substr(0, longest_name)) {
    const bool upper = c >= 'A' && c <= 'Z';
    const char lower = upper ? static_cast<char>(c - 'A' + 'a') : c;
    const bool letter = lower >= 'a' && lower <= 'z';
    if (letter || (!name.empty() && c >= '0' && c <= '9')) {
      name += lower;
    } else if (!name.empty() && name.back() != '_') {
      name += '_';
    }
  }
  while (name.ends_with('_')) name.pop_back();
  return name;
}

void report_unknown(Diagnostics& diagnostics, const Mark& mark, std::string message,
                    std::string_view word, const std::vector<std::string>& names,
                    std::string otherwise) {
  if (diagnostics.full()) return diagnostics.error(mark, std::move(message));
  std::string fix = otherwise.empty() ? choose_fix(word, names) : did_you_mean(word, names);
  if (fix.empty()) fix = std::move(otherwise);
  diagnostics.error(mark, std::move(message), {.expected = one_of(names), .fix = std::move(fix)});
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
  return entry ? &entry->value : nullptr;
}

std::optional<Text> Fields::text(std::string_view key, std::string expected) const {
  const YamlNode* node = find(key);
  if (!node) return std::nullopt;
  return read_text(*node, std::string(key), std::move(expected), diagnostics_);
}

Mark Fields::key_mark(std::string_view key) const {
  const auto* entry = map_.find(key);
  return entry ? entry->key.mark : map_.mark;
}

std::optional<Text> read_text(const YamlNode& node, const std::string& key, std::string expected,
                              Diagnostics& diagnostics) {
  if (is_word(node)) return Text{node.text, node.mark};
  diagnostics.error(
      node.mark, "'" + key + "' has a value of the wrong kind",
      {.expected = std::move(expected), .found = describe(node), .fix = one_word_fix(node, key)});
  return std::nullopt;
}

bool read_map(const YamlNode& node, const std::string& key, std::string expected, std::string fix,
              Diagnostics& diagnostics) {
  if (node.kind == YamlNode::Kind::map) return true;
  if (node.kind == YamlNode::Kind::null) return false;
  diagnostics.error(
      node.mark, "'" + key + "' has a value of the wrong kind",
      {.expected = std::move(expected), .found = describe(node), .fix = std::move(fix)});
  return false;
}

std::optional<SourceRef> read_source_ref(const Text& text, Diagnostics& diagnostics) {
  const size_t dot = text.text.find('.');
  SourceRef ref{text.text.substr(0, dot), dot == std::string::npos ? "" : text.text.substr(dot + 1),
                text.mark};
  const bool good = is_name(ref.name) && (dot == std::string::npos || is_name(ref.port));
  if (good) return ref;
  const std::string name = as_name(ref.name);
  const std::string port = as_name(ref.port.substr(0, ref.port.find('.')));
  diagnostics.error(
      text.mark, in_quotes(text.text) + " names nothing",
      {.expected = "a name such as 'quantize', or 'quantize.labels'",
       .fix = name.empty() ? "write the name of an input or a stage"
                           : "write " + in_quotes(port.empty() ? name : name + "." + port)});
  return std::nullopt;
}

std::vector<Setting> read_settings(const YamlNode* node, Diagnostics& diagnostics) {
  std::vector<Setting> settings;
  if (!node || !read_map(*node, "with", "a map such as { colors: 16 }",
                         "write with: { PARAMETER: VALUE }", diagnostics)) {
    return settings;
  }
  for (const auto& [key, value] : node->entries) {
    settings.push_back({{key.text, key.mark}, value});
  }
  return settings;
}

}  // namespace pipeline::graph
