// SPDX-License-Identifier: Apache-2.0
// The one thing io.read wants from EXIF (CIPA DC-008, a TIFF structure): the orientation.
#pragma once

#include <string_view>

namespace pipeline::io {

// 1..8; 1 where the block has none or is damaged. With or without the leading "Exif\0\0".
int exif_orientation(std::string_view exif);

}  // namespace pipeline::io
