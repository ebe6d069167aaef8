// SPDX-License-Identifier: Apache-2.0
// A function that may throw does not fit the tables of the contract. Compiled twice.
#include <pipeline/abi.h>

#ifdef MUST_FAIL
#define QUIET
#else
#define QUIET noexcept
#endif
void destroy(void*) QUIET {}

const pipeline_stage stage = [] {
  pipeline_stage s{};
  s.destroy = &destroy;
  return s;
}();
