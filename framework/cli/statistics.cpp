// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/statistics.hpp"

#include <algorithm>

namespace pipeline::cli {

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const size_t n = values.size();
  return (values[(n - 1) / 2] + values[n / 2]) / 2;
}

}  // namespace pipeline::cli
