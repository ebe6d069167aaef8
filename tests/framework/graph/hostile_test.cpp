// SPDX-License-Identifier: Apache-2.0
// Files made to hurt: each ends in an error, soon.
#include <ctime>
#include <functional>
#include <random>

#include "fake_stages.hpp"
#include "support/catch.hpp"

using namespace pipeline::graph;
using namespace pipeline::graph::test;

namespace {

constexpr size_t most = max_graph_bytes;

std::string repeated(const std::string& text, size_t bytes) {
  std::string all;
  while (all.size() + text.size() < bytes) all += text;
  return all;
}

// Seconds of processor time; sanitizers make it some ten times slower.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr double soon = 20;
#else
constexpr double soon = 1;
#endif

void ends_soon(const std::string& yaml, const std::string& message = "error: ") {
  Built built;
  double seconds = soon;
  // A busy machine may slow one try.
  for (int tries = 0; tries < 3 && seconds >= soon; ++tries) {
    const std::clock_t start = std::clock();
    built = build_text(yaml);
    seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  }
  CHECK_FALSE(built.graph);
  const std::string text = built.text();
  CHECK(text.size() < most);
  CHECK_THAT(text.substr(0, 100000), ContainsSubstring(message));
  CHECK(seconds < soon);
}

}  // namespace

TEST_CASE("a file that is no graph at all") {
  ends_soon(std::string(most + 1, ' '),
            "g.yaml: error: the graph g.yaml is too large\n  expected: at most 512 KiB");
  ends_soon("pipeline: 1\nname: \"\xC3\x28\"\n", "g.yaml:2:8: error: this byte is not UTF-8\n");
  ends_soon("\xFF\xFEp\0i\0", "g.yaml:1:1: error: this byte is not UTF-8\n");
  ends_soon("pipeline: 1\na: \xED\xA0\x80\n", "this byte is not UTF-8");  // a surrogate
  ends_soon("pipeline: 1\na: \xC0\x80\n", "this byte is not UTF-8");      // overlong
  ends_soon(std::string("pipeline: 1\na: \0b\n", 18), "g.yaml:2:4: error: a control character");
  ends_soon("pipeline: 1\na: \x1b[2J\n", "g.yaml:2:4: error: a control character");
  ends_soon("just words", "error: 'graph' has a value of the wrong kind");
  ends_soon("- a\n- b\n", "error: 'graph' has a value of the wrong kind");
}

TEST_CASE("a graph that is not there, or a folder") {
  FakeStages stages;
  Diagnostics diagnostics;
  CHECK_FALSE(build("no/such.yaml", stages, {}, diagnostics));
  CHECK(diagnostics.text() ==
        "no/such.yaml: error: the graph no/such.yaml cannot be read: No such file or directory\n"
        "  fix: name a graph file that can be read\n");
  Diagnostics folder;
  CHECK_FALSE(build("/", stages, {}, folder));
  CHECK(folder.text() ==
        "/: error: the graph / cannot be read: it is a folder\n"
        "  fix: name a graph file that can be read\n");
  Diagnostics endless;
  CHECK_FALSE(build("/dev/zero", stages, {}, endless));
  CHECK_THAT(endless.text(), ContainsSubstring("is too large"));
}

TEST_CASE("an alias bomb ends within its bounds") {
  std::string bomb = "pipeline: 1\na0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 20; ++i) {
    const std::string a = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + a;
    for (int k = 0; k < 8; ++k) bomb += ", " + a;
    bomb += "]\n";
  }
  ends_soon(bomb, "the graph becomes too large here");
  // Few values, much text.
  ends_soon("a: &a " + std::string(100000, 'x') + "\nb: [" + repeated("*a, ", 4000) + "*a]\n",
            "at most 4 MiB of text");
  // Merges count, too.
  std::string merges = "a: &a {";
  for (int i = 0; i < 1000; ++i) merges += "k" + std::to_string(i) + ": 1, ";
  ends_soon(merges + "z: 1}\nb: { <<: [" + repeated("*a, ", 4000) + "*a] }\n",
            "the graph becomes too large here");
}

