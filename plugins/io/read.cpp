// SPDX-License-Identifier: Apache-2.0
#include <pipeline/stage.hpp>

#include "plugins/io/read/deliver.hpp"
#include "plugins/io/read/format.hpp"

namespace {

using namespace pipeline;

enum class Delivery { srgb8, any };
constexpr const char* deliveries[] = {"srgb8", "any"};

struct Read {
  static constexpr Stage stage{
      "io.read",
      "1.0.0",
      "Reads a picture: PNG, JPEG, WebP, TIFF or PNM, told by its content.",
      PIPELINE_STAGE_PURE | PIPELINE_STAGE_REENTRANT,
      20.0,
      4 << 20};
  static constexpr In<Bytes> file{"file", "The whole file"};
  static constexpr Out<AnyImage> image{
      "image",
      "The picture, upright and in sRGB. It may be U8, U16 or F32 with 1 to 4 channels; with "
      "format "
      "srgb8 it is U8 with 3, or with 4 if some pixel is not opaque",
      {.samples = PIPELINE_U8 | PIPELINE_U16 | PIPELINE_F32,
       .colours = PIPELINE_COLOUR_GREY | PIPELINE_COLOUR_SRGB}};
  static constexpr Param<Delivery> format{
      "format",
      "srgb8: 8 bits, RGB, alpha only where it is used. any: the file's own samples and channels; "
      "CMYK becomes RGB",
      Delivery::srgb8, deliveries};
  static constexpr Param<int> max_pixels{
      "max_pixels", "Refuse larger pictures before decoding", 268435456, 1, 2147483647, "pixels"};
  PIPELINE_INTERFACE(file, image, format, max_pixels)

  void run(const Call<Read>& call) const {
    const auto decoder = io::open(call[file]);
    io::check_size(decoder->header(), call[max_pixels]);
    const bool srgb8 = call[format] == Delivery::srgb8;
    call.forward(image, AnyImage(io::deliver(*decoder, srgb8, call)));
  }
};

}  // namespace

PIPELINE_STAGE(read, Read)
