// SPDX-License-Identifier: Apache-2.0
// Memory that nobody may write to or read past: after its last byte comes a page that is not there.
#pragma once

#include <cstddef>
#include <string>

#include "framework/host/buffer.hpp"

namespace pipeline::conformance {

class Guarded {
 public:
  // The name of memory that may be written to, but not gone past.
  static constexpr const char* host_memory = "an output or a buffer of the host's";

  // `bytes` that end where the absent page begins, so that they start wherever that puts them.
  // name: how a finding calls them, "input 'image'". Throws std::bad_alloc. [one thread]
  Guarded(size_t bytes, const std::string& name);
  ~Guarded();
  Guarded(const Guarded&) = delete;
  Guarded& operator=(const Guarded&) = delete;

  void* data() const { return data_; }
  // From now on it can only be read.
  void seal();
  // As host memory; must not outlive this object.
  host::BufferRef buffer(host::Memory& memory) const;

 private:
  void* pages_;
  size_t mapped_, bytes_, place_;
  void* data_;
};

// What a fault at `address` is, if it lies in such memory: "writes to input 'image', which is
// read-only", "reads past the end of input 'image'"; null: it lies elsewhere. [async-signal-safe]
const char* guarded_fault(const void* address, bool is_write);

}  // namespace pipeline::conformance
