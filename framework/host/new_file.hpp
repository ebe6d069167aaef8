// SPDX-License-Identifier: Apache-2.0
// A file that appears, or is replaced, when all of it is written, and not before.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "framework/host/open_file.hpp"

namespace pipeline::host {

// The bytes have no name until they are complete, so that a process that is killed leaves nothing
// behind. Only what takes the place of a file has another name for a moment, and where a file
// system knows no files without a name they have it from the start: one with temporary_prefix,
// beside the file. [one thread; several may write one file, and the last stays]
class NewFile {
 public:
  static constexpr std::string_view temporary_prefix = ".pipeline-";

  // `file` is a regular file or nothing yet.
  explicit NewFile(std::filesystem::path file);
  ~NewFile();
  NewFile(const NewFile&) = delete;

  // Each an empty string or one line that says why not. After one that failed all say the same.
  std::string write(std::string_view bytes);
  std::string commit();

 private:
  void begin_named();
  std::string finish();
  std::string finish_nameless();
  std::string finish_by_copy();
  std::string replace(const std::string& temporary) const;
  bool give_name(const std::filesystem::path& name) const;

  const std::filesystem::path file_;
  std::string temporary_;  // its name until commit(); "": it has none
  std::optional<OpenFile> out_;
  std::string problem_;
};

}  // namespace pipeline::host
