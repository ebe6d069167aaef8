// SPDX-License-Identifier: Apache-2.0
// Which files a run depends on, and whether they are still as it read them.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace pipeline::cli {

// What tells one state of a file from another, also of one that was replaced by another of its
// name: its number, size and time of change. Of a folder it is that of all that is in it, of what
// is not there that, and of a pipe or a device nothing.
std::string state_of_file(const std::filesystem::path& file);

// The images that a folder or a pattern stands for: one a line.
std::string state_of_images(const std::string& word);

// [one thread]
class WatchedFiles {
 public:
  enum class Kind { file, images };

  // A run begins: what earlier ones have named counts as it is now.
  void begin_run();
  // It depends on this, which it found so.
  void add(Kind kind, const std::string& name, const std::string& state);
  // It writes this, which is no image to run on because it lies among them.
  void add_output(const std::string& file);
  // It has named all that it depends on: what only earlier ones have named is forgotten.
  void is_complete();

  // Names of what is not any more as it was.
  std::vector<std::string> changed() const;
  // All that is watched, as it is now: two that are the same say that nothing goes on.
  std::string states() const;
  // How many of them are there.
  size_t present() const;

 private:
  struct Watched {
    Kind kind;
    std::string state;
    bool named;  // by this run
  };
  std::string without_outputs(const std::string& images) const;

  std::map<std::string, Watched> watched_;
  std::set<std::string> outputs_;
};

}  // namespace pipeline::cli
