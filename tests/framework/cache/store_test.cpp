// SPDX-License-Identifier: Apache-2.0
// The folder of a cache: there and back, damage, bound, and several processes at once.
#include "framework/cache/store.hpp"

#include <fcntl.h>
#include <pipeline/abi.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <vector>

#include "framework/cache/folder.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"

using namespace pipeline;
using namespace pipeline::cache;
using namespace pipeline::test;

namespace {

namespace fs = std::filesystem;

constexpr uint64_t MiB = 1 << 20;

Key key_number(int n) { return key_of("key " + std::to_string(n)); }

void put(Store& store, const Key& key, const std::string& text) {
  store.write(key, text.size(), [&](const Store::Part& part) {
    part(std::string_view(text).substr(0, text.size() / 3));
    part(std::string_view(text).substr(text.size() / 3));
  });
}

std::optional<std::string> get(Store& store, const Key& key) {
  host::Memory memory;
  const auto stored = store.read(key, memory, nullptr);
  return stored ? std::optional(std::string(stored->bytes)) : std::nullopt;
}

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  return files;
}

void use_at(const fs::path& file, time_t seconds) {
  const timespec times[2] = {{seconds, 0}, {seconds, 0}};
  REQUIRE(utimensat(AT_FDCWD, file.c_str(), times, 0) == 0);
}

struct Place : Folder {
  explicit Place(const std::string& name) : Folder("store_" + name), folder(path() / "c") {
    make_folder(folder);
  }
  const fs::path folder;
};

}  // namespace

TEST_CASE("what was stored comes back, in any run, and nothing else does", "[store]") {
  const Place here("back");
  const std::string large(3 * MiB, 'x');
  {
    Store store(here.folder, 64 * MiB, {});
    put(store, key_number(1), "some bytes");
    put(store, key_number(2), "");
    put(store, key_number(3), large);
  }
  Store store(here.folder, 64 * MiB, {});
  CHECK(get(store, key_number(1)) == "some bytes");
  CHECK(get(store, key_number(2)) == "");
  CHECK((get(store, key_number(3)) == large));
  CHECK_FALSE(get(store, key_number(4)));
  put(store, key_number(1), "other bytes");
  CHECK(get(store, key_number(1)) == "other bytes");
  CHECK(here.read("c/CACHEDIR.TAG").starts_with("Signature: 8a477f597d28d172789f06886806bc55\n"));
}

TEST_CASE("a file that is damaged anywhere is not there, and is gone then", "[store]") {
  const Place here("damage");
  std::string said;
  Store store(here.folder, 64 * MiB, [&](int level, std::string_view, std::string_view text) {
    if (level == PIPELINE_LOG_DEBUG) said = text;
  });
  const Key key = key_number(1);
  put(store, key, "twenty bytes of text");
  const fs::path file = step_file(here.folder, key);
  const std::string good = read_file(file.string());
  const auto write = [&](const std::string& bytes) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
  };
  for (size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ (1 << (i % 8)));
    write(bad);
    CHECK_FALSE(get(store, key));
    CHECK_FALSE(fs::exists(file));
    write(good.substr(0, i));
    CHECK_FALSE(get(store, key));
    CHECK_FALSE(fs::exists(file));
  }
  CHECK(said == file.string() + " is damaged or of another version: deleted");
  write(good + "x");
  CHECK_FALSE(get(store, key));
  // Another key's file, whole in itself.
  put(store, key_number(2), "of another");
  fs::create_directories(file.parent_path());
  fs::copy_file(step_file(here.folder, key_number(2)), file);
  CHECK_FALSE(get(store, key));
  write(good);
  CHECK(get(store, key) == "twenty bytes of text");
}

