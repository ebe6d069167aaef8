// SPDX-License-Identifier: Apache-2.0
// Loading plugins: each way to be refused, in one clear line.
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "framework/host/plugin.hpp"
#include "framework/host/registry.hpp"
#include "framework/host/search_path.hpp"
#include "support/catch.hpp"

using namespace pipeline::host;
namespace fs = std::filesystem;

namespace {

const fs::path bad = TEST_BAD_PLUGINS;

std::string refusal(const std::string& name) {
  try {
    load_plugin(bad / (name + ".so"));
    return "loaded";
  } catch (const LoadError& error) {
    const std::string text = error.what();
    const std::string file = (bad / (name + ".so")).string() + ": ";
    REQUIRE(text.substr(0, file.size()) == file);
    return text.substr(file.size());
  }
}

Memory memory;
const Environment environment{.memory = &memory};

}  // namespace

TEST_CASE("a library that is no good plugin is refused with its reason", "[plugin]") {
  CHECK(refusal("alien") ==
        "not a pipeline plugin: it exports no pipeline_plugin_v1; build it with "
        "pipeline_add_plugin() "
        "or move it out of the plugin folder");
  CHECK(
      refusal("future") ==
      "made for another major version of the plugin contract (pipeline_plugin_v2; this host speaks "
      "pipeline_plugin_v1); update pipeline or rebuild the plugin");
  CHECK(refusal("nothing") == "broken plugin: pipeline_plugin_v1 returned NULL; tell its author");
  CHECK(
      refusal("newer") ==
      "needs version 1.1 of the plugin contract, this host offers 1.0; update pipeline, or rebuild "
      "the plugin with PIPELINE_ABI_TARGET 0");
  CHECK(
      refusal("misnamed") ==
      "says its id is 'somebody', so the file must be named somebody.so; rename it or set the id");
  CHECK(
      refusal("range") ==
      "broken plugin: stage 'range.stage': parameter 'level': its default lies outside its range; "
      "tell its author");
  CHECK(refusal("idle") ==
        "broken plugin: stage 'idle.stage': create, destroy or process is NULL; tell its author");
  CHECK(refusal("nameless") == "broken plugin: a type has no id; tell its author");
}

TEST_CASE("a file that is no library for this machine is refused before it is opened", "[plugin]") {
  const std::string advice = "; copy it again or rebuild the plugin on this machine";
  CHECK(refusal("text") == "does not load: it is no shared library" + advice);

  std::ifstream good(fs::path(TEST_OWN_PLUGINS) / "example_c.so", std::ios::binary);
  std::string bytes(std::istreambuf_iterator<char>(good), {});
  const auto refusal_of = [&](const std::string& content) {
    std::ofstream(bad / "changed.so", std::ios::binary) << content;
    return refusal("changed");
  };
  CHECK_THAT(refusal_of(bytes.substr(0, 4096)),
             ContainsSubstring("does not load: it is cut off or damaged: 4096 bytes are here of "));
  CHECK(refusal_of(bytes.substr(0, 80)) ==
        "does not load: it is cut off or damaged: 80 bytes are here" + advice);
  bytes[18] = 2;  // e_machine: SPARC
  CHECK(refusal_of(bytes) == "does not load: it is made for another kind of processor" + advice);
  fs::remove(bad / "changed.so");
}

TEST_CASE("a library that lacks another is refused with its name", "[plugin]") {
  CHECK_THAT(refusal("needy"),
             ContainsSubstring("does not load: needs libpipeline_") &&
                 ContainsSubstring(".so.3: not found; install the package that has it ('apt-file "
                                   "search libpipeline_") &&
                 ContainsSubstring(".so.3' names it), or rebuild the plugin here"));
}

TEST_CASE("the registry opens what ids name", "[plugin]") {
  Registry registry({TEST_OWN_PLUGINS}, {}, environment);
  const pipeline_stage* add = registry.find("kinds.add").stage;
  REQUIRE(add != nullptr);
  CHECK(*registry.file_of(*add) == fs::path(TEST_OWN_PLUGINS) / "kinds.so");
  CHECK(registry.file_of(pipeline_stage{}) == nullptr);
  CHECK(registry.find("kinds").problem ==
        "a stage id is a plugin's id, a dot and a name, such as quantize.kmeans");
  CHECK(registry.find("../kinds.add").problem ==
        "a stage id is a plugin's id, a dot and a name, such as quantize.kmeans");
  CHECK(registry.find("absent.thing").problem ==
        "there is no plugin 'absent': looked for absent.so in " TEST_OWN_PLUGINS
        "; put it there, or name its folder with --plugin-path");
  CHECK_THAT(registry.find("kinds.ad").problem,
             ContainsSubstring(".so has no stage 'kinds.ad'; it has "
                               "kinds.params, "));
}

TEST_CASE("the first folder that has a plugin wins", "[plugin]") {
  const fs::path folder =
      fs::temp_directory_path() / ("pipeline_first_" + std::to_string(getpid()));
  fs::create_directories(folder);
  fs::copy_file(fs::path(TEST_OWN_PLUGINS) / "example_c.so", folder / "example_c.so",
                fs::copy_options::overwrite_existing);
  Registry registry({folder, TEST_OWN_PLUGINS}, {}, environment);
  const pipeline_stage* invert = registry.find("example_c.invert").stage;
  REQUIRE(invert);
  CHECK(*registry.file_of(*invert) == folder / "example_c.so");
  CHECK(registry.files().at("kinds") == fs::path(TEST_OWN_PLUGINS) / "kinds.so");
  fs::remove_all(folder);
}

TEST_CASE("a folder that any user may write to is left out", "[plugin]") {
  const fs::path folder = fs::temp_directory_path() / ("pipeline_open_" + std::to_string(getpid()));
  fs::create_directories(folder);
  fs::permissions(folder, fs::perms::all);
  const SearchPath path = plugin_search_path(folder.string());
  CHECK(std::find(path.folders.begin(), path.folders.end(), folder) == path.folders.end());
  REQUIRE(path.warnings.size() == 1);
  CHECK(path.warnings[0] ==
        folder.string() +
            " is left out of the search: any user may write to it (chmod o-w makes "
            "it usable)");
  fs::remove_all(folder);
}
