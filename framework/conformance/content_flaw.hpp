// SPDX-License-Identifier: Apache-2.0
// What the contract says of a value's content, which a run does not look at: it would cost as much
// as the stage.
#pragma once

#include <optional>
#include <string>

#include "framework/host/value.hpp"

namespace pipeline::conformance {

// "label 7 at (3, 4), where there are 5"; nothing: all is as the contract has it. Not-a-numbers in
// an image are only looked for where `must_be_finite`.
std::optional<std::string> content_flaw(const host::Value& value, bool must_be_finite);

}  // namespace pipeline::conformance
