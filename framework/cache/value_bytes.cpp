// SPDX-License-Identifier: Apache-2.0
#include "framework/cache/value_bytes.hpp"

#include <cstring>
#include <type_traits>

#include "framework/cache/packed.hpp"
#include "framework/host/conversion.hpp"
#include "framework/host/format.hpp"

namespace pipeline::cache {

namespace {

using host::BufferRef;
using host::Value;
using Part = std::function<void(std::string_view)>;

enum class Tag : uint32_t { image = 1, labels, paths, bytes, number };

constexpr size_t row_alignment = 64, array_alignment = 8;

size_t up_to(size_t size, size_t alignment) {
  return (size + alignment - 1) / alignment * alignment;
}

// The fixed parts at the start; all are of whole 32-bit words, without padding.
struct ImageHead {
  Tag tag;
  int32_t width, height, channels;
  uint32_t sample, colour, alpha;
};
struct LabelsHead {
  Tag tag;
  int32_t width, height;
  uint32_t sample, count, has_palette;
};
struct PathsHead {
  Tag tag;
  float width, height;
  uint32_t count, verbs, coords, gradients, stops;
  uint32_t arrays;  // a bit for each that is there
};
struct BytesHead {
  Tag tag;
  uint32_t media_type_size;
};
struct NumberHead {
  Tag tag;
  uint32_t value[2];
};

// Calls f(array, number of elements) for each array of the paths, in a fixed order.
template <class Paths, class F>
void for_each_array(Paths& p, const PathsHead& n, F f) {
  const size_t count = n.count;
  f(p.verb_begin, count + 1);
  f(p.coord_begin, count + 1);
  f(p.verbs, size_t{n.verbs});
  f(p.coords, size_t{n.coords});
  f(p.fill, 4 * count);
  f(p.fill_rule, count);
  f(p.stroke, 4 * count);
  f(p.stroke_width, count);
  f(p.stroke_cap, count);
  f(p.stroke_join, count);
  f(p.gradient, count);
  f(p.label, count);
  f(p.gradients, size_t{n.gradients});
  f(p.stops, size_t{n.stops});
}

void write_rows(const void* first, size_t stride, size_t row, int32_t height, const Part& part) {
  for (int32_t y = 0; y < height; ++y) {
    part({static_cast<const char*>(first) + static_cast<size_t>(y) * stride, row});
  }
}

void write(const pipeline_image& image, const Part& part) {
  const ImageHead head{Tag::image,   image.width,  image.height, image.channels,
                       image.sample, image.colour, image.alpha};
  part(view_of(head));
  const size_t row = static_cast<size_t>(image.width) * static_cast<size_t>(image.channels) *
                     host::sample_bytes(image.sample);
  write_rows(image.pixels, image.stride, row, image.height, part);
}

void write(const pipeline_labels& labels, const Part& part) {
  const LabelsHead head{Tag::labels,   labels.width, labels.height,
                        labels.sample, labels.count, labels.palette ? 1u : 0u};
  part(view_of(head));
  if (labels.palette) part(view_of(labels.palette, size_t{labels.count} * 4));
  const size_t row = static_cast<size_t>(labels.width) * host::sample_bytes(labels.sample);
  write_rows(labels.labels, labels.stride, row, labels.height, part);
}

void write(const pipeline_paths& paths, const Part& part) {
  PathsHead head{Tag::paths,
                 paths.width,
                 paths.height,
                 paths.count,
                 paths.verb_begin[paths.count],
                 paths.coord_begin[paths.count],
                 paths.gradient_count,
                 paths.stop_count,
                 0};
  uint32_t bit = 1;
  for_each_array(paths, head, [&](const auto* data, size_t count) {
    if (data && count > 0) head.arrays |= bit;
    bit <<= 1;
  });
  part(view_of(head));
  for_each_array(paths, head, [&](const auto* data, size_t count) {
    if (data && count > 0) part(view_of(data, count));
  });
}

// Puts rows into memory of the host's layout, and all else into a block of its own.
class Builder {
 public:
  Builder(std::string_view bytes, host::Memory& memory, host::Account* account)
      : bytes_(bytes), in_(bytes), memory_(memory), account_(account) {}

  Value build() {
    Tag tag{};
    if (!Reader(bytes_).read(tag)) return {};
    switch (tag) {
      case Tag::image:
        return image();
      case Tag::labels:
        return labels();
      case Tag::paths:
        return paths();
      case Tag::bytes:
        return bytes();
      case Tag::number:
        return number();
    }
    return {};
  }

 private:
  void* block(size_t size) {
    const BufferRef buffer = memory_.allocate(size, account_);
    if (!buffer) return nullptr;
    buffers_.push_back(buffer);
    return buffer->data();
  }

  // Null unless exactly these rows are left.
  void* rows(size_t row, int32_t height, size_t& stride) {
    if (height < 1 || row == 0 || in_.left() / row != static_cast<size_t>(height) ||
        in_.left() % row != 0) {
      return nullptr;
    }
    stride = up_to(row, row_alignment);
    auto* to = static_cast<char*>(block(stride * static_cast<size_t>(height)));
    if (!to) return nullptr;
    for (int32_t y = 0; y < height; ++y) {
      std::memcpy(to + static_cast<size_t>(y) * stride, in_.take(row)->data(), row);
    }
    return to;
  }

