// SPDX-License-Identifier: Apache-2.0
// What travels along an edge: the C struct of its type and the host buffers it points into.
#pragma once

#include <pipeline/abi.h>

#include <boost/container/small_vector.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "framework/host/buffer.hpp"

namespace pipeline::host {

// Copying shares the buffers. Immutable once emitted; then readable on any thread.
class Value {
 public:
  using Buffers = boost::container::small_vector<BufferRef, 3>;

  Value() = default;

  // The bytes of a file or another source, already in host memory.
  static Value bytes(const BufferRef& buffer, size_t size, std::string_view media_type);

  // A picture whose pixels lie in `buffer`, made by the host itself.
  static Value image(const BufferRef& buffer, const pipeline_image& image);

  explicit operator bool() const { return type_ != nullptr; }
  // Lets go of the buffers; cheaper than assigning an empty value.
  void reset() {
    type_ = nullptr;
    buffers_.clear();
  }
  const char* type() const { return type_; }
  // As a stage sees it; valid while this object stays where it is.
  pipeline_value view() const;

  const pipeline_image* image() const {
    return is(PIPELINE_TYPE_IMAGE) ? &payload_.image : nullptr;
  }
  const pipeline_labels* labels() const {
    return is(PIPELINE_TYPE_LABELS) ? &payload_.labels : nullptr;
  }
  const pipeline_paths* paths() const {
    return is(PIPELINE_TYPE_PATHS) ? &payload_.paths : nullptr;
  }
  std::optional<std::string_view> bytes() const;
  const char* media_type() const;  // of bytes; else null
  std::optional<double> number() const;

  // Of an image or label map; 0 of anything else.
  size_t pixels() const;

  // Bytes in the buffers this value keeps alive.
  size_t memory() const;

 private:
  friend class Emission;
  bool is(std::string_view type) const { return type_ && type == type_; }

  const char* type_ = nullptr;  // a PIPELINE_TYPE_* constant or the descriptor's own text
  union Payload {
    pipeline_image image;
    pipeline_labels labels;
    pipeline_paths paths;
    pipeline_bytes bytes;
    pipeline_number number;
    const void* custom;
  } payload_{};
  Buffers buffers_;
};

// Whether the type is one of PIPELINE_TYPE_*, and no third party's. [any thread]
bool is_host_type(std::string_view type);

// Pixels of the largest raster that a call took (null where nothing came) or delivered.
size_t most_pixels(std::span<const Value* const> inputs, std::span<const Value> outputs);

// The one copy of a media type's text that all values share. [any thread]
const char* shared_media_type(std::string_view text);

}  // namespace pipeline::host
