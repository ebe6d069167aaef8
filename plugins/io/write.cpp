// SPDX-License-Identifier: Apache-2.0
#include <pipeline/stage.hpp>

#include "write_encoder.hpp"

namespace {

using namespace pipeline;

enum class Extension { png, jpg, jpeg };
constexpr const char* extensions[] = {"png", "jpg", "jpeg"};

struct Format {
  const char* name;
  const char* media_type;
  io::Encoder* encode;
  uint32_t colour_channels;  // mask
  bool alpha;
};
constexpr uint32_t grey_or_rgb = PIPELINE_CHANNELS(1) | PIPELINE_CHANNELS(3);
constexpr Format png{"PNG", "image/png", io::encode_png, grey_or_rgb, true};
constexpr Format jpeg{"JPEG", "image/jpeg", io::encode_jpeg, grey_or_rgb, false};

const Format& format_of(Extension extension) {
  switch (extension) {
    case Extension::png:
      return png;
    default:
      return jpeg;
  }
}

[[noreturn]] void refuse(const std::string& what, const char* fix) {
  throw Error(PIPELINE_BAD_ARGUMENT, what + "; insert image.convert with {" + fix + "} before it");
}

// What the port's masks cannot say: it depends on the format.
void check(const AnyImage& picture, const Format& format) {
  const std::string name = format.name;
  const int colours = picture.channels() - (picture.has_alpha() ? 1 : 0);
  if (colours == 2 || colours == 4) {
    refuse(name + " cannot hold " + std::to_string(colours) + " channels without alpha",
           "channels: rgb");
  }
  if (picture.has_alpha() && !format.alpha) refuse(name + " cannot hold alpha", "alpha: remove");
  if (picture.alpha() == PIPELINE_ALPHA_PREMULTIPLIED) {
    refuse(name + " cannot hold premultiplied alpha", "alpha: straight");
  }
  if (!(format.colour_channels & PIPELINE_CHANNELS(colours))) {
    refuse(name + " cannot hold " + std::to_string(colours) + " colour channels",
           colours == 1 ? "channels: rgb" : "channels: grey");
  }
}

struct Write {
  static constexpr Stage stage{"io.write", "1.0.0", "Writes a picture as a file."};
  static constexpr In<AnyImage> image{
      "image",
      "Picture, sRGB-encoded or data. U16 is kept where the format has it, F32 is clamped; both "
      "are "
      "else rounded to 8 bits",
      {.samples = PIPELINE_U8 | PIPELINE_U16 | PIPELINE_F32,
       .colours = PIPELINE_COLOUR_GREY | PIPELINE_COLOUR_SRGB | PIPELINE_COLOUR_DATA}};
  static constexpr Out<Bytes> file{"file", "The whole file"};
  static constexpr Param<Extension> format{"format", "File format", Extension::png, extensions};
  static constexpr Param<int> quality{"quality", "JPEG and WebP: higher is better and larger", 90,
                                      1, 100};
  static constexpr Param<int> compression{
      "compression", "PNG and TIFF: higher is smaller and slower; nothing is lost", 6, 0, 9};
  PIPELINE_INTERFACE(image, file, format, quality, compression)

  void run(const Call<Write>& call) const {
    const AnyImage picture = call[image];
    const Format& to = format_of(call[format]);
    check(picture, to);
    const io::WriteOptions options{call[quality], false, call[compression]};
    call.emit(file, to.media_type, to.encode(picture, options, call));
  }
};

}  // namespace

PIPELINE_STAGE(write, Write)