TEST_CASE("what is no file is neither read nor waited for", "[store]") {
  const Place here("special");
  Store store(here.folder, 64 * MiB, {});
  const fs::path file = step_file(here.folder, key_number(1));
  fs::create_directories(file);
  CHECK_FALSE(get(store, key_number(1)));
  CHECK(fs::is_directory(file));
  fs::remove(file);
  REQUIRE(mkfifo(file.c_str(), 0666) == 0);
  CHECK_FALSE(get(store, key_number(1)));
  fs::remove(file);
  here.write("precious", "text");
  fs::create_symlink(here.path() / "precious", file);
  CHECK_FALSE(get(store, key_number(1)));
  CHECK(here.read("precious") == "text");
}

TEST_CASE("what was not used for the longest time goes first", "[store]") {
  const Place here("bound");
  const std::string text(MiB / 4 - 4096, 'x');
  {
    Store store(here.folder, 16 * MiB, {});
    for (int n = 0; n < 8; ++n) {
      put(store, key_number(n), text);
      use_at(step_file(here.folder, key_number(n)), 1000 + n);
    }
    CHECK(get(store, key_number(0)));  // used now
  }
  Store store(here.folder, 2 * MiB - 4096, {});
  put(store, key_number(8), text);  // which makes it too much: down to seven eighths
  std::vector<int> left;
  for (int n = 0; n < 9; ++n) {
    if (fs::exists(step_file(here.folder, key_number(n)))) left.push_back(n);
  }
  CHECK(left == std::vector<int>{0, 4, 5, 6, 7, 8});
}

TEST_CASE("the bound holds however much is written", "[store]") {
  const Place here("much");
  Store store(here.folder, MiB, {});
  const std::string text(40000, 'x');
  for (int n = 0; n < 200; ++n) {
    put(store, key_number(n), text);
    if (n % 20 != 19) continue;
    uint64_t all = 0;
    for (const fs::path& file : files_in(here.folder)) all += fs::file_size(file);
    CHECK(all <= MiB);
    CHECK(all >= MiB / 2);
  }
  put(store, key_number(1000), std::string(MiB, 'x'));  // more than half: not kept
  CHECK_FALSE(get(store, key_number(1000)));
}

TEST_CASE("files that are not the cache's own are left alone", "[store]") {
  const Place here("foreign");
  std::vector<std::string> foreign{"notes.txt",
                                   "f3/notes.step",
                                   "last/notes.txt",
                                   "f3/data",
                                   "deep/er/0123456789abcdef0123456789abcdef.step",
                                   "ab/0123456789abcdef0123456789abcdef.step"};
  for (const std::string& name : foreign) {
    const fs::path file = here.folder / name;
    fs::create_directories(file.parent_path());
    std::ofstream(file) << std::string(MiB / 2, 'x');
    use_at(file, 1);
  }
  const fs::path abandoned = here.folder / "f3/.pipeline-1-1",
                 young = here.folder / "f3/.pipeline-1-2";
  std::ofstream(abandoned) << "part";
  std::ofstream(young) << "part";
  use_at(abandoned, 1);
  Store store(here.folder, MiB, {});
  for (int n = 0; n < 40; ++n) put(store, key_number(n), std::string(100000, 'x'));
  for (const std::string& name : foreign) CHECK(fs::exists(here.folder / name));
  CHECK_FALSE(fs::exists(abandoned));
  CHECK(fs::exists(young));
}

