// SPDX-License-Identifier: Apache-2.0
// docs/writing_a_stage.md is carried out as a reader would, in an empty home.
#include "install/guide.hpp"

#include "support/catch.hpp"
#include "support/process.hpp"

using namespace pipeline::test;

namespace {

// One shell after the other: each begins where and as the one before it ended.
Ran carry_out(const Workplace& here, const std::string& commands) {
  here.write(".commands", "set -e\ncd \"$(cat .place)\"\n. \"$HOME/.before\"\n" + commands +
                              "pwd >\"$HOME/.place\"\nexport -p >\"$HOME/.before\"\n");
  return here.shell("env -i PATH=\"$PATH\" HOME=\"$PWD\" sh ./.commands 2>&1");
}

}  // namespace

TEST_CASE("the page on writing a stage can be followed") {
  const Workplace here("guide");
  here.write(".place", ".\n");
  here.write(".before", "");
  // The clone that the page begins in.
  std::filesystem::create_directory_symlink(TEST_BUILD, here.path() / "build");
  std::string printed;
  size_t carried_out = 0;
  for (const Block& block : blocks_of(read_file(TEST_SOURCE "/docs/writing_a_stage.md"))) {
    INFO("docs/writing_a_stage.md:" << block.line << "\n" << block.text << "printed:\n" << printed);
    if (block.language == "sh") {
      const Ran ran = carry_out(here, block.text);
      printed = ran.out;
      INFO(printed);
      REQUIRE(ran.status == 0);
    } else if (block.language == "text") {
      REQUIRE(says(printed, block.text));
    } else {
      std::string place = here.read(".place");
      place.pop_back();
      const std::string file = std::filesystem::path(place).filename().string() + "/" + block.file;
      const std::string edited = with_listing(here.read(file), block.text);
      REQUIRE_FALSE(edited.empty());
      here.write(file, edited);
    }
    ++carried_out;
  }
  CHECK(carried_out > 12);
}
