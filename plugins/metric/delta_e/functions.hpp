// SPDX-License-Identifier: Apache-2.0
// The few functions that CIEDE2000 needs, from + - * / and sqrt alone: the library's may differ in
// the last digit from machine to machine. Errors are below 1e-13 of the value. [any]
#pragma once

namespace pipeline::metric {

// Of a positive, normal number.
double cube_root(double v);
double fifth_root(double v);

// The angle of (x, y) in (-pi, pi]; 0 for (0, 0).
double angle_of(double x, double y);

// Of 0..pi/2, in radians.
double sine(double v);

// e to the power of -v, for v >= 0.
double exp_of_negative(double v);

}  // namespace pipeline::metric
