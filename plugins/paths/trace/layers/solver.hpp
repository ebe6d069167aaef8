// SPDX-License-Identifier: Apache-2.0
// Symmetric positive systems whose rows begin with many zeros.
#pragma once

#include <cstddef>
#include <vector>

namespace trace {

// Cholesky's factorization within the envelope (George and Liu 1981): row i is kept from its first
// entry that is not zero to the diagonal.
class EnvelopeMatrix {
 public:
  // first[i] <= i: the first column of row i.
  explicit EnvelopeMatrix(std::vector<int> first);

  int size() const { return static_cast<int>(first_.size()); }
  void clear();
  // Entry (i, j) of the lower triangle; others, and what is outside the envelope, are left out.
  void add(int i, int j, double value) {
    if (j <= i && j >= first_[static_cast<size_t>(i)]) {
      values_[static_cast<size_t>(offset_[static_cast<size_t>(i)] + j)] += value;
    }
  }
  double diagonal(int i) const {
    return values_[static_cast<size_t>(offset_[static_cast<size_t>(i)] + i)];
  }

  // Solves (this + diag(extra)) x = b into b; false when it is not positive. Leaves this matrix as
  // it is; `work` is scratch.
  bool solve(const std::vector<double>& extra, std::vector<double>& b,
             std::vector<double>& work) const;

 private:
  std::vector<int> first_;
  std::vector<long> offset_;  // of column 0 of row i, were it kept
  std::vector<double> values_;
};

}  // namespace trace
