// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/kmeans/distance.hpp"

namespace pipeline::quantize {

namespace {

template <size_t Axes>
inline void add_along(const float* const* x, size_t count, const float* place, float* nearest) {
  float p[Axes];
  for (size_t d = 0; d < Axes; ++d) p[d] = place[d];
  for (size_t i = 0; i < count; ++i) {
    float square = 0;
    for (size_t d = 0; d < Axes; ++d) square += (x[d][i] - p[d]) * (x[d][i] - p[d]);
    nearest[i] = square < nearest[i] ? square : nearest[i];
  }
}

inline void add(const float* const* x, size_t axes, size_t count, const float* place,
                float* nearest) {
  axes == 3 ? add_along<3>(x, count, place, nearest) : add_along<4>(x, count, place, nearest);
}

}  // namespace

QUANTIZE_VARIANTS(add_centre, add, void,
                  (const float* const* x, size_t axes, size_t count, const float* place,
                   float* nearest),
                  (x, axes, count, place, nearest))

}  // namespace pipeline::quantize
