// SPDX-License-Identifier: Apache-2.0
// run --save-all: what the stages made, as a user finds it.
#include <algorithm>
#include <vector>

#include "support/catch.hpp"
#include "support/process.hpp"

using namespace pipeline::test;

namespace {

namespace fs = std::filesystem;
using Names = std::vector<std::string>;

Names files_in(const fs::path& folder) {
  Names names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

// A graph without inputs over kinds.*, run with what comes after it.
std::string kinds(const Workplace& here, const std::string& stages, const std::string& from) {
  here.write("g.yaml", "pipeline: 1\nname: few\nstages:\n" + stages +
                           "outputs: { o: { from: " + from + ", path: o.txt } }\n");
  return "run g.yaml --plugin-path '" TEST_OWN_PLUGINS "' --save-all s ";
}

}  // namespace

TEST_CASE("--save-all writes what each stage makes, in order, the same on both executors",
          "[save]") {
  const Workplace here("save_default");
  here.write("a.ppm", small_picture());
  const Ran ran = here.run("run pipelines/default.yaml a.ppm --save-all look");
  CHECK(ran.status == 0);
  CHECK_THAT(ran.err, ContainsSubstring("what the stages made is in look\n"));
  const Names all{"01_image.image.png", "02_quantize.image.png", "02_quantize.labels.png",
                  "03_edges.edges.png", "03_edges.strength.png", "04_paths.paths.svg",
                  "05_svg.document.svg"};
  CHECK(files_in(here.path() / "look/a") == all);
  CHECK(here.read("look/a/05_svg.document.svg") == here.read("a.svg"));
  CHECK(here.read("look/a/02_quantize.labels.png") == here.read("look/a/02_quantize.image.png"));
  CHECK(here.read("look/a/03_edges.strength.png").substr(1, 3) == "PNG");
  // In parallel, with so little memory that images begin again.
  fs::create_directories(here.path() / "b");
  fs::copy_file(here.path() / "a.ppm", here.path() / "b/a.ppm");
  for (const std::string how : {"--executor serial", "--memory 40kB --in-flight 4 --threads 4"}) {
    const Ran two = here.run("run pipelines/default.yaml a.ppm b/a.ppm - <a.ppm --save-all two " +
                             how + " -o 'svg={index}.svg'");
    CHECK(two.status == 0);
    for (const std::string folder : {"two/a/", "two/a_2/", "two/stdin/"}) {
      CHECK(files_in(here.path() / folder) == all);
      for (const auto& file : all) CHECK(here.read(folder + file) == here.read("look/a/" + file));
    }
    fs::remove_all(here.path() / "two");
  }
}

TEST_CASE("--save-all takes the metrics, too, and stages of graphs in graphs", "[save]") {
  const Workplace here("save_inner");
  here.write("a.ppm", small_picture());
  here.write("inner.yaml",
             "pipeline: 1\ninputs: { image: image }\n"
             "stages: { q: { uses: quantize.kmeans, in: image, with: { colors: 2 } } }\n"
             "outputs: { picture: { from: q.image, path: x.png } }\n");
  here.write(
      "g.yaml",
      "pipeline: 1\ninputs: { image: image }\nstages: { few: { uses: inner.yaml, in: image } }\n"
      "outputs: { o: { from: few.picture, path: \"{stem}.png\" } }\n"
      "metrics: { like: { uses: metric.psnr, in: { reference: image, test: image } } }\n");
  CHECK(here.run("run g.yaml a.ppm --metrics --save-all s").status == 0);
  CHECK(files_in(here.path() / "s/a") == Names{"01_image.image.png", "02_few-q.image.png",
                                               "02_few-q.labels.png", "03_like.value.txt",
                                               "04_o.write.file.png"});
  CHECK(here.read("s/a/03_like.value.txt") == "100 dB\n");
}

TEST_CASE("--save-all makes pictures of every format", "[save]") {
  const Workplace here("save_formats");
  here.write("a.ppm", small_picture());
  here.write("g.yaml",
             "pipeline: 1\ninputs: { image: image }\nstages:\n"
             "  lab: { uses: image.convert, in: image, with: { colour: oklab } }\n"
             "  light: { uses: image.convert, in: lab, with: { colour: linear, samples: u16 } }\n"
             "  glass: { uses: image.convert, in: light, with: { channels: rgba, colour: srgb, "
             "alpha: premultiplied, samples: f32 } }\n"
             "  plain: { uses: image.convert, in: glass, with: { channels: rgb, samples: u8 } }\n"
             "outputs: { o: { from: plain, path: \"{stem}.png\" } }\n");
  CHECK(here.run("run g.yaml a.ppm --save-all s").status == 0);
  here.write("pixels.yaml",
             "pipeline: 1\ninputs: { image: image }\n"
             "stages: { rgb: { uses: image.convert, in: image, with: { channels: rgb } } }\n"
             "outputs: { o: { from: rgb, path: \"{stem}.ppm\" } }\n");
  CHECK(here.run("run pixels.yaml s/a -o p/").status == 0);
  const std::string original = here.read("p/01_image.image.ppm");
  CHECK(original.substr(original.size() - 9216) == small_picture().substr(13));
  for (const std::string name : {"02_lab", "03_light", "04_glass", "05_plain"}) {
    CHECK((here.read("p/" + name + ".image.ppm") == original));
  }
}

TEST_CASE("--save-all shows values of a third party by their to_bytes", "[save]") {
  const Workplace here("save_types");
  const auto run = [&](const std::string& value) {
    return here.run(kinds(here,
                          "  n: { uses: kinds.number, with: { value: " + value +
                              " } }\n"
                              "  d: { uses: kinds.make_depth, in: n }\n"
                              "  u: { uses: kinds.use_depth, in: d }\n"
                              "  s: { uses: kinds.make_secret, in: u }\n"
                              "  t: { uses: kinds.tell_secret, in: s }\n",
                          "t"));
  };
  CHECK(run("1").status == 0);
  CHECK(files_in(here.path() / "s/few") == Names{"01_n.number.txt", "02_d.depth.json",
                                                 "03_u.extent.txt", "04_s.secret.txt",
                                                 "05_t.number.txt"});
  CHECK(here.read("s/few/02_d.depth.json") == "{\"farthest\": 10.000000}\n");
  CHECK(here.read("s/few/04_s.secret.txt") ==
        "a value of type kinds.secret/1, which has no to_bytes: there is nothing to show\n");
  CHECK(here.read("s/few/05_t.number.txt") == "9\n");
  CHECK_THAT(run("-1").err,
             ContainsSubstring("error: s/few/02_d.depth: cannot be saved: behind the camera\n"));
  const Ran broken = run("1000");
  CHECK(broken.status == 1);
  CHECK_THAT(broken.err, ContainsSubstring("02_d.depth: cannot be saved: broken type: bytes does "
                                           "not lie in memory of new_buffer or of an input\n"));
}

TEST_CASE("an image that cannot be saved has failed, alone", "[save]") {
  const Workplace here("save_fail");
  here.write("a.ppm", small_picture());
  here.write("b.ppm", small_picture(30, 20));
  here.write("c.ppm", small_picture(20, 30));
  fs::create_directories(here.path() / "s/a");
  fs::create_symlink("/dev/full", here.path() / "s/a/03_edges.edges.png");
  here.write("s/b", "a file");
  const Ran ran = here.run("run pipelines/default.yaml a.ppm b.ppm c.ppm --save-all s");
  CHECK(ran.status == 1);
  CHECK_THAT(ran.err, ContainsSubstring("error: s/a/03_edges.edges.png: cannot be written: No "
                                        "space left on device\n"));
  CHECK_THAT(ran.err, ContainsSubstring("error: s/b: cannot be made: Not a directory\n"));
  CHECK_THAT(ran.err, ContainsSubstring("3 images: 1 done, 2 failed, in "));
  CHECK_FALSE(here.has("a.svg"));
  CHECK(here.has("c.svg"));
  CHECK(here.has("s/c/05_svg.document.svg"));
}

TEST_CASE("words that --save-all cannot serve are refused before anything runs", "[save]") {
  const Workplace here("save_words");
  here.write("a.ppm", small_picture());
  const auto error = [&](const std::string& words) {
    const Ran ran = here.run("run pipelines/default.yaml " + words);
    CHECK(ran.status == 2);
    return ran.err;
  };
  CHECK(error("a.ppm --save-all ''") == "error: --save-all needs a folder\n");
  CHECK(error("a.ppm --save-all s --profile --repeat 2") ==
        "error: --repeat is to measure and --save-all would be measured, too: leave one out\n");
  CHECK(error("a.ppm --save-all a.ppm") ==
        "error: --save-all a.ppm: is a file: expected a folder\n");
  CHECK(error("a.ppm --save-all a.ppm/s") ==
        "error: --save-all a.ppm/s: cannot be made: Not a directory\n");
  fs::create_directories(here.path() / "s/a");
  fs::copy_file(here.path() / "a.ppm", here.path() / "s/a/a.ppm");
  CHECK(
      error("s/a/a.ppm --save-all ./s") ==
      "error: --save-all ./s: the folder ./s/a would be written to, and the input s/a/a.ppm is in "
      "it: name another folder\n");
  CHECK(error("a.ppm --save-all s -o s/a/x.svg") ==
        "error: --save-all s: the folder s/a would be written to, and output 'svg' of a.ppm is in "
        "it: name another folder\n");
  CHECK_FALSE(here.has("a.svg"));
  CHECK_THAT(here.run("run pipelines/default.yaml a.ppm --save-all t --explain").out,
             ContainsSubstring("\nsaved: all that the stages make, in t\n"));
  CHECK_FALSE(here.has("t"));
}

TEST_CASE("--save-all names the plugin that it lacks", "[save]") {
  const Workplace here("save_lacks");
  fs::create_directories(here.path() / "p");
  fs::copy_file(TEST_OWN_PLUGINS "/kinds.so", here.path() / "p/kinds.so");
  const auto copy = [&](const std::string& plugin) {
    const fs::path binary = TEST_PIPELINE;
    fs::copy_file(binary.parent_path().parent_path() / "lib/pipeline/plugins" / (plugin + ".so"),
                  here.path() / "p" / (plugin + ".so"));
  };
  copy("metric");
  fs::create_directories(here.path() / "own/bin");  // no plugins beside this one
  fs::copy_file(TEST_PIPELINE, here.path() / "own/bin/alone");
  here.write("g.yaml",
             "pipeline: 1\nname: few\nstages:\n"
             "  n: { uses: kinds.number, with: { value: 1 } }\n"
             "  f: { uses: kinds.field, in: n }\n"
             "  c: { uses: metric.psnr, in: { reference: f, test: f } }\n"
             "outputs: { o: { from: c, path: o.txt } }\n");
  const std::string run = "NO_COLOR=1 HOME=. own/bin/alone run g.yaml --plugin-path p --save-all s";
  const auto lacks = [&](const std::string& stage, const std::string& plugin) {
    const Ran ran = here.shell(run);
    CHECK(ran.status == 2);
    CHECK_THAT(ran.err, ContainsSubstring("error: --save-all: the stage " + stage +
                                          " is needed to show image: there is no plugin '" +
                                          plugin + "': looked for " + plugin + ".so in "));
  };
  lacks("io.write", "io");
  copy("io");
  lacks("image.convert", "image");
  copy("image");
  here.shell(run);  // two channels have no PSNR, but what was made before is there
  CHECK(files_in(here.path() / "s/few") ==
        Names{"01_n.number.txt", "02_f.image.channel0.png", "02_f.image.channel1.png"});
}
