// SPDX-License-Identifier: Apache-2.0
#include "framework/host/difference.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string_view>

#include "framework/host/format.hpp"

namespace pipeline::host {

namespace {

// As short as tells two numbers of the type apart.
std::string text_of(float value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.9g", static_cast<double>(value));
  return text;
}

std::string text_of(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.17g", value);
  return text;
}

template <class Integer>
std::string text_of(Integer value) {
  return std::to_string(value);
}

template <class T>
std::string both(T reference, T test) {
  return text_of(reference) + " against " + text_of(test);
}

std::string sample_text(uint32_t sample, const char* at) {
  const auto read = [&](auto value) {
    std::memcpy(&value, at, sizeof value);
    return text_of(value);
  };
  switch (sample) {
    case PIPELINE_U8:
      return read(uint8_t{});
    case PIPELINE_U16:
      return read(uint16_t{});
    case PIPELINE_U32:
      return read(uint32_t{});
    default:
      return read(float{});
  }
}

// Rows of pixels of one format.
struct Raster {
  const char* first;
  size_t stride, pixel_bytes;
  int32_t width, height;
  uint32_t sample;
  const char* at(int32_t x, int32_t y) const {
    return first + static_cast<size_t>(y) * stride + static_cast<size_t>(x) * pixel_bytes;
  }
};

std::string difference_of_pixels(const Raster& reference, const Raster& test, bool has_channels) {
  const size_t row = static_cast<size_t>(reference.width) * reference.pixel_bytes;
  size_t count = 0;
  int32_t first_x = 0, first_y = 0;
  for (int32_t y = 0; y < reference.height; ++y) {
    if (std::memcmp(reference.at(0, y), test.at(0, y), row) == 0) continue;
    for (int32_t x = 0; x < reference.width; ++x) {
      if (std::memcmp(reference.at(x, y), test.at(x, y), reference.pixel_bytes) == 0) continue;
      if (count++ == 0) first_x = x, first_y = y;
    }
  }
  if (count == 0) return "";
  const char* before = reference.at(first_x, first_y);
  const char* after = test.at(first_x, first_y);
  const size_t size = sample_bytes(reference.sample);
  size_t channel = 0;
  while (std::memcmp(before + channel * size, after + channel * size, size) == 0) ++channel;
  const size_t pixels =
      static_cast<size_t>(reference.width) * static_cast<size_t>(reference.height);
  return "pixel (" + std::to_string(first_x) + ", " + std::to_string(first_y) + ")" +
         (has_channels ? ", channel " + std::to_string(channel) : "") + ": " +
         sample_text(reference.sample, before + channel * size) + " against " +
         sample_text(reference.sample, after + channel * size) + "; " + std::to_string(count) +
         " of " + std::to_string(pixels) + (count == 1 ? " pixels differs" : " pixels differ");
}

template <class Map>
std::string size_text(const Map& map) {
  return std::to_string(map.width) + " x " + std::to_string(map.height);
}

std::string format_of(const pipeline_image& image) {
  return sample_names(image.sample) + ", " + channel_names(PIPELINE_CHANNELS(image.channels)) +
         ", " + colour_names(image.colour) + ", " + alpha_names(image.alpha);
}

std::string difference_of(const pipeline_image& a, const pipeline_image& b) {
  if (a.width != b.width || a.height != b.height) {
    return size_text(a) + " pixels against " + size_text(b);
  }
  if (a.channels != b.channels || a.sample != b.sample || a.colour != b.colour ||
      a.alpha != b.alpha) {
    return format_of(a) + " against " + format_of(b);
  }
  const auto raster = [](const pipeline_image& image) {
    return Raster{static_cast<const char*>(image.pixels),
                  image.stride,
                  static_cast<size_t>(image.channels) * sample_bytes(image.sample),
                  image.width,
                  image.height,
                  image.sample};
  };
  return difference_of_pixels(raster(a), raster(b), a.channels > 1);
}

// The first element of two arrays of one length that differs; count where none does.
template <class T>
size_t first_difference(const T* a, const T* b, size_t count) {
  if (count == 0 || std::memcmp(a, b, count * sizeof(T)) == 0) return count;
  size_t i = 0;
  while (std::memcmp(a + i, b + i, sizeof(T)) == 0) ++i;
  return i;
}

std::string difference_of(const pipeline_labels& a, const pipeline_labels& b) {
  if (a.width != b.width || a.height != b.height) {
    return size_text(a) + " labels against " + size_text(b);
  }
  if (a.count != b.count) {
    return std::to_string(a.count) + " labels against " + std::to_string(b.count);
  }
  if (a.sample != b.sample) return "the sample type of the labels differs";
  if (!a.palette != !b.palette) return "only one of them has a palette";
  if (a.palette) {
    const size_t at = first_difference(a.palette, b.palette, size_t{a.count} * 4);
    if (at < size_t{a.count} * 4) {
      return "colour " + std::to_string(at / 4) + " of the palette, channel " +
             std::to_string(at % 4) + ": " + both(a.palette[at], b.palette[at]);
    }
  }
  const auto raster = [](const pipeline_labels& labels) {
    return Raster{static_cast<const char*>(labels.labels),
                  labels.stride,
                  sample_bytes(labels.sample),
                  labels.width,
                  labels.height,
                  labels.sample};
  };
  return difference_of_pixels(raster(a), raster(b), false);
}

template <class T>
std::string difference_of_array(const char* name, const T* a, const T* b, size_t paths,
                                size_t each) {
  if (paths == 0 || (!a && !b)) return "";
  if (!a || !b) return std::string("only one of them has ") + name;
  const size_t at = first_difference(a, b, paths * each);
  if (at == paths * each) return "";
  return std::string(name) + " of path " + std::to_string(at / each) + ": " + both(a[at], b[at]);
}

std::string difference_of(const pipeline_paths& a, const pipeline_paths& b) {
  if (a.width != b.width || a.height != b.height) {
    return "a canvas of " + text_of(a.width) + " x " + text_of(a.height) + " against " +
           text_of(b.width) + " x " + text_of(b.height);
  }
  const uint32_t paths = std::min(a.count, b.count);
  for (uint32_t p = 0; p < paths; ++p) {
    const size_t verbs = a.verb_begin[p + 1] - a.verb_begin[p];
    const size_t coords = a.coord_begin[p + 1] - a.coord_begin[p];
    const std::string path = "path " + std::to_string(p) + ": ";
    if (verbs != b.verb_begin[p + 1] - b.verb_begin[p] ||
        first_difference(a.verbs + a.verb_begin[p], b.verbs + b.verb_begin[p], verbs) < verbs ||
        coords != b.coord_begin[p + 1] - b.coord_begin[p]) {
      return path + "it is drawn by other segments";
    }
    const float* before = a.coords + a.coord_begin[p];
    const float* after = b.coords + b.coord_begin[p];
    const size_t at = first_difference(before, after, coords);
    if (at < coords) {
      return path + "number " + std::to_string(at) +
             " of its coordinates: " + both(before[at], after[at]);
    }
  }
  if (a.count != b.count)
    return std::to_string(a.count) + " paths against " + std::to_string(b.count);
  std::string text;
  const auto look = [&](const char* name, const auto* before, const auto* after, size_t each = 1) {
    if (text.empty()) text = difference_of_array(name, before, after, paths, each);
  };
  look("the fill", a.fill, b.fill, 4);
  look("the fill rule", a.fill_rule, b.fill_rule);
  look("the stroke", a.stroke, b.stroke, 4);
  look("the stroke's width", a.stroke_width, b.stroke_width);
  look("the stroke's cap", a.stroke_cap, b.stroke_cap);
  look("the stroke's join", a.stroke_join, b.stroke_join);
  look("the gradient", a.gradient, b.gradient);
  look("the label", a.label, b.label);
  if (!text.empty()) return text;
  const bool same_gradients =
      a.gradient_count == b.gradient_count && a.stop_count == b.stop_count &&
      first_difference(a.gradients, b.gradients, a.gradient_count) == a.gradient_count &&
      first_difference(a.stops, b.stops, a.stop_count) == a.stop_count;
  return same_gradients ? "" : "the gradients differ";
}

std::string difference_of_bytes(const Value& a, const Value& b) {
  if (std::strcmp(a.media_type(), b.media_type()) != 0) {
    return std::string(a.media_type()) + " against " + b.media_type();
  }
  const std::string_view before = *a.bytes(), after = *b.bytes();
  if (before == after) return "";
  const auto [at, other] = std::mismatch(before.begin(), before.end(), after.begin(), after.end());
  const std::string sizes =
      std::to_string(before.size()) + (before.size() == after.size()
                                           ? " bytes in both"
                                           : " bytes against " + std::to_string(after.size()));
  return "byte " + std::to_string(at - before.begin()) + "; " + sizes;
}

}  // namespace

std::string difference(const Value& reference, const Value& test) {
  if (!reference || !test) return !reference == !test ? "" : "only one of them is there";
  if (std::string_view(reference.type()) != test.type()) {
    return std::string(reference.type()) + " against " + test.type();
  }
  if (reference.image()) return difference_of(*reference.image(), *test.image());
  if (reference.labels()) return difference_of(*reference.labels(), *test.labels());
  if (reference.paths()) return difference_of(*reference.paths(), *test.paths());
  if (reference.bytes()) return difference_of_bytes(reference, test);
  if (const auto before = reference.number()) {
    const double after = *test.number();
    return std::memcmp(&*before, &after, sizeof after) == 0 ? "" : both(*before, after);
  }
  return reference.view().data == test.view().data ? "" : "they are different objects";
}

}  // namespace pipeline::host
