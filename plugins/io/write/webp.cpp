// SPDX-License-Identifier: Apache-2.0
// WebP through libwebp, which takes 8-bit RGB or RGBA.
#include <webp/encode.h>

#include <vector>

#include "plugins/io/write/encoder.hpp"
#include "plugins/io/write/rows.hpp"

namespace pipeline::io {

namespace {

// Frees what libwebp has allocated for a picture.
struct Picture {
  WebPPicture raw;
  Picture() {
    if (!WebPPictureInit(&raw)) throw write_failed("WebP", "libwebp is of another version");
  }
  Picture(const Picture&) = delete;
  Picture& operator=(const Picture&) = delete;
  ~Picture() { WebPPictureFree(&raw); }
};

struct Job {
  const BasicCall& call;
  std::string out;
  bool cancelled = false;
};

int on_write(const uint8_t* bytes, size_t size, const WebPPicture* picture) {
  try {
    static_cast<Job*>(picture->custom_ptr)->out.append(reinterpret_cast<const char*>(bytes), size);
    return 1;
  } catch (const std::bad_alloc&) {
    return 0;
  }
}

int on_progress(int, const WebPPicture* picture) {
  auto& job = *static_cast<Job*>(picture->user_data);
  job.cancelled = job.call.cancelled();
  return !job.cancelled;
}

// Tight 8-bit RGB or RGBA.
std::vector<uint8_t> tight(const AnyImage& picture) {
  const auto width = static_cast<size_t>(picture.width());
  const size_t from_channels = static_cast<size_t>(picture.channels());
  const bool grey = from_channels <= 2, alpha = picture.has_alpha();
  const size_t channels = alpha ? 4 : 3;
  std::vector<uint8_t> pixels(width * channels * static_cast<size_t>(picture.height()));
  Rows rows(picture, PIPELINE_U8);
  uint8_t* to = pixels.data();
  for (int64_t y = 0; y < picture.height(); ++y) {
    const unsigned char* from = rows[y];
    for (size_t x = 0; x < width; ++x, from += from_channels, to += channels) {
      for (size_t c = 0; c < 3; ++c) to[c] = from[grey ? 0 : c];
      if (alpha) to[3] = from[from_channels - 1];
    }
  }
  return pixels;
}

WebPConfig config_of(const WriteOptions& options) {
  WebPConfig config;
  if (!WebPConfigInit(&config)) throw write_failed("WebP", "libwebp is of another version");
  config.quality = static_cast<float>(options.quality);
  if (options.lossless) {
    WebPConfigLosslessPreset(&config, 4);
    config.exact = 1;  // colours under transparent pixels too
  }
  return config;
}

}  // namespace

std::string encode_webp(const AnyImage& picture, const WriteOptions& options,
                        const BasicCall& call) {
  if (picture.width() > WEBP_MAX_DIMENSION || picture.height() > WEBP_MAX_DIMENSION) {
    throw Error(PIPELINE_UNSUPPORTED, "a WebP has at most 16383 pixels a side, the picture has " +
                                          size_of(picture) + "; write PNG, JPEG or TIFF");
  }
  const WebPConfig config = config_of(options);
  const std::vector<uint8_t> pixels = tight(picture);
  Job job{call, {}};
  Picture webp;
  webp.raw.use_argb = options.lossless;
  webp.raw.width = picture.width();
  webp.raw.height = picture.height();
  webp.raw.writer = on_write;
  webp.raw.custom_ptr = &job;
  webp.raw.progress_hook = on_progress;
  webp.raw.user_data = &job;
  const bool alpha = picture.has_alpha();
  const int stride = picture.width() * (alpha ? 4 : 3);
  const int imported = alpha ? WebPPictureImportRGBA(&webp.raw, pixels.data(), stride)
                             : WebPPictureImportRGB(&webp.raw, pixels.data(), stride);
  if (!imported) throw Error(PIPELINE_NO_MEMORY, "WebP encoder: out of memory");
  const bool encoded = WebPEncode(&config, &webp.raw) != 0;
  if (job.cancelled) throw stopped();
  if (encoded) return std::move(job.out);
  throw write_failed("WebP", ("error " + std::to_string(webp.raw.error_code)).c_str());
}

}  // namespace pipeline::io
