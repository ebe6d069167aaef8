// SPDX-License-Identifier: Apache-2.0
// Reading maps of known keys from a YAML tree.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "framework/graph/diagnostic.hpp"
#include "framework/graph/spec.hpp"

namespace pipeline::graph {

// For messages: "one of a, b", "a", or "nothing"; long lists are cut.
std::string one_of(const std::vector<std::string>& names);

// What to do about a word that is none of `names`: the one that was meant, or to choose one.
std::string choose_fix(std::string_view word, const std::vector<std::string>& names);

// A name in place of a text that is none: "Edges-1" becomes "edges_1"; empty if nothing is left.
std::string as_name(std::string_view text);

// An error about a name that is not there, with those that are and a did-you-mean. `otherwise` is
// the fix where no name is near; empty: to choose one.
void report_unknown(Diagnostics& diagnostics, const Mark& mark, std::string message,
                    std::string_view word, const std::vector<std::string>& names,
                    std::string otherwise = {});

// "a list", "a map", "nothing", "the text 'x'", "'x'": what stands there instead.
std::string describe(const YamlNode& node);

// A map of which each key must be one of `keys`. `what` names it in messages: "an input".
class Fields {
 public:
  Fields(const YamlNode& map, std::string what, const std::vector<std::string>& keys,
         Diagnostics& diagnostics);

  const YamlNode* find(std::string_view key) const;
  std::optional<Text> text(std::string_view key, std::string expected) const;
  Mark key_mark(std::string_view key) const;  // of the key, or of the map where it is not there

 private:
  const YamlNode& map_;
  Diagnostics& diagnostics_;
};

// The scalar, or nullopt after an error.
std::optional<Text> read_text(const YamlNode& node, const std::string& key, std::string expected,
                              Diagnostics& diagnostics);

// True if it is a map; otherwise an error unless it is empty (null), which counts as an empty map.
bool read_map(const YamlNode& node, const std::string& key, std::string expected, std::string fix,
              Diagnostics& diagnostics);

// "name" or "name.part" out of a scalar, or nullopt after an error.
std::optional<SourceRef> read_source_ref(const Text& text, Diagnostics& diagnostics);

// with: { name: value, ... }
std::vector<Setting> read_settings(const YamlNode* node, Diagnostics& diagnostics);

}  // namespace pipeline::graph
