// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace pipeline::host {

// Makes the C library give back what is freed. Left alone, it gives every thread a heap, and puts
// large blocks into them once one has been freed; a heap keeps the most that was ever taken from
// it. So four threads share a heap, and blocks from 256 KiB up are the kernel's: batches of
// photographs take a quarter less memory, and grow less with the number of images. Call it
// before there are threads; does nothing with a C library other than glibc.
void keep_heaps_small(unsigned threads);

// The other way round, for a process that works on one image: what one stage has freed serves the
// next. Fresh memory costs a page fault for each 4 KiB, a quarter of the time of the whole job.
void keep_freed_memory();

}  // namespace pipeline::host
