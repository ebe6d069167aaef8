// SPDX-License-Identifier: Apache-2.0
// pipeline plugin new, as a user sees it. tests/install builds what it writes.
#include "support/catch.hpp"
#include "support/process.hpp"

using namespace pipeline::test;

namespace {

namespace fs = std::filesystem;

const std::string templates = TEST_SOURCE "/sdk/template/";

constexpr char expected_id[] =
    ": expected PLUGIN.STAGE, such as acme.posterize, each a small letter and then small letters, "
    "digits and '_'";

}  // namespace

TEST_CASE("plugin new: writes the template and says what comes next", "[cli]") {
  const Workplace here("plugin_new");
  const Ran ran = here.run("plugin new acme.posterize");
  CHECK(ran.status == 0);
  CHECK(ran.err.empty());
  const std::string build = fs::path(TEST_PIPELINE).parent_path().parent_path().string();
  CHECK(ran.out ==
        "wrote acme.posterize, a plugin in C++:\n"
        "  .github/workflows/ci.yml\n  .gitignore\n  CMakeLists.txt\n  README.md\n"
        "  posterize.cpp\n  posterize.yaml\n"
        "  tests/CMakeLists.txt\n  tests/expected.ppm\n  tests/picture.ppm\n"
        "next:\n"
        "  cd acme.posterize\n"
        "  cmake -B build -DCMAKE_PREFIX_PATH=" +
            build + " && cmake --build build && ctest --test-dir build\n  " + build +
            "/bin/pipeline run posterize.yaml --plugin-path build\n");
  for (const std::string file : {"common/tests/expected.ppm", "common/posterize.yaml",
                                 "c++/posterize.cpp", "c++/CMakeLists.txt"}) {
    const std::string name = file.substr(file.find('/') + 1);
    CHECK(here.read("acme.posterize/" + name) == read_file(templates + file));
  }
}

TEST_CASE("plugin new: what the shell and CMake find needs no path", "[cli]") {
  const Workplace here("plugin_new_path");
  const std::string bin = fs::path(TEST_PIPELINE).parent_path().string();
  const Ran ran = here.shell("PATH='" + bin + "':$PATH pipeline plugin new acme.posterize");
  CHECK_THAT(ran.out, ContainsSubstring("\n  cmake -B build && cmake --build build && ") &&
                          ContainsSubstring("\n  pipeline run posterize.yaml "));
  // CMake does not follow a link.
  const Ran linked = here.shell("mkdir bin && ln -s '" TEST_PIPELINE
                                "' bin/pipeline && PATH=$PWD/bin:$PATH pipeline plugin new "
                                "acme.posterize -o \"it's mine\"");
  CHECK_THAT(linked.out, ContainsSubstring("\n  cd 'it'\\''s mine'\n") &&
                             ContainsSubstring(" -DCMAKE_PREFIX_PATH=") &&
                             ContainsSubstring("\n  pipeline run posterize.yaml "));
}

TEST_CASE("plugin new: the ids take the place of the template's in names and text", "[cli]") {
  const Workplace here("plugin_new_ids");
  // Ids that hold the template's own.
  for (const std::string language : {"c++", "c", "rust"}) {
    REQUIRE(
        here.run("plugin new posterize.edge_acme --lang " + language + " -o " + language).status ==
        0);
  }
  CHECK_THAT(here.read("c++/edge_acme.cpp"),
             ContainsSubstring("\"posterize.edge_acme\"") &&
                 ContainsSubstring("PIPELINE_STAGE(edge_acme, EdgeAcmeStage)"));
  CHECK_THAT(here.read("c++/CMakeLists.txt"),
             ContainsSubstring("pipeline_add_plugin(posterize VERSION") &&
                 ContainsSubstring("STAGES edge_acme)"));
  CHECK_THAT(here.read("c/edge_acme.c"), ContainsSubstring(".id = \"posterize.edge_acme\""));
  CHECK_THAT(here.read("rust/src/lib.rs"), ContainsSubstring("text!(\"posterize.edge_acme\")"));
  CHECK_THAT(here.read("rust/edge_acme.yaml"), ContainsSubstring("uses: posterize.edge_acme,"));
  CHECK(here.has("rust/src/abi.rs"));
  CHECK_FALSE(here.has("rust/edge_acme.cpp"));
  CHECK_THAT(here.read("rust/.github/workflows/ci.yml"), ContainsSubstring("git cargo\n"));
  CHECK(here.read("c/tests/picture.ppm") == read_file(templates + "common/tests/picture.ppm"));
}

