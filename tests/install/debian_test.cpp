// SPDX-License-Identifier: Apache-2.0
// The Debian packages: what they hold, what they need, and that the command in them runs.
#include <cstdio>

#include "support/catch.hpp"
#include "support/process.hpp"

using namespace pipeline::test;

TEST_CASE("the Debian packages hold the install and need what it links to") {
  const Workplace here("debian");
  if (here.shell("command -v dpkg-shlibdeps && command -v file").status != 0) {
    std::puts("skipped: dpkg-dev or file absent; './pipeline setup deb' gets them");
    return;
  }
  const Ran packed =
      here.shell("umask 077; '" TEST_CPACK "' --config '" TEST_BUILD "/CPackConfig.cmake' -B .");
  INFO(packed.out << packed.err);
  REQUIRE(packed.status == 0);

  const auto field = [&](const std::string& package, const std::string& name) {
    return here.shell("dpkg-deb -f " + package + "_*.deb " + name).out;
  };
  CHECK_THAT(field("pipeline", "Depends"), ContainsSubstring("libtbb12"));
  CHECK_THAT(field("pipeline", "Depends"), !ContainsSubstring("opencv"));
  CHECK(field("pipeline-dev", "Architecture") == "all\n");
  CHECK(field("pipeline-dev", "Depends") == "\n");
  if (here.shell("ls pipeline-opencv_*.deb").status == 0) {
    CHECK_THAT(field("pipeline-opencv", "Depends"), ContainsSubstring("libopencv-core"));
    CHECK_THAT(field("pipeline-opencv", "Depends"), ContainsSubstring("pipeline (= 0.1.0-"));
  }

  const std::string others = "dpkg-deb -c \"$f\" | grep -v ' root/root .* \\./\\(usr/.*\\)\\?$'";
  CHECK(here.shell("for f in *.deb; do " + others + "; done").out.empty());
  CHECK(
      here.shell("for f in *.deb; do dpkg-deb -c \"$f\" | grep '^d' | grep -v '^drwxr-xr-x'; done")
          .out.empty());

  REQUIRE(here.shell("dpkg-deb -x pipeline_*.deb root").status == 0);
  const Ran ran = here.shell("env -i root/usr/bin/pipeline run pipelines/default.yaml");
  INFO(ran.err);
  CHECK(ran.status == 0);
  CHECK(here.has("harbour.svg"));
}
