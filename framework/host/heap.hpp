// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace pipeline::host {

// Lets threads share heaps, four to each, where the C library would give every thread one. A heap
// keeps the most that was ever taken from it, so that many of them hold memory that none uses: a
// batch grew by a fifth from its hundredth image to its thousandth, with two threads. Call it
// before there are threads; does nothing with a C library other than glibc.
void share_heaps(unsigned threads);

}  // namespace pipeline::host
