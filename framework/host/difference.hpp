// SPDX-License-Identifier: Apache-2.0
// Where two values differ.
#pragma once

#include <string>

#include "framework/host/value.hpp"

namespace pipeline::host {

// In words, the first place where `test` is not bit for bit what `reference` is, both values there,
// and how much differs:
//   "pixel (12, 40), channel 1: 0.25 against 0.2504; 3 of 480000 pixels differ"
//   "300 x 200 pixels against 300 x 100"
// An empty text: they are equal. Third parties' values are equal where they are the same object.
// [any thread]
std::string difference(const Value& reference, const Value& test);

}  // namespace pipeline::host
