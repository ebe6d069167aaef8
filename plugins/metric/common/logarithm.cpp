// SPDX-License-Identifier: Apache-2.0
#include "plugins/metric/common/logarithm.hpp"

#include <cmath>
#include <numbers>

namespace pipeline::metric {

// v = m 2^e with m from sqrt(1/2) to sqrt(2); ln m = 2 artanh((m - 1) / (m + 1)) by its series.
double log10_everywhere(double v) {
  int exponent = 0;
  double m = std::frexp(v, &exponent);
  if (m < std::numbers::sqrt2 / 2) m *= 2, --exponent;
  const double t = (m - 1) / (m + 1), square = t * t;
  double sum = 0;
  for (int k = 23; k > 0; k -= 2) sum = sum * square + 1.0 / k;
  return (2 * t * sum + exponent * std::numbers::ln2) / std::numbers::ln10;
}

}  // namespace pipeline::metric
