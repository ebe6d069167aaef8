// SPDX-License-Identifier: Apache-2.0
// What every format's decoder offers to io.read. A decoder delivers the file's own samples; turning
// them into what the stage promises is read_deliver's part.
#pragma once

#include <pipeline/stage.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace pipeline::io {

enum class Model { grey, rgb, cmyk };  // cmyk: 0 is no ink

struct Header {
  int64_t width = 0, height = 0;  // pixels, as stored: before the orientation is applied
  Model model = Model::rgb;
  uint32_t sample = PIPELINE_U8;         // U8, U16 or F32 in the machine's byte order
  uint32_t alpha = PIPELINE_ALPHA_NONE;  // with alpha, it is the last channel
  int orientation = 1;                   // 1..8 as in EXIF; PNG's may come with the pixels
  std::string profile;                   // ICC; empty: the samples are sRGB
};

inline int channels(Model model) { return model == Model::grey ? 1 : model == Model::rgb ? 3 : 4; }
inline bool has_alpha(const Header& header) { return header.alpha != PIPELINE_ALPHA_NONE; }
inline int channels(const Header& header) { return channels(header.model) + has_alpha(header); }
inline size_t sample_bytes(uint32_t sample) {
  return sample == PIPELINE_U8 ? 1 : sample == PIPELINE_U16 ? 2 : 4;
}
inline size_t row_bytes(const Header& header) {
  return static_cast<size_t>(header.width) * static_cast<size_t>(channels(header)) *
         sample_bytes(header.sample);
}

// Rows to be filled.
struct Raster {
  unsigned char* pixels = nullptr;
  size_t stride = 0;  // bytes

  unsigned char* row(int64_t y) const { return pixels + static_cast<size_t>(y) * stride; }
};

// One picture in one file that is whole in memory. Opening reads the header and allocates nothing
// in proportion to the picture. Every member throws Error on a damaged file. [call]
class Decoder {
 public:
  virtual ~Decoder() = default;

  const Header& header() const { return header_; }

  // Lets the decoder itself expand grey to RGB and round 16 bits to 8 where it does so at no cost;
  // header() then says what is left.
  virtual void prefer_rgb8() {}

  // Once. Polls call.cancelled(). header().orientation is final afterwards.
  virtual void decode(const Raster& to, const BasicCall& call) = 0;

 protected:
  Header header_;
};

using Opener = std::unique_ptr<Decoder>(std::string_view file);
Opener open_jpeg, open_png, open_pnm, open_tiff, open_webp;

inline Error damaged(const char* format, const std::string& what) {
  return Error(PIPELINE_IO, std::string("damaged ") + format + ": " + what);
}
inline Error truncated(const char* format) {
  return Error(PIPELINE_IO,
               std::string("truncated ") + format +
                   ": the file ends before the picture does; get it again from its source");
}
inline Error unsupported(const char* format, const std::string& what) {
  return Error(PIPELINE_UNSUPPORTED, std::string(format) + " with " + what + " is not supported");
}
inline Error stopped() { return Error(PIPELINE_CANCELLED, "stopped"); }

// Rows between two looks at call.cancelled().
inline constexpr int64_t poll_rows = 64;

}  // namespace pipeline::io
