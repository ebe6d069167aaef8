// SPDX-License-Identifier: Apache-2.0
// What `pipeline plugin new` writes builds, passes its own tests and computes the same in each
// language.
#include <cstdio>

#include "install/installed.hpp"
#include "support/catch.hpp"

using namespace pipeline::test;

namespace {

// What `program` writes, built and tested with the commands that it gives.
void build(const Workplace& here, const std::string& program, const std::string& language) {
  const Ran made = here.shell("'" + program + "' plugin new acme.posterize --lang " + language +
                              " -o '" + language + "'");
  REQUIRE(made.status == 0);
  const std::string commands = made.out.substr(made.out.find("next:\n") + 6);
  const Ran ran = here.shell(commands);
  INFO(commands << ran.out << ran.err);
  REQUIRE(ran.status == 0);
  CHECK_THAT(ran.out, ContainsSubstring("100% tests passed"));
}

bool has_cargo(const Workplace& here) {
  if (here.shell("PATH=$PATH:$HOME/.cargo/bin && cargo --version").status == 0) return true;
  std::puts(
      "skipped: cargo absent, so no plugin in Rust is built; './pipeline setup rust' gets it");
  return false;
}

// What comes out of the graph, without a header.
std::string pixels_of(const Workplace& here, const std::string& language, int levels, size_t size) {
  const Ran ran = here.shell(
      installed("run '" + language + "/posterize.yaml' photo.ppm" + " --plugin-path '" + language +
                "/build' -o out.ppm --quiet --set levels=" + std::to_string(levels)));
  CHECK(ran.err == "");
  const std::string out = here.read("out.ppm");
  return out.size() < size ? out : out.substr(out.size() - size);
}

std::string model(std::string pixels, int levels) {
  for (char& value : pixels) {
    const int part = static_cast<unsigned char>(value) * levels / 256;
    value = static_cast<char>(static_cast<int>(255.0 * part / (levels - 1) + 0.5));
  }
  return pixels;
}

// Two pixels with alpha as a file.
std::string png(const std::vector<uint8_t>& samples) {
  const auto image = make_image(2, 1, 4, samples);
  return std::string(bytes_of(run_stage("io.write", {}, {&image}).outputs.at(0)));
}

}  // namespace

TEST_CASE("the template builds in each language, and makes the same bytes") {
  const Workplace here("template");
  here.write("photo.ppm", small_picture(37, 29));
  const size_t size = 37 * 29 * 3;
  const std::string photo = here.read("photo.ppm");
  const std::string pixels = photo.substr(photo.size() - size);
  here.write("in.png", png({100, 200, 10, 100, 255, 128, 64, 51}));
  const std::string translucent = png({85, 255, 0, 100, 255, 170, 85, 51});
  std::string described;
  for (const std::string language : {"c++", "c", "rust"}) {
    if (language == "rust" && !has_cargo(here)) continue;
    INFO(language);
    build(here, prefix() + "/bin/pipeline", language);
    CHECK(here.has(language + "/picture_posterize.png"));
    for (const int levels : {2, 3, 4, 7, 255, 256}) {
      const bool same = pixels_of(here, language, levels, size) == model(pixels, levels);
      CHECK(same);
    }
    // Alpha stays as it is.
    here.shell(installed("run '" + language + "/posterize.yaml' in.png -o out.png --plugin-path '" +
                         language + "/build'"));
    const bool same_alpha = here.read("out.png") == translucent;
    CHECK(same_alpha);
    CHECK(here.shell("nm -D --defined-only '" + language + "/build/acme.so' | grep -c ' [A-Z] '")
              .out == "1\n");
    const Ran shown =
        here.shell(installed("describe acme.posterize --plugin-path '" + language + "/build'"));
    CHECK(shown.status == 0);
    if (described.empty()) described = shown.out;
    CHECK(shown.out == described);
  }
}

TEST_CASE("a plugin can be built against a build that is not installed") {
  const Workplace here("template_build");
  build(here, TEST_PIPELINE, "c");
  CHECK(here.has("c/picture_posterize.png"));
}

TEST_CASE("a panic in Rust fails the picture, not the program") {
  const Workplace here("template_panic");
  if (!has_cargo(here)) return;
  REQUIRE(here.shell("'" + prefix() + "/bin/pipeline' plugin new acme.posterize --lang rust -o .r")
              .status == 0);
  const auto run = [&](const std::string& from, const std::string& to) {
    const Ran built = here.shell(
        "sed -i 's/" + from + "/" + to + "/' .r/src/lib.rs && '" TEST_CMAKE "' -S .r -B .b " +
        "-DCMAKE_PREFIX_PATH='" + prefix() + "' && '" TEST_CMAKE "' --build .b");
    INFO(built.err);
    REQUIRE(built.status == 0);
    return here.shell(installed("run .r/posterize.yaml --plugin-path .b -o out.ppm"));
  };
  const Ran create = run("let part = value", "assert!(levels < 4, \"too many\"); let part = value");
  CHECK(create.status != 0);
  CHECK_THAT(create.err, ContainsSubstring("panic: too many"));
  const Ran chunk = run("assert!(levels < 4, \"too many\");", "");
  CHECK(chunk.status == 0);
  const Ran rows =
      run("for y in begin..end {", "for y in begin..end { assert!(y < 9, \"row {y}\");");
  CHECK(rows.status == 1);
  CHECK_THAT(rows.err, ContainsSubstring("panic: row 9"));
}

TEST_CASE("what CMake can tell of a plugin that no host would load, it tells") {
  const Workplace here("template_refused");
  here.write("blur.cpp", "");
  const auto said = [&](const std::string& call) {
    here.write("CMakeLists.txt",
               "cmake_minimum_required(VERSION 3.22)\nproject(p CXX)\nfind_package(pipeline)\n" +
                   call + "\n");
    const Ran ran = here.shell("'" TEST_CMAKE "' -B build -DCMAKE_PREFIX_PATH='" + prefix() +
                               "' 2>&1 | tr -s ' \\n' ' '");
    return ran.out;
  };
  CHECK_THAT(said("pipeline_add_plugin(acme DOC text STAGES blur)"),
             ContainsSubstring("pipeline_add_plugin(acme): VERSION is missing, and no host loads a "
                               "plugin without: VERSION 1.0.0 DOC \"What it brings.\" "));
  CHECK_THAT(said("pipeline_add_plugin(acme VERSION 1.0.0 STAGES blur)"),
             ContainsSubstring("pipeline_add_plugin(acme): DOC is missing, "));
  CHECK_THAT(
      said("pipeline_add_plugin(acme DOC text SOURCES blur.cpp)"),
      ContainsSubstring("pipeline_add_plugin(acme): DOC is for plugins with STAGES; without, "
                        "the entry in SOURCES says it: "));
  CHECK_THAT(said("pipeline_add_plugin(Acme VERSION 1.0.0 DOC text STAGES blur)"),
             ContainsSubstring("a plugin's id is a small letter, then small letters, digits and "
                               "'_'"));
}
