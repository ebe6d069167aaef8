// SPDX-License-Identifier: Apache-2.0
// Colours of what a picture shows and its labels do not.
#pragma once

#include <pipeline/basic_call.hpp>

#include <cstdint>
#include <functional>
#include <vector>

#include "plugins/quantize/flat/complete.hpp"
#include "plugins/quantize/flat/gradients.hpp"

namespace pipeline::quantize {

// What is done to labels once they are made.
using Tidy = std::function<void(std::vector<uint8_t>& labels)>;

// Pixels are missed that are far from the colours of all labels beside them and from all blends of
// two of these: thin strokes in a colour between those of two other areas, say, which seem to be
// blends of colours that are nowhere near. Adds to the palette, up to `most_colours`, what most of
// them show, and labels the picture again, as long as fewer are missed each time. all_flat: the
// flat pixels before any was labelled; flat: of the labels, as label_flat leaves them.
void add_missed(const BasicCall& call, const PackedPicture& picture, const GradientAreas& areas,
                const Tolerances& tolerances, size_t most_colours,
                const std::vector<uint8_t>& all_flat, const Tidy& tidy, std::vector<uint8_t>& flat,
                std::vector<uint32_t>& palette, std::vector<uint8_t>& labels);

}  // namespace pipeline::quantize
