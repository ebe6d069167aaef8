// SPDX-License-Identifier: Apache-2.0
// A plugin's folder made of the template.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pipeline::cli {

// "acme.posterize": what the template is called, and what stands in its place.
struct StageId {
  std::string plugin, stage;
};

// Copies what is in the folders `from` into the new folder `to`; of two files of one name the
// later folder's stays. In names and text the template's ids become `id`'s; what is no text is
// copied as it is. Gives the files, relative to `to`, in order. Throws OutputError, and then leaves
// nothing behind.
std::vector<std::string> copy_template(const std::vector<std::filesystem::path>& from,
                                       const std::filesystem::path& to, const StageId& id);

}  // namespace pipeline::cli
