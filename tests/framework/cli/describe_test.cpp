// SPDX-License-Identifier: Apache-2.0
// `describe --markdown`: reference pages.
#include "support/catch.hpp"
#include "support/process.hpp"

using namespace pipeline::test;

namespace {

const std::string own_plugins = " --plugin-path '" TEST_OWN_PLUGINS "'";

}  // namespace

TEST_CASE("describe --markdown: one stage with all that it declares", "[describe]") {
  const Workplace here("describe_one");
  const Ran ran = here.run("describe --markdown kinds.params" + own_plugins);
  CHECK(ran.status == 0);
  CHECK(ran.out.starts_with("# Stages\n\n## kinds.params\n\nWrites its parameters as text. "));
  CHECK_THAT(ran.out, ContainsSubstring("| parameter | default | values | unit | |\n"));
  CHECK_THAT(ran.out, ContainsSubstring(
                          "| `count` | `auto` | 2 to 256, or auto, whole | colours | A count |\n"));
  CHECK_THAT(ran.out, ContainsSubstring("| `mode` | `good` | one of fast, good |  | "));
  CHECK_THAT(ran.out, ContainsSubstring("\nA call: memory not declared.\n"));
  CHECK_THAT(ran.out, ContainsSubstring("```yaml\nstages:\n  params: { uses: kinds.params, "));
  const std::string canny = here.run("describe --markdown edges.canny").out;
  CHECK_THAT(canny, ContainsSubstring("| `image` | image ") &&
                        ContainsSubstring("| `strength` | image ") &&
                        ContainsSubstring(" bytes a pixel"));
}

TEST_CASE("describe --markdown: all stages, and a page a plugin", "[describe]") {
  const Workplace here("describe_all");
  const Ran all = here.run("describe --markdown" + own_plugins);
  CHECK(all.status == 0);
  CHECK_THAT(all.out, ContainsSubstring("- [quantize.median_cut](#quantizemedian_cut): "));
  CHECK(here.run("describe --markdown --all" + own_plugins).out == all.out);
  CHECK(here.run("describe --markdown -o stages.md" + own_plugins).out.empty());
  CHECK(here.read("stages.md") == all.out);
  CHECK(here.run("describe --markdown -o pages/" + own_plugins).status == 0);
  CHECK_THAT(here.read("pages/index.md"),
             ContainsSubstring("| [kinds.params](kinds.md#kindsparams) | "));
  CHECK(here.read("pages/quantize.md").starts_with("# quantize\n\n"));
  here.write("broken.so", "no library");
  const Ran broken = here.run("describe --markdown --plugin-path .");
  CHECK(broken.status == 1);
  CHECK_THAT(broken.err, ContainsSubstring("broken.so: does not load: "));
  CHECK_THAT(broken.out, ContainsSubstring("## quantize.kmeans\n"));
}

TEST_CASE("describe: wrong usage", "[describe]") {
  const Workplace here("describe_usage");
  const auto error = [&](const std::string& words) {
    const Ran ran = here.run("describe " + words);
    CHECK(ran.status == 2);
    return ran.err;
  };
  CHECK(error("") == "error: describe needs one stage: pipeline describe STAGE [options]\n");
  CHECK(error("--all") == "error: --all is for --markdown: add it\n");
  CHECK(error("io.read -o a.md") == "error: -o is for --markdown: add it\n");
  CHECK(error("--markdown --all io.read") ==
        "error: --all and the names of stages do not go together: leave one out\n");
  CHECK(error("--markdown io.read -o pages/") ==
        "error: -o DIR/ is for all stages: name a file, or leave the stages out\n");
  CHECK_THAT(error("--markdown io.raed"), ContainsSubstring("; did you mean io.read?\n"));
}
