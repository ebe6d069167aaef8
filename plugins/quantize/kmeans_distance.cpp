// SPDX-License-Identifier: Apache-2.0
#include "kmeans_distance.hpp"

#include "kmeans_label.hpp"

namespace pipeline::quantize {

namespace {

inline double distances(const float* const* x, const float* weights, const float* nearest,
                        size_t count, const float* place, float* out) {
  const float p0 = place[0], p1 = place[1], p2 = place[2], p3 = place[3];
  float sums[block_points] = {};
  for (size_t b = 0; b < count; b += block_points) {
    const float *x0 = x[0] + b, *x1 = x[1] + b, *x2 = x[2] + b, *x3 = x[3] + b;
    float squares[block_points];
    for (size_t i = 0; i < block_points; ++i) {
      const float way0 = x0[i] - p0, way1 = x1[i] - p1, way2 = x2[i] - p2, way3 = x3[i] - p3;
      const float square = way0 * way0 + way1 * way1 + way2 * way2 + way3 * way3;
      squares[i] = square < nearest[b + i] ? square : nearest[b + i];
    }
    for (size_t i = 0; i < block_points; ++i) {
      out[b + i] = squares[i];
      sums[i] += squares[i] * weights[b + i];
    }
  }
  double sum = 0;
  for (const float lane : sums) sum += static_cast<double>(lane);
  return sum;
}

}  // namespace

QUANTIZE_VARIANTS(try_centre, distances, double,
                  (const float* const* x, const float* weights, const float* nearest, size_t count,
                   const float* place, float* out),
                  (x, weights, nearest, count, place, out))

}  // namespace pipeline::quantize
