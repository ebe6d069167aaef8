// SPDX-License-Identifier: Apache-2.0
// Puts the events of a YAML parser together, within bounds. Part of document.cpp.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "framework/graph/document.hpp"

namespace pipeline::graph {

class TreeBuilder {
 public:
  struct Stopped {};  // thrown after an error that ends the reading

  TreeBuilder(std::shared_ptr<const Source> source, Diagnostics& diagnostics);

  // anchor 0: none. tag "?": none, of a plain scalar; "!": none, of a quoted one.
  void document(Span at);
  void null(Span at, size_t anchor);
  void alias(Span at, size_t anchor);
  void scalar(Span at, const std::string& tag, size_t anchor, const std::string& text);
  void open(YamlNode::Kind kind, Span at, const std::string& tag, size_t anchor);
  void close();

  // The innermost list or map that this bracket opened and that is still open.
  std::optional<Mark> unclosed(char bracket) const;

  std::optional<YamlNode> take();  // nullopt after an error: there was nothing

 private:
  struct Frame {
    YamlNode node;
    size_t anchor = 0;
    std::optional<YamlNode> key;  // of a map: read, its value not yet
    std::unordered_map<std::string, Mark> seen;
    std::vector<YamlNode> merges;
    size_t nodes = 1, text = 0, height = 1;  // with all below
  };
  struct Anchored {
    YamlNode node;
    size_t nodes = 1, text = 0, height = 1;
  };

  Mark mark(Span at) const { return {source_, at, {}}; }
  [[noreturn]] void stop(const Mark& where, std::string message, std::string expected,
                         std::string fix) const;
  void spend(const Mark& where, size_t nodes, size_t text);
  void check_depth(const Mark& where, size_t more) const;
  void check_tag(const YamlNode& node, const std::string& tag) const;
  void add(Anchored value, size_t anchor);
  void put(Frame& frame, YamlNode node);
  bool take_key(Frame& frame, YamlNode& node);
  void merge(Frame& frame) const;

  std::shared_ptr<const Source> source_;
  Diagnostics& diagnostics_;
  std::vector<Frame> stack_;
  std::unordered_map<size_t, Anchored> anchors_;
  std::optional<YamlNode> root_;
  size_t documents_ = 0, nodes_ = 0, text_ = 0;
};

}  // namespace pipeline::graph
