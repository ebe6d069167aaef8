// SPDX-License-Identifier: Apache-2.0
// Raw PGM (P5) and PPM (P6), after netpbm's pgm(5) and ppm(5); 16 bits are kept.
#include "plugins/io/write/encoder.hpp"
#include "plugins/io/write/rows.hpp"

namespace pipeline::io {

std::string encode_pnm(const AnyImage& picture, const WriteOptions&, const BasicCall& call) {
  const bool wide = picture.sample() == PIPELINE_U16;
  Rows rows(picture, wide ? PIPELINE_U16 : PIPELINE_U8);
  const auto samples =
      static_cast<size_t>(picture.width()) * static_cast<size_t>(picture.channels());
  std::string out = picture.channels() == 1 ? "P5\n" : "P6\n";
  out += std::to_string(picture.width()) + ' ' + std::to_string(picture.height());
  out += wide ? "\n65535\n" : "\n255\n";
  out.reserve(out.size() + samples * (wide ? 2 : 1) * static_cast<size_t>(picture.height()));
  for (int64_t y = 0; y < picture.height(); ++y) {
    if (y % poll_rows == 0 && call.cancelled()) throw stopped();
    if (!wide) {
      out.append(reinterpret_cast<const char*>(rows[y]), samples);
      continue;
    }
    const auto* row = picture.as<const uint16_t>().row(y);
    for (size_t i = 0; i < samples; ++i) {  // the high byte first
      out += static_cast<char>(row[i] >> 8);
      out += static_cast<char>(row[i] & 255);
    }
  }
  return out;
}

}  // namespace pipeline::io
