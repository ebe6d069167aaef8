// SPDX-License-Identifier: Apache-2.0
// Every rule of `plugin test` finds the plugin that breaks it.
#include <set>

#include "framework/conformance/kit.hpp"
#include "support/catch.hpp"
#include "support/process.hpp"

using namespace pipeline::test;

namespace {

struct Bad {
  const char* stage;  // of bad.so; empty: the whole of `file`
  const char* rule;
  const char* text;  // of what is said of it
  const char* file = "bad";
};

const Bad cases[] = {
    {"refuses", "works", "it refuses all that it says it takes: not today"},
    {"mislabels", "works", "output 'labels' has label 7 at (0, 0), where there are 2"},
    {"writes_input", "works", "it writes to input 'image', which is read-only"},
    {"reads_past", "works", "it reads past the end of input 'image'"},
    {"exits", "works", "it ended the process (exit status 0)"},
    {"hangs", "works", "it did not end within 1 s"},
    {"tall", "sizes", "process fails as a defect: too tall"},
    {"silent", "sizes", "without a text of its own"},
    {"picky", "formats", "process fails as a defect: data"},
    {"odd", "contents", "process fails as a defect: index out of range"},
    {"limit", "parameters", "it crashed: Aborted"},
    {"foretells", "foretells", "output 'image' is not of the format that it foretells"},
    {"counts", "pure", "output 'image' differs the second time: pixel (0, 0), channel 0"},
    {"unwritten", "pure", "output 'image' differs in memory that held something else before"},
    {"ordered", "pure", "output 'image' differs"},
    {"threads", "pure", "output 'image' differs on "},
    {"slots", "pure", "output 'image' differs "},
    {"homely", "pure", "output 'image' differs in another environment"},
    {"writes_past", "works", "past the end of an output or a buffer of the host's"},
    {"swallows", "stops", "says that all is well and delivers unfinished work"},
    {"masks", "leaves-no-trace", "it changes the mask of new files"},
    {"forks", "leaves-no-trace", "it leaves a process behind"},
    {"shares", "reentrant", "output 'image' differs when eight calls overlap"},
    {"hungry", "memory", "MiB where it declares"},
    {"misnames", "refused-memory",
     "it ends with 'a parameter or an input is outside what the stage takes' where it was"},
    {"deaf", "stops", "s after it was told to stop"},
    {"leaks", "leaks", "bytes stay behind after each create, process and destroy"},
    {"opens", "leaks", "file descriptors stay open"},
    {"moves", "leaves-no-trace", "it changes the current folder"},
    {"handles", "leaves-no-trace", "it changes the handlers of signals"},
    {"starts", "leaves-no-trace", "threads; the host's loops run on the host's"},
    {"prints", "prints-nothing", "it printed 'hello"},
    {"rare", "random", "process fails as a defect: an unlucky picture"},
    {"", "loads", "does not load", "absent"},
    {"", "loads-quietly", "it prints while it loads: 'loading'", "prints"},
    {"", "loads-quickly", "ms to load", "sleeps"},
    {"", "one-export", "it exports helper", "exports"},
    {"", "same-descriptor", "another descriptor each time", "changes"},
    {"", "versions", "the plugin has version 'new', which is not as 1.2.3", "unversioned"},
};

std::string path_of(const Bad& bad) {
  return std::string("'" TEST_BAD_PLUGINS "/") + bad.file + ".so'";
}

std::string words_for(const Bad& bad) {
  std::string words = "plugin test " + path_of(bad) + " --seed 1 --only '^" + bad.rule + "$'";
  if (*bad.stage) words += std::string(" --stage bad.") + bad.stage;
  if (bad.stage == std::string("hangs")) words += " --timeout 1";
  return words;
}

}  // namespace

TEST_CASE("every rule finds the plugin that breaks it") {
  const Workplace here("conformance_bad");
  here.shell("head -c 5000 '" TEST_BAD_PLUGINS "/bad.so' > absent.so");
  for (const Bad& bad : cases) {
    const bool is_here = bad.file == std::string("absent");
    std::string words = words_for(bad);
    if (is_here) words.replace(words.find(path_of(bad)), path_of(bad).size(), "absent.so");
    const Ran ran = here.run(words);
    INFO(words << "\n" << ran.out << ran.err);
    const bool is_remark = bad.rule == std::string("loads-quickly");
    CHECK(ran.status == (is_remark ? 0 : 1));
    CHECK_THAT(ran.out, ContainsSubstring(std::string(is_remark ? "remark   " : "BROKEN   ") +
                                          bad.rule + ": "));
    CHECK_THAT(ran.out, ContainsSubstring(bad.text));
  }
}

TEST_CASE("there is a bad plugin for every rule") {
  std::set<std::string_view> broken;
  for (const Bad& bad : cases) broken.insert(bad.rule);
  for (const auto& rule : pipeline::conformance::all_rules()) {
    INFO(rule.name);
    CHECK(broken.count(rule.name) == 1);
  }
}

TEST_CASE("what broke can be seen again with the line that is printed") {
  const Workplace here("conformance_again");
  const Ran first = here.run("plugin test '" TEST_BAD_PLUGINS "/bad.so' --stage bad.rare --seed 5");
  INFO(first.out);
  REQUIRE(first.status == 1);
  const size_t begin = first.out.find("again: pipeline ") + 16, end = first.out.find('\n', begin);
  const Ran again = here.run(first.out.substr(begin, end - begin));
  CHECK(again.status == 1);
  CHECK_THAT(again.out, ContainsSubstring("an unlucky picture"));
  // Inputs and parameters with which it broke are the same ones.
  const auto with = [](const std::string& text) {
    const size_t at = text.find("           with ");
    return text.substr(at, text.find('\n', at) - at);
  };
  CHECK(with(again.out) == with(first.out));
}

TEST_CASE("a good plugin keeps all rules, and the words of the command are checked") {
  const Workplace here("conformance_good");
  const std::string good = " '" TEST_OWN_PLUGINS "/example_c.so' ";
  const Ran ran = here.run("plugin test" + good + "--seed 1 --seconds 0.2 --json");
  INFO(ran.out << ran.err);
  CHECK(ran.status == 0);
  CHECK_THAT(ran.out, ContainsSubstring("\"broken\": 0"));
  const auto refusal = [&](const std::string& words) {
    const Ran refused = here.run("plugin test " + words);
    CHECK(refused.status == 2);
    return refused.err;
  };
  CHECK_THAT(refusal(""), ContainsSubstring("plugin test needs one file"));
  CHECK_THAT(refusal("none.so"), ContainsSubstring("there is no such file"));
  CHECK_THAT(refusal(good + "--only '['"), ContainsSubstring("expected a regular expression"));
  CHECK_THAT(refusal(good + "--only absent"), ContainsSubstring("no rule has such a name"));
  CHECK_THAT(refusal(good + "--stage example_c.none"), ContainsSubstring("has no such stage"));
}
