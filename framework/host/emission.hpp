// SPDX-License-Identifier: Apache-2.0
// Takes what a stage emits: checks it, copies the struct, finds the buffers it points into.
#pragma once

#include "framework/host/call.hpp"

namespace pipeline::host {

class Emission {
 public:
  explicit Emission(pipeline_ctx& ctx) : ctx_(ctx) {}

  // False, with the reason in problem(), when the value breaks the contract.
  bool take(uint32_t port, const pipeline_value& value);
  // A new image whose pixels lie in `buffer`, which is of this call.
  bool take_new_image(uint32_t port, const pipeline_image& image, const BufferRef& buffer);

  // Whether `port` exists and is still empty.
  bool is_open(uint32_t port);
  const std::string& problem() const { return problem_; }

 private:
  bool fail(std::string text);
  bool keep(const void* data, size_t bytes, const char* what, Value& value);
  bool copy_image(const pipeline_image& from, Value& value);
  bool copy_labels(const pipeline_labels& from, Value& value);
  bool copy_paths(const pipeline_paths& from, Value& value);
  bool copy_bytes(const pipeline_bytes& from, Value& value);
  bool check_promise(uint32_t port, const Value& value);

  pipeline_ctx& ctx_;
  std::string problem_;
};

}  // namespace pipeline::host
