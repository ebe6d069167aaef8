// SPDX-License-Identifier: Apache-2.0
// A stage that brings the process down, or does not end, is named.
#include "support/catch.hpp"
#include "support/process.hpp"

using namespace pipeline::test;

namespace {

// kinds.fault behind a picture: a number that is not 0 makes it fail.
std::string fault_graph(const std::string& how) {
  return "pipeline: 1\ninputs: { image: image }\nstages:\n"
         "  grey: { uses: image.convert, in: image, with: { channels: grey } }\n"
         "  sum: { uses: kinds.sum, in: grey }\n"
         "  bad: { uses: kinds.fault, in: sum, with: { how: " +
         how + " } }\noutputs: { o: { from: bad, path: \"{stem}.png\" } }\n";
}

Ran run_fault(const Workplace& here, const std::string& how, const std::string& options = "") {
  here.write("g.yaml", fault_graph(how));
  here.write("small.ppm", small_picture());
  return here.run("run g.yaml small.ppm --plugin-path '" TEST_OWN_PLUGINS "' " + options);
}

}  // namespace

TEST_CASE("a crash names image, stage and library, and ends as a crash", "[cli]") {
  const Workplace here("fault_crash");
  const auto crash = [&](const std::string& how, int signal, const std::string& text) {
    CAPTURE(how);
    const Ran ran = run_fault(here, how, "--threads 4");
    CHECK(ran.status == 128 + signal);
    CHECK_THAT(ran.err,
               ContainsSubstring("error: small.ppm: stage 'bad' of " TEST_OWN_PLUGINS "/kinds.so " +
                                 text));
    CHECK_FALSE(here.has("small.png"));
  };
  crash("abort", 6, "crashed: it aborted (SIGABRT); tell its author, or --swap another stage in\n");
#ifndef __SANITIZE_ADDRESS__  // which ends the process in its own way
  crash("crash", 11, "crashed: it touched memory that is not its own (SIGSEGV); ");
  crash("worker", 11, "crashed: it touched memory");
  crash("overflow", 11, "crashed: it touched memory");
#endif
}

TEST_CASE("a stage that calls exit is an internal error", "[cli]") {
  const Workplace here("fault_exit");
  const Ran ran = run_fault(here, "exit");
  CHECK(ran.status == 3);
  CHECK_THAT(ran.err, ContainsSubstring("/kinds.so called exit(); tell its author"));
}

TEST_CASE("a stage past --timeout is cancelled and named", "[cli]") {
  const Workplace here("fault_slow");
  here.write(
      "g.yaml",
      "pipeline: 1\ninputs: { image: image }\nstages:\n"
      "  grey: { uses: image.convert, in: image, with: { channels: grey } }\n"
      "  sum: { uses: kinds.sum, in: grey }\n"
      "  less: { uses: kinds.add, in: sum, with: { bias: -1e6 } }\n"
      "  slow: { uses: kinds.wait, in: less }\noutputs: { o: { from: slow, path: n.txt } }\n");
  here.write("small.ppm", small_picture());
  const std::string run = "run g.yaml small.ppm --plugin-path '" TEST_OWN_PLUGINS "' ";
  const Ran ran = here.run(run + "--timeout 0.05");
  CHECK(ran.status == 1);
  CHECK(ran.err == "error: small.ppm: stage 'slow': cancelled: it ran longer than 0.05 s\n");
}

TEST_CASE("a stage that does not stop ends the run", "[cli]") {
  const Workplace here("fault_deaf");
  const Ran ran = run_fault(here, "deaf", "--timeout 0.05");
  CHECK(ran.status == 1);
  CHECK_THAT(ran.err, ContainsSubstring("error: small.ppm: stage 'bad' of " TEST_OWN_PLUGINS
                                        "/kinds.so ran past --timeout and does not stop when it "
                                        "is cancelled: the run ends here"));
}
