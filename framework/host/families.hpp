// SPDX-License-Identifier: Apache-2.0
// The plugin families that belong to pipeline, whether they are here or not.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace pipeline::host {

struct Family {
  std::string_view id;      // of its plugin
  bool alone;               // a Debian package of its own: pipeline-<id>
  std::string_view lacked;  // what was absent when this program was built, so that it was left out
};

// As plugins/CMakeLists.txt has them when this program is built.
std::span<const Family> families();

// How to get the family's plugin, or what it needs, to where this program stands: a build tree,
// the Debian package, another prefix. Empty if the id is no family's.
std::string how_to_get(std::string_view id);

}  // namespace pipeline::host
