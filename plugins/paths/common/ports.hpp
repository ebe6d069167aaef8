// SPDX-License-Identifier: Apache-2.0
// Ports and parameters that stages of this family have in common.
#pragma once

#include <pipeline/stage.hpp>

namespace trace {

inline constexpr pipeline::In<pipeline::Labels> labels_port{
    "labels", "Label of each pixel, and the colour of each label"};
inline constexpr pipeline::Format picture_format{0, PIPELINE_CHANNELS(3) | PIPELINE_CHANNELS(4),
                                                 PIPELINE_COLOUR_SRGB,
                                                 PIPELINE_ALPHA_NONE | PIPELINE_ALPHA_STRAIGHT};
inline constexpr pipeline::Param<int> min_area_param{
    "min_area",
    "Regions of fewer pixels join the neighbour of the most similar colour",
    4,
    1,
    1000000,
    "px",
    PIPELINE_PARAM_PIXELS};

}  // namespace trace
