// SPDX-License-Identifier: Apache-2.0
#include "plugins/io/read/deliver.hpp"

#include <atomic>
#include <cstring>
#include <memory>

#include "plugins/io/read/colour.hpp"
#include "plugins/io/read/orient.hpp"
#include "plugins/io/read/samples.hpp"

namespace pipeline::io {

namespace {

size_t pixel_bytes(const pipeline_image& image) {
  return static_cast<size_t>(image.channels) * sample_bytes(image.sample);
}

Raster raster_of(const pipeline_image& image) {
  return {static_cast<unsigned char*>(image.pixels), image.stride};
}

void allocate(pipeline_image& image, const BasicCall& call) {
  const size_t row = static_cast<size_t>(image.width) * pixel_bytes(image);
  image.stride = (row + 63) / 64 * 64;
  image.pixels = call.new_buffer<unsigned char>(image.stride * static_cast<size_t>(image.height));
}

// What is left to do between the decoder's rows and those of the image.
struct Conversion {
  Header from;
  std::unique_ptr<ColourTransform> colour;
  bool srgb8, straighten, separate;  // separate: ink to light without a profile

  Conversion(const Header& header, bool to_srgb8, const BasicCall& call)
      : from(header), colour(ColourTransform::make(header, to_srgb8, call)), srgb8(to_srgb8) {
    separate = from.model == Model::cmyk && !colour;
    straighten = from.alpha == PIPELINE_ALPHA_PREMULTIPLIED && (srgb8 || colour || separate);
  }

  pipeline_image shape() const {
    const bool grey = from.model == Model::grey && !srgb8;
    pipeline_image image{};
    image.struct_size = sizeof image;
    image.width = static_cast<int32_t>(from.width);
    image.height = static_cast<int32_t>(from.height);
    image.channels = (grey ? 1 : 3) + has_alpha(from);
    image.sample = srgb8 ? uint32_t{PIPELINE_U8} : from.sample;
    image.colour = grey ? PIPELINE_COLOUR_GREY : PIPELINE_COLOUR_SRGB;
    image.alpha = straighten ? uint32_t{PIPELINE_ALPHA_STRAIGHT} : from.alpha;
    return image;
  }

  bool is_needed() const {
    const bool other = srgb8 && (from.model != Model::rgb || from.sample != PIPELINE_U8);
    return colour || straighten || separate || other;
  }

  // Spoils `row`.
  void apply(unsigned char* row, unsigned char* to) const {
    if (straighten) unpremultiply(from, row);
    if (colour) return colour->row(row, to, from.width);
    Header now = from;
    if (separate) {
      cmyk_to_rgb(from, row);
      now.model = Model::rgb;
    }
    if (srgb8) {
      to_rgb8(now, row, to);
    } else {
      std::memcpy(to, row, row_bytes(now));
    }
  }
};

void decode_and_convert(Decoder& decoder, const Conversion& conversion, const Raster& to,
                        const BasicCall& call) {
  const size_t stride = row_bytes(conversion.from);
  const auto scratch = std::make_unique_for_overwrite<unsigned char[]>(
      stride * static_cast<size_t>(conversion.from.height));
  const Raster rows{scratch.get(), stride};
  decoder.decode(rows, call);
  call.rows(conversion.from.height, [&](int64_t y0, int64_t y1) {
    for (int64_t y = y0; y < y1; ++y) conversion.apply(rows.row(y), to.row(y));
  });
}

bool is_opaque(const pipeline_image& image, const BasicCall& call) {
  std::atomic<bool> opaque = true;
  call.rows(image.height, [&](int64_t y0, int64_t y1) {
    for (int64_t y = y0; y < y1 && opaque; ++y) {
      const unsigned char* row = raster_of(image).row(y);
      unsigned char least = 255;
      for (int64_t x = 0; x < image.width; ++x) least &= row[4 * x + 3];
      if (least != 255) opaque = false;
    }
  });
  return opaque;
}

void drop_alpha(pipeline_image& image, const BasicCall& call) {
  call.rows(image.height, [&](int64_t y0, int64_t y1) {
    for (int64_t y = y0; y < y1; ++y) {
      unsigned char* row = raster_of(image).row(y);
      for (int64_t x = 0; x < image.width; ++x) std::memmove(row + 3 * x, row + 4 * x, 3);
    }
  });
  image.channels = 3;
  image.alpha = PIPELINE_ALPHA_NONE;
}

pipeline_image upright(const pipeline_image& stored, int orientation, const BasicCall& call) {
  pipeline_image image = stored;
  if (is_transposed(orientation)) std::swap(image.width, image.height);
  allocate(image, call);
  orient(raster_of(stored), stored.width, stored.height, orientation, pixel_bytes(stored),
         raster_of(image), call);
  return image;
}

}  // namespace

void check_size(const Header& header, int64_t max_pixels) {
  const std::string size = std::to_string(header.width) + " x " + std::to_string(header.height);
  if (header.width < 1 || header.height < 1) {
    throw Error(PIPELINE_IO, "the picture is empty: its header says " + size + " pixels");
  }
  if (header.width > PIPELINE_MAX_SIDE || header.height > PIPELINE_MAX_SIDE) {
    throw Error(PIPELINE_UNSUPPORTED, "picture is " + size + " pixels; no side may be over " +
                                          std::to_string(PIPELINE_MAX_SIDE));
  }
  const int64_t pixels = header.width * header.height;
  if (pixels <= max_pixels) return;
  throw Error(PIPELINE_BAD_ARGUMENT,
              "picture is " + size + " = " + std::to_string(pixels) +
                  " pixels, over the limit of " + std::to_string(max_pixels) +
                  "; raise max_pixels to allow it, as in --set image.max_pixels=N");
}

pipeline_image deliver(Decoder& decoder, bool srgb8, const BasicCall& call) {
  if (srgb8) decoder.prefer_rgb8();
  const Conversion conversion(decoder.header(), srgb8, call);
  pipeline_image image = conversion.shape();
  allocate(image, call);
  if (conversion.is_needed()) {
    decode_and_convert(decoder, conversion, raster_of(image), call);
  } else {
    decoder.decode(raster_of(image), call);
  }
  if (srgb8 && image.channels == 4 && is_opaque(image, call)) drop_alpha(image, call);
  const int orientation = decoder.header().orientation;
  return orientation == 1 ? image : upright(image, orientation, call);
}

}  // namespace pipeline::io