TEST_CASE("plugin new: what cannot be is told in a line, and nothing is written", "[cli]") {
  const Workplace here("plugin_new_wrong");
  const auto refused = [&](const std::string& words, const std::string& message) {
    const Ran ran = here.run("plugin " + words);
    CHECK(ran.status == 2);
    CHECK(ran.out.empty());
    CHECK(ran.err == "error: " + message + "\n");
  };
  for (const std::string id :
       {"acme", "acme.", ".blur", "acme.blur.more", "2d.blur", "a/b.c", ""}) {
    refused("new '" + id + "'", "plugin new '" + id + "'" + expected_id);
  }
  refused("new Acme.Edge-Blur", std::string("plugin new 'Acme.Edge-Blur'") + expected_id +
                                    "; did you mean acme.edge_blur?");
  refused("new quantize.mine",
          "plugin new quantize.mine: the plugin 'quantize' comes with pipeline, and one of yours "
          "would hide its stages: put another word before the dot");
  refused("new acme.blur --lang go", "--lang go: expected c++, c or rust");
  refused("new",
          "plugin new takes one stage's id, such as acme.posterize: pipeline plugin new "
          "PLUGIN.STAGE [options]");
  refused("new a.b c.d",
          "plugin new takes one stage's id, such as acme.posterize: pipeline "
          "plugin new PLUGIN.STAGE [options]");
  refused("nwe a.b", "there is no command 'nwe'; did you mean 'new'?");
  refused("what", "there is no command 'what'; 'pipeline plugin --help' lists them");
  fs::create_directory(here.path() / "acme.blur");
  refused("new acme.blur", "acme.blur: is there already; name another folder with -o");
  const Ran none = here.run("plugin new acme.blur -o none/blur");
  CHECK(none.status == 1);
  CHECK(none.err ==
        "error: none/blur: the folder cannot be made: No such file or directory; name one "
        "elsewhere with -o\n");
  const Ran bare = here.run("plugin");
  CHECK(bare.status == 2);
  CHECK_THAT(bare.err, ContainsSubstring("  new         write a folder with a stage"));
  CHECK(here.run("plugin --help").out == bare.err);
}

TEST_CASE("plugin new: a program without its templates says how to get them", "[cli]") {
  const Workplace here("plugin_new_alone");
  const Ran ran =
      here.shell("mkdir bin && cp '" TEST_PIPELINE "' bin/ && bin/pipeline plugin new acme.blur");
  CHECK(ran.status == 1);
  CHECK(ran.err == "error: " + here.path().string() +
                       "/share/pipeline/template is not here: install pipeline again with its SDK "
                       "(the component dev)\n");
  CHECK_FALSE(here.has("acme.blur"));
  // What fails in the middle leaves no half of a folder behind.
  if (geteuid() == 0) return;
  const Ran half = here.shell(
      "mkdir -p share/pipeline/template/common share/pipeline/template/c++ && "
      "echo > share/pipeline/template/c++/a && echo > share/pipeline/template/c++/b && "
      "chmod 0 share/pipeline/template/c++/b && bin/pipeline plugin new acme.blur");
  CHECK(half.status == 1);
  CHECK_THAT(half.err, ContainsSubstring("template/c++/b: cannot be read: Permission denied\n"));
  CHECK_FALSE(here.has("acme.blur"));
}
