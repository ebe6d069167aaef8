// SPDX-License-Identifier: Apache-2.0
// Input labels are read-only. Compiled twice: see write_to_input.cpp.
#include <pipeline/stage.hpp>

void use(const pipeline::Labels& labels, const pipeline::LabelsOut<uint8_t>& out) {
  out.row(0)[0] = 1;
#ifdef MUST_FAIL
  labels.row<uint8_t>(0)[0] = 1;
#else
  (void)labels;
#endif
}
