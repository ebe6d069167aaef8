// SPDX-License-Identifier: Apache-2.0
// What every format's encoder offers to io.write.
#pragma once

#include <pipeline/stage.hpp>

#include <string>

namespace pipeline::io {

struct WriteOptions {
  int quality = 90;       // 1..100: JPEG, WebP
  bool lossless = false;  // WebP
  int compression = 6;    // 0..9: PNG, TIFF
};

// The whole file. The picture has 1 or 3 colour channels that are sRGB-encoded or data, and alpha
// only where the format has it. Throws Error; polls call.cancelled(). [call]
using Encoder = std::string(const AnyImage& picture, const WriteOptions& options,
                            const BasicCall& call);
Encoder encode_jpeg, encode_png, encode_pnm, encode_tiff, encode_webp;

// Rows between two looks at call.cancelled().
inline constexpr int64_t poll_rows = 64;

inline Error stopped() { return Error(PIPELINE_CANCELLED, "stopped"); }

inline std::string size_of(const AnyImage& picture) {
  return std::to_string(picture.width()) + " x " + std::to_string(picture.height());
}

inline Error write_failed(const char* format, const char* text) {
  return Error(PIPELINE_INTERNAL, std::string(format) + " encoder: " + text);
}

}  // namespace pipeline::io
