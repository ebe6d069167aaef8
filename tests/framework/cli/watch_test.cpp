// SPDX-License-Identifier: Apache-2.0
// `watch`, as a user sees it who saves files while it is there.
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "framework/cli/fault_graph.hpp"
#include "support/catch.hpp"

using namespace pipeline::test;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

namespace fs = std::filesystem;

// A program that is there until it is told to go; what it says is awaited word by word.
class Watching {
 public:
  Watching(const Workplace& here, const std::string& words) : here_(here) {
    fs::create_directories(here.path() / "tmp");
    const std::string line = "cd '" + here.path().string() +
                             "' && NO_COLOR=1 HOME=. TMPDIR=tmp exec '" TEST_PIPELINE "' watch " +
                             words + " >.out 2>.err";
    here.write(".err", "");
    process_ = fork();
    if (process_ == 0) {
      execl("/bin/sh", "sh", "-c", line.c_str(), nullptr);
      _exit(127);
    }
  }
  ~Watching() {
    if (process_ > 0) end(SIGKILL);
  }
  Watching(const Watching&) = delete;

  // Waits until this is said after all that was awaited before, and hands back what came between.
  std::string until(const std::string& text) {
    const auto limit = Clock::now() + 60s;
    for (;;) {
      const std::string said = here_.read(".err");
      const size_t at = said.find(text, seen_);
      if (at != std::string::npos) {
        const std::string between = said.substr(seen_, at - seen_);
        seen_ = at + text.size();
        return between;
      }
      if (Clock::now() > limit || waitpid(process_, nullptr, WNOHANG) != 0) {
        FAIL("it never said '" << text << "', but:\n" << said);
      }
      std::this_thread::sleep_for(5ms);
    }
  }

  // Its exit status after this signal.
  int end(int signal) {
    kill(process_, signal);
    int status = 0;
    waitpid(process_, &status, 0);
    process_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  const Workplace& here_;
  pid_t process_;
  size_t seen_ = 0;
};

// As editors do it: the new file takes the old one's name.
void replace(const Workplace& here, const std::string& name, const std::string& text) {
  here.write(name + ".new", text);
  fs::rename(here.path() / (name + ".new"), here.path() / name);
}

const std::string own_plugins = " --plugin-path '" TEST_OWN_PLUGINS "'";

std::string numbers(const std::string& value, const std::string& bias) {
  return "pipeline: 1\nstages:\n"
         "  one: { uses: kinds.number, with: { value: " +
         value +
         " } }\n"
         "  wait: { uses: kinds.wait, in: one }\n"
         "  add: { uses: kinds.add, in: wait, with: { bias: " +
         bias + " } }\noutputs: { o: { from: add, path: o.txt } }\n";
}

std::string threshold(const std::string& level) {
  return "pipeline: 1\ninputs: { image: image }\nstages:\n"
         "  grey: { uses: image.convert, in: image, with: { channels: grey } }\n"
         "  cut: { uses: example_cpp.threshold, in: grey, with: { level: " +
         level + " } }\noutputs: { o: { from: cut, path: \"{stem}.pgm\" } }\n";
}

}  // namespace

TEST_CASE("watch: a saved graph runs, from the changed stage on", "[watch]") {
  const Workplace here("watch_graph");
  here.write("g.yaml", threshold("0.2"));
  here.write("a.ppm", small_picture());
  Watching watching(here, "g.yaml a.ppm --save-all look" + own_plugins);
  watching.until("computed image, grey, cut, o.write; ");
  const std::string first = here.read("a.pgm");
  CHECK(here.has("look/a/03_cut.image.png"));

  replace(here, "g.yaml", threshold("0.6"));
  watching.until("g.yaml changed\n");
  watching.until("computed cut, o.write; reused image, grey; ");
  const std::string second = here.read("a.pgm");
  CHECK(first != second);

  replace(here, "g.yaml", threshold("much"));
  CHECK_THAT(watching.until("failed after "), ContainsSubstring("g.yaml:5:"));
  CHECK(here.read("a.pgm") == second);
  replace(here, "g.yaml", threshold("0.2"));
  watching.until("computed nothing; reused image, grey, cut, o.write; ");
  CHECK(here.read("a.pgm") == first);

  replace(here, "a.ppm", small_picture(40, 30));
  watching.until("a.ppm changed\n");
  watching.until("computed image, grey, cut, o.write; ");
  CHECK(here.read("a.pgm") != first);
  fs::remove(here.path() / "a.ppm");
  watching.until("a.ppm changed\n");
  watching.until("failed after ");
  replace(here, "a.ppm", small_picture());
  watching.until("computed nothing; ");

  CHECK_FALSE(fs::is_empty(here.path() / "tmp"));
  CHECK(watching.end(SIGINT) == 130);
  CHECK(fs::is_empty(here.path() / "tmp"));
}

