// SPDX-License-Identifier: Apache-2.0
#include "framework/graph/document.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>

#include "framework/graph/diagnostic.hpp"
#include "framework/graph/syntax_error.hpp"
#include "framework/graph/tree_builder.hpp"

namespace pipeline::graph {

namespace {

// Of a scalar in quotes, up to the end of its line.
size_t quoted_length(std::string_view rest) {
  const char quote = rest[0];
  for (size_t at = 1; at < rest.size(); ++at) {
    const bool doubled = quote == '\'' && rest.substr(at).starts_with("''");
    if (doubled || (quote == '"' && rest[at] == '\\')) {
      ++at;
    } else if (rest[at] == quote) {
      return at + 1;
    }
  }
  return rest.size();
}

// Hands yaml-cpp's events to the builder, with places of our own.
class Events : public YAML::EventHandler {
 public:
  Events(const Source& source, TreeBuilder& builder) : source_(source), builder_(builder) {}

  void OnDocumentStart(const YAML::Mark& mark) override { builder_.document(raw(mark)); }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    builder_.null(node_span(mark), anchor);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    builder_.alias(word_span(raw(mark)), anchor);
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    builder_.scalar(node_span(mark, &value), tag, anchor, value);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    builder_.open(YamlNode::Kind::sequence, node_span(mark), tag, anchor);
  }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    builder_.open(YamlNode::Kind::map, node_span(mark), tag, anchor);
  }
  void OnSequenceEnd() override { builder_.close(); }
  void OnMapEnd() override { builder_.close(); }
  void OnAnchor(const YAML::Mark&, const std::string& name) override { anchors.push_back(name); }

  static Span raw(const YAML::Mark& mark) {
    if (mark.line < 0 || mark.column < 0) return {};
    return {static_cast<uint32_t>(mark.line) + 1, static_cast<uint32_t>(mark.column), 1};
  }

  std::vector<std::string> anchors;  // names, in their order

 private:
  // yaml-cpp's mark stands before the node's anchor and tag.
  Span node_span(const YAML::Mark& mark, const std::string* value = nullptr) const {
    Span span = raw(mark);
    for (std::string_view rest = source_.rest(span.line, span.column);
         rest.starts_with('&') || rest.starts_with('!');) {
      const size_t end = rest.find_first_not_of(" \t", rest.find_first_of(" \t,]}"));
      if (end == std::string_view::npos || end == 0) break;
      span.column += static_cast<uint32_t>(end);
      rest.remove_prefix(end);
    }
    span.length = static_cast<uint32_t>(scalar_length(span, value));
    return span;
  }

  size_t scalar_length(const Span& span, const std::string* value) const {
    const std::string_view rest = source_.rest(span.line, span.column);
    if (!value || rest.empty()) return word_span(span).length;
    if (rest[0] == '"' || rest[0] == '\'') return quoted_length(rest);
    return !value->empty() && rest.starts_with(*value) ? value->size() : 1;
  }

  Span word_span(Span span) const {
    const std::string_view rest = source_.rest(span.line, span.column);
    const size_t end = rest.find_first_of(" \t,]}:#", 1);
    span.length = static_cast<uint32_t>(
        rest.starts_with('{') || rest.starts_with('[') ? 1 : std::min(end, rest.size()));
    return span;
  }

  const Source& source_;
  TreeBuilder& builder_;
};

}  // namespace

const YamlNode::Entry* YamlNode::find(std::string_view key) const {
  const auto it = std::find_if(entries.begin(), entries.end(),
                               [&](const Entry& entry) { return entry.key.text == key; });
  return it == entries.end() ? nullptr : &*it;
}

std::optional<YamlNode> parse_document(const std::shared_ptr<const Source>& source,
                                       Diagnostics& diagnostics) {
  TreeBuilder builder(source, diagnostics);
  Events events(*source, builder);
  try {
    // yaml-cpp takes a quote that a line end and the file's end follow as closed; a comment without
    // a line end after it does not let that pass.
    std::istringstream text(source->text() + "\n#");
    YAML::Parser parser(text);
    while (parser.HandleNextDocument(events)) continue;
  } catch (const TreeBuilder::Stopped&) {
    return std::nullopt;
  } catch (const YAML::ParserException& error) {
    report_syntax(error.msg, {source, Events::raw(error.mark), {}}, builder, events.anchors,
                  diagnostics);
    return std::nullopt;
  } catch (const YAML::Exception& error) {
    diagnostics.error({source, {1, 0, 1}, {}}, std::string("this is not YAML: ") + error.what(),
                      {.fix = "write it as docs/pipeline_yaml.md shows"});
    return std::nullopt;
  }
  return builder.take();
}

}  // namespace pipeline::graph
