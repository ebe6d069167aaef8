// SPDX-License-Identifier: Apache-2.0
// What a stage's parts ask of a host: memory until the call ends, and loops, run on one thread and
// from their last chunk to the first.
#pragma once

#include <pipeline/basic_call.hpp>

#include <algorithm>
#include <memory>
#include <vector>

namespace pipeline::test {

struct Blocks {
  std::vector<std::unique_ptr<std::byte[]>> blocks;

  pipeline_ctx* ctx() { return reinterpret_cast<pipeline_ctx*>(this); }
  static Blocks& of(pipeline_ctx* ctx) { return *reinterpret_cast<Blocks*>(ctx); }
};

class ScratchCall : Blocks, public BasicCall {
 public:
  ScratchCall() : BasicCall(&host(), ctx(), nullptr, nullptr) {}
  ScratchCall(const ScratchCall&) = delete;
  ScratchCall& operator=(const ScratchCall&) = delete;

 private:
  using Blocks::ctx;

  static const pipeline_host& host() {
    static const pipeline_host host = [] {
      pipeline_host table{};
      table.new_buffer = [](pipeline_ctx* ctx, size_t bytes) noexcept -> void* {
        auto& blocks = of(ctx).blocks;
        blocks.push_back(std::make_unique<std::byte[]>(bytes));
        return blocks.back().get();
      };
      table.parallel_for = [](pipeline_ctx*, int64_t begin, int64_t end, int64_t grain,
                              pipeline_body body, void* user) noexcept {
        pipeline_status status = PIPELINE_OK;
        for (int64_t chunk = (end - begin - 1) / grain; chunk >= 0 && status == PIPELINE_OK;
             --chunk) {
          const int64_t at = begin + chunk * grain;
          status = body(user, at, std::min(at + grain, end), 0);
        }
        return status;
      };
      return table;
    }();
    return host;
  }
};

}  // namespace pipeline::test
