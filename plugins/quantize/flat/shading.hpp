// SPDX-License-Identifier: Apache-2.0
// A scanned or photographed page as if its ground were lit evenly.
#pragma once

#include <pipeline/basic_call.hpp>

#include <optional>

#include "plugins/common/shading/shading.hpp"
#include "plugins/quantize/flat/palette.hpp"

namespace pipeline::quantize {

// Nothing in pictures without shading, and in those with transparent pixels.
std::optional<shading::Shading> find_shading(const PackedPicture& picture);

// The picture as it would be with the ground all at its mean colour: each channel scaled.
PackedPicture without_shading(const BasicCall& call, const PackedPicture& picture,
                              const shading::Shading& shading);

}  // namespace pipeline::quantize
