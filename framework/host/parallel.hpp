// SPDX-License-Identifier: Apache-2.0
// The host's threads, as parallel_for uses them.
#pragma once

#include <pipeline/abi.h>

#include <cstdint>

namespace pipeline::host {

// pipeline_host::parallel_for. Runs in the arena of the calling thread, isolated: a thread that
// waits here never picks up another stage's work. With one chunk or one thread nothing of TBB is
// touched.
pipeline_status parallel_for(pipeline_ctx& ctx, int64_t begin, int64_t end, int64_t grain,
                             pipeline_body body, void* user);

// pipeline_host::slots.
uint32_t slots();

}  // namespace pipeline::host
