// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pipeline/basic_call.hpp>

#include <span>

namespace pipeline::quantize {

// `count` elements, 64-byte aligned and uninitialised, until the call ends. From the host, which
// keeps the blocks of calls before: fresh memory costs a page fault for each 4 KiB at every call,
// which is more than most of what is done to it. On the call's own thread.
template <class T>
std::span<T> scratch(const BasicCall& call, size_t count) {
  return {call.new_buffer<T>(count), count};
}

}  // namespace pipeline::quantize
