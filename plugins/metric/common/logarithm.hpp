// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace pipeline::metric {

// The decimal logarithm of a positive, finite number, with an error below 1e-15 of the value or
// 1e-16. Only + - * / are used: the library's may differ in the last digit from machine to machine,
// and a metric is to be the same everywhere. [any]
double log10_everywhere(double v);

}  // namespace pipeline::metric
