// SPDX-License-Identifier: Apache-2.0
#include "framework/run/painting.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include "framework/host/format.hpp"

namespace pipeline::run {

namespace {

using Rgba = std::array<uint8_t, 4>;

// For a label that the map does not have: a broken stage should be seen.
constexpr Rgba no_label{255, 0, 255, 255};

uint8_t byte_of(float v) {
  return v > 0 ? static_cast<uint8_t>(std::min(v, 1.0F) * 255.0F + 0.5F) : uint8_t{0};
}

// Far apart for labels that follow each other (multiplicative hashing, Knuth 6.4).
Rgba colour_of(uint32_t label) {
  const uint32_t mixed = (label + 1) * 2654435769U;
  return {static_cast<uint8_t>(mixed >> 24), static_cast<uint8_t>(mixed >> 16),
          static_cast<uint8_t>(mixed >> 8), 255};
}

std::vector<Rgba> palette_of(const pipeline_labels& labels) {
  std::vector<Rgba> palette(labels.palette ? labels.count : 0);
  for (size_t i = 0; i < palette.size(); ++i) {
    std::transform(labels.palette + 4 * i, labels.palette + 4 * i + 4, palette[i].begin(), byte_of);
  }
  return palette;
}

host::Value blank(pipeline_image image, host::Memory& memory, host::Account* account) {
  image.struct_size = sizeof image;
  image.stride = static_cast<size_t>(image.width) * static_cast<size_t>(image.channels) *
                 host::sample_bytes(image.sample);
  const host::BufferRef buffer =
      memory.allocate(image.stride * static_cast<size_t>(image.height), account);
  if (!buffer) return {};
  image.pixels = buffer->data();
  return host::Value::image(buffer, image);
}

char* row_of(void* first, size_t stride, int32_t y) {
  return static_cast<char*>(first) + stride * static_cast<size_t>(y);
}

template <class Label>
void paint(const pipeline_labels& labels, const std::vector<Rgba>& palette,
           const pipeline_image& to) {
  const auto channels = static_cast<size_t>(to.channels);
  for (int32_t y = 0; y < to.height; ++y) {
    const auto* from = reinterpret_cast<const Label*>(row_of(labels.labels, labels.stride, y));
    char* pixel = row_of(to.pixels, to.stride, y);
    for (int32_t x = 0; x < to.width; ++x, pixel += channels) {
      const uint32_t label = from[x];
      const Rgba colour = label >= labels.count ? no_label
                          : palette.empty()     ? colour_of(label)
                                                : palette[label];
      std::memcpy(pixel, colour.data(), channels);
    }
  }
}

}  // namespace

host::Value painted(const pipeline_labels& labels, host::Memory& memory, host::Account* account) {
  const std::vector<Rgba> palette = palette_of(labels);
  const bool opaque =
      std::all_of(palette.begin(), palette.end(), [](const Rgba& c) { return c[3] == 255; });
  pipeline_image format{};
  format.width = labels.width, format.height = labels.height;
  format.channels = opaque ? 3 : 4;
  format.sample = PIPELINE_U8;
  format.colour = PIPELINE_COLOUR_SRGB;
  format.alpha = opaque ? PIPELINE_ALPHA_NONE : PIPELINE_ALPHA_STRAIGHT;
  host::Value value = blank(format, memory, account);
  if (!value) return value;
  if (labels.sample == PIPELINE_U8) {
    paint<uint8_t>(labels, palette, *value.image());
  } else {
    paint<uint32_t>(labels, palette, *value.image());
  }
  return value;
}

host::Value channel_of(const pipeline_image& image, int channel, host::Memory& memory,
                       host::Account* account) {
  pipeline_image format = image;
  format.channels = 1;
  format.colour = PIPELINE_COLOUR_DATA;
  format.alpha = PIPELINE_ALPHA_NONE;
  host::Value value = blank(format, memory, account);
  if (!value) return value;
  const pipeline_image& to = *value.image();
  const size_t sample = host::sample_bytes(image.sample);
  const size_t step = sample * static_cast<size_t>(image.channels);
  for (int32_t y = 0; y < to.height; ++y) {
    const char* from =
        row_of(image.pixels, image.stride, y) + sample * static_cast<size_t>(channel);
    char* out = row_of(to.pixels, to.stride, y);
    for (int32_t x = 0; x < to.width; ++x) {
      std::memcpy(out + sample * static_cast<size_t>(x), from + step * static_cast<size_t>(x),
                  sample);
    }
  }
  return value;
}

}  // namespace pipeline::run
