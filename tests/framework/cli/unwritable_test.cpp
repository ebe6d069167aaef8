// SPDX-License-Identifier: Apache-2.0
// Disks that are full, folders that are read-only, readers that go away: what is not written is
// told, what is there is whole, and the exit status says so.
#include <cstdio>

#include "support/catch.hpp"
#include "support/process.hpp"

using namespace pipeline::test;

namespace {

constexpr const char* copy_graph =
    "pipeline: 1\nname: copy\ninputs: { image: image }\n"
    "outputs: { out: { from: image, path: \"{stem}.ppm\" } }\n";

void write_images(const Workplace& here, int count) {
  here.write("g.yaml", copy_graph);
  std::filesystem::create_directories(here.path() / "in");
  for (int i = 0; i < count; ++i) {
    here.write("in/p" + std::to_string(100 + i) + ".ppm", small_picture(100, 100));
  }
}

// A line of shell where folders can be mounted that nobody else sees; false if the system does not
// let us.
bool can_mount(const Workplace& here) {
  if (here.shell("mkdir -p disk && unshare -rm mount -t tmpfs none disk").status == 0) return true;
  std::puts("skipped: a small disk cannot be mounted here");
  return false;
}

constexpr const char* pipeline_command = "NO_COLOR=1 HOME=. '" TEST_PIPELINE "' ";

}  // namespace

TEST_CASE("a disk that fills up fails the images that have no room, and them alone", "[cli]") {
  const Workplace here("unwritable_full");
  if (!can_mount(here)) return;
  write_images(here, 20);  // of 30 kB; a page of 4 kB holds the folder
  here.write("on_disk", std::string("mount -t tmpfs -o size=300k none disk\n") + pipeline_command +
                            "run g.yaml in -o disk/\nstatus=$?\n"
                            "for f in disk/.[!.]* disk/*; do [ -e \"$f\" ] || continue\n"
                            "cmp \"$f\" in/${f#disk/} && echo whole; done\nexit $status\n");
  const Ran ran = here.shell("unshare -rm sh ./on_disk");
  CHECK(ran.status == 1);
  CHECK_THAT(ran.err, ContainsSubstring(": cannot be written: No space left on device\n"));
  const auto whole = std::count(ran.out.begin(), ran.out.end(), '\n');
  CHECK(whole > 0);
  CHECK_THAT(ran.err, ContainsSubstring("\n20 images: " + std::to_string(whole) + " done, " +
                                        std::to_string(20 - whole) + " failed, in "));
}

TEST_CASE("a folder that cannot be written to is told of before anything runs", "[cli]") {
  const Workplace here("unwritable_folder");
  write_images(here, 2);
  const Ran none = here.run("run g.yaml in/p100.ppm -o out.ppm --trace none/t.json");
  CHECK(none.status == 2);
  CHECK(none.err ==
        "error: --trace none/t.json: the folder none cannot be written to: No such file or "
        "directory\n");
  const Ran folder = here.run("run g.yaml in/p100.ppm -o out.ppm --trace in");
  CHECK(folder.status == 2);
  CHECK(folder.err == "error: --trace in: is a folder, not a file\n");
  CHECK(here.run("run g.yaml in/p100.ppm -o out.ppm --trace -").err ==
        "error: --trace -: standard output carries results: name a file\n");
  CHECK_FALSE(here.has("out.ppm"));
  if (!can_mount(here)) return;
  here.write("on_disk", std::string("mount -t tmpfs -o ro none disk\n") + pipeline_command +
                            "run g.yaml in -o disk/\n");
  const Ran ran = here.shell("unshare -rm sh ./on_disk");
  CHECK(ran.status == 2);
  CHECK(ran.err ==
        "error: disk/p100.ppm: the folder disk cannot be written to: Read-only file system\n");
}