  // With all that is checked of what a stage emits.
  Value emitted(const char* type, const void* data) {
    const host::Environment environment{.memory = &memory_, .account = account_};
    Value value;
    host::Conversion conversion(type, "cache", "", nullptr, environment, value);
    conversion.ctx().buffers.assign(buffers_.begin(), buffers_.end());
    conversion.take(data);
    return value;
  }

  Value image() {
    ImageHead head{};
    if (!in_.read(head) || head.width < 1 || head.channels < 1 || head.channels > 4) return {};
    pipeline_image image{
        sizeof image, head.width, head.height, head.channels, head.sample, head.colour,
        head.alpha,   0,          0,           nullptr};
    const size_t row = static_cast<size_t>(head.width) * static_cast<size_t>(head.channels) *
                       host::sample_bytes(head.sample);
    image.pixels = rows(row, head.height, image.stride);
    return image.pixels ? emitted(PIPELINE_TYPE_IMAGE, &image) : Value();
  }

  Value labels() {
    LabelsHead head{};
    if (!in_.read(head) || head.width < 1) return {};
    pipeline_labels labels{sizeof labels, head.width, head.height, head.sample, head.count, 0, 0,
                           nullptr,       nullptr};
    if (head.has_palette) {
      const auto palette = in_.take(size_t{head.count} * 4 * sizeof(float));
      void* to = palette ? block(palette->size()) : nullptr;
      if (!to) return {};
      std::memcpy(to, palette->data(), palette->size());
      labels.palette = static_cast<const float*>(to);
    }
    const size_t row = static_cast<size_t>(head.width) * host::sample_bytes(head.sample);
    labels.labels = rows(row, head.height, labels.stride);
    return labels.labels ? emitted(PIPELINE_TYPE_LABELS, &labels) : Value();
  }

  Value paths() {
    PathsHead head{};
    if (!in_.read(head)) return {};
    pipeline_paths paths{};
    paths.struct_size = sizeof paths;
    paths.count = head.count;
    paths.width = head.width;
    paths.height = head.height;
    paths.gradient_count = head.gradients;
    paths.stop_count = head.stops;
    size_t number_of_arrays = 0;
    for_each_array(paths, head, [&](auto*, size_t) { ++number_of_arrays; });
    auto* to = static_cast<char*>(block(in_.left() + number_of_arrays * array_alignment));
    if (!to) return {};
    bool good = true;
    uint32_t bit = 1;
    for_each_array(paths, head, [&](auto*& data, size_t count) {
      const bool there = (head.arrays & bit) != 0;
      bit <<= 1;
      if (!there || !good) return;
      const auto part = in_.take(count * sizeof *data);
      good = part.has_value();
      if (!good) return;
      std::memcpy(to, part->data(), part->size());
      data = reinterpret_cast<std::remove_reference_t<decltype(data)>>(to);
      to += up_to(part->size(), array_alignment);
    });
    // The counts of verbs and coordinates stand twice.
    good = good && in_.left() == 0 && paths.verb_begin && paths.coord_begin &&
           paths.verb_begin[head.count] == head.verbs &&
           paths.coord_begin[head.count] == head.coords;
    return good ? emitted(PIPELINE_TYPE_PATHS, &paths) : Value();
  }

  Value bytes() {
    BytesHead head{};
    if (!in_.read(head)) return {};
    const auto media_type = in_.take(head.media_type_size);
    if (!media_type) return {};
    const size_t size = in_.left();
    void* to = block(size);
    if (!to) return {};
    std::memcpy(to, in_.take(size)->data(), size);
    return Value::bytes(buffers_.back(), size, *media_type);
  }

  Value number() {
    NumberHead head{};
    if (!in_.read(head) || in_.left() > 0) return {};
    pipeline_number number{sizeof number, 0, 0};
    std::memcpy(&number.value, head.value, sizeof number.value);
    return emitted(PIPELINE_TYPE_NUMBER, &number);
  }

  std::string_view bytes_;
  Reader in_;
  host::Memory& memory_;
  host::Account* account_;
  Value::Buffers buffers_;
};

}  // namespace

bool write_value(const Value& value, const Part& part) {
  if (const auto* image = value.image()) {
    write(*image, part);
  } else if (const auto* labels = value.labels()) {
    write(*labels, part);
  } else if (const auto* paths = value.paths()) {
    write(*paths, part);
  } else if (const auto bytes = value.bytes()) {
    const std::string_view media_type = value.media_type();
    const BytesHead head{Tag::bytes, static_cast<uint32_t>(media_type.size())};
    part(view_of(head));
    part(media_type);
    part(*bytes);
  } else if (const auto number = value.number()) {
    NumberHead head{Tag::number, {}};
    std::memcpy(head.value, &*number, sizeof head.value);
    part(view_of(head));
  } else {
    return false;
  }
  return true;
}

Value read_value(std::string_view bytes, host::Memory& memory, host::Account* account) {
  return Builder(bytes, memory, account).build();
}

std::optional<Key> key_of(const Value& value) {
  Hash hash;
  const bool known = write_value(value, [&](std::string_view part) { hash.bytes(part); });
  return known ? std::optional(hash.result()) : std::nullopt;
}

}  // namespace pipeline::cache
