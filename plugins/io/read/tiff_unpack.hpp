// SPDX-License-Identifier: Apache-2.0
// From the packed samples of a TIFF's strip or tile to those of an image.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace pipeline::io {

struct TiffLayout {
  int bits = 8;                                 // a stored sample: 1, 2, 4, 8, 16 or 32 (float)
  int stored = 1;                               // samples of a pixel that stand together
  int used = 1;                                 // of these, how many go on
  int channels = 1;                             // of a pixel of the image
  bool inverted = false;                        // 0 is white
  bool alpha = false;                           // the image's last channel is alpha
  std::vector<std::array<uint8_t, 3>> palette;  // empty: none
};

// `count` pixels; the first sample goes to channel `first`. to: U8, U16 or float as bits says.
void unpack(const TiffLayout& layout, const unsigned char* packed, int64_t count, int first,
            unsigned char* to);

}  // namespace pipeline::io
