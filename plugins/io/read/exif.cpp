// SPDX-License-Identifier: Apache-2.0
#include "plugins/io/read/exif.hpp"

#include <cstddef>
#include <cstdint>

namespace pipeline::io {

namespace {

using std::string_view_literals::operator""sv;

constexpr uint32_t orientation_tag = 0x0112, short_type = 3;

// Reads beyond the end are 0, which no valid block relies on.
struct Reader {
  std::string_view bytes;
  bool big_endian;

  uint32_t number(size_t at, size_t size) const {
    if (at > bytes.size() || bytes.size() - at < size) return 0;
    uint32_t value = 0;
    for (size_t i = 0; i < size; ++i) {
      const size_t from = big_endian ? i : size - 1 - i;
      value = value << 8 | static_cast<unsigned char>(bytes[at + from]);
    }
    return value;
  }
};

}  // namespace

int exif_orientation(std::string_view exif) {
  constexpr auto prefix = "Exif\0\0"sv;
  if (exif.starts_with(prefix)) exif.remove_prefix(prefix.size());
  const bool big_endian = exif.starts_with("MM\0*"sv);
  if (!big_endian && !exif.starts_with("II*\0"sv)) return 1;
  const Reader reader{exif, big_endian};
  const size_t directory = reader.number(4, 4);
  const size_t count = reader.number(directory, 2);
  for (size_t i = 0; i < count; ++i) {
    const size_t entry = directory + 2 + 12 * i;
    if (entry > exif.size()) break;
    if (reader.number(entry, 2) != orientation_tag) continue;
    const uint32_t value = reader.number(entry + 8, 2);
    const bool valid = reader.number(entry + 2, 2) == short_type && value >= 1 && value <= 8;
    return valid ? static_cast<int>(value) : 1;
  }
  return 1;
}

}  // namespace pipeline::io
