// SPDX-License-Identifier: Apache-2.0
// What `cmake --install` leaves works alone, wherever it is moved.
#include "install/installed.hpp"
#include "support/catch.hpp"

using namespace pipeline::test;

namespace {

namespace fs = std::filesystem;

constexpr char graph[] =
    "pipeline: 1\n"
    "inputs: { image: image }\n"
    "stages:\n"
    "  cut: { uses: example_cpp.threshold, in: image, with: { level: 0.4 } }\n"
    "outputs: { picture: { from: cut, path: cut.ppm } }\n";

}  // namespace

TEST_CASE("the installed command runs the installed graph on its picture, from anywhere") {
  const Workplace here("install_run");
  const Ran ran = here.shell(installed("run pipelines/default.yaml"));
  INFO(ran.err);
  REQUIRE(ran.status == 0);
  CHECK(here.run("run pipelines/default.yaml -o built.svg").status == 0);
  CHECK(here.read("harbour.svg") == here.read("built.svg"));
  fs::create_symlink(prefix() + "/bin/pipeline", here.path() / "link");
  CHECK(here.shell("env -i ./link check pipelines/default.yaml").status == 0);
}

TEST_CASE("every installed graph runs on a picture that is installed, too") {
  const Workplace here("install_graphs");
  size_t graphs = 0;
  for (const auto& entry : fs::directory_iterator(prefix() + "/share/pipeline/pipelines")) {
    if (entry.path().extension() != ".yaml") continue;
    const std::string name = entry.path().stem().string();
    const Ran ran = here.shell(installed("run " + name + " -o " + name + "/"));
    INFO(name << ": " << ran.err);
    CHECK(ran.status == 0);
    CHECK(ran.err.find("warning") == std::string::npos);
    ++graphs;
  }
  CHECK(graphs >= 7);
}

TEST_CASE("the installed command lists all stages of the build, from its own folder") {
  const Workplace here("install_list");
  const Ran list = here.shell(installed("list"));
  CHECK(list.status == 0);
  CHECK(list.err.empty());
  CHECK_THAT(list.out, ContainsSubstring("quantize.kmeans"));
  CHECK(list.out == here.run("list").out);
  CHECK_THAT(here.shell(installed("describe none.at_all")).err,
             ContainsSubstring("looked for none.so in " + prefix() + "/lib/pipeline/plugins;"));
}

TEST_CASE("nothing that is installed names the machine that built it") {
  const Workplace here("install_names");
  const Ran found = here.shell("grep -rlF -e '" TEST_SOURCE "/' '" + prefix() + "'");
  CHECK(found.out.empty());
  CHECK(found.status == 1);
}

TEST_CASE("a project that only has the installed package builds plugins that run") {
  const Workplace here("install_sdk");
  here.write("photo.ppm", small_picture());
  here.write("cut.yaml", graph);
  const Ran built = here.shell(
      "'" TEST_CMAKE "' -S '" TEST_SOURCE "/tests/install/consumer' -B build -G '" TEST_GENERATOR
      "' -DCMAKE_CXX_COMPILER='" TEST_CXX "' -DCMAKE_PREFIX_PATH='" +
      prefix() +
      "' -DEXAMPLE='" TEST_SOURCE "/tests/sdk/example.cpp' && '" TEST_CMAKE "' --build build");
  INFO(built.out << built.err);
  REQUIRE(built.status == 0);
  const Ran ran = here.shell(installed("run cut.yaml photo.ppm --quiet --plugin-path build"));
  CHECK(ran.err == "");
  CHECK(ran.status == 0);
  CHECK(here.has("cut.ppm"));
  CHECK_THAT(here.shell(installed("list staged --plugin-path build")).out,
             ContainsSubstring("staged.invert  The negative."));
}

TEST_CASE("pkg-config has the flags of a plugin, and the user's own folder is looked in") {
  const Workplace here("install_pc");
  here.write("photo.ppm", small_picture());
  here.write("cut.yaml", graph);
  const std::string folder = ".local/share/pipeline/plugins";
  const Ran built = here.shell("mkdir -p " + folder + " && PKG_CONFIG_PATH='" + prefix() +
                               "/share/pkgconfig' && export PKG_CONFIG_PATH && eval '" TEST_CXX
                               "' -std=c++20 '" TEST_SOURCE
                               "/tests/sdk/example.cpp' "
                               "\"$(pkg-config --cflags --libs pipeline)\" -o " +
                               folder + "/example_cpp.so");
  INFO(built.err);
  REQUIRE(built.status == 0);
  const Ran ran = here.shell("env -i HOME=\"$PWD\" '" + prefix() +
                             "/bin/pipeline' run cut.yaml photo.ppm --quiet");
  CHECK(ran.err == "");
  CHECK(ran.status == 0);
}
