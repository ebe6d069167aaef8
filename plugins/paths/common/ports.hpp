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
// So that a stage without a use for them can take the place of paths.trace.
inline constexpr pipeline::In<pipeline::AnyImage> unused_edges_port{
    .name = "edges", .doc = "Not looked at; paths.trace has it", .optional = true};
inline constexpr pipeline::In<pipeline::AnyImage> unused_image_port{
    .name = "image", .doc = "Not looked at; paths.trace has it", .optional = true};
inline constexpr pipeline::Param<int> min_area_param{
    "min_area",
    "Regions of fewer pixels join the neighbour of the most similar colour",
    4,
    1,
    1000000,
    "px",
    PIPELINE_PARAM_PIXELS};

}  // namespace trace
