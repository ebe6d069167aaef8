// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

namespace pipeline::cli {

// The middle value, or the mean of the two in the middle; 0 of none.
double median(std::vector<double> values);

}  // namespace pipeline::cli