TEST_CASE("only a folder that is new, empty or a cache becomes one", "[store]") {
  const Folder here("store_folder");
  const auto problem = [](const fs::path& folder) -> std::string {
    try {
      make_folder(folder);
      return "";
    } catch (const std::runtime_error& error) {
      return error.what();
    }
  };
  CHECK(problem(here.path() / "a/b") == "");
  CHECK(problem(here.path() / "a/b") == "");
  fs::create_directories(here.path() / "photos");
  here.write("photos/a.jpg", "x");
  CHECK(problem(here.path() / "photos") ==
        "is not empty and no cache: name a folder that is one of these");
  CHECK_FALSE(here.has("photos/CACHEDIR.TAG"));
  here.write("other", "x");
  CHECK(problem(here.path() / "other") == "is a file: expected a folder");
  CHECK(problem(here.path() / "other/c") == "cannot be made: Not a directory");
  // What is left of one that was deleted in part.
  fs::create_directories(here.path() / "a/b/0f");
  fs::remove(here.path() / "a/b/CACHEDIR.TAG");
  CHECK(problem(here.path() / "a/b") == "");
  CHECK(here.has("a/b/CACHEDIR.TAG"));
  if (geteuid() != 0) {
    fs::permissions(here.path() / "a", fs::perms::owner_read | fs::perms::owner_exec);
    CHECK(problem(here.path() / "a/c") == "cannot be made: Permission denied");
    fs::permissions(here.path() / "a", fs::perms::owner_all);
  }
}

TEST_CASE("a folder that is deleted meanwhile is only missed", "[store]") {
  const Place here("deleted");
  Store store(here.folder, 64 * MiB, {});
  put(store, key_number(1), "first");
  fs::remove_all(here.folder);
  CHECK_FALSE(get(store, key_number(1)));
  put(store, key_number(1), "again");
  CHECK(get(store, key_number(1)) == "again");
}

TEST_CASE("where nothing can be written it is said once, and what is there is still read",
          "[store]") {
  const Place here("full");
  std::vector<std::string> said;
  Store store(here.folder, 64 * MiB, [&](int level, std::string_view who, std::string_view text) {
    if (level == PIPELINE_LOG_WARNING) said.push_back(std::string(who) + ": " + std::string(text));
  });
  put(store, key_number(1), "there");
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const auto was = signal(SIGXFSZ, SIG_IGN);
  const rlimit little{1000, before.rlim_max};
  setrlimit(RLIMIT_FSIZE, &little);
  put(store, key_number(2), std::string(5000, 'x'));
  put(store, key_number(3), std::string(5000, 'x'));
  setrlimit(RLIMIT_FSIZE, &before);
  signal(SIGXFSZ, was);
  REQUIRE(said.size() == 1);
  CHECK(said[0] == "cache: " + step_file(here.folder, key_number(2)).string() +
                       " cannot be written: File too large; nothing more is kept in this run");
  CHECK(get(store, key_number(1)) == "there");
  CHECK_FALSE(get(store, key_number(2)));
}

TEST_CASE("no memory for it is a miss that deletes nothing", "[store]") {
  const Place here("memory");
  Store store(here.folder, 64 * MiB, {});
  put(store, key_number(1), std::string(5000, 'x'));
  host::Memory memory;
  memory.set_limit(1000);
  host::Account account;
  account.begin();
  CHECK_FALSE(store.read(key_number(1), memory, &account));
  CHECK(account.was_refused());
  account.set_may_pass(true);
  CHECK(store.read(key_number(1), memory, &account));
}

TEST_CASE("several processes write, read and delete in one folder at once", "[store]") {
  const Place here("processes");
  const auto text_of_number = [](int n) {
    return std::string(20000, static_cast<char>('a' + n % 20));
  };
  std::vector<pid_t> children;
  for (int c = 0; c < 4; ++c) {
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      Store store(here.folder, MiB, {});
      int wrong = 0, found = 0;
      for (int i = 0; i < 400; ++i) {
        const int n = (i * 7 + c * 31) % 100;
        put(store, key_number(n), text_of_number(n));
        const int other = (i * 13 + c) % 100;
        const auto got = get(store, key_number(other));
        if (got && *got != text_of_number(other)) ++wrong;
        if (got) ++found;
      }
      _exit(wrong > 0 ? 1 : found == 0 ? 2 : 0);
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
  }
  uint64_t all = 0;
  for (const fs::path& file : files_in(here.folder)) {
    CHECK((is_step_file(file) || file.filename() == "CACHEDIR.TAG"));
    all += fs::file_size(file);
  }
  CHECK(all <= MiB + 4 * MiB / 16);
}
