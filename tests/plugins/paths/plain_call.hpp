// SPDX-License-Identifier: Apache-2.0
// A call that is never cancelled and runs loops on one thread: what a stage's parts ask of a host.
#pragma once

#include <pipeline/basic_call.hpp>

#include <algorithm>

namespace pipeline::test {

inline BasicCall plain_call() {
  static const pipeline_host host = [] {
    pipeline_host table{};
    table.cancelled = [](pipeline_ctx*) noexcept -> int32_t { return 0; };
    table.parallel_for = [](pipeline_ctx*, int64_t begin, int64_t end, int64_t grain,
                            pipeline_body body, void* user) noexcept {
      pipeline_status status = PIPELINE_OK;
      for (int64_t at = begin; at < end && status == PIPELINE_OK; at += grain) {
        status = body(user, at, std::min(at + grain, end), 0);
      }
      return status;
    };
    return table;
  }();
  return {&host, nullptr, nullptr, nullptr};
}

}  // namespace pipeline::test