TEST_CASE("a folder or an input that vanishes fails its images", "[cli]") {
  const Workplace here("unwritable_gone");
  write_images(here, 2);
  // The second input is a pipe: whoever fills it takes things away first.
  here.shell("mkfifo in/p101b.ppm");
  here.write("list", "in/p100.ppm\nin/p101b.ppm\nin/p101.ppm\nin\n");
  const Ran ran = here.run(
      "run g.yaml --files-from list -o out/ --executor serial & run=$!; "
      "{ mv in/p101.ppm gone; mv out away; cat gone; } > in/p101b.ppm; wait $run");
  CHECK(ran.status == 1);
  CHECK(here.has("away/p100.ppm"));
  CHECK_THAT(ran.err,
             ContainsSubstring("error: out/p101b.ppm: cannot be created: No such file or "
                               "directory\n"
                               "error: in/p101.ppm: cannot be opened: No such file or directory\n"
                               "error: in: is a folder, not a file\n"
                               "4 images: 1 done, 3 failed, in "));
}

TEST_CASE("a limit on the size of files is an error of the image", "[cli]") {
  const Workplace here("unwritable_limit");
  write_images(here, 2);
  const Ran ran =
      here.shell(std::string("ulimit -f 20; ") + pipeline_command + "run g.yaml in -o out/");
  CHECK(ran.status == 1);
  CHECK_THAT(ran.err, ContainsSubstring("error: out/p101.ppm: cannot be written: File too large\n"
                                        "2 images: 0 done, 2 failed, in "));
  CHECK(std::filesystem::is_empty(here.path() / "out"));
}

TEST_CASE("a reader that goes away fails its image", "[cli]") {
  const Workplace here("unwritable_reader");
  here.write("g.yaml", copy_graph);
  here.write("big.ppm", small_picture(300, 300));  // more than a pipe holds
  here.shell("mkfifo out.ppm");
  const Ran ran = here.shell(std::string("head -c 9 out.ppm >/dev/null & ") + pipeline_command +
                             "run g.yaml big.ppm -o out.ppm");
  CHECK(ran.status == 1);
  CHECK(ran.err == "error: out.ppm: cannot be written: Broken pipe\n");
}

TEST_CASE("results that cannot be handed over are an error", "[cli]") {
  const Workplace here("unwritable_results");
  here.write("a.ppm", small_picture());
  here.write("g.yaml", copy_graph);
  const auto fails = [&](const std::string& words, const std::string& text) {
    CAPTURE(words);
    const Ran ran = here.run(words);
    CHECK(ran.status == 1);
    CHECK_THAT(ran.err, ContainsSubstring("error: " + text + "\n"));
  };
  const std::string full = "standard output: cannot be written: No space left on device";
  fails("run pipelines/default.yaml a.ppm -o - >/dev/full", full);
  fails("list io >/dev/full", full);
  fails("describe io.read >/dev/full", full);
  fails("run g.yaml a.ppm -o b.ppm --profile --json >/dev/full", full);
  fails("graph g.yaml -o /dev/full", "-o /dev/full: cannot be written: No space left on device");
  fails("run g.yaml a.ppm -o b.ppm --trace /dev/full",
        "--trace /dev/full: cannot be written: No space left on device");
  fails("run pipelines/default.yaml a.ppm -o - >&-",
        "standard output: cannot be written: Bad file descriptor");
  fails("run g.yaml - -o b.ppm <&-", "standard input: cannot be read: Bad file descriptor");
}

TEST_CASE("no message gets into a picture when standard error is closed", "[cli]") {
  const Workplace here("unwritable_closed");
  write_images(here, 20);
  REQUIRE(here.run("run g.yaml in/p100.ppm -o copy.ppm").status == 0);
  const std::string copy = here.read("copy.ppm");
  CHECK(here.run("run g.yaml in none.ppm -o out/ --threads 4 2>&-").status == 1);
  size_t pictures = 0;
  for (const auto& entry : std::filesystem::directory_iterator(here.path() / "out")) {
    CHECK((here.read("out/" + entry.path().filename().string()) == copy));
    ++pictures;
  }
  CHECK(pictures == 20);
}

TEST_CASE("standard output has its usual name, too", "[cli]") {
  const Workplace here("unwritable_stdout");
  here.write("a.ppm", small_picture());
  const Ran ran = here.run("run pipelines/default.yaml a.ppm -o /dev/stdout");
  CHECK(ran.status == 0);
  CHECK(ran.out.ends_with("</svg>\n"));
}
