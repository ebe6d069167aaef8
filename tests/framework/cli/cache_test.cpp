// SPDX-License-Identifier: Apache-2.0
// --cache, as a user sees it.
#include "support/catch.hpp"
#include "support/process.hpp"

using namespace pipeline::test;

namespace {

namespace fs = std::filesystem;

const std::string plugins = " --plugin-path '" TEST_OWN_PLUGINS "' ";

// Two numbers of a picture, one through a stage that says when it runs.
std::string graph(const std::string& bias, const std::string& slow = "kinds.wait") {
  return "pipeline: 1\ninputs: { image: image }\nstages:\n"
         "  grey: { uses: image.convert, in: image, with: { channels: grey } }\n"
         "  sum: { uses: kinds.sum, in: grey }\n"
         "  slow: { uses: " +
         slow +
         ", in: sum }\n"
         "  more: { uses: kinds.add, in: slow, with: { bias: " +
         bias + " } }\noutputs: { o: { from: more, path: \"{stem}.txt\" } }\n";
}

std::string after(const std::string& text, const std::string& mark) {
  const size_t at = text.find(mark);
  return at == std::string::npos ? "" : text.substr(at);
}

void prepare(const Workplace& here) {
  here.write("g.yaml", graph("1"));
  here.write("a.ppm", small_picture());
  here.write("b.ppm", small_picture(31, 17));
}

std::string explained(const Workplace& here, const std::string& words = "a.ppm") {
  const Ran ran = here.run("run g.yaml " + words + plugins + "--cache c --explain");
  CHECK(ran.status == 0);
  return after(ran.out, "reuse:\n");
}

size_t entries(const Workplace& here) {
  size_t count = 0;
  for (const auto& entry : fs::recursive_directory_iterator(here.path() / "c")) {
    if (entry.path().extension() == ".step") ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("--cache: the second run runs nothing, and writes the same", "[cache]") {
  const Workplace here("cache_default");
  here.write("a.ppm", small_picture(90, 70));
  here.write("b.ppm", small_picture(31, 17));
  const std::string run = "run default a.ppm b.ppm --metrics ";
  CHECK(here.run(run + "-o plain/").status == 0);
  const std::vector<std::string> ways{"", "--executor serial ", "--memory 1kB --in-flight 4 ",
                                      "--save-all look "};
  for (size_t i = 0; i < ways.size(); ++i) {
    const std::string cache = "--cache c" + std::to_string(i) + " --profile ";
    const Ran first = here.run(run + ways[i] + cache + "-o first/");
    CHECK(first.status == 0);
    const Ran second = here.run(run + ways[i] + cache + "-o second/");
    CHECK(second.status == 0);
    CHECK(first.out == second.out);
    CHECK_THAT(first.err, ContainsSubstring("quantize.flat") && ContainsSubstring("(keep)"));
    CHECK_THAT(second.err, ContainsSubstring("(reuse)") && !ContainsSubstring("quantize.flat") &&
                               !ContainsSubstring("(keep)"));
    for (const std::string name : {"a.svg", "b.svg"}) {
      CHECK(here.read("first/" + name) == here.read("plain/" + name));
      CHECK(here.read("second/" + name) == here.read("plain/" + name));
    }
  }
  CHECK(here.has("look/a/02_quantize.labels.png"));
}

TEST_CASE("--cache --explain: what is reused, and what one thing changed", "[cache]") {
  const Workplace here("cache_explain");
  prepare(here);
  const std::string all_computed =
      "reuse:\n  a.ppm\n"
      "    image  computed: never stored\n    grey   computed: never stored\n"
      "    sum    computed: never stored\n    slow   computed: never stored\n"
      "    more   computed: never stored\n";
  CHECK(explained(here) == all_computed);
  CHECK_FALSE(here.has("c"));
  const auto run = [&] { CHECK(here.run("run g.yaml a.ppm --cache c" + plugins).status == 0); };
  run();
  const std::string not_needed = "not needed: what takes from it is reused\n";
  CHECK(explained(here) == "reuse:\n  a.ppm\n    image  " + not_needed + "    grey   " +
                               not_needed + "    sum    " + not_needed + "    slow   " +
                               not_needed + "    more   reused\n");
  here.write("g.yaml", graph("2.5"));
  CHECK(explained(here) == "reuse:\n  a.ppm\n    image  " + not_needed + "    grey   " +
                               not_needed + "    sum    " + not_needed +
                               "    slow   reused\n"
                               "    more   computed: its parameter 'bias' changed (2.5, was 1)\n");
  CHECK(explained(here, "a.ppm --set grey.channels=rgb") ==
        "reuse:\n  a.ppm\n    image  reused\n"
        "    grey   computed: its parameter 'channels' changed (rgb, was grey)\n"
        "    sum    computed: upstream 'grey' changed\n"
        "    slow   computed: upstream 'sum' changed\n"
        "    more   computed: its parameter 'bias' changed (2.5, was 1)\n");
  here.write("g.yaml", graph("1", "kinds.alone"));
  CHECK_THAT(explained(here),
             ContainsSubstring("slow   computed: it is kinds.alone, was kinds.wait\n"
                               "    more   computed: its input 'a' comes from "
                               "slow.same, was slow.waited\n"));
  here.write("g.yaml", graph("1", "kinds.moody"));
  CHECK_THAT(explained(here),
             ContainsSubstring("slow   computed: not pure\n"
                               "    more   computed: upstream 'slow' is not pure\n"));
  here.write("g.yaml", graph("1"));
  here.write("a.ppm", small_picture(40, 30));
  CHECK_THAT(explained(here), ContainsSubstring("image  computed: the input changed\n"
                                                "    grey   computed: upstream 'image' changed\n"));
  // Images of which the same is said stand together.
  here.write("a.ppm", small_picture());
  here.write("c.ppm", small_picture(20, 20));
  CHECK_THAT(explained(here, "a.ppm b.ppm c.ppm"),
             ContainsSubstring("more   reused\n  b.ppm and 1 more\n    image  computed: never"));
  CHECK_THAT(explained(here, "none.ppm"), ContainsSubstring("  none.ppm\n    cannot be told: "));
  run();
  fs::remove_all(here.path() / "c");
  CHECK(explained(here) == all_computed);
}

TEST_CASE("--cache --explain: another build of a plugin, and what is gone", "[cache]") {
  const Workplace here("cache_plugin");
  prepare(here);
  fs::create_directories(here.path() / "p");
  fs::copy_file(TEST_OWN_PLUGINS "/kinds.so", here.path() / "p/kinds.so");
  const std::string words = "run g.yaml a.ppm --plugin-path p --cache c ";
  CHECK(here.run(words).status == 0);
  std::ofstream(here.path() / "p/kinds.so", std::ios::app) << "another build";
  const Ran ran = here.run(words + "--explain");
  CHECK_THAT(ran.out, ContainsSubstring("grey   reused\n    sum    computed: kinds.so changed\n"
                                        "    slow   computed: kinds.so changed\n"));
  CHECK(here.run(words).status == 0);
  for (const auto& entry : fs::directory_iterator(here.path() / "c")) {
    if (entry.path().filename() != "last") fs::remove_all(entry.path());
  }
  CHECK_THAT(here.run(words + "--explain").out,
             ContainsSubstring("sum    computed: nothing changed, but it is not kept any more\n"));
}

TEST_CASE("--cache: what is kept says so, what is damaged is made again", "[cache]") {
  const Workplace here("cache_damage");
  prepare(here);
  const std::string words = "run g.yaml a.ppm --log-level debug --cache c" + plugins;
  CHECK_THAT(here.run(words).err, ContainsSubstring("slow: waiting"));
  const std::string number = here.read("a.txt");
  CHECK(entries(here) == 5);
  CHECK_THAT(here.run(words).err, !ContainsSubstring("slow: waiting"));
  for (const auto& entry : fs::recursive_directory_iterator(here.path() / "c")) {
    if (entry.path().extension() == ".step") fs::resize_file(entry.path(), 50);
  }
  const Ran ran = here.run(words);
  CHECK_THAT(ran.err, ContainsSubstring("slow: waiting") &&
                          ContainsSubstring(" is damaged or of another version: deleted\n"));
  CHECK(here.read("a.txt") == number);
  CHECK_THAT(here.run(words).err, !ContainsSubstring("slow: waiting"));
}

TEST_CASE("--cache: a disk that is full is told of once, and the run goes on", "[cache]") {
  const Workplace here("cache_full");
  prepare(here);
  fs::create_directories(here.path() / "c");
  CHECK(here.run("run g.yaml b.ppm --cache c" + plugins).status == 0);
  const Ran ran = here.shell("trap '' XFSZ; ulimit -f 4; NO_COLOR=1 HOME=. '" TEST_PIPELINE
                             "' run g.yaml a.ppm b.ppm --cache c -o o/" +
                             plugins);
  CHECK(ran.status == 0);
  const size_t at = ran.err.find("nothing more is kept in this run");
  CHECK(at != std::string::npos);
  CHECK(ran.err.find("nothing more is kept", at + 1) == std::string::npos);
  CHECK(here.has("o/a.txt"));
  CHECK(here.has("o/b.txt"));
}

TEST_CASE("--cache: words that cannot be served are refused before anything runs", "[cache]") {
  const Workplace here("cache_words");
  prepare(here);
  const auto error = [&](const std::string& words) {
    const Ran ran = here.run("run g.yaml a.ppm " + words + plugins);
    CHECK(ran.status == 2);
    return ran.err;
  };
  CHECK(error("--cache ''") == "error: --cache needs a folder\n");
  CHECK(error("--cache-size 1GiB") == "error: --cache-size is for --cache: add it\n");
  CHECK(error("--cache c --cache-size 1kB") == "error: --cache-size: expected 1MiB or more\n");
  CHECK(error("--cache c --repeat 3") ==
        "error: --repeat is to measure and with --cache nothing would run: leave one out\n");
  CHECK(error("--cache a.ppm") == "error: --cache a.ppm: is a file: expected a folder\n");
  CHECK(error("--cache a.ppm/c") == "error: --cache a.ppm/c: cannot be made: Not a directory\n");
  CHECK(error("--cache .") ==
        "error: --cache .: is not empty and no cache: name a folder that is one of these\n");
  CHECK(error("--cache . --explain") ==
        "error: --cache .: is not empty and no cache: name a folder that is one of these\n");
  CHECK_FALSE(here.has("a.txt"));
  CHECK_FALSE(here.has("c"));
}

TEST_CASE("--cache: compare takes and leaves results as run does, and measures all the same",
          "[cache]") {
  const Workplace here("cache_compare");
  here.write("a.ppm", small_picture());
  here.write("g.yaml",
             "pipeline: 1\ninputs: { image: image }\n"
             "stages: { q: { uses: quantize.kmeans, in: image, with: { colors: 2 } } }\n"
             "outputs: { o: { from: q.image, path: \"{stem}.png\" } }\n"
             "metrics: { psnr: { uses: metric.psnr, in: { reference: image, test: q.image }, "
             "margin: 0.1 } }\n");
  const std::string compare =
      "compare g.yaml a.ppm --sweep q.colors=2,8 --budget 0.3 --seed 1 --threads 1 --cache c";
  const Ran first = here.run(compare);
  CHECK(first.status == 0);
  const size_t kept = entries(here);
  CHECK(kept == 1 + 2 * 3);  // reading, and of each variant quantizing, writing, judging
  const Ran again = here.run(compare);
  CHECK(again.status == 0);
  CHECK(entries(here) == kept);
  CHECK_THAT(again.out, ContainsSubstring("quality better (psnr +") &&
                            ContainsSubstring("timed: q, alone, on 1 thread"));
  CHECK_THAT(here.run("run g.yaml a.ppm --cache c --explain --set q.colors=8").out,
             ContainsSubstring("    q        not needed: what takes from it is reused\n"));
}