TEST_CASE("watch: graphs that a graph uses, and folders of images", "[watch]") {
  const Workplace here("watch_parts");
  const std::string part =
      "pipeline: 1\ninputs: { image: image }\nstages:\n"
      "  cut: { uses: example_cpp.threshold, in: image, with: { level: 0.3 } }\n"
      "outputs: { image: cut }\n";
  here.write("g.yaml",
             "pipeline: 1\ninputs: { image: image }\nstages:\n"
             "  part: { uses: part.yaml, in: image }\n"
             "outputs: { o: { from: part, path: \"{stem}_cut.png\" } }\n");
  here.write("part.yaml", part);
  fs::create_directories(here.path() / "in");
  here.write("in/a.ppm", small_picture());
  Watching watching(here, "g.yaml in -o out/" + own_plugins);
  watching.until("computed image, part/cut, o.write; ");
  replace(here, "part.yaml", part + "# a word\n");
  watching.until("part.yaml changed\n");
  watching.until("computed nothing; ");
  replace(here, "in/b.ppm", small_picture(30, 20));
  watching.until("in changed\n");
  watching.until("computed image, part/cut, o.write; ");
  CHECK(here.has("out/b_cut.png"));
  CHECK(watching.end(SIGINT) == 130);

  // Results that lie among the images are no news.
  Watching mixed(here, "g.yaml in -o in/" + own_plugins);
  mixed.until("computed image, part/cut, o.write; ");
  replace(here, "part.yaml", part);
  CHECK(mixed.until(" changed\n").ends_with("\npart.yaml"));
  CHECK(mixed.end(SIGTERM) == 143);
}

TEST_CASE("watch: a plugin is replaced, or does not load, or crashes", "[watch]") {
  const Workplace here("watch_plugin");
  fs::create_directories(here.path() / "plugins");
  const std::string build = read_file(TEST_OWN_PLUGINS "/example_cpp.so");
  replace(here, "plugins/example_cpp.so", build);
  here.write("g.yaml", threshold("0.2"));
  here.write("a.ppm", small_picture());
  Watching watching(here, "g.yaml a.ppm --plugin-path plugins:" TEST_OWN_PLUGINS);
  watching.until("computed image, grey, cut, o.write; ");
  replace(here, "plugins/example_cpp.so", build + "another build");
  watching.until("plugins/example_cpp.so changed\n");
  watching.until("computed cut, o.write; reused image, grey; ");
  replace(here, "plugins/example_cpp.so", "no library");
  CHECK_THAT(watching.until("failed after "), ContainsSubstring("example_cpp.so"));
  fs::remove(here.path() / "plugins/example_cpp.so");  // the next folder has one, too
  watching.until("computed nothing; ");
  replace(here, "plugins/example_cpp.so", build + "a third");  // and this goes first again
  watching.until("computed cut, o.write; ");

#ifndef __SANITIZE_ADDRESS__  // which ends the process in its own way
  replace(here, "g.yaml", fault_graph("crash"));
  watching.until("stage 'bad' of ");
  watching.until("error: the run was ended by SIGSEGV");
  replace(here, "g.yaml", threshold("0.2"));
  watching.until("computed nothing; ");
#endif
  CHECK(watching.end(SIGTERM) == 143);
  CHECK(fs::is_empty(here.path() / "tmp"));
}

TEST_CASE("watch: a change stops the run, and so does a signal", "[watch]") {
  const Workplace here("watch_busy");
  here.write("g.yaml", numbers("-1", "1"));
  Watching watching(here, "g.yaml --log-level debug" + own_plugins);
  watching.until("wait: waiting\n");
  replace(here, "g.yaml", numbers("0", "5"));
  watching.until("g.yaml changed\n");
  watching.until("computed one, ");
  CHECK(here.read("o.txt") == "5\n");
  replace(here, "g.yaml", numbers("-1", "5"));
  watching.until("wait: waiting\n");
  const auto start = Clock::now();
  CHECK(watching.end(SIGINT) == 130);
  CHECK(Clock::now() - start < 5s);  // kinds.wait would wait for ten
  CHECK(fs::is_empty(here.path() / "tmp"));
}

TEST_CASE("watch: --cache keeps what was made for the next time", "[watch]") {
  const Workplace here("watch_cache");
  here.write("g.yaml", threshold("0.2"));
  here.write("a.ppm", small_picture());
  CHECK(here.run("run g.yaml a.ppm --cache c" + own_plugins).status == 0);
  Watching watching(here, "g.yaml a.ppm --cache c" + own_plugins);
  watching.until("computed nothing; reused image, grey, cut, o.write; ");
  CHECK(fs::is_empty(here.path() / "tmp"));
  CHECK(watching.end(SIGINT) == 130);
  CHECK(here.has("c"));
}

TEST_CASE("watch: wrong usage", "[watch]") {
  const Workplace here("watch_usage");
  here.write("g.yaml", threshold("0.2"));
  const auto error = [&](const std::string& words) {
    const Ran ran = here.run("watch " + words + " </dev/null");
    CHECK(ran.status == 2);
    return ran.err;
  };
  const std::string once =
      "error: standard input can be read once, and watch reads again: name a file\n";
  CHECK(error("") == "error: watch needs a graph: pipeline watch GRAPH [IMAGE...] [options]\n");
  CHECK(error("./none.yaml a.ppm") == "error: there is no graph ./none.yaml\n");
  CHECK(error("g.yaml -") == once);
  CHECK(error("- a.ppm") == once);
  CHECK(error("g.yaml --files-from -") == once);
  CHECK(error("g.yaml --input image=-") == once);
  CHECK(error("g.yaml a.ppm --repeat 3") == "error: there is no option --repeat\n");
}
