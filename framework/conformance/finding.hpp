// SPDX-License-Identifier: Apache-2.0
// How a rule ends other than well.
#pragma once

#include <stdexcept>
#include <string>

namespace pipeline::conformance {

// A rule is broken; what() says how.
struct Broken : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// A rule does not apply, or cannot be tried; what() says why.
struct Skipped : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Not as it should be, but no rule is broken.
struct Remark : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace pipeline::conformance
