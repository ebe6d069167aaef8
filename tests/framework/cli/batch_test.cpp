// SPDX-License-Identifier: Apache-2.0
// Many images in one run: how they are named, and what is seen of it.
#include "support/catch.hpp"
#include "support/process.hpp"

using namespace pipeline::test;

namespace {

constexpr const char* copy_graph =
    "pipeline: 1\nname: copy\ninputs: { image: image }\n"
    "outputs: { out: { from: image, path: \"{stem}.ppm\" } }\n";

void write_images(const Workplace& here, const std::string& folder, int count) {
  std::filesystem::create_directories(here.path() / folder);
  for (int i = 0; i < count; ++i) {
    const std::string number = std::to_string(100 + i);
    here.write(folder + "/p" + number + ".ppm", small_picture(20 + i % 7, 10));
  }
}

size_t files_in(const Workplace& here, const std::string& folder) {
  const std::filesystem::directory_iterator all(here.path() / folder);
  return static_cast<size_t>(std::distance(begin(all), end(all)));
}

}  // namespace

TEST_CASE("folders, patterns and lists name the images of a run", "[cli]") {
  const Workplace here("batch_names");
  here.write("g.yaml", copy_graph);
  write_images(here, "photos", 5);
  here.write("photos/notes.txt", "no picture");
  here.write("photos/.hidden.ppm", "no picture");
  here.write("photos/UPPER.PPM", small_picture());
  CHECK(here.run("run g.yaml photos -o a/").status == 0);
  CHECK(files_in(here, "a") == 6);
  CHECK(here.run("run g.yaml 'photos/p10[0-2].ppm' -o b/").status == 0);
  CHECK(files_in(here, "b") == 3);
  here.write("list", "\xEF\xBB\xBFphotos/p100.ppm\r\n\nphotos/p104.ppm\n");
  CHECK(here.run("run g.yaml --files-from list photos/p101.ppm -o c/").status == 0);
  CHECK(files_in(here, "c") == 3);
  CHECK(here.run("run g.yaml --files-from - -o d/ < list").status == 0);
  CHECK(files_in(here, "d") == 2);
  here.write("with\nline.ppm", small_picture());
  here.write("nul", std::string("with\nline.ppm\0photos/p100.ppm\0", 31));
  CHECK(here.run("run g.yaml --files-from nul -o e/").status == 0);
  CHECK(files_in(here, "e") == 2);
  here.write("odd[1].ppm", small_picture());  // a name may look like a pattern
  CHECK(here.run("run g.yaml 'odd[1].ppm' -o f/").status == 0);
}

TEST_CASE("what names no image is told", "[cli]") {
  const Workplace here("batch_none");
  here.write("g.yaml", copy_graph);
  std::filesystem::create_directories(here.path() / "empty");
  here.write("nothing", "\n\n");
  const auto refused = [&](const std::string& words, const std::string& text) {
    const Ran ran = here.run("run g.yaml " + words + " -o out/");
    CHECK(ran.status == 2);
    CHECK_THAT(ran.err, ContainsSubstring(text));
  };
  refused("empty",
          "error: the folder empty has no image files right in it; for others use a "
          "pattern in quotes, such as 'empty/*', or --files-from");
  refused("'*.tif'", "error: no file fits the pattern '*.tif'");
  refused("--files-from nothing", "error: --files-from nothing: it names no file");
  refused("--files-from gone", "error: --files-from gone: cannot be opened: No such file");
  here.write("a.ppm", small_picture());
  refused("a.ppm --memory 12parsecs",
          "error: --memory 12parsecs: expected a size such as 2GiB or 500MB");
  refused("a.ppm --memory 0", "expected a size");
  refused("a.ppm --timeout 0", "error: --timeout: expected 0.001 to 1000000 seconds");
}

TEST_CASE("a run in a log says what it wrote and one line at the end", "[cli]") {
  const Workplace here("batch_log");
  here.write("g.yaml", copy_graph);
  write_images(here, "photos", 3);
  here.write("photos/bad.ppm", "P6 9 9 255\n");
  const Ran ran = here.run("run g.yaml photos -o out/");
  CHECK(ran.status == 1);
  CHECK_THAT(ran.err, ContainsSubstring("error: photos/bad.ppm: stage 'image': "));
  CHECK_THAT(ran.err, ContainsSubstring("wrote out/p102.ppm ("));
  CHECK_THAT(ran.err, ContainsSubstring("\n4 images: 3 done, 1 failed, in "));
  CHECK(ran.err.find('\r') == std::string::npos);
  CHECK(here.run("run g.yaml photos/p100.ppm -o out/ --quiet").err.empty());
}

