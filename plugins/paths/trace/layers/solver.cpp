// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/layers/solver.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace trace {

EnvelopeMatrix::EnvelopeMatrix(std::vector<int> first) : first_(std::move(first)) {
  long size = 0;
  for (size_t i = 0; i < first_.size(); ++i) {
    offset_.push_back(size - first_[i]);
    size += static_cast<long>(i) - first_[i] + 1;
  }
  values_.assign(static_cast<size_t>(size), 0);
}

void EnvelopeMatrix::clear() { std::fill(values_.begin(), values_.end(), 0.0); }

bool EnvelopeMatrix::solve(const std::vector<double>& extra, std::vector<double>& b,
                           std::vector<double>& work) const {
  work = values_;
  const int n = size();
  const auto row = [&](int i) { return work.data() + offset_[static_cast<size_t>(i)]; };
  const auto first = [&](int i) { return first_[static_cast<size_t>(i)]; };
  for (int i = 0; i < n; ++i) {
    double* ri = row(i);
    ri[i] += extra[static_cast<size_t>(i)];
    for (int j = first(i); j <= i; ++j) {
      const double* rj = row(j);
      double sum = ri[j];
      for (int k = std::max(first(i), first(j)); k < j; ++k) sum -= ri[k] * rj[k];
      if (j < i) {
        ri[j] = sum / rj[j];
      } else if (sum > 0) {
        ri[i] = std::sqrt(sum);
      } else {
        return false;
      }
    }
  }
  for (int i = 0; i < n; ++i) {
    double sum = b[static_cast<size_t>(i)];
    for (int k = first(i); k < i; ++k) sum -= row(i)[k] * b[static_cast<size_t>(k)];
    b[static_cast<size_t>(i)] = sum / row(i)[i];
  }
  for (int i = n; i-- > 0;) {
    const double x = b[static_cast<size_t>(i)] /= row(i)[i];
    for (int k = first(i); k < i; ++k) b[static_cast<size_t>(k)] -= row(i)[k] * x;
  }
  return true;
}

}  // namespace trace
