// SPDX-License-Identifier: Apache-2.0
// What a run in a process of its own tells the one that watches.
#pragma once

#include <optional>
#include <string>

#include "framework/cli/run/run.hpp"
#include "framework/cli/watch/watched_files.hpp"

namespace pipeline::cli {

// Writes records, each ended by a 0, to a descriptor. States are taken before the run looks.
class Reporter : public RunObserver {
 public:
  explicit Reporter(int descriptor) : descriptor_(descriptor) {}

  // A word that may be a folder or a pattern.
  void depends_on_images(const std::string& word) const;
  void will_read(const std::filesystem::path& file) override;
  void begins(const std::vector<run::Item>& items) override;
  void ends(const run::Program& program, const run::Spans& spans) override;

 private:
  void tell(const std::string& record) const;

  int descriptor_;
};

// Takes one record; hands back the account of a run that has ended.
std::optional<std::string> hear(const std::string& record, WatchedFiles& files);

}  // namespace pipeline::cli
