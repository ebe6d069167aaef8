// SPDX-License-Identifier: Apache-2.0
// pipeline doctor: what it says of a machine that is well, and of one that is not.
#include "support/catch.hpp"
#include "support/process.hpp"

using namespace pipeline::test;

namespace {

namespace fs = std::filesystem;

// A folder `plugins` with links to plugins of the tests.
void link(const Workplace& here, const std::vector<std::string>& names, const char* from) {
  fs::create_directories(here.path() / "plugins");
  for (const std::string& name : names) {
    fs::create_symlink(fs::path(from) / (name + ".so"), here.path() / "plugins" / (name + ".so"));
  }
}

std::string at(const Workplace& here, const std::string& name) {
  return (here.path() / name).string();
}

}  // namespace

TEST_CASE("doctor says what is here and that all is well", "[doctor]") {
  const Workplace here("doctor_well");
  const Ran ran = here.run("doctor");
  INFO(ran.out);
  CHECK(ran.status == 0);
  CHECK(ran.err.empty());
  CHECK_THAT(ran.out, ContainsSubstring("pipeline   " PIPELINE_VERSION
                                        ", plugin contract 1.0, " TEST_PIPELINE));
  CHECK_THAT(ran.out, ContainsSubstring("\nbuilt      by ") && ContainsSubstring(", oneTBB 202") &&
                          ContainsSubstring(", yaml-cpp 0."));
  CHECK_THAT(ran.out, ContainsSubstring("\nsystem     ") && ContainsSubstring(", glibc 2."));
  CHECK_THAT(ran.out,
             ContainsSubstring("\nprocessor  ") && ContainsSubstring("\nsimd       built "));
  CHECK_THAT(ran.out, ContainsSubstring("\nthreads    " + here.shell("nproc").out.substr(0, 1)));
  CHECK_THAT(ran.out, ContainsSubstring("\nmemory     ") && ContainsSubstring(": half of "));
  CHECK_THAT(ran.out, ContainsSubstring("\nplugins in " TEST_PLUGINS "\n"));
  CHECK_THAT(ran.out, ContainsSubstring("  ok    quantize  1.0.0  contract 1.0  5 stages  "));
  CHECK_THAT(ran.out, ContainsSubstring("local/share/pipeline/plugins: no such folder\n"));
  CHECK_THAT(ran.out, !ContainsSubstring("\033"));
  CHECK(here.run("doctor now").err ==
        "error: doctor takes no arguments: pipeline doctor [options]\n");
}

TEST_CASE("doctor says of each plugin why it does not load and what to do", "[doctor]") {
  const Workplace here("doctor_ill");
  link(here, {"good", "needy", "dangling", "newer", "future", "aborts", "leaves", "text", "kills"},
       TEST_BAD_PLUGINS);
  fs::create_symlink("gone.so", here.path() / "plugins/lost.so");
  const Ran ran = here.run("doctor --plugin-path plugins");
  INFO(ran.out);
  CHECK(ran.status == 1);
  CHECK(ran.err.empty());
  CHECK_THAT(ran.out,
             ContainsSubstring("plugins in " + at(here, "plugins") + " (--plugin-path)\n"));
  CHECK_THAT(ran.out, ContainsSubstring("  ok    good      1.0.0  contract 1.0  1 stage   Bad\n"));
  CHECK_THAT(ran.out, ContainsSubstring("  FAIL  needy     does not load: see below\n"));
  const auto told = [&](const std::string& name, const std::string& why, const std::string& fix) {
    CHECK_THAT(ran.out, ContainsSubstring("  FAIL  " + at(here, "plugins/" + name + ".so") +
                                          "\n        " + why + "\n        fix: " + fix + "\n"));
  };
  told("needy", "does not load: needs libpipeline_absent.so.3 and libpipeline_lost.so.3: not found",
       "install the package that has them ('apt-file search libpipeline_absent.so.3' names it), or "
       "rebuild the plugin here");
  told("dangling", "does not load: undefined symbol: pipeline_nobody",
       "rebuild the plugin with its libraries linked");
  told("newer", "needs version 1.1 of the plugin contract, this host offers 1.0",
       "update pipeline, or rebuild the plugin with PIPELINE_ABI_TARGET 0");
  told("future",
       "made for another major version of the plugin contract (pipeline_plugin_v2; this host "
       "speaks pipeline_plugin_v1)",
       "update pipeline or rebuild the plugin");
  told("aborts", "crashed while loading: Aborted; it printed 'no such thing as a free lunch'",
       "tell its author, or take it out of the folder");
  told("leaves", "ended the process while loading (exit status 0)",
       "tell its author, or take it out of the folder");
  told("kills", "crashed while loading: Killed", "tell its author, or take it out of the folder");
  told("text", "does not load: it is no shared library",
       "copy it again or rebuild the plugin on this machine");
  told("lost", "does not load: it is a link to gone.so, which is not there",
       "copy it again or rebuild the plugin on this machine");
  CHECK_THAT(ran.out, ContainsSubstring("\n9 plugins do not load"));
  const Ran quiet = here.run("doctor --plugin-path plugins --quiet");
  CHECK(quiet.status == 1);
  CHECK(quiet.out.substr(0, 8) == "  FAIL  ");
  CHECK(ran.out.find(quiet.out) != std::string::npos);
}

