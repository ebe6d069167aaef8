// SPDX-License-Identifier: Apache-2.0
#include <pipeline/stage.hpp>

#include "plugins/io/write/encoder.hpp"

namespace {

using namespace pipeline;

enum class Extension { png, jpg, jpeg, webp, tif, tiff, ppm, pgm, pnm };
constexpr const char* extensions[] = {"png",  "jpg", "jpeg", "webp", "tif",
                                      "tiff", "ppm", "pgm",  "pnm"};

struct Format {
  const char* name;
  const char* media_type;
  io::Encoder* encode;
  uint32_t colour_channels;  // mask
  uint32_t alphas;           // mask, NONE left out
};
constexpr uint32_t grey = PIPELINE_CHANNELS(1), rgb = PIPELINE_CHANNELS(3);
constexpr uint32_t straight = PIPELINE_ALPHA_STRAIGHT, premultiplied = PIPELINE_ALPHA_PREMULTIPLIED;
constexpr Format png{"PNG", "image/png", io::encode_png, grey | rgb, straight};
constexpr Format jpeg{"JPEG", "image/jpeg", io::encode_jpeg, grey | rgb, 0};
constexpr Format webp{"WebP", "image/webp", io::encode_webp, grey | rgb, straight};
constexpr Format tiff{"TIFF", "image/tiff", io::encode_tiff, grey | rgb, straight | premultiplied};
constexpr Format ppm{"PPM", "image/x-portable-pixmap", io::encode_pnm, rgb, 0};
constexpr Format pgm{"PGM", "image/x-portable-graymap", io::encode_pnm, grey, 0};
constexpr Format pnm{"PNM", "image/x-portable-anymap", io::encode_pnm, grey | rgb, 0};

const Format& format_of(Extension extension) {
  switch (extension) {
    case Extension::png:
      return png;
    case Extension::jpg:
    case Extension::jpeg:
      return jpeg;
    case Extension::webp:
      return webp;
    case Extension::tif:
    case Extension::tiff:
      return tiff;
    case Extension::ppm:
      return ppm;
    case Extension::pgm:
      return pgm;
    default:
      return pnm;
  }
}

[[noreturn]] void refuse(const Format& format, const std::string& what, const std::string& fix) {
  throw Error(PIPELINE_BAD_ARGUMENT,
              std::string(format.name) + " cannot hold " + what + "; " + fix);
}

std::string convert_with(const std::string& settings) {
  return "insert image.convert with {" + settings + "} before this stage";
}

// What the port's masks cannot say, for it depends on the format.
void check(const AnyImage& picture, const Format& format) {
  const int colours = picture.channels() - (picture.has_alpha() ? 1 : 0);
  if (colours != 1 && colours != 3) {
    refuse(format, std::to_string(colours) + " channels that are not alpha",
           "it takes 1 or 3, and alpha");
  }
  if (picture.has_alpha() && format.alphas == 0) {
    refuse(format, "alpha", convert_with("alpha: remove"));
  }
  if (picture.has_alpha() && !(picture.alpha() & format.alphas)) {
    refuse(format, "premultiplied alpha", convert_with("alpha: straight"));
  }
  if (format.colour_channels & PIPELINE_CHANNELS(colours)) return;
  if (colours == 1) refuse(format, "a grey picture", convert_with("channels: rgb"));
  refuse(format, "a picture in colours", convert_with("channels: grey"));
}

struct Write {
  static constexpr Stage stage{
      "io.write", "1.0.0", "Makes a picture file.", PIPELINE_STAGE_PURE | PIPELINE_STAGE_REENTRANT,
      52.0,       4 << 20};
  static constexpr In<AnyImage> image{
      "image",
      "Picture, sRGB-encoded or data. PNG, TIFF and PNM keep U16, TIFF keeps F32; all else is "
      "rounded to 8 bits, floats are clamped to 0..1",
      {.samples = PIPELINE_U8 | PIPELINE_U16 | PIPELINE_F32,
       .colours = PIPELINE_COLOUR_GREY | PIPELINE_COLOUR_SRGB | PIPELINE_COLOUR_DATA}};
  static constexpr Out<Bytes> file{"file", "The whole file"};
  static constexpr Param<Extension> format{"format", "File format", Extension::png, extensions};
  static constexpr Param<int> quality{
      "quality", "JPEG and WebP: higher is better and larger; JPEG keeps full chroma from 90", 90,
      1, 100};
  static constexpr Param<bool> lossless{"lossless", "WebP: exactly the 8-bit pixels; no quality",
                                        false};
  static constexpr Param<int> compression{
      "compression", "PNG and TIFF: higher is slower and mostly smaller; nothing is lost", 1, 0, 9};
  PIPELINE_INTERFACE(image, file, format, quality, lossless, compression)

  void run(const Call<Write>& call) const {
    const AnyImage picture = call[image];
    const Format& to = format_of(call[format]);
    check(picture, to);
    const io::WriteOptions options{call[quality], call[lossless], call[compression]};
    call.emit(file, to.media_type, to.encode(picture, options, call));
  }
};

}  // namespace

PIPELINE_STAGE(write, Write)
