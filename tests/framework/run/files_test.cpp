// SPDX-License-Identifier: Apache-2.0
#include "framework/run/files.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "framework/run/output_paths.hpp"
#include "support/catch.hpp"
#include "support/stage.hpp"

using namespace pipeline;
namespace fs = std::filesystem;

namespace {

struct Folder {
  fs::path path = fs::temp_directory_path() / ("pipeline_files_" + std::to_string(getpid()));
  Folder() { fs::remove_all(path), fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }
};

}  // namespace

TEST_CASE("a file is written whole, with the usual mode, and leaves nothing else", "[files]") {
  const Folder folder;
  const fs::path file = folder.path / "a.svg";
  CHECK(run::write_file(file, "first").empty());
  CHECK(run::write_file(file, "second").empty());
  CHECK(test::read_file(file.string()) == "second");
  CHECK(std::distance(fs::directory_iterator(folder.path), fs::directory_iterator()) == 1);
  const mode_t mask = umask(0);
  umask(mask);
  CHECK(static_cast<mode_t>(fs::status(file).permissions()) == (0666 & ~mask));
}

TEST_CASE("what cannot be written says why", "[files]") {
  const Folder folder;
  CHECK(run::write_file(folder.path / "none" / "a.svg", "x") ==
        "cannot be created: No such file or directory");
  fs::create_directories(folder.path / "taken" / "full");
  CHECK(run::write_file(folder.path / "taken", "x") == "cannot be replaced: Is a directory");
  CHECK(std::distance(fs::directory_iterator(folder.path), fs::directory_iterator()) == 1);
  CHECK(run::write_file("/dev/null", "x").empty());
  CHECK(run::write_file("/dev/full", "x") == "cannot be written: No space left on device");
}

TEST_CASE("a link stays, and what it leads to is written", "[files]") {
  const Folder folder;
  fs::create_directories(folder.path / "far");
  fs::create_symlink("far/b.svg", folder.path / "a.svg");
  fs::create_symlink(folder.path / "a.svg", folder.path / "first.svg");
  for (const std::string text : {"new", "replaced"}) {
    CHECK(run::write_file(folder.path / "first.svg", text).empty());
    CHECK(test::read_file((folder.path / "far" / "b.svg").string()) == text);
  }
  CHECK(fs::is_symlink(folder.path / "a.svg"));
  CHECK(std::distance(fs::directory_iterator(folder.path / "far"), fs::directory_iterator()) == 1);
  fs::create_symlink("round", folder.path / "round");
  CHECK(run::write_file(folder.path / "round", "x").empty());  // a link to itself leads nowhere
  CHECK(test::read_file((folder.path / "round").string()) == "x");
}

TEST_CASE("a folder that cannot be written to is known beforehand", "[files]") {
  const Folder folder;
  CHECK(run::why_not_writable(folder.path / "a.svg").empty());
  CHECK(run::why_not_writable("a.svg").empty());
  CHECK(run::why_not_writable("/dev/full").empty());
  CHECK(run::why_not_writable("/none/a.svg") ==
        "the folder /none cannot be written to: No such file or directory");
}

TEST_CASE("a file is read whole, or the reason is told", "[files]") {
  const Folder folder;
  host::Memory memory;
  std::ofstream(folder.path / "a") << "some bytes";
  const auto value = run::read_file(folder.path / "a", memory);
  CHECK(*std::get<host::Value>(value).bytes() == "some bytes");
  std::ofstream(folder.path / "empty");
  CHECK(std::get<host::Value>(run::read_file(folder.path / "empty", memory)).bytes()->empty());
  CHECK(std::get<std::string>(run::read_file(folder.path / "none", memory)) ==
        "cannot be opened: No such file or directory");
  CHECK(std::get<std::string>(run::read_file(folder.path, memory)) == "is a folder, not a file");
}

TEST_CASE("placeholders of output paths", "[files]") {
  CHECK(run::expand("{stem}.svg", "in/photo.tar.jpg", 3, "svg") == "photo.tar.svg");
  CHECK(run::expand("{output}/{index}-{name}", "in/a.jpg", 3, "svg") == "svg/3-a.jpg");
  CHECK(run::expand("{stem}.svg", "-", 0, "svg") == "stdin.svg");
  CHECK(run::expand("{other} {", "a", 0, "svg") == "{other} {");
}

TEST_CASE("sources of one stem get folders of their own", "[files]") {
  using Paths = std::vector<std::filesystem::path>;
  CHECK(run::folders_by_stem("d", {"a.png", "b/a.jpg", "-", "a_2.png", "c/a.png", ".."}) ==
        Paths{"d/a", "d/a_2", "d/stdin", "d/a_2_2", "d/a_3", "d/image"});
  CHECK(run::folders_by_stem("d", {}).empty());
}

TEST_CASE("outputs that clash are found before anything runs", "[files]") {
  const auto only = [](const std::vector<run::FileUse>& written,
                       const std::vector<run::FileUse>& read = {}) {
    const auto problems = run::conflicts(written, read);
    REQUIRE(problems.size() == 1);
    return problems[0].what;
  };
  CHECK(only({{"a.svg", "one"}, {"./a.svg", "other"}}) ==
        "other and one would both be written to ./a.svg");
  CHECK(only({{"a.svg", "one"}, {"./a.svg", "one"}}) ==
        "one would be written twice: the image is named twice");
  CHECK(only({{"x/../a.jpg", "the trace"}}, {{"b.jpg", "b"}, {"a.jpg", "the input a.jpg"}}) ==
        "the trace would overwrite the input a.jpg");
  CHECK(run::conflicts({{"-", "a"}, {"-", "b"}, {"", "c"}}, {{"-", "d"}, {"", "e"}}).empty());
}
