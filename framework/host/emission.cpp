// SPDX-License-Identifier: Apache-2.0
#include "framework/host/emission.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

#include "framework/host/format.hpp"

namespace pipeline::host {

namespace {

bool possible_size(int32_t width, int32_t height) {
  return width >= 1 && height >= 1 && width <= PIPELINE_MAX_SIDE && height <= PIPELINE_MAX_SIDE;
}

bool one_of(uint32_t bit, uint32_t mask) { return std::has_single_bit(bit) && (bit & mask); }

// Copies as much of a growable struct as both sides know.
template <class T>
bool copy_struct(T& to, const void* from) {
  uint32_t size = 0;
  std::memcpy(&size, from, sizeof size);
  if (size < sizeof(uint32_t)) return false;
  to = T{};
  std::memcpy(&to, from, std::min<size_t>(size, sizeof to));
  to.struct_size = sizeof to;
  return true;
}

bool bad_stride(size_t stride, size_t row, size_t sample, int32_t height) {
  return stride < row || stride % sample != 0 ||
         stride > std::numeric_limits<size_t>::max() / 2 / static_cast<size_t>(height);
}

bool offsets_rise(const uint32_t* begin, uint32_t count) {
  return begin[0] == 0 && std::is_sorted(begin, begin + count + 1);
}

}  // namespace

bool Emission::fail(std::string text) {
  problem_ = std::move(text);
  return false;
}

bool Emission::is_open(uint32_t port) {
  if (port >= ctx_.outputs.size()) return fail("there is no output number " + std::to_string(port));
  if (ctx_.outputs[port]) {
    return fail(std::string("output '") + ctx_.stage->outputs[port]->name + "' was emitted twice");
  }
  return true;
}

bool Emission::keep(const void* data, size_t bytes, const char* what, Value& value) {
  if (!data) return fail(std::string(what) + " is NULL");
  const auto holds = [&](const BufferRef& b) { return b->holds(data, bytes); };
  const auto add = [&](const BufferRef& b) {
    if (std::find(value.buffers_.begin(), value.buffers_.end(), b) == value.buffers_.end()) {
      value.buffers_.push_back(b);
    }
    return true;
  };
  for (const auto& buffer : ctx_.buffers) {
    if (holds(buffer)) return add(buffer);
  }
  for (const Value* input : ctx_.inputs) {
    if (!input) continue;
    const auto found = std::find_if(input->buffers_.begin(), input->buffers_.end(), holds);
    if (found != input->buffers_.end()) return add(*found);
  }
  return fail(std::string(what) + " does not lie in memory of new_buffer or of an input");
}

bool Emission::copy_image(const pipeline_image& from, Value& value) {
  auto& image = value.payload_.image;
  if (!copy_struct(image, &from)) return fail("struct_size of the image is not set");
  const size_t sample = image.sample == PIPELINE_U32 ? 0 : sample_bytes(image.sample);
  if (!possible_size(image.width, image.height)) {
    return fail("an image of " + std::to_string(image.width) + " x " +
                std::to_string(image.height) + " pixels");
  }
  if (image.channels < 1 || image.channels > 4) return fail("an image must have 1 to 4 channels");
  if (!sample) return fail("the sample type of the image is not u8, u16 or f32");
  if (!one_of(image.colour, 31)) return fail("the image's colour space is none of the known");
  if (!one_of(image.alpha, 7)) return fail("the image's alpha is none of the known");
  const size_t row =
      static_cast<size_t>(image.width) * static_cast<size_t>(image.channels) * sample;
  if (bad_stride(image.stride, row, sample, image.height)) {
    return fail("the image's stride is impossible");
  }
  return keep(image.pixels, image.stride * static_cast<size_t>(image.height - 1) + row, "pixels",
              value);
}

bool Emission::copy_labels(const pipeline_labels& from, Value& value) {
  auto& labels = value.payload_.labels;
  if (!copy_struct(labels, &from)) return fail("struct_size of the labels is not set");
  if (!possible_size(labels.width, labels.height)) {
    return fail("labels of " + std::to_string(labels.width) + " x " +
                std::to_string(labels.height) + " pixels");
  }
  if (!one_of(labels.sample, PIPELINE_U8 | PIPELINE_U32)) return fail("labels are not u8 or u32");
  if (labels.count < 1 || (labels.sample == PIPELINE_U8 && labels.count > 256)) {
    return fail("a count of " + std::to_string(labels.count) + " labels");
  }
  const size_t sample = sample_bytes(labels.sample);
  const size_t row = static_cast<size_t>(labels.width) * sample;
  if (bad_stride(labels.stride, row, sample, labels.height)) {
    return fail("the labels' stride is impossible");
  }
  if (labels.palette && !keep(labels.palette, labels.count * 4 * sizeof(float), "palette", value)) {
    return false;
  }
  return keep(labels.labels, labels.stride * static_cast<size_t>(labels.height - 1) + row, "labels",
              value);
}

bool Emission::copy_paths(const pipeline_paths& from, Value& value) {
  auto& p = value.payload_.paths;
  if (!copy_struct(p, &from)) return fail("struct_size of the paths is not set");
  if (!(p.width > 0 && p.height > 0)) return fail("the paths' canvas is empty");
  const size_t n = p.count;
  const size_t offsets = (n + 1) * sizeof(uint32_t);
  if (!keep(p.verb_begin, offsets, "verb_begin", value)) return false;
  if (!keep(p.coord_begin, offsets, "coord_begin", value)) return false;
  if (!offsets_rise(p.verb_begin, p.count) || !offsets_rise(p.coord_begin, p.count)) {
    return fail("verb_begin or coord_begin does not start at 0 and rise");
  }
  struct Array {
    const void* data;
    size_t bytes;
    const char* name;
    bool required;
  };
  const Array arrays[] = {
      {p.verbs, p.verb_begin[n], "verbs", true},
      {p.coords, p.coord_begin[n] * sizeof(float), "coords", true},
      {p.fill, n * 4 * sizeof(float), "fill", false},
      {p.fill_rule, n, "fill_rule", false},
      {p.stroke, n * 4 * sizeof(float), "stroke", false},
      {p.stroke_width, n * sizeof(float), "stroke_width", false},
      {p.stroke_cap, n, "stroke_cap", false},
      {p.stroke_join, n, "stroke_join", false},
      {p.gradient, n * sizeof(uint32_t), "gradient", false},
      {p.label, n * sizeof(uint32_t), "label", false},
      {p.gradients, p.gradient_count * sizeof(pipeline_gradient), "gradients", true},
      {p.stops, p.stop_count * sizeof(pipeline_stop), "stops", true}};
  for (const Array& array : arrays) {
    if (array.bytes == 0 || (!array.data && !array.required)) continue;
    if (!keep(array.data, array.bytes, array.name, value)) return false;
  }
  return true;
}

bool Emission::copy_bytes(const pipeline_bytes& from, Value& value) {
  auto& bytes = value.payload_.bytes;
  if (!copy_struct(bytes, &from)) return fail("struct_size of the bytes is not set");
  if (!bytes.media_type) return fail("the bytes have no media type");
  bytes.media_type = shared_media_type(bytes.media_type);
  return bytes.size == 0 || keep(bytes.bytes, bytes.size, "bytes", value);
}

bool Emission::check_promise(uint32_t port, const Value& value) {
  const pipeline_port& promised = *ctx_.stage->outputs[port];
  if (const auto wrong = mismatch(promised, value)) {
    return fail(std::string("output '") + promised.name + "' " + *wrong);
  }
  return true;
}

bool Emission::take(uint32_t port, const pipeline_value& from) {
  if (!is_open(port)) return false;
  if (!from.type || !from.data) return fail("a value without type or data");
  const std::string_view type = from.type;
  Value value;
  bool good = true;
  if (type == PIPELINE_TYPE_IMAGE) {
    value.type_ = PIPELINE_TYPE_IMAGE;
    good = copy_image(*static_cast<const pipeline_image*>(from.data), value);
  } else if (type == PIPELINE_TYPE_LABELS) {
    value.type_ = PIPELINE_TYPE_LABELS;
    good = copy_labels(*static_cast<const pipeline_labels*>(from.data), value);
  } else if (type == PIPELINE_TYPE_PATHS) {
    value.type_ = PIPELINE_TYPE_PATHS;
    good = copy_paths(*static_cast<const pipeline_paths*>(from.data), value);
  } else if (type == PIPELINE_TYPE_BYTES) {
    value.type_ = PIPELINE_TYPE_BYTES;
    good = copy_bytes(*static_cast<const pipeline_bytes*>(from.data), value);
  } else if (type == PIPELINE_TYPE_NUMBER) {
    value.type_ = PIPELINE_TYPE_NUMBER;
    good = copy_struct(value.payload_.number, from.data) || fail("struct_size is not set");
  } else {
    value.type_ = ctx_.stage->outputs[port]->type;
    value.payload_.custom = from.data;
    // The host cannot look inside: it keeps all that the value could point into.
    good = type == value.type_ ? keep(from.data, 1, "data", value)
                               : fail("a value of type " + std::string(type));
    value.buffers_.assign(ctx_.buffers.begin(), ctx_.buffers.end());
    for (const Value* input : ctx_.inputs) {
      if (input)
        value.buffers_.insert(value.buffers_.end(), input->buffers_.begin(), input->buffers_.end());
    }
  }
  if (!good || !check_promise(port, value)) return false;
  ctx_.outputs[port] = std::move(value);
  return true;
}

bool Emission::take_new_image(uint32_t port, const pipeline_image& image, const BufferRef& buffer) {
  Value value;
  value.type_ = PIPELINE_TYPE_IMAGE;
  value.payload_.image = image;
  value.payload_.image.struct_size = sizeof(pipeline_image);
  value.buffers_.push_back(buffer);
  if (!check_promise(port, value)) return false;
  ctx_.outputs[port] = std::move(value);
  return true;
}

}  // namespace pipeline::host