TEST_CASE("doctor warns of what works and is not right", "[doctor]") {
  const Workplace here("doctor_odd");
  link(here, {"prints", "orphans"}, TEST_BAD_PLUGINS);
  link(here, {"kinds", "cards"}, TEST_OWN_PLUGINS);
  fs::create_directories(here.path() / "open");
  fs::permissions(here.path() / "open", fs::perms::all);
  here.write("plugins/Not-a-name.so", "");
  fs::create_directories(here.path() / "cards");
  here.write("cards/odd.card", "no number");
  const Ran ran =
      here.run("doctor --plugin-path plugins:open:none:" TEST_OWN_PLUGINS " --model-path cards");
  INFO(ran.out);
  CHECK(ran.status == 0);
  const auto told = [&](const std::string& what, const std::string& why, const std::string& fix) {
    CHECK_THAT(ran.out, ContainsSubstring("  warn  " + what + "\n        " + why + "\n" +
                                          (fix.empty() ? "" : "        fix: " + fix + "\n")));
  };
  told(at(here, "plugins/prints.so"),
       "it prints while it loads: 'to the output, to the error and what stays in the "
       "buffer\\x1b[31m'",
       "tell its author");
  told(at(here, "plugins/orphans.so"), "it starts a process while it loads", "tell its author");
  told(at(here, "plugins/cards.so"), at(here, "cards") + ": odd.card: expected a number",
       "mend that file, or take it out of the folder");
  told(at(here, "plugins/Not-a-name.so"), "is not looked at: 'Not-a-name' is no plugin's id",
       "a plugin's file is named by its id: lower-case letters, digits and '_', a letter first, "
       "then .so");
  told("kinds.lacking", "cannot run here: the moon is absent", "'rocket install moon' gets it");
  told(at(here, "open"),
       "is left out of the search: any user may write to it (chmod o-w makes it usable)", "");
  told(at(here, "none"), "no such folder", "make it, or change --plugin-path");
  CHECK_THAT(ran.out,
             ContainsSubstring("hidden: " + at(here, "plugins/kinds.so") + " comes first\n"));
  CHECK_THAT(ran.out, ContainsSubstring("; all plugins load\n"));
}

