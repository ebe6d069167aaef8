// SPDX-License-Identifier: Apache-2.0
#include "framework/host/value.hpp"

#include <algorithm>
#include <mutex>
#include <set>

namespace pipeline::host {

Value Value::bytes(const BufferRef& buffer, size_t size, std::string_view media_type) {
  Value value;
  value.type_ = PIPELINE_TYPE_BYTES;
  value.payload_.bytes = {sizeof(pipeline_bytes), 0, shared_media_type(media_type), buffer->data(),
                          size};
  value.buffers_.push_back(buffer);
  return value;
}

Value Value::image(const BufferRef& buffer, const pipeline_image& image) {
  Value value;
  value.type_ = PIPELINE_TYPE_IMAGE;
  value.payload_.image = image;
  value.buffers_.push_back(buffer);
  return value;
}

pipeline_value Value::view() const {
  const bool own = type_ && is_host_type(type_);
  return {type_, own ? static_cast<const void*>(&payload_) : payload_.custom};
}

std::optional<std::string_view> Value::bytes() const {
  if (!is(PIPELINE_TYPE_BYTES)) return std::nullopt;
  return std::string_view(static_cast<const char*>(payload_.bytes.bytes), payload_.bytes.size);
}

const char* Value::media_type() const {
  return is(PIPELINE_TYPE_BYTES) ? payload_.bytes.media_type : nullptr;
}

std::optional<double> Value::number() const {
  if (!is(PIPELINE_TYPE_NUMBER)) return std::nullopt;
  return payload_.number.value;
}

size_t Value::pixels() const {
  const auto area = [](const auto& raster) {
    return static_cast<size_t>(raster.width) * static_cast<size_t>(raster.height);
  };
  if (const auto* raster = image()) return area(*raster);
  if (const auto* raster = labels()) return area(*raster);
  return 0;
}

size_t Value::memory() const {
  size_t sum = 0;
  for (const auto& buffer : buffers_) sum += buffer->size();
  return sum;
}

bool is_host_type(std::string_view type) {
  return type == PIPELINE_TYPE_IMAGE || type == PIPELINE_TYPE_LABELS ||
         type == PIPELINE_TYPE_PATHS || type == PIPELINE_TYPE_BYTES || type == PIPELINE_TYPE_NUMBER;
}

size_t most_pixels(std::span<const Value* const> inputs, std::span<const Value> outputs) {
  size_t most = 0;
  for (const Value* input : inputs) most = std::max(most, input ? input->pixels() : 0);
  for (const Value& output : outputs) most = std::max(most, output.pixels());
  return most;
}

const char* shared_media_type(std::string_view text) {
  static std::mutex mutex;
  static auto& texts = *new std::set<std::string, std::less<>>;  // values may outlive statics
  const std::lock_guard lock(mutex);
  const auto found = texts.find(text);
  return found != texts.end() ? found->c_str() : texts.emplace(text).first->c_str();
}

}  // namespace pipeline::host