TEST_CASE("deep nesting ends at once") {
  ends_soon(std::string(most - 1, '['), "nested too deeply");
  ends_soon(repeated("{a: ", most), "nested too deeply");
  ends_soon(repeated("- ", most), "nested too deeply");
  ends_soon(repeated("? ", most));
  std::string aliases = "a0: &a0 [x]\n";
  for (int i = 1; i < 80; ++i) {
    aliases += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [*a" +
               std::to_string(i - 1) + "]\n";
  }
  ends_soon(aliases, "nested too deeply");
}

TEST_CASE("much of one thing ends soon") {
  std::string keys = "pipeline: 1\nstages:\n";
  for (int i = 0; i < 2001; ++i) keys += "  s" + std::to_string(i) + ": { uses: x.y }\n";
  ends_soon(keys, "there are too many stages");
  std::string stages = "pipeline: 1\nstages:\n";
  for (int i = 0; i < 2000; ++i) {
    stages +=
        "  s" + std::to_string(i) + ": { uses: edges.kanny, in: t" + std::to_string(i) + " }\n";
  }
  ends_soon(stages + "outputs: { o: s1 }\n", "and ");
  std::string line = "pipeline: 1\nstages: {";
  for (int i = 0; i < 2000; ++i)
    line += "s" + std::to_string(i) + ": { uses: edges.kanny, in: nowhere }, ";
  ends_soon(line + "}\n", "edges.canny");
  ends_soon(
      "pipeline: 1\nstages: { s: { uses: edges.canny, with: {" +
          [] {
            std::string with;
            for (int i = 0; i < 40000; ++i) with += "p" + std::to_string(i) + ": 1, ";
            return with;
          }() +
          "} } }\n",
      "has no parameter 'p0'");
  ends_soon("a: " + std::string(most - 10, 'x'), "a graph has no key 'a'");
  ends_soon(std::string(most - 10, 'x') + ": 1");
  ends_soon(repeated("&a ", most));
  ends_soon(repeated("!x ", most));
  ends_soon(repeated("a: b\n", most), "'a' stands twice");
  ends_soon(repeated("---\n", most));
  ends_soon(repeated("\"", most));
  ends_soon(repeated("%YAML 1.2\n", most));
  ends_soon("a: |\n" + repeated(" x\n", most - 10));
  ends_soon(repeated("*a ", most));
  ends_soon("{" + repeated("a,", most - 10));
  ends_soon(repeated("\t", most));
}

TEST_CASE("graphs that use graphs without end") {
  std::map<std::string, std::string> files;
  // Each uses the next ten times: 10^12 stages.
  for (int i = 0; i < 12; ++i) {
    const std::string name = i == 0 ? "g.yaml" : "g" + std::to_string(i) + ".yaml";
    std::string text = "pipeline: 1\ninputs: { image: image }\nstages:\n";
    for (int k = 0; k < 10; ++k) {
      text += "  s" + std::to_string(k) +
              ": { uses: " + (i == 11 ? "image.convert" : "g" + std::to_string(i + 1) + ".yaml") +
              ", in: image }\n";
    }
    files[name] = text + "outputs: { o: s0 }\n";
  }
  const Built wide = build_files(files);
  CHECK_FALSE(wide.graph);
  CHECK_THAT(wide.text(), ContainsSubstring("error: "));
  // A long chain of graphs that only hand on.
  std::string chain =
      "pipeline: 1\ninputs: { image: image }\nstages:\n  s0: { uses: id.yaml, in: image }\n";
  for (int i = 1; i < 1900; ++i) {
    chain +=
        "  s" + std::to_string(i) + ": { uses: id.yaml, in: s" + std::to_string(i - 1) + " }\n";
  }
  const Built hands_on = build_files(
      {{"g.yaml", chain + "outputs: { o: s1899 }\n"},
       {"id.yaml", "pipeline: 1\ninputs: { image: image }\noutputs: { image: image }\n"}});
  CHECK_FALSE(hands_on.graph);
  CHECK_THAT(hands_on.text(), ContainsSubstring("too many graphs only hand on what they take"));
}

TEST_CASE("any damage to a good file is an error or nothing, never a crash") {
  const std::string good =
      "pipeline: 1\nname: x\ninputs:\n  image: { type: image, format: any }\nstages:\n"
      "  quantize: &q { uses: quantize.kmeans, in: image, with: { colors: 16 } }\n"
      "  again: { <<: *q, in: quantize.image }\n"
      "  paths: { uses: paths.trace, in: { labels: quantize.labels } }\n"
      "  svg: { uses: svg.document, in: paths, with: { background: '#fff' } }\n"
      "parameters:\n  colors: quantize.colors\noutputs:\n  svg: { from: svg, path: \"{stem}.svg\" "
      "}\n";
  REQUIRE(build_text(good).graph);
  std::mt19937 random(11);
  const std::string bytes = "{}[]:,.&*!|>'\"#%-?@` \n\tabz019<~\\";
  for (int round = 0; round < 1500; ++round) {
    std::string text = good;
    for (unsigned k = 0; k <= random() % 3; ++k) {
      const size_t at = random() % text.size();
      switch (random() % 3) {
        case 0:
          text[at] = bytes[random() % bytes.size()];
          break;
        case 1:
          text.erase(at, 1 + random() % 20);
          break;
        default:
          text.insert(at, 1, bytes[random() % bytes.size()]);
      }
    }
    CAPTURE(text);
    FakeStages stages;
    Diagnostics diagnostics;
    const Built built = build_text(text);
    CHECK((built.graph || built.diagnostics.has_errors()));
  }
}
