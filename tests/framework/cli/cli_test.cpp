// SPDX-License-Identifier: Apache-2.0
// The subcommands that look: their answers and their exit codes.
#include "support/catch.hpp"
#include "support/process.hpp"

using namespace pipeline::test;

TEST_CASE("help and version are results", "[cli]") {
  const Workplace here("cli_help");
  const Ran version = here.run("--version");
  CHECK(version.status == 0);
  CHECK_THAT(version.out, ContainsSubstring("plugin contract 1.0"));
  for (const std::string command : {"", "run ", "check ", "list ", "describe ", "schema ",
                                    "doctor ", "plugin ", "plugin new "}) {
    const Ran help = here.run(command + "--help");
    CHECK(help.status == 0);
    CHECK_THAT(help.out, ContainsSubstring("usage: pipeline"));
    CHECK_THAT(help.out, ContainsSubstring("examples:"));
    CHECK(help.err.empty());
  }
}

TEST_CASE("wrong words end with 2 and a way out", "[cli]") {
  const Workplace here("cli_wrong");
  CHECK(here.run("").status == 2);
  CHECK(here.run("rnu x.yaml").err == "error: there is no command 'rnu'; did you mean 'run'?\n");
  CHECK(here.run("run --treads 2").err ==
        "error: there is no option --treads; did you mean --threads?\n");
  CHECK_THAT(here.run("run").err,
             ContainsSubstring("error: run needs a graph: pipeline run GRAPH"));
  CHECK(here.run("run none.yaml").err ==
        "none.yaml: error: the graph none.yaml cannot be read: No such file or directory\n"
        "  fix: name a graph file that can be read\n");
  CHECK_THAT(here.run("check none.yaml --json").out,
             ContainsSubstring("\"message\": \"the graph none.yaml cannot be read"));
  CHECK(here.run("run none.yaml").status == 2);
  CHECK(here.run("check pipelines/default.yaml --log-level loud").err ==
        "error: --log-level loud: expected debug, info, warning or error\n");
}

TEST_CASE("a graph that came with the pipeline goes by its path, file name or bare name", "[cli]") {
  const Workplace here("cli_graph_name");
  for (const std::string name : {"pipelines/default.yaml", "default.yaml", "default"}) {
    CHECK(here.run("check " + name).status == 0);
  }
  std::filesystem::create_directory(here.path() / "icon");
  CHECK(here.run("check icon").status == 0);
  here.write("default", "no graph");
  CHECK(here.run("check default").status == 2);
  CHECK_THAT(here.run("check defualt").err,
             Catch::Matchers::StartsWith(
                 "defualt: error: there is no graph defualt\n"
                 "  expected: a graph file, or one that came with this pipeline: ") &&
                 Catch::Matchers::EndsWith("  fix: did you mean 'default'?\n"));
  CHECK_THAT(here.run("check defualt.yaml").err,
             Catch::Matchers::EndsWith("  fix: did you mean 'default'?\n"));
  CHECK(here.run("check pipelines/defualt.yaml").err ==
        "pipelines/defualt.yaml: error: the graph pipelines/defualt.yaml cannot be read: No such "
        "file or directory\n  fix: name a graph file that can be read\n");
}

TEST_CASE("list shows every stage and names what does not load", "[cli]") {
  const Workplace here("cli_list");
  const Ran good = here.run("list");
  CHECK(good.status == 0);
  CHECK_THAT(good.out, ContainsSubstring("quantize.kmeans"));
  here.write("broken.so", "no library");
  const Ran broken = here.run("list --plugin-path .");
  CHECK(broken.status == 1);
  CHECK_THAT(broken.out, ContainsSubstring("quantize.kmeans"));
  CHECK_THAT(broken.err, ContainsSubstring("broken.so: does not load: "));
}

TEST_CASE("list says what a stage needs that is absent, and how to get it", "[cli]") {
  const Workplace here("cli_lacks");
  CHECK_THAT(
      here.run("list kinds --plugin-path " TEST_OWN_PLUGINS).out,
      ContainsSubstring("cannot run here: the moon is absent; 'rocket install moon' gets it\n"));
  here.write("librsvg-2.so.2", "no library");
  REQUIRE(setenv("LD_LIBRARY_PATH", here.path().c_str(), 1) == 0);
  const Ran list = here.run("list svg");
  here.write("g.yaml",
             "pipeline: 1\ninputs: { file: bytes }\nstages:\n"
             "  raster: { uses: svg.rasterize, in: file }\noutputs: { o: { from: raster } }\n");
  const Ran check = here.run("check g.yaml");
  here.write("a.ppm", small_picture());
  const Ran run = here.run("run pipelines/default.yaml a.ppm");
  const Ran judged = here.run("run pipelines/default.yaml a.ppm --metrics");
  unsetenv("LD_LIBRARY_PATH");
  const std::string fix =
      "the package librsvg2-2 has it (in a clone, './pipeline setup svg' gets it)";
  CHECK_THAT(list.out, ContainsSubstring("cannot run here: ") && ContainsSubstring(fix));
  CHECK_THAT(check.err,
             ContainsSubstring("warning: stage 'raster' cannot be made on this machine: ") &&
                 ContainsSubstring(fix));
  CHECK(check.status == 0);
  CHECK(judged.status == 2);
  CHECK_THAT(judged.err, ContainsSubstring("error: stage 'raster' cannot be made: ") &&
                             ContainsSubstring("fix: get what is absent"));
  CHECK(run.status == 0);  // svg.document needs none of it
}

