// SPDX-License-Identifier: Apache-2.0
#include "framework/host/families.hpp"

#include <algorithm>
#include <filesystem>

#include "framework/host/search_path.hpp"

namespace pipeline::host {

namespace {

constexpr Family table[] = {
#include "framework/host/family_table.inc"
};

}  // namespace

std::span<const Family> families() { return table; }

std::string how_to_get(std::string_view id) {
  const auto family = std::find_if(std::begin(table), std::end(table),
                                   [&](const Family& known) { return known.id == id; });
  if (family == std::end(table)) return "";
  const std::string setup = "'./pipeline setup " + std::string(id) + "'";
  std::error_code none;
  if (std::filesystem::exists(beside_binary("CMakeCache.txt"), none)) {
    return setup + " gets what it needs and builds it";
  }
  const std::string package = "pipeline" + (family->alone ? "-" + std::string(id) : "");
  if (beside_binary("").parent_path() == "/usr" && family->lacked.empty()) {
    return "install the Debian package " + package + (family->alone ? "" : " again");
  }
  return setup + " in the source tree builds it; then install that again";
}

}  // namespace pipeline::host
