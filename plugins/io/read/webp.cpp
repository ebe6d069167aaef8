// SPDX-License-Identifier: Apache-2.0
// WebP through libwebp; the container (RFC 9649) is walked here for the ICC profile and EXIF.
#include <webp/decode.h>

#include <algorithm>

#include "plugins/io/read/decoder.hpp"
#include "plugins/io/read/exif.hpp"

namespace pipeline::io {

namespace {

constexpr char name[] = "WebP";
constexpr size_t riff_header = 12, chunk_header = 8;
constexpr size_t step = 1 << 16;  // bytes decoded between two looks at cancelled()

size_t number_at(std::string_view bytes, size_t at) {
  size_t value = 0;
  for (size_t i = 4; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

struct FreeDecoder {
  void operator()(WebPIDecoder* decoder) const { WebPIDelete(decoder); }
};

class WebpDecoder final : public Decoder {
 public:
  explicit WebpDecoder(std::string_view file) : file_(file) {
    if (file_.size() < riff_header) throw truncated(name);
    const size_t size = number_at(file_, 4) + chunk_header;
    if (size > file_.size()) throw truncated(name);
    file_ = file_.substr(0, size);
    WebPBitstreamFeatures features;
    const auto status = WebPGetFeatures(data(), file_.size(), &features);
    if (status == VP8_STATUS_NOT_ENOUGH_DATA) throw truncated(name);
    if (status != VP8_STATUS_OK) throw damaged(name, "its header makes no sense");
    if (features.has_animation) {
      throw unsupported(name, "an animation (several pictures in one file)");
    }
    header_.width = features.width;
    header_.height = features.height;
    header_.alpha = features.has_alpha ? PIPELINE_ALPHA_STRAIGHT : PIPELINE_ALPHA_NONE;
    take_metadata();
  }

  void decode(const Raster& to, const BasicCall& call) override {
    WebPDecoderConfig config;
    if (!WebPInitDecoderConfig(&config)) throw damaged(name, "libwebp is of another version");
    config.output.colorspace = has_alpha(header_) ? MODE_RGBA : MODE_RGB;
    config.output.is_external_memory = 1;
    config.output.u.RGBA.rgba = to.pixels;
    config.output.u.RGBA.stride = static_cast<int>(to.stride);
    config.output.u.RGBA.size = to.stride * static_cast<size_t>(header_.height);
    const std::unique_ptr<WebPIDecoder, FreeDecoder> decoder(WebPIDecode(nullptr, 0, &config));
    if (!decoder) throw Error(PIPELINE_NO_MEMORY, "WebP: out of memory");
    VP8StatusCode status = VP8_STATUS_SUSPENDED;
    for (size_t end = 0; status == VP8_STATUS_SUSPENDED && end < file_.size();) {
      if (call.cancelled()) throw stopped();
      end = std::min(file_.size(), end + step);
      status = WebPIUpdate(decoder.get(), data(), end);
    }
    if (status == VP8_STATUS_SUSPENDED) throw truncated(name);
    if (status == VP8_STATUS_OUT_OF_MEMORY) throw Error(PIPELINE_NO_MEMORY, "WebP: out of memory");
    if (status != VP8_STATUS_OK) throw damaged(name, "its pixels cannot be decoded");
  }

 private:
  const uint8_t* data() const { return reinterpret_cast<const uint8_t*>(file_.data()); }

  void take_metadata() {
    for (size_t at = riff_header; at + chunk_header <= file_.size();) {
      const std::string_view kind = file_.substr(at, 4);
      const size_t size = number_at(file_, at + 4);
      at += chunk_header;
      if (size > file_.size() - at) throw truncated(name);
      const std::string_view chunk = file_.substr(at, size);
      if (kind == "ICCP") header_.profile = chunk;
      if (kind == "EXIF") header_.orientation = exif_orientation(chunk);
      at += size + size % 2;
    }
  }

  std::string_view file_;
};

}  // namespace

std::unique_ptr<Decoder> open_webp(std::string_view file) {
  return std::make_unique<WebpDecoder>(file);
}

}  // namespace pipeline::io
