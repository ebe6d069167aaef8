// SPDX-License-Identifier: Apache-2.0
#include "plugins/io/read/format.hpp"

#include <algorithm>

namespace pipeline::io {

namespace {

using std::string_view_literals::operator""sv;

std::string first_bytes(std::string_view file) {
  constexpr char digits[] = "0123456789abcdef";
  std::string hex, text;
  for (const char c : file.substr(0, 8)) {
    const auto byte = static_cast<unsigned char>(c);
    if (!hex.empty()) hex += ' ';
    hex += digits[byte >> 4];
    hex += digits[byte & 15];
    text += byte >= 0x20 && byte < 0x7f ? c : '.';
  }
  return hex + " (\"" + text + "\")";
}

Opener* opener_of(std::string_view file) {
  if (file.starts_with("\x89PNG\r\n\x1a\n"sv)) return open_png;
  if (file.starts_with("\xff\xd8\xff"sv)) return open_jpeg;
  if (file.starts_with("RIFF") && file.substr(0, 12).ends_with("WEBP")) return open_webp;
  for (const auto magic : {"II*\0"sv, "MM\0*"sv, "II+\0"sv, "MM\0+"sv}) {
    if (file.starts_with(magic)) return open_tiff;
  }
  const bool pnm = file.size() >= 2 && file[0] == 'P' && file[1] >= '1' && file[1] <= '6';
  return pnm ? open_pnm : nullptr;
}

// Formats that people have and this stage does not read.
std::string_view other_format(std::string_view file) {
  if (file.starts_with("GIF8")) return "GIF";
  if (file.starts_with("BM")) return "BMP";
  if (file.starts_with("%PDF")) return "PDF";
  if (file.starts_with("<svg") || file.starts_with("<?xml")) return "SVG or other XML";
  const std::string_view brand = file.size() >= 12 ? file.substr(4, 8) : "";
  if (brand == "ftypavif") return "AVIF";
  return brand.starts_with("ftyphei") || brand == "ftypmif1" ? "HEIC" : "";
}

}  // namespace

std::unique_ptr<Decoder> open(std::string_view file) {
  if (file.empty()) throw Error(PIPELINE_IO, "the file is empty");
  if (Opener* const opener = opener_of(file)) return opener(file);
  if (const auto other = other_format(file); !other.empty()) {
    throw Error(PIPELINE_IO, std::string(other) +
                                 " is not read here; known are PNG, JPEG, WebP, TIFF and PNM: "
                                 "convert it to one of them");
  }
  throw Error(PIPELINE_IO, "not a picture of a known format: it starts with " + first_bytes(file) +
                               "; known are PNG, JPEG, WebP, TIFF and PNM (P1 to P6)");
}

}  // namespace pipeline::io