TEST_CASE("on a terminal a bar stays below the messages and is gone at the end", "[cli]") {
  const Workplace here("batch_bar");
  here.write("g.yaml", copy_graph);
  write_images(here, "photos", 3);
  here.write("photos/bad.ppm", "P6 9 9 255\n");
  const std::string command =
      "script -qec \"stty cols 70; '" TEST_PIPELINE "' run g.yaml photos -o out/\" /dev/null";
  const std::string whole =
      "cd '" + here.path().string() + "' && " + command + " > seen < /dev/null";
  if (std::system("script -qec true /dev/null > /dev/null 2>&1 < /dev/null") != 0) {
    WARN("skipped: no pseudo-terminal can be made here");
    return;
  }
  CHECK(std::system(whole.c_str()) != 0);
  const std::string seen = here.read("seen");
  CHECK_THAT(seen, ContainsSubstring("] 0/4"));
  CHECK_THAT(seen, ContainsSubstring("\r\033[K"));
  CHECK_THAT(seen, ContainsSubstring("error:\033[0m photos/bad.ppm: "));
  CHECK(seen.find("wrote") == std::string::npos);
  const size_t last = seen.rfind("\033[K");
  CHECK_THAT(seen.substr(last), ContainsSubstring("4 images: 3 done, 1 failed"));
}

TEST_CASE("a terminal without control sequences gets lines", "[cli]") {
  const Workplace here("batch_dumb");
  here.write("g.yaml", copy_graph);
  write_images(here, "photos", 2);
  const std::string whole = "cd '" + here.path().string() +
                            "' && TERM=dumb script -qec \"'" TEST_PIPELINE
                            "' run g.yaml photos -o out/\" /dev/null > seen < /dev/null";
  if (std::system(whole.c_str()) != 0) {
    WARN("skipped: no pseudo-terminal can be made here");
    return;
  }
  CHECK_THAT(here.read("seen"), ContainsSubstring("wrote out/p100.ppm"));
  CHECK(here.read("seen").find('\033') == std::string::npos);
}

TEST_CASE("a folder that is not there yet is asked to be named as one", "[cli]") {
  const Workplace here("batch_folder");
  here.write("g.yaml", copy_graph);
  write_images(here, "photos", 2);
  const Ran ran = here.run("run g.yaml photos -o out");
  CHECK(ran.status == 2);
  CHECK_THAT(ran.err, ContainsSubstring("fix: write 'out.png', or 'out/' for a folder\n"));
  const Ran bytes = here.run("run pipelines/default.yaml photos -o out");
  CHECK(bytes.status == 2);
  CHECK_THAT(bytes.err,
             ContainsSubstring("\n  fix: write 'out/' if a folder is meant, or use {stem}, "
                               "{name} or {index} in the path\n"));
}

TEST_CASE("a memory limit changes no result", "[cli]") {
  const Workplace here("batch_memory");
  here.write("g.yaml", copy_graph);
  write_images(here, "photos", 20);
  CHECK(here.run("run g.yaml photos -o a/").status == 0);
  CHECK(here.run("run g.yaml photos -o b/ --memory 1kB --threads 4").status == 0);
  for (int i = 0; i < 20; ++i) {
    const std::string name = "/p" + std::to_string(100 + i) + ".ppm";
    CHECK(here.read("a" + name) == here.read("b" + name));
  }
}

TEST_CASE("a killed run leaves no half-written file", "[cli]") {
  const Workplace here("batch_killed");
  here.write("g.yaml", copy_graph);
  here.write("big.ppm", small_picture(3000, 3000));
  std::string names;
  for (int i = 0; i < 40; ++i) names += "big.ppm\n";
  here.write("list", names);
  here.write("g.yaml",
             std::string(copy_graph).replace(std::string(copy_graph).find("{stem}"), 6, "{index}"));
  for (const std::string signal : {"KILL", "TERM", "INT"}) {
    CAPTURE(signal);
    const std::string folder = "out" + signal;
    const Ran ran = here.run("run g.yaml --files-from list -o " + folder + "/ & run=$!; " +
                             until_it_listens + "sleep 0.2; kill -" + signal + " $run; wait $run");
    if (signal == "TERM") CHECK(ran.status == 143);
    if (signal == "INT") CHECK(ran.status == 130);
    if (signal != "KILL") CHECK_THAT(ran.err, ContainsSubstring(" not finished, in "));
    for (const auto& entry : std::filesystem::directory_iterator(here.path() / folder)) {
      CHECK(entry.path().extension() == ".ppm");
      CHECK(entry.file_size() == small_picture(3000, 3000).size());
    }
  }
}

TEST_CASE("standard input is there for every image and every repetition", "[cli]") {
  const Workplace here("batch_stdin");
  here.write("a.ppm", small_picture());
  here.write("b.ppm", small_picture(30, 20));
  const Ran again = here.run("run pipelines/default.yaml - -o s.svg --repeat 2 <a.ppm");
  CHECK(again.status == 0);
  CHECK(here.run("run pipelines/default.yaml a.ppm").status == 0);
  CHECK(here.read("s.svg") == here.read("a.svg"));
  here.write("g.yaml",
             "pipeline: 1\ninputs: { image: image, other: image }\nstages:\n"
             "  like: { uses: metric.psnr, in: { reference: other, test: image } }\n"
             "outputs: { o: { from: like, path: \"-\" } }\n");
  CHECK(here.run("run g.yaml a.ppm a.ppm --input other=- <a.ppm").out == "100\n100\n");
}
