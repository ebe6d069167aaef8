// SPDX-License-Identifier: Apache-2.0
#include "framework/graph/diagnostic.hpp"

#include "support/catch.hpp"

using namespace pipeline::graph;

namespace {

std::shared_ptr<const Source> source(std::string text) {
  return std::make_shared<Source>("g.yaml", std::move(text));
}

std::string shown(const std::string& line, uint32_t column, uint32_t length) {
  Diagnostics diagnostics;
  diagnostics.error({source(line), {1, column, length}, {}}, "bad");
  return diagnostics.text();
}

}  // namespace

TEST_CASE("a message shows its line, a caret, and what to do") {
  Diagnostics diagnostics;
  diagnostics.error(
      {source("pipeline: 1\n    edges: { with: { treshold: 40 } }\n"), {2, 21, 8}, {}},
      "stage 'edges' has no parameter 'treshold'",
      {.expected = "one of low, high", .found = "x", .fix = "did you mean 'low'?"});
  CHECK(diagnostics.text() == R"(g.yaml:2:22: error: stage 'edges' has no parameter 'treshold'
    edges: { with: { treshold: 40 } }
                     ^~~~~~~~
  expected: one of low, high
  found: x
  fix: did you mean 'low'?
)");
  CHECK(diagnostics.json() == R"([
 {"severity": "error", "file": "g.yaml", "line": 2, "column": 22, "length": 8, "message": "stage 'edges' has no parameter 'treshold'", "expected": "one of low, high", "found": "x", "fix": "did you mean 'low'?"}
]
)");
}

TEST_CASE("tabs and UTF-8 before the place do not move the caret") {
  CHECK(shown("a:\tb", 3, 1) == "g.yaml:1:4: error: bad\n    a:    b\n          ^\n");
  CHECK(shown("\t\tkey: v", 2, 3) == "g.yaml:1:3: error: bad\n    key: v\n    ^~~\n");
  // Two bytes, one column.
  CHECK(shown("\xC3\xA4: b", 4, 1) == "g.yaml:1:4: error: bad\n    \xC3\xA4: b\n       ^\n");
  // Three bytes, one character, two columns of a terminal.
  CHECK(shown("\xE6\xBC\xA2: b", 5, 1) ==
        "g.yaml:1:4: error: bad\n    \xE6\xBC\xA2: b\n        ^\n");
  // A combining accent takes no column.
  CHECK(shown("e\xCC\x81: b", 5, 1) == "g.yaml:1:5: error: bad\n    e\xCC\x81: b\n       ^\n");
  // The underline is as wide as the word.
  CHECK(shown("\xE6\xBC\xA2\xE6\xBC\xA2", 0, 6) ==
        "g.yaml:1:1: error: bad\n    \xE6\xBC\xA2\xE6\xBC\xA2\n    ^~~~\n");
}

TEST_CASE("long lines are cut around the caret") {
  const std::string line = std::string(500, 'a') + "BAD" + std::string(500, 'b');
  CHECK(shown(line, 500, 3) == "g.yaml:1:501: error: bad\n    ..." + std::string(56, 'a') + "BAD" +
                                   std::string(53, 'b') + "...\n" + std::string(63, ' ') + "^~~\n");
  CHECK(shown("BAD" + std::string(500, 'b'), 0, 3) ==
        "g.yaml:1:1: error: bad\n    BAD" + std::string(109, 'b') + "...\n    ^~~\n");
  // A cut never splits a character.
  std::string wide;
  for (int i = 0; i < 300; ++i) wide += "\xC3\xA4";
  CHECK(shown(wide, 301, 1).find("\xEF\xBF\xBD") == std::string::npos);
}

TEST_CASE("control characters and bad bytes do not reach the terminal") {
  Diagnostics diagnostics;
  diagnostics.error({source("a: \x1b[31m\xFF"), {1, 0, 1}, {}}, "bad \x1b[0m word \xFE");
  CHECK(diagnostics.text() ==
        "g.yaml:1:1: error: bad \\x1b[0m word \xEF\xBF\xBD\n    a: \\x1b[31m\xEF\xBF\xBD\n    ^\n");
  CHECK(diagnostics.json().find("bad \\u001b[0m word \\ufffd") != std::string::npos);
}

TEST_CASE("messages come by line, files in the order they were met, related places below") {
  Diagnostics diagnostics;
  const auto first = source("one\ntwo\n");
  const auto other = std::make_shared<const Source>("h.yaml", "three\n");
  diagnostics.error({first, {2, 0, 3}, {}}, "late", {.related = {{{first, {1, 0, 3}, {}}, "see"}}});
  diagnostics.warning({other, {1, 0, 5}, {}}, "other");
  diagnostics.note({first, {1, 0, 3}, {}}, "early");
  diagnostics.error(command_line_mark("--set a.b=1"), "bad");
  CHECK(diagnostics.text() == R"(g.yaml:1:1: note: early
    one
    ^~~
g.yaml:2:1: error: late
    two
    ^~~
g.yaml:1:1: note: see
    one
    ^~~
h.yaml:1:1: warning: other
    three
    ^~~~~
--set a.b=1: error: bad
)");
  CHECK(diagnostics.json().find(R"("related": [{"file": "g.yaml", "line": 1, "column": 1, )") !=
        std::string::npos);
}

TEST_CASE("the same message at the same place comes once") {
  Diagnostics diagnostics;
  const auto text = source("one\n");
  for (int i = 0; i < 3; ++i) diagnostics.error({text, {1, 0, 3}, {}}, "bad");
  CHECK(diagnostics.items().size() == 1);
  CHECK(diagnostics.has_errors());
}

TEST_CASE("what is beyond the capacity is counted") {
  Diagnostics diagnostics;
  const auto text = source("one\n");
  for (int i = 0; i < 205; ++i)
    diagnostics.error({text, {1, 0, 3}, {}}, "bad " + std::to_string(i));
  CHECK(diagnostics.full());
  CHECK(diagnostics.errors() == 205);
  CHECK_THAT(diagnostics.text(), ContainsSubstring("\nand 5 more\n"));
}

TEST_CASE("no messages are an empty array and no text") {
  CHECK(Diagnostics().json() == "[]\n");
  CHECK(Diagnostics().text().empty());
  CHECK(Diagnostics().empty());
}

TEST_CASE("a value that an alias brought tells where the alias stands") {
  Diagnostics diagnostics;
  const auto text = source("a: &x { k: 1 }\nb: *x\n");
  diagnostics.error({text, {1, 8, 1}, {2, 3, 2}}, "bad key");
  CHECK(diagnostics.text() == R"(g.yaml:1:9: error: bad key
    a: &x { k: 1 }
            ^
g.yaml:2:4: note: it comes in by this alias
    b: *x
       ^~
)");
}
