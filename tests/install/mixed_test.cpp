// SPDX-License-Identifier: Apache-2.0
// One graph of stages that were built apart from each other: by two compilers with two standard
// libraries, and in three languages.
#include <cstdio>

#include "install/installed.hpp"
#include "support/catch.hpp"

using namespace pipeline::test;

namespace {

struct Origin {
  std::string plugin, language, compiler;  // compiler: words for CMake
  int levels;
};

bool is_here(const Workplace& here, const std::string& program, const char* missed) {
  if (here.shell("PATH=$PATH:$HOME/.cargo/bin command -v " + program).status == 0) return true;
  std::printf("skipped: %s absent, so %s\n", program.c_str(), missed);
  return false;
}

void build(const Workplace& here, const Origin& origin) {
  const std::string id = origin.plugin + ".posterize";
  const Ran ran = here.shell("'" + prefix() + "/bin/pipeline' plugin new " + id + " --lang " +
                             origin.language + " && '" TEST_CMAKE "' -S " + id + " -B " + id +
                             "/build -DCMAKE_PREFIX_PATH='" + prefix() + "' " + origin.compiler +
                             " && '" TEST_CMAKE "' --build " + id + "/build");
  INFO(ran.out << ran.err);
  REQUIRE(ran.status == 0);
}

std::string posterized(std::string picture, int levels) {
  for (size_t i = picture.find("255\n") + 4; i < picture.size(); ++i) {
    const int part = static_cast<unsigned char>(picture[i]) * levels / 256;
    picture[i] = static_cast<char>((part * 255 + (levels - 1) / 2) / (levels - 1));
  }
  return picture;
}

}  // namespace

TEST_CASE("one graph runs stages of g++, of clang++ with libc++, in C and in Rust") {
  const Workplace here("mixed");
  std::vector<Origin> origins{{"gnu", "c++", "-DCMAKE_CXX_COMPILER=g++", 200},
                              {"plain", "c", "", 90}};
  if (is_here(here, "clang++", "no plugin with libc++ is built")) {
    origins.push_back(
        {"llvm", "c++", "-DCMAKE_CXX_COMPILER=clang++ -DCMAKE_CXX_FLAGS=-stdlib=libc++", 40});
  }
  if (is_here(here, "cargo", "no plugin in Rust is built")) {
    origins.push_back({"oxide", "rust", "", 9});
  }
  const std::string photo = small_picture(61, 43);
  here.write("photo.ppm", photo);
  std::string expected = photo, stages, folders, last = "image";
  for (const Origin& origin : origins) {
    build(here, origin);
    const std::string& name = origin.plugin;
    stages += "  " + name + ": { uses: " + name + ".posterize, in: " + last +
              ", with: { levels: " + std::to_string(origin.levels) + " } }\n";
    folders += (folders.empty() ? "" : ":") + name + ".posterize/build";
    expected = posterized(expected, origin.levels);
    last = name;
  }
  here.write("graph.yaml", "pipeline: 1\ninputs: { image: image }\nstages:\n" + stages +
                               "outputs: { picture: { from: " + last + ", path: out.ppm } }\n");
  const Ran ran =
      here.shell(installed("run graph.yaml photo.ppm --quiet --plugin-path " + folders));
  INFO(ran.err);
  CHECK(ran.status == 0);
  const bool as_the_model =
      here.read("out.ppm").ends_with(expected.substr(expected.find("255\n") + 3));
  CHECK(as_the_model);
  if (folders.find("llvm") == std::string::npos) return;
  const Ran linked = here.shell("readelf -d llvm.posterize/build/llvm.so");
  CHECK_THAT(linked.out, ContainsSubstring("libc++.so"));
  CHECK_THAT(linked.out, !ContainsSubstring("libstdc++"));
}
