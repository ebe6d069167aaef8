// SPDX-License-Identifier: Apache-2.0
// A first guess at how colours change over an area.
#pragma once

#include <algorithm>
#include <span>

#include "plugins/common/gradient/fit.hpp"

namespace gradient {

// 1, x, y, x^2, x y, y^2: a quadric by channel shows roughly which way colours change.
class Quadric {
 public:
  static constexpr size_t terms = 6;

  // Of x and y less these, over the scale.
  Quadric(std::span<const Sample> samples, double x, double y, double scale)
      : x_(x), y_(y), scale_(scale) {
    double matrix[terms][terms]{};
    for (const Sample& s : samples) {
      double basis[terms];
      find_basis(s.x, s.y, basis);
      for (size_t i = 0; i < terms; ++i) {
        for (size_t j = 0; j < terms; ++j) matrix[i][j] += basis[i] * basis[j];
        for (size_t k = 0; k < 4; ++k) c_[i][k] += basis[i] * static_cast<double>(s.colour[k]);
      }
    }
    const double small = 1e-6 * static_cast<double>(samples.size());
    for (size_t i = 0; i < terms; ++i) matrix[i][i] += small;
    for (size_t p = 0; p < terms; ++p) {  // positive definite: no pivoting
      for (size_t i = p + 1; i < terms; ++i) {
        const double f = matrix[i][p] / matrix[p][p];
        for (size_t j = p; j < terms; ++j) matrix[i][j] -= f * matrix[p][j];
        for (size_t k = 0; k < 4; ++k) c_[i][k] -= f * c_[p][k];
      }
    }
    for (size_t p = terms; p-- > 0;) {
      for (size_t k = 0; k < 4; ++k) {
        for (size_t j = p + 1; j < terms; ++j) c_[p][k] -= matrix[p][j] * c_[j][k];
        c_[p][k] /= matrix[p][p];
      }
    }
  }

  void slope(double px, double py, size_t channel, double& gx, double& gy) const {
    const double x = (px - x_) / scale_, y = (py - y_) / scale_;
    const auto c = [&](size_t term) { return c_[term][channel]; };
    gx = (c(1) + 2 * c(3) * x + c(4) * y) / scale_;
    gy = (c(2) + c(4) * x + 2 * c(5) * y) / scale_;
  }

 private:
  void find_basis(double px, double py, double* basis) const {
    const double x = (px - x_) / scale_, y = (py - y_) / scale_;
    const double values[terms]{1, x, y, x * x, x * y, y * y};
    std::copy(values, values + terms, basis);
  }

  double x_, y_, scale_;
  double c_[terms][4]{};
};

}  // namespace gradient
