// SPDX-License-Identifier: Apache-2.0
// A stage that brings the process down, or does not end, is named.
#include "framework/cli/fault_graph.hpp"
#include "support/catch.hpp"

using namespace pipeline::test;

namespace {

Ran run_fault(const Workplace& here, const std::string& how, const std::string& options = "") {
  return here.run(fault_words(here, how, options));
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
  crash("deep", 11, "crashed: it touched memory");
#endif
  crash("bus", 7, "crashed: bus error (SIGBUS); ");
  crash("divide", 8, "crashed: division by zero or overflow (SIGFPE); ");
  crash("illegal", 4, "crashed: illegal instruction (SIGILL); ");
  crash("trap", 5, "stopped at a breakpoint of its own (SIGTRAP); ");
  crash("terminate", 6, "crashed: it aborted (SIGABRT); ");
}

#ifndef __SANITIZE_ADDRESS__
TEST_CASE("threads that crash at the same time are told of once, and never lost", "[cli]") {
  const Workplace here("fault_everywhere");
  for (int i = 0; i < 10; ++i) {
    const Ran ran = run_fault(here, "everywhere", "--threads 8 --trace t.json --profile");
    CHECK(ran.status == 139);
    const size_t told = ran.err.find("stage 'bad' of " TEST_OWN_PLUGINS "/kinds.so crashed: ");
    CHECK(told != std::string::npos);
    CHECK(ran.err.find("crashed: ", told + 100) == std::string::npos);
  }
}

TEST_CASE("a crash on a thread of the plugin's own names the stages at work", "[cli]") {
  const Workplace here("fault_stray");
  const Ran ran = run_fault(here, "stray");
  CHECK(ran.status == 139);
  CHECK(ran.err ==
        "error: pipeline crashed: it touched memory that is not its own (SIGSEGV), on a thread "
        "that the host did not start; at work were:\n"
        "  small.ppm: stage 'bad' of " TEST_OWN_PLUGINS "/kinds.so\n");
}
#endif

TEST_CASE("a stage that calls exit is an internal error", "[cli]") {
  const Workplace here("fault_exit");
  const Ran ran = run_fault(here, "exit");
  CHECK(ran.status == 3);
  CHECK_THAT(ran.err, ContainsSubstring("/kinds.so called exit(); tell its author"));
  CHECK_THAT(run_fault(here, "quick_exit").err, ContainsSubstring("/kinds.so called exit()"));
  const Ran stray = run_fault(here, "stray_exit");
  CHECK(stray.status == 3);
  CHECK_THAT(stray.err,
             ContainsSubstring("called exit(), on a thread that the host did not start") &&
                 ContainsSubstring("/kinds.so\n"));
  // On several threads at once, the first ends the process.
  here.write("other.ppm", small_picture(9, 9));
  for (int i = 0; i < 5; ++i) {
    CHECK(run_fault(here, "exit", "other.ppm --threads 4 -o out/").status == 3);
  }
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
  here.write("other.ppm", small_picture(9, 9));
  const Ran ran = run_fault(here, "deaf", "other.ppm --executor serial --timeout 0.05 -o out/");
  CHECK(ran.status == 1);
  CHECK_THAT(ran.err, ContainsSubstring(
                          "error: small.ppm: stage 'bad' of " TEST_OWN_PLUGINS
                          "/kinds.so ran past --timeout and does not stop when it is cancelled: "
                          "the run ends here\n2 images: 0 done, 1 failed, 1 not finished, in 5"));
}
