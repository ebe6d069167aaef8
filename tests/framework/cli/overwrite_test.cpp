// SPDX-License-Identifier: Apache-2.0
// No run writes over what it reads, or writes one file twice; names of files do no harm.
#include "support/catch.hpp"
#include "support/process.hpp"

using namespace pipeline::test;

namespace {

constexpr const char* two_graph =
    "pipeline: 1\nname: two\ninputs: { image: image, other: image }\n"
    "outputs: { o: { from: image, path: \"{stem}.png\" }, p: { from: other, path: p.png } }\n";

}  // namespace

TEST_CASE("what a run reads is not written over", "[cli]") {
  const Workplace here("overwrite");
  here.write("a.ppm", small_picture());
  here.write("b.ppm", small_picture(20, 20));
  here.write("g.yaml", two_graph);
  here.write("list.png", "a.ppm\n");
  const auto refused = [&](const std::string& words, const std::string& text) {
    CAPTURE(words);
    const Ran ran = here.run(words);
    CHECK(ran.status == 2);
    CHECK_THAT(ran.err, ContainsSubstring("error: " + text + "\n"));
  };
  const std::string run = "run g.yaml a.ppm --input other=b.ppm ";
  refused(run + "-o p=b.ppm", "output 'p' of a.ppm would overwrite the input b.ppm");
  refused(run + "-o p=./a.ppm", "output 'p' of a.ppm would overwrite the input a.ppm");
  refused(run + "--trace g.yaml", "the trace would overwrite the graph g.yaml");
  refused(run + "--trace a.ppm", "the trace would overwrite the input a.ppm");
  refused(run + "--trace p.png",
          "output 'p' of a.ppm and the trace would both be written to p.png");
  refused("run g.yaml --files-from list.png --input other=b.ppm -o p=list.png",
          "output 'p' of a.ppm would overwrite the list list.png");
  refused(
      run + "--save-all s -o p=s/a/p.png",
      "--save-all s: the folder s/a would be written to, and output 'p' of a.ppm is in it: name "
      "another folder");
  refused("graph g.yaml --format dot -o g.yaml",
          "-o g.yaml would overwrite the graph g.yaml: name another file");
  CHECK(here.read("a.ppm") == small_picture());
  CHECK(here.read("b.ppm") == small_picture(20, 20));
  CHECK(here.read("g.yaml") == two_graph);
  CHECK(here.read("list.png") == "a.ppm\n");
  CHECK_FALSE(here.has("a.png"));
}

TEST_CASE("outputs that clash are refused before anything runs, the first ten by name", "[cli]") {
  const Workplace here("overwrite_twice");
  here.write("a.ppm", small_picture());
  here.write("b.ppm", small_picture());
  const Ran twice = here.run("run pipelines/default.yaml a.ppm a.ppm");
  CHECK(twice.status == 2);
  CHECK(twice.err ==
        "error: output 'svg' of a.ppm would be written twice: the image is named twice\n"
        "  fix: name each image once, or use {index} in the path\n");
  const Ran both = here.run("run pipelines/default.yaml a.ppm b.ppm -o x.svg");
  CHECK(both.status == 2);
  CHECK_THAT(both.err, ContainsSubstring("would both be written to x.svg"));
  std::string names;
  for (int i = 0; i < 30; ++i) names += " a.ppm";
  CHECK_THAT(here.run("run pipelines/default.yaml" + names).err,
             ContainsSubstring("\n  and 19 more\n  fix: "));
  CHECK_FALSE(here.has("a.svg"));
}

TEST_CASE("standard input cannot be two things", "[cli]") {
  const Workplace here("overwrite_stdin");
  here.write("a.ppm", small_picture());
  const Ran ran = here.run("run pipelines/default.yaml - --files-from - -o o/ <a.ppm");
  CHECK(ran.status == 2);
  CHECK(ran.err == "error: standard input can be the list of --files-from or an image, not both\n");
}

TEST_CASE("a file's name forges no message", "[cli]") {
  const Workplace here("overwrite_names");
  const std::string name = "z\x1b[31m\nerror: forged.ppm";
  here.write(name, small_picture());
  const std::string words = "\"$(printf 'z\\033[31m\\nerror: forged.ppm')\"";
  for (const std::string rest : {" -o out/", " --explain", " -o no/such/ -o x=y"}) {
    CAPTURE(rest);
    const Ran ran = here.run("run pipelines/default.yaml " + words + rest);
    CHECK((ran.out + ran.err).find('\x1b') == std::string::npos);
    CHECK((ran.out + ran.err).find("\nerror: forged") == std::string::npos);
  }
  here.write("bad\x1b.ppm", "P6 no picture");
  const Ran bad = here.run("run pipelines/default.yaml bad*.ppm -o out/");
  CHECK(bad.status == 1);
  CHECK_THAT(bad.err, ContainsSubstring("error: bad\\x1b.ppm: stage 'image': "));
}
