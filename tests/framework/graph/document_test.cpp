// SPDX-License-Identifier: Apache-2.0
#include "framework/graph/document.hpp"

#include "framework/graph/diagnostic.hpp"
#include "support/catch.hpp"

using namespace pipeline::graph;

namespace {

struct Read {
  Diagnostics diagnostics;
  std::optional<YamlNode> root;

  explicit Read(std::string text) {
    root = parse_document(std::make_shared<Source>("g.yaml", std::move(text)), diagnostics);
  }
  std::string text() const { return diagnostics.text(); }
  const YamlNode& at(std::string_view key) const { return root.value().find(key)->value; }
};

// "line:column:length", column from 0, in bytes.
std::string place(const YamlNode& node) {
  const Span& at = node.mark.at;
  return std::to_string(at.line) + ":" + std::to_string(at.column) + ":" +
         std::to_string(at.length);
}

}  // namespace

TEST_CASE("every value has its kind, its text and its place") {
  const Read read(
      "a: plain text # comment\nb: \"quo\\\"ted\" \nc: 'it''s'\nd: ~\ne:\nf: [1, two]\n"
      "g: { h: 8 }\ni: !!str 5\nj: |\n  block\n");
  REQUIRE(read.text().empty());
  CHECK(read.at("a").text == "plain text");
  CHECK(place(read.at("a")) == "1:3:10");
  CHECK(read.at("b").text == "quo\"ted");
  CHECK(read.at("b").quoted);
  CHECK(place(read.at("b")) == "2:3:10");
  CHECK(read.at("c").text == "it's");
  CHECK(place(read.at("c")) == "3:3:7");
  CHECK(read.at("d").kind == YamlNode::Kind::null);
  CHECK(place(read.at("d")) == "4:3:1");
  CHECK(read.at("e").kind == YamlNode::Kind::null);
  CHECK(place(read.at("e")) == "5:0:1");  // of its key: there is nothing else
  CHECK(read.at("f").kind == YamlNode::Kind::sequence);
  CHECK(read.at("f").items[1].text == "two");
  CHECK(place(read.at("f").items[1]) == "6:7:3");
  CHECK(read.at("g").kind == YamlNode::Kind::map);
  CHECK(place(read.at("g")) == "7:3:1");
  CHECK(place(read.at("g").find("h")->key) == "7:5:1");
  CHECK(read.at("i").quoted);
  CHECK(place(read.at("i")) == "8:9:1");  // behind the tag
  CHECK(read.at("j").text == "block\n");
}

TEST_CASE("maps keep the file's order") {
  const Read read("z: 1\na: 2\nm: 3\n");
  REQUIRE(read.root);
  CHECK(read.root->entries[0].key.text == "z");
  CHECK(read.root->entries[1].key.text == "a");
  CHECK(read.root->entries[2].key.text == "m");
}

TEST_CASE("an alias stands where it is used, what is below it where it was written") {
  const Read read("a: &x { k: 1 }\nb: *x\nn: &n 5\nm: *n\n");
  REQUIRE(read.text().empty());
  CHECK(place(read.at("b")) == "2:3:2");
  CHECK(place(read.at("m")) == "4:3:2");
  CHECK(read.at("m").text == "5");
  const YamlNode& k = read.at("b").find("k")->value;
  CHECK(place(k) == "1:11:1");
  CHECK(k.mark.via.line == 2);
  CHECK(read.at("a").find("k")->value.mark.via.line == 0);
  CHECK(place(read.at("a")) == "1:6:1");  // behind the anchor
}

