// SPDX-License-Identifier: Apache-2.0
// A run that is asked to stop.
#include <chrono>
#include <sstream>

#include "framework/cli/fault_graph.hpp"
#include "support/catch.hpp"

using namespace pipeline::test;

namespace {

constexpr const char* svg_graph =
    "pipeline: 1\nname: trace\ninputs: { image: image }\nstages:\n"
    "  q: { uses: quantize.kmeans, in: image, with: { colors: 8 } }\n"
    "  p: { uses: paths.trace, in: q.labels }\n"
    "  s: { uses: svg.document, in: p }\n"
    "outputs: { svg: { from: s, path: \"{stem}.svg\" } }\n";

// "N images: D done, F failed, L not finished" of a run's last words.
struct Counts {
  size_t images = 0, done = 0, failed = 0, left = 0;
  explicit Counts(const std::string& err) {
    const size_t at = err.find(" images: ");
    if (at == std::string::npos) return;
    std::string words = err.substr(err.rfind('\n', at) + 1);
    for (char& c : words) c = c >= '0' && c <= '9' ? c : ' ';
    std::istringstream in(words);
    in >> images >> done >> failed;
    if (err.find(" not finished") != std::string::npos) in >> left;
  }
};

// Sends the signals to $run after a while of work.
Ran run_and_signal(const Workplace& here, const std::string& words, double after,
                   const std::string& signals) {
  return here.run(words + " & run=$!; " + until_it_listens + "sleep " + std::to_string(after) +
                  "; " + signals + "; wait $run");
}

}  // namespace

TEST_CASE("a run stopped at any moment says truly what is done", "[cli]") {
  const Workplace here("stop_any");
  here.write("g.yaml", svg_graph);
  std::filesystem::create_directories(here.path() / "in");
  for (int i = 0; i < 40; ++i) {
    here.write("in/p" + std::to_string(100 + i) + ".ppm", small_picture(200 + i, 150));
  }
  for (int i = 0; i < 12; ++i) {
    const bool terminate = i % 2 == 1;
    const std::string out = "out" + std::to_string(i);
    const std::string executor = i % 4 < 2 ? "flow" : "serial";
    const Ran ran = here.run("run g.yaml in -o " + out + "/ --executor " + executor + " & sleep " +
                             std::to_string(0.04 * i) +
                             (terminate ? "; kill -TERM $!; wait $!" : "; kill -INT $!; wait $!"));
    INFO(out << ": " << ran.err);
    size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(
             std::filesystem::exists(here.path() / out) ? here.path() / out : here.path() / "in")) {
      if (entry.path().extension() != ".svg") {
        CHECK(entry.path().extension() == ".ppm");
        continue;
      }
      ++files;
      CHECK(here.read(out + "/" + entry.path().filename().string()).ends_with("</svg>\n"));
    }
    const Counts counts(ran.err);
    CHECK(counts.done == files);
    if (counts.images == 0) {  // it had not begun
      CHECK(ran.status == (terminate ? 143 : 130));
      continue;
    }
    CHECK(counts.images == 40);
    CHECK(counts.done + counts.failed + counts.left == 40);
    CHECK(counts.failed == 0);
    const bool whole = ran.status == 0 && counts.left == 0;
    CHECK((whole || ran.status == (terminate ? 143 : 130)));
  }
}

TEST_CASE("a stage that does not stop is named and left behind within a second", "[cli]") {
  const Workplace here("stop_deaf");
  const std::string words = fault_words(here, "deaf", "--threads 2");
  const auto start = std::chrono::steady_clock::now();
  const Ran ran = run_and_signal(here, words, 0.5, "kill -INT $run");
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  CHECK(ran.status == 130);
  CHECK_THAT(ran.err, ContainsSubstring("error: small.ppm: stage 'bad' of " TEST_OWN_PLUGINS
                                        "/kinds.so does not stop: the run ends without it\n"
                                        "1 image: 0 done, 0 failed, 1 not finished, in "));
  CHECK(took.count() < 4);  // 1.2 s on a machine with nothing else to do
}

TEST_CASE("the second signal kills, whichever of the two it is", "[cli]") {
  const Workplace here("stop_twice");
  const std::string words = fault_words(here, "deaf");
  for (const std::string signals :
       {"kill -INT $run; kill -TERM $run", "kill -TERM $run; sleep 0.05; kill -TERM $run"}) {
    const Ran ran = run_and_signal(here, words, 0.5, signals);
    CHECK(ran.status > 128);
    CHECK(ran.err.find("not finished") == std::string::npos);
  }
}

TEST_CASE("the same signal to the process and at once to its group is one wish", "[cli]") {
  const Workplace here("stop_wish");
  const std::string words = fault_words(here, "deaf");
  const Ran ran = run_and_signal(here, words, 0.5, "kill -TERM $run; kill -TERM $run");
  CHECK(ran.status == 143);
  CHECK_THAT(ran.err, ContainsSubstring("1 image: 0 done, 0 failed, 1 not finished, in "));
}

TEST_CASE("a run that waits for input or for a reader stops, too", "[cli]") {
  const Workplace here("stop_waiting");
  here.write("g.yaml", svg_graph);
  here.write("a.ppm", small_picture());
  here.shell("mkfifo pipe");
  const auto stops = [&](const std::string& words) {
    CAPTURE(words);
    const Ran ran = run_and_signal(here, words, 0.4, "kill -TERM $run");
    CHECK(ran.status == 143);
    CHECK_THAT(ran.err, ContainsSubstring("1 image: 0 done, 0 failed, 1 not finished, in "));
  };
  stops("run g.yaml pipe -o o.svg");
  stops("run g.yaml a.ppm -o pipe");
  stops("run g.yaml - -o o.svg <>pipe");
  CHECK_FALSE(here.has("o.svg"));
}

TEST_CASE("what measures and verifies stops within a second, too", "[cli]") {
  const Workplace here("stop_measuring");
  here.write("g.yaml", fault_graph("deaf"));
  here.write("small.ppm", small_picture());
  for (const std::string command :
       {"verify g.yaml", "bench g.yaml", "compare g.yaml --sweep bad.how=deaf,empty"}) {
    CAPTURE(command);
    const auto start = std::chrono::steady_clock::now();
    const Ran ran = run_and_signal(
        here, command + " small.ppm --plugin-path '" TEST_OWN_PLUGINS "'", 0.5, "kill -INT $run");
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    CHECK(ran.status == 130);
    CHECK_THAT(ran.err, ContainsSubstring("error: small.ppm: stage 'bad' of " TEST_OWN_PLUGINS
                                          "/kinds.so does not stop: the run ends without it\n"));
    CHECK(took.count() < 4);
  }
}

TEST_CASE("a stage that sends itself a signal stops the run", "[cli]") {
  const Workplace here("stop_itself");
  const Ran ran = here.run(fault_words(here, "interrupt"));
  CHECK(ran.status == 130);
  CHECK_THAT(ran.err, ContainsSubstring("1 image: 0 done, 0 failed, 1 not finished, in "));
}

TEST_CASE("a stage that gives up with an error of its own when it is told to stop has not failed",
          "[cli]") {
  const Workplace here("stop_sulking");
  const Ran ran = here.run(fault_words(here, "sulk"));
  CHECK(ran.status == 130);
  CHECK_THAT(ran.err, ContainsSubstring("1 image: 0 done, 0 failed, 1 not finished, in "));
  CHECK(ran.err.find("error") == std::string::npos);
}
