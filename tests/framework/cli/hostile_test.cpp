// SPDX-License-Identifier: Apache-2.0
// Graph files made to hurt, as the command meets them: an error within a second and little memory.
#include <sys/resource.h>

#include "support/catch.hpp"
#include "support/process.hpp"

using namespace pipeline::test;

namespace {

// The address sanitizer takes address space without bound, and any sanitizer some ten times longer.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr double soon = 10;
constexpr char bounded[] = "";
#else
constexpr double soon = 1;                          // with the start of the command
constexpr char bounded[] = "ulimit -v 262144 && ";  // KiB of address space
#endif

// Processor time of all processes that have ended: other work on the machine does not count.
double seconds_of_children() {
  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// Makes g.yaml by a line of shell, checks it, and wants an error with this text.
void ends_soon(const Workplace& here, const std::string& make, const std::string& text) {
  CAPTURE(make);
  REQUIRE(here.shell("( " + make + " ) > g.yaml").status == 0);
  double took = soon;
  for (int tries = 0; tries < 3 && took >= soon; ++tries) {  // a busy machine slows what it shares
    const double before = seconds_of_children();
    const Ran ran =
        here.shell(std::string(bounded) + "NO_COLOR=1 HOME=. '" TEST_PIPELINE "' check g.yaml");
    took = seconds_of_children() - before;
    CHECK(ran.status == 2);
    CHECK_THAT(ran.out + ran.err, ContainsSubstring(text));
  }
  CHECK(took < soon);
}

}  // namespace

TEST_CASE("graph files made to hurt end the command with an error, soon and in little memory",
          "[cli]") {
  const Workplace here("hostile");
  ends_soon(here, "yes 'a: &a [*a, b]' | head -c 104857600", "the graph g.yaml is too large");
  ends_soon(here, "yes '[' | tr -d '\\n' | head -c 524288", "nested too deeply");
  ends_soon(here,
            "echo 'a0: &a0 [x,x,x,x,x,x,x,x,x]' && for i in 1 2 3 4 5 6 7 8 9; do a=*a$((i-1)); "
            "echo \"a$i: &a$i [$a,$a,$a,$a,$a,$a,$a,$a,$a]\"; done",
            "the graph becomes too large here");
  ends_soon(here, "printf 'pipeline: 1\\nname: \"\\303(\"\\n'", "this byte is not UTF-8");
  ends_soon(here, "printf 'pipeline: 1\\npipeline: 1\\n'", "'pipeline' stands twice in this map");
  ends_soon(here, "printf 'pipeline: 1\\n---\\npipeline: 1\\n'", "a second document starts here");
}
