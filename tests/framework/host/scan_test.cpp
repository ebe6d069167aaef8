// SPDX-License-Identifier: Apache-2.0
// Plugins that do harm while they load are told of, and the others are read all the same.
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <fstream>

#include "framework/host/registry.hpp"
#include "framework/host/scan.hpp"
#include "support/catch.hpp"

using namespace pipeline::host;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

#ifdef __SANITIZE_THREAD__
// A plugin that starts a thread does so in a child of this process, which has threads of its own.
extern "C" const char* __tsan_default_options() { return "die_after_fork=0"; }
#endif

namespace {

const fs::path bad = TEST_BAD_PLUGINS;
const std::string blame = "; tell its author, or take it out of the folder";

Scan scan_of(const std::string& name, std::chrono::milliseconds limit = scan_limit) {
  return scan({bad / (name + ".so")}, {}, limit).front();
}

// Without the file in front.
std::string problem_of(const std::string& name, std::chrono::milliseconds limit = scan_limit) {
  const std::string text = scan_of(name, limit).problem(),
                    file = (bad / (name + ".so")).string() + ": ";
  return text.rfind(file, 0) == 0 ? text.substr(file.size()) : "no file in front: " + text;
}

size_t open_descriptors() {
  size_t count = 0;
  for (int fd = 0; fd < 1024; ++fd) {
    struct stat info {};
    if (fstat(fd, &info) == 0) ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("a plugin that ends its process while loading is told of", "[scan]") {
  CHECK(problem_of("aborts") ==
        "crashed while loading: Aborted; it printed 'no such thing as a free lunch'" + blame);
  CHECK(problem_of("crashes") == "crashed while loading: Segmentation fault" + blame);
  CHECK(problem_of("leaves") == "ended the process while loading (exit status 0)" + blame);
  CHECK(problem_of("kills") == "crashed while loading: Killed" + blame);
}

TEST_CASE("a plugin that hangs or prints for ever is ended in time", "[scan]") {
  const auto start = std::chrono::steady_clock::now();
  const auto scans =
      scan({bad / "hangs.so", bad / "babbles.so", bad / "hangs.so", bad / "good.so"}, {}, 500ms);
  CHECK(std::chrono::steady_clock::now() - start < 5s);
  CHECK(scans[0].reason == "did not finish loading within 0.5 seconds");
  CHECK_THAT(scans[1].reason, ContainsSubstring("did not finish loading within 0.5 seconds; it "
                                                "printed 'again and again"));
  CHECK(scans[1].reason.size() < 400);
  CHECK(scans[3].loads());
}

TEST_CASE("what a plugin should not do while it loads is told of", "[scan]") {
  const Scan prints = scan_of("prints");
  CHECK(prints.problem() == "");
  REQUIRE(prints.remarks.size() == 1);
  CHECK(prints.remarks[0] ==
        "it prints while it loads: 'to the output, to the error and what stays in the "
        "buffer\\x1b[31m'");

  const Scan closes = scan_of("closes");
  CHECK(closes.problem() == "");
  REQUIRE(closes.remarks.size() == 1);
  CHECK(closes.remarks[0] == "it closes file descriptors of the program while it loads");

  const Scan threads = scan_of("threads");
  CHECK(threads.problem() == "");
  CHECK(threads.remarks.empty());
  CHECK(threads.threads == 1);
}

TEST_CASE("a process that a plugin leaves behind neither delays the scan nor stays", "[scan]") {
  const auto start = std::chrono::steady_clock::now();
  const Scan orphans = scan_of("orphans");
  CHECK(std::chrono::steady_clock::now() - start < 5s);
  CHECK(orphans.problem() == "");
  REQUIRE(orphans.remarks.size() == 1);
  CHECK(orphans.remarks[0] == "it starts a process while it loads");
  CHECK(scan_of("forks").problem() == "");
}

TEST_CASE("a scan leaves no descriptor and no child behind", "[scan]") {
  const size_t before = open_descriptors();
  for (const char* name : {"good", "aborts", "closes", "orphans", "needy", "text"}) scan_of(name);
  CHECK(open_descriptors() == before);
  CHECK(waitpid(-1, nullptr, WNOHANG) == -1);
}

TEST_CASE("all libraries that a plugin lacks are named", "[scan]") {
  const Scan needy = scan_of("needy");
  CHECK(needy.missing ==
        std::vector<std::string>{"libpipeline_absent.so.3", "libpipeline_lost.so.3"});
  CHECK(needy.reason ==
        "does not load: needs libpipeline_absent.so.3 and libpipeline_lost.so.3: not found");
  CHECK(needy.fix ==
        "install the package that has them ('apt-file search libpipeline_absent.so.3' names it), "
        "or rebuild the plugin here");
  const Scan dangling = scan_of("dangling");
  CHECK(dangling.missing.empty());
  CHECK(dangling.reason == "does not load: undefined symbol: pipeline_nobody");
  CHECK(dangling.fix == "rebuild the plugin with its libraries linked");
}

TEST_CASE("a scan of many plugins tells of each in its place", "[scan]") {
  const char* names[] = {"good", "alien", "aborts", "newer", "leaves", "good",
                         "text", "kills", "idle",   "good",  "closes", "none"};
  std::vector<fs::path> files;
  for (const char* name : names) files.push_back(bad / (std::string(name) + ".so"));
  const auto scans = scan(files, {});
  REQUIRE(scans.size() == std::size(names));
  for (size_t i = 0; i < scans.size(); ++i) {
    CAPTURE(names[i], scans[i].reason);
    CHECK(scans[i].file == files[i]);
    CHECK(scans[i].loads() == (!std::strcmp(names[i], "good") || !std::strcmp(names[i], "closes")));
  }
  CHECK_THAT(scans[11].reason, ContainsSubstring("there is no plugin 'none'"));
}

TEST_CASE("a scan holds the whole descriptor of each stage", "[scan]") {
  Memory memory;
  const Environment environment{.memory = &memory};
  Registry registry({TEST_OWN_PLUGINS}, {TEST_DATA "/cards"}, environment);
  const auto scans = scan(registry, {"kinds", "cards"});
  CHECK(scans[0].version == "1.0.0");
  CHECK(scans[0].doc == "Every kind of value, parameter and fault");
  CHECK(scans[0].contract_minor == 0);
  const pipeline_stage* params = scans[0].find("kinds.params");
  REQUIRE(params);
  REQUIRE(params->param_count == 7);
  const pipeline_param& count = *params->params[1];
  CHECK(std::string(count.name) == "count");
  CHECK(std::string(count.unit) == "colours");
  CHECK(count.min == 2);
  CHECK(count.max == 256);
  CHECK(std::string(count.choices[0]) == "auto");
  CHECK(count.choice_values[0] == 0);
  CHECK(std::string(params->params[4]->preset.string.text) == "none");
  CHECK(params->params[6]->preset.rgba[2] == 0.2F);
  CHECK(params->create(nullptr, nullptr, params, nullptr, nullptr) == PIPELINE_UNSUPPORTED);
  const pipeline_stage* ten = scans[1].find("cards.ten");
  REQUIRE(ten);
  CHECK(std::string(ten->outputs[0]->unit) == "apples");
  CHECK(scans[1].find("cards.eleven") == nullptr);
}

TEST_CASE("what a catalog complains of is passed on", "[scan]") {
  const fs::path folder =
      fs::temp_directory_path() / ("pipeline_models_" + std::to_string(getpid()));
  fs::create_directories(folder);
  std::ofstream(folder / "odd.card") << "no number\n";
  const Scan cards = scan({fs::path(TEST_OWN_PLUGINS) / "cards.so"}, {folder}).front();
  CHECK(cards.problem() == "");
  REQUIRE(cards.complaints.size() == 1);
  CHECK(cards.complaints[0] == folder.string() + ": odd.card: expected a number");
  fs::remove_all(folder);
}