TEST_CASE("<< merges a map or a list of maps; own keys win, then the first map") {
  const Read one("a: &a { x: 1, y: 2 }\nb: { <<: *a, y: 3, z: 4 }\n");
  REQUIRE(one.text().empty());
  CHECK(one.at("b").entries.size() == 3);
  CHECK(one.at("b").find("x")->value.text == "1");
  CHECK(one.at("b").find("y")->value.text == "3");
  const Read two("a: &a { x: 1, y: 2 }\nb: &b { x: 8, w: 9 }\nc: { <<: [*a, *b] }\n");
  REQUIRE(two.text().empty());
  CHECK(two.at("c").find("x")->value.text == "1");
  CHECK(two.at("c").find("w")->value.text == "9");
  const Read quoted("a: { \"<<\": 1 }\n");
  CHECK(quoted.text().empty());
  CHECK(quoted.at("a").find("<<")->value.text == "1");
}

TEST_CASE("a key that stands twice is an error with both places") {
  CHECK(Read("a: 1\nb: { c: 1, c: 2 }\na: 3\n").text() ==
        R"(g.yaml:2:12: error: 'c' stands twice in this map
    b: { c: 1, c: 2 }
               ^
  fix: remove one of the two
g.yaml:2:6: note: the first
    b: { c: 1, c: 2 }
         ^
g.yaml:3:1: error: 'a' stands twice in this map
    a: 3
    ^
  fix: remove one of the two
g.yaml:1:1: note: the first
    a: 1
    ^
)");
}

TEST_CASE("what is not one plain document is refused") {
  CHECK(Read("a: 1\n---\nb: 2\n").text() == R"(g.yaml:2:1: error: a second document starts here
    ---
    ^
  expected: one graph in a file
  fix: put the second graph into a file of its own
)");
  CHECK(Read("a: !!python/object x\n").text() ==
        R"(g.yaml:1:20: error: the tag 'tag:yaml.org,2002:python/object' means nothing in a graph
    a: !!python/object x
                       ^
  fix: remove it
)");
  CHECK(Read("a: &colours 1\nb: *colors\n").text() ==
        R"(g.yaml:2:4: error: there is no anchor '&colors' before this alias
    b: *colors
       ^~~~~~~
  fix: did you mean 'colours'?
)");
  CHECK(Read("a: &a [1, *a]\n").text() ==
        R"(g.yaml:1:11: error: this alias stands inside the value that it names
    a: &a [1, *a]
              ^~
  expected: an alias of something complete
  fix: write the value out here
)");
  CHECK(Read("[a, b]: 1\n").text() == R"(g.yaml:1:1: error: a key must be a word
    [a, b]: 1
    ^
  fix: write WORD: VALUE
)");
  CHECK(Read("a: { <<: 5 }\n").text() == R"(g.yaml:1:10: error: '<<' can only merge maps
    a: { <<: 5 }
             ^
  expected: an alias of a map, or a list of such
  fix: write <<: *NAME, where &NAME stands before a map
)");
  for (const char* nothing : {"", "\n\n", "# a comment\n", "---\n", "~\n"}) {
    CAPTURE(nothing);
    const Read read(nothing);
    CHECK_FALSE(read.root);
    CHECK_THAT(read.text(), ContainsSubstring("g.yaml:1:1: error: the graph is empty\n"));
  }
}

TEST_CASE("broken YAML is one error at its place") {
  CHECK(Read("a: [1, 2\nb: 3\n").text() ==
        R"(g.yaml:1:4: error: this '[' is not closed
    a: [1, 2
       ^
  fix: add ']' where it ends
)");
  CHECK(Read("a:\n  b: { c: 1\n\n").text() ==
        R"(g.yaml:2:6: error: this '{' is not closed
    b: { c: 1
       ^
  fix: add '}' where it ends
)");
  CHECK_THAT(Read("a:\n\tb: 2\n").text(),
             ContainsSubstring("fix: indent with spaces, not with a tab"));
  CHECK(Read("a: 1\nb: \"open\n\n").text() ==
        R"(g.yaml:2:9: error: this is not YAML: illegal EOF in scalar
    b: "open
            ^
  fix: close the quote
)");
  CHECK(Read("a: 1\n  b: 2\n").text() ==
        R"(g.yaml:2:4: error: this is not YAML: illegal map value
    b: 2
     ^
  fix: indent this line as its neighbours; a text with ': ' in it needs quotes
)");
}
