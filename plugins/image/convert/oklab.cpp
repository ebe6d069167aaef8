// SPDX-License-Identifier: Apache-2.0
#include "plugins/image/convert/oklab.hpp"

#include "plugins/image/convert/curve.hpp"

namespace pipeline::convert {

void linear_to_oklab(double* c) {
  const double r = c[0], g = c[1], b = c[2];
  const double l = cube_root(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const double m = cube_root(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const double s = cube_root(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  c[0] = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s;
  c[1] = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s;
  c[2] = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s;
}

void oklab_to_linear(double* c) {
  const double l_ = c[0] + 0.3963377774 * c[1] + 0.2158037573 * c[2];
  const double m_ = c[0] - 0.1055613458 * c[1] - 0.0638541728 * c[2];
  const double s_ = c[0] - 0.0894841775 * c[1] - 1.2914855480 * c[2];
  const double l = l_ * l_ * l_, m = m_ * m_ * m_, s = s_ * s_ * s_;
  c[0] = 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s;
  c[1] = -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s;
  c[2] = -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s;
}

}  // namespace pipeline::convert
