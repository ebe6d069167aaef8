// SPDX-License-Identifier: Apache-2.0
#include "framework/graph/overrides.hpp"

namespace pipeline::graph {

Mark Overrides::Set::place() const {
  return mark.source ? mark : command_line_mark("--set " + key + "=" + value);
}

Mark Overrides::Swap::place() const {
  return mark.source ? mark : command_line_mark("--swap " + stage + "=" + id);
}

std::string Overrides::Swap::full_id() const {
  const size_t at = id.find('@');
  if (at == std::string::npos || folder.empty()) return id;
  return id.substr(0, at + 1) + (folder / id.substr(at + 1)).string();
}

}  // namespace pipeline::graph