TEST_CASE("describe shows one stage", "[cli]") {
  const Workplace here("cli_describe");
  const Ran kinds = here.run("describe kinds.params --plugin-path " TEST_OWN_PLUGINS);
  CHECK(kinds.status == 0);
  CHECK_THAT(kinds.out, ContainsSubstring("auto  (2 to 256 colours, or auto, whole)"));
  CHECK_THAT(kinds.out, ContainsSubstring("good  (one of fast, good)"));
  CHECK_THAT(kinds.out, ContainsSubstring("#ff0033ff  (a colour)"));
  CHECK_THAT(
      here.run("describe metric.ssim").out,
      ContainsSubstring("ssim: { uses: metric.ssim, in: { reference: reference, test: test }, "
                        "with: { background: \"#ffffffff\" } }"));
  const Ran wrong = here.run("describe quantize.kmean");
  CHECK(wrong.status == 2);
  CHECK_THAT(wrong.err, ContainsSubstring("did you mean quantize.kmeans?"));
}

TEST_CASE("check shows all errors at once and says when there is none", "[cli]") {
  const Workplace here("cli_check");
  CHECK(here.run("check pipelines/default.yaml").status == 0);
  here.write("bad.yaml",
             "pipeline: 1\n"
             "inputs: { image: image }\n"
             "stages:\n"
             "  q: { uses: quantize.kmeans, in: image, with: { colours: 16 } }\n"
             "  e: { uses: edges.cany, in: image }\n"
             "outputs: { o: { from: q.image, path: \"{stem}.png\" } }\n");
  const Ran bad = here.run("check bad.yaml");
  CHECK(bad.status == 2);
  CHECK_THAT(bad.err, ContainsSubstring("bad.yaml:4:50: error: "));
  CHECK_THAT(bad.err, ContainsSubstring("did you mean 'colors'"));
  CHECK_THAT(bad.err, ContainsSubstring("bad.yaml:5:14: error: "));
  CHECK_THAT(bad.err, ContainsSubstring("edges.canny"));
  const Ran json = here.run("check bad.yaml --json");
  CHECK(json.status == 2);
  CHECK(json.out.substr(0, 1) == "[");
  CHECK(json.err.empty());
}

TEST_CASE("check finds what a stage refuses when it is created", "[cli]") {
  const Workplace here("cli_create");
  here.write("g.yaml",
             "pipeline: 1\ninputs: { image: image }\nstages:\n"
             "  e: { uses: edges.canny, in: image, with: { low: 0.9, high: 0.1 } }\n"
             "outputs: { o: { from: e.edges } }\n");
  const Ran ran = here.run("check g.yaml");
  CHECK(ran.status == 2);
  CHECK_THAT(ran.err, ContainsSubstring("g.yaml:4:14: error: stage 'e' cannot be made: low (0.9)"));
  CHECK_THAT(ran.err, ContainsSubstring("fix: change what its `with` or --set says"));
}

TEST_CASE("help of a command can be asked for in two ways", "[cli]") {
  const Workplace here("cli_help");
  CHECK(here.run("help run").out == here.run("run --help").out);
  CHECK_THAT(here.run("run g.yaml -j abc").err,
             ContainsSubstring("'pipeline run --help' shows what it takes"));
}

TEST_CASE("check follows the formats that image.convert's parameters decide", "[cli]") {
  const Workplace here("cli_formats");
  const auto check = [&](const std::string& with) {
    here.write("g.yaml",
               "pipeline: 1\ninputs: { image: image }\nstages:\n"
               "  c: { uses: image.convert, in: image, with: { " +
                   with +
                   " } }\n"
                   "  q: { uses: quantize.kmeans, in: c }\n"
                   "outputs: { o: { from: q.image } }\n");
    return here.run("check g.yaml");
  };
  const Ran bad = check("colour: oklab");
  CHECK(bad.status == 2);
  CHECK_THAT(bad.err,
             ContainsSubstring("g.yaml:5:35: error: stage 'q' cannot take 'c' as its input"));
  CHECK_THAT(bad.err, ContainsSubstring("found: f32, oklab"));
  CHECK_THAT(bad.err, ContainsSubstring("fix: put a stage between: { uses: image.convert, in: c, "
                                        "with: { samples: u8, colour: srgb } }"));
  CHECK(check("samples: u16").status == 2);
  CHECK(check("channels: grey").status == 2);
  CHECK(check("alpha: premultiplied").status == 0);  // a picture may have none
  CHECK(check("colour: srgb, samples: u8").status == 0);
}
