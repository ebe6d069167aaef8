// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/common/failure_text.hpp"

#include "framework/graph/utf8.hpp"

namespace pipeline::cli {

std::string failure_text(const run::Item& item, const run::Failure& failure,
                         const std::string& variant) {
  const std::string error = graph::printable(failure.error);
  const std::string who = variant.empty() ? "" : variant + ": ";
  if (failure.stage.empty()) return who + error;
  const std::string image = graph::printable(run::name_of(item));
  return (image.empty() ? "" : image + ": ") + who + "stage '" + failure.stage + "': " + error;
}

}  // namespace pipeline::cli