TEST_CASE("doctor and the checker say how to get a family that is not here", "[doctor]") {
  const Workplace here("doctor_bare");
  fs::create_directories(here.path() / "prefix/bin");
  fs::copy_file(TEST_PIPELINE, here.path() / "prefix/bin/pipeline");
  const std::string bare = "env -i prefix/bin/pipeline ";
  const Ran ran = here.shell(bare + "doctor");
  INFO(ran.out);
  CHECK(ran.status == 0);
  CHECK_THAT(ran.out, ContainsSubstring("families of pipeline that are not here\n"));
  CHECK_THAT(ran.out, ContainsSubstring("  --    quantize  not in any of the folders; './pipeline "
                                        "setup quantize' in the source tree builds it; then "
                                        "install that again\n"));
  CHECK_THAT(ran.out, ContainsSubstring("  --    opencv"));
  here.write("g.yaml",
             "pipeline: 1\ninputs: { image: image }\n"
             "stages: { q: { uses: quantize.kmeans, in: image } }\noutputs: { o: q.image }\n");
  CHECK_THAT(here.shell(bare + "check g.yaml").err,
             ContainsSubstring("./pipeline setup quantize' in the source tree builds it"));
  CHECK_THAT(here.shell(bare + "list opencv").err,
             ContainsSubstring("there is no plugin 'opencv'; './pipeline setup opencv' in the"));
  here.write("prefix/CMakeCache.txt", "");
  CHECK_THAT(here.shell(bare + "doctor").out,
             ContainsSubstring("'./pipeline setup opencv' gets what it needs and builds it\n"));
}

TEST_CASE("doctor gives the same as JSON", "[doctor]") {
  const Workplace here("doctor_json");
  link(here, {"good", "needy"}, TEST_BAD_PLUGINS);
  const Ran ran =
      here.shell("PIPELINE_PLUGIN_PATH=plugins HOME=. '" TEST_PIPELINE "' doctor --json");
  INFO(ran.out);
  CHECK(ran.status == 1);
  CHECK_THAT(ran.out, ContainsSubstring("\"named_by\": \"PIPELINE_PLUGIN_PATH\""));
  CHECK_THAT(ran.out, ContainsSubstring("\"missing\": [\"libpipeline_absent.so.3\", "
                                        "\"libpipeline_lost.so.3\"]"));
  CHECK_THAT(ran.out, ContainsSubstring("\"state\": \"broken\""));
  CHECK_THAT(ran.out, ContainsSubstring("\"id\": \"good.stage\""));
  CHECK_THAT(ran.out, ContainsSubstring("\"memory_bytes\": {\"default\": "));
}

TEST_CASE("doctor marks in colour on a terminal", "[doctor]") {
  const Workplace here("doctor_colour");
  if (here.shell("script -qec true /dev/null < /dev/null").status != 0) {
    WARN("skipped: no pseudo-terminal can be made here");
    return;
  }
  const std::string doctor =
      "HOME=. script -qec \"'" TEST_PIPELINE "' doctor\" /dev/null < /dev/null";
  CHECK_THAT(here.shell("env -u NO_COLOR " + doctor).out, ContainsSubstring("\033[32mok\033[0m"));
  CHECK_THAT(here.shell("NO_COLOR=1 " + doctor).out, !ContainsSubstring("\033[32m"));
}

TEST_CASE("plugins that misbehave while loading spoil no other command", "[doctor]") {
  const Workplace here("doctor_rest");
  link(here, {"aborts", "leaves", "prints", "closes", "kills", "orphans"}, TEST_BAD_PLUGINS);
  const Ran list = here.run("list --plugin-path plugins");
  CHECK(list.status == 1);
  CHECK_THAT(list.out, ContainsSubstring("quantize.kmeans") && ContainsSubstring("closes.stage"));
  CHECK_THAT(list.err, ContainsSubstring("error: " + at(here, "plugins/aborts.so") + ": crashed") &&
                           ContainsSubstring("warning: " + at(here, "plugins/prints.so") +
                                             ": it prints while it loads: "));
  here.write("g.yaml",
             "pipeline: 1\ninputs: { image: image }\n"
             "stages: { q: { uses: quantize.kmean, in: image } }\noutputs: { o: q.image }\n");
  CHECK_THAT(here.run("check g.yaml --plugin-path plugins").err,
             ContainsSubstring("fix: did you mean 'quantize.kmeans'?"));
  const Ran describe = here.run("describe aborts.stage --plugin-path plugins");
  CHECK(describe.status == 2);
  CHECK(describe.err ==
        "error: " + at(here, "plugins/aborts.so") +
            ": crashed while loading: Aborted; it printed 'no such thing as a free lunch'; tell "
            "its author, or take it out of the folder\n");
}
