// SPDX-License-Identifier: Apache-2.0
// A YAML file as a tree in which everything knows its place. Built from yaml-cpp's events, because
// its own tree hides duplicate keys, further documents and where an alias stands.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "framework/graph/source.hpp"

namespace pipeline::graph {

struct YamlNode {
  enum class Kind { null, scalar, sequence, map };
  struct Entry;

  Kind kind = Kind::null;
  bool quoted = false;  // a scalar that can only be text
  std::string text;     // of a scalar
  Mark mark;            // where it stands; for an alias, where that stands
  std::vector<YamlNode> items;
  std::vector<Entry> entries;  // in the file's order, no key twice, then what `<<` brought

  const Entry* find(std::string_view key) const;
};

struct YamlNode::Entry {
  YamlNode key, value;  // the key is a scalar
};

// For tests and messages; the file's size is in source.hpp.
constexpr size_t max_depth = 64;
constexpr size_t max_nodes = 100'000;         // aliases expanded
constexpr size_t max_text = size_t{4} << 20;  // bytes of scalars, aliases expanded

// The one document of `source`, or nullopt after errors that leave nothing to look at. Duplicate
// keys, unknown tags and bad merges are errors too, but the tree comes back without them, so that
// more errors can be found. Anchors, aliases and `<<` (a map or a list of maps) are resolved.
std::optional<YamlNode> parse_document(const std::shared_ptr<const Source>& source,
                                       Diagnostics& diagnostics);

}  // namespace pipeline::graph
