// SPDX-License-Identifier: Apache-2.0
// From an opened file to the image that io.read hands on.
#pragma once

#include "plugins/io/read/decoder.hpp"

namespace pipeline::io {

// Throws Error when the picture has more pixels than the limit or a side that no image can have.
void check_size(const Header& header, int64_t max_pixels);

// Decodes into host memory. srgb8: U8, sRGB, 3 channels, or 4 with straight alpha if some pixel is
// not opaque. Otherwise the file's own samples and channels, but CMYK and other colour spaces
// become sRGB, for an image carries no profile. Upright in both cases. [call]
pipeline_image deliver(Decoder& decoder, bool srgb8, const BasicCall& call);

}  // namespace pipeline::io
