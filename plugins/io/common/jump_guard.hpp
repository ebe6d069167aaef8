// SPDX-License-Identifier: Apache-2.0
// The one setjmp for libraries that report errors by longjmp.
#pragma once

#include <csetjmp>

namespace pipeline::io {

// Runs f; false if it ended by a longjmp to `jump`. Whatever lives between here and the longjmp has
// a trivial destructor: nothing is unwound.
template <class F>
bool returned(std::jmp_buf& jump, F& f) {
  if (setjmp(jump)) return false;
  f();
  return true;
}

}  // namespace pipeline::io
