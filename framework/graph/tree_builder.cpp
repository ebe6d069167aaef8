// SPDX-License-Identifier: Apache-2.0
#include "framework/graph/tree_builder.hpp"

#include <algorithm>

#include "framework/graph/diagnostic.hpp"
#include "framework/graph/utf8.hpp"

namespace pipeline::graph {

namespace {

using Kind = YamlNode::Kind;

constexpr const char* smaller = "use fewer aliases, or put parts into graph files of their own";
constexpr std::string_view core = "tag:yaml.org,2002:";

// What stands below an alias keeps its own place and learns by which alias it came.
void bring(YamlNode& node, const Span& via) {
  node.mark.via = via;
  for (YamlNode& item : node.items) bring(item, via);
  for (auto& [key, value] : node.entries) {
    bring(key, via);
    bring(value, via);
  }
}

bool is_plain(const YamlNode& node, std::string_view text) {
  return node.kind == Kind::scalar && !node.quoted && node.text == text;
}

}  // namespace

TreeBuilder::TreeBuilder(std::shared_ptr<const Source> source, Diagnostics& diagnostics)
    : source_(std::move(source)), diagnostics_(diagnostics) {}

void TreeBuilder::stop(const Mark& where, std::string message, std::string expected,
                       std::string fix) const {
  diagnostics_.error(where, std::move(message),
                     {.expected = std::move(expected), .fix = std::move(fix)});
  throw Stopped{};
}

// Every copy counts, those kept for anchors too: what is bounded is the work and the memory.
void TreeBuilder::spend(const Mark& where, size_t nodes, size_t text) {
  nodes_ += nodes;
  text_ += text;
  if (nodes_ > max_nodes) {
    stop(where, "the graph becomes too large here",
         "at most " + std::to_string(max_nodes) + " values, aliases counted each time", smaller);
  }
  if (text_ > max_text) {
    stop(where, "the graph becomes too large here",
         "at most 4 MiB of text, aliases counted each time", smaller);
  }
}

void TreeBuilder::check_depth(const Mark& where, size_t more) const {
  if (stack_.size() + more <= max_depth) return;
  stop(where, "the graph is nested too deeply", "at most " + std::to_string(max_depth) + " levels",
       "put fewer lists and maps inside each other");
}

void TreeBuilder::check_tag(const YamlNode& node, const std::string& tag) const {
  const std::string_view own = node.kind == Kind::map        ? "map"
                               : node.kind == Kind::sequence ? "seq"
                                                             : "str";
  if (tag.empty() || tag == "?" || tag == "!") return;
  if (tag == std::string(core) + std::string(own)) return;
  diagnostics_.error(node.mark, "the tag " + in_quotes(tag) + " means nothing in a graph",
                     {.fix = "remove it"});
}

std::optional<Mark> TreeBuilder::unclosed(char bracket) const {
  const auto opened = std::find_if(stack_.rbegin(), stack_.rend(), [&](const Frame& frame) {
    const Span& at = frame.node.mark.at;
    return source_->rest(at.line, at.column).starts_with(bracket);
  });
  return opened == stack_.rend() ? std::nullopt : std::optional(opened->node.mark);
}

void TreeBuilder::document(Span at) {
  if (++documents_ > 1) {
    stop(mark(at), "a second document starts here", "one graph in a file",
         "put the second graph into a file of its own");
  }
}

void TreeBuilder::null(Span at, size_t anchor) {
  YamlNode node;
  node.mark = mark(at);
  const std::string_view rest = source_->rest(at.line, at.column);
  const bool written = rest.starts_with('~') || rest.starts_with("null") ||
                       rest.starts_with("Null") || rest.starts_with("NULL");
  // A value that is left out has the place of whatever follows; its key says more.
  if (!written && !stack_.empty() && stack_.back().key) node.mark = stack_.back().key->mark;
  add({std::move(node)}, anchor);
}

void TreeBuilder::scalar(Span at, const std::string& tag, size_t anchor, const std::string& text) {
  YamlNode node;
  node.kind = Kind::scalar;
  node.quoted = tag != "?";
  node.text = text;
  node.mark = mark(at);
  check_tag(node, tag);
  add({std::move(node), 1, text.size(), 1}, anchor);
}

void TreeBuilder::alias(Span at, size_t anchor) {
  const Mark here = mark(at);
  const auto found = anchors_.find(anchor);
  if (found == anchors_.end()) {
    stop(here, "this alias stands inside the value that it names", "an alias of something complete",
         "write the value out here");
  }
  const Anchored& value = found->second;
  check_depth(here, value.height);
  spend(here, value.nodes, value.text);
  Anchored copy = value;
  bring(copy.node, at);
  copy.node.mark = here;
  nodes_ -= value.nodes;  // add() counts it
  text_ -= value.text;
  add(std::move(copy), 0);
}

void TreeBuilder::open(Kind kind, Span at, const std::string& tag, size_t anchor) {
  Frame frame;
  frame.node.kind = kind;
  frame.node.mark = mark(at);
  frame.anchor = anchor;
  check_tag(frame.node, tag);
  check_depth(frame.node.mark, 1);
  spend(frame.node.mark, 1, 0);
  stack_.push_back(std::move(frame));
}

void TreeBuilder::close() {
  Frame frame = std::move(stack_.back());
  stack_.pop_back();
  merge(frame);
  nodes_ -= frame.nodes;  // add() counts them again
  text_ -= frame.text;
  add({std::move(frame.node), frame.nodes, frame.text, frame.height}, frame.anchor);
}

void TreeBuilder::add(Anchored value, size_t anchor) {
  spend(value.node.mark, value.nodes, value.text);
  if (anchor) {
    spend(value.node.mark, value.nodes, value.text);
    anchors_.insert_or_assign(anchor, value);
  }
  if (stack_.empty()) {
    root_ = std::move(value.node);
    return;
  }
  Frame& frame = stack_.back();
  frame.nodes += value.nodes;
  frame.text += value.text;
  frame.height = std::max(frame.height, value.height + 1);
  put(frame, std::move(value.node));
}

void TreeBuilder::put(Frame& frame, YamlNode node) {
  if (frame.node.kind == Kind::sequence) {
    frame.node.items.push_back(std::move(node));
    return;
  }
  if (!frame.key) {
    frame.key = std::move(node);
    return;
  }
  YamlNode key = std::move(*frame.key);
  frame.key.reset();
  if (is_plain(key, "<<")) {
    frame.merges.push_back(std::move(node));
  } else if (take_key(frame, key)) {
    frame.node.entries.push_back({std::move(key), std::move(node)});
  }
}

bool TreeBuilder::take_key(Frame& frame, YamlNode& key) {
  if (key.kind != Kind::scalar) {
    diagnostics_.error(key.mark, "a key must be a word", {.fix = "write WORD: VALUE"});
    return false;
  }
  const auto [first, is_new] = frame.seen.emplace(key.text, key.mark);
  if (is_new) return true;
  diagnostics_.error(key.mark, in_quotes(key.text) + " stands twice in this map",
                     {.fix = "remove one of the two", .related = {{first->second, "the first"}}});
  return false;
}

// Own keys win over merged ones, and the first merged map over later ones (yaml.org/type/merge).
void TreeBuilder::merge(Frame& frame) const {
  std::vector<YamlNode> maps;
  for (YamlNode& source : frame.merges) {
    if (source.kind != Kind::sequence) {
      maps.push_back(std::move(source));
      continue;
    }
    std::move(source.items.begin(), source.items.end(), std::back_inserter(maps));
  }
  for (YamlNode& map : maps) {
    if (map.kind != Kind::map) {
      diagnostics_.error(map.mark, "'<<' can only merge maps",
                         {.expected = "an alias of a map, or a list of such",
                          .fix = "write <<: *NAME, where &NAME stands before a map"});
      continue;
    }
    for (auto& [key, value] : map.entries) {
      if (!frame.seen.emplace(key.text, key.mark).second) continue;
      frame.node.entries.push_back({std::move(key), std::move(value)});
    }
  }
}

std::optional<YamlNode> TreeBuilder::take() {
  if (!root_ || root_->kind == Kind::null) {
    diagnostics_.error({source_, {1, 0, 1}, {}}, "the graph is empty",
                       {.fix = "start with `pipeline: 1`; docs/pipeline_yaml.md has the rest"});
    return std::nullopt;
  }
  return std::move(root_);
}

}  // namespace pipeline::graph
