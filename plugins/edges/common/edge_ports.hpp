// SPDX-License-Identifier: Apache-2.0
// Ports that the stages of this family have in common.
#pragma once

#include <pipeline/stage.hpp>

namespace pipeline::edge {

inline constexpr Format picture_format{
    .channels = PIPELINE_CHANNELS(1) | PIPELINE_CHANNELS(3) | PIPELINE_CHANNELS(4),
    .colours = PIPELINE_COLOUR_GREY | PIPELINE_COLOUR_SRGB,
    .alphas = PIPELINE_ALPHA_NONE | PIPELINE_ALPHA_STRAIGHT};
inline constexpr Format map_format{.colours = PIPELINE_COLOUR_DATA, .alphas = PIPELINE_ALPHA_NONE};
inline constexpr In<Image<uint8_t>> luma_port{
    "image", "Picture, grey or sRGB; colour is taken as luma, transparency is seen over white",
    picture_format};
inline constexpr Out<GreyF> gradient_port{
    "strength", "Gradient magnitude; 1 is a step from black to white, or steeper", map_format};
inline constexpr Out<Grey8> edges_port{"edges", "255 on edges, which are one pixel thin, else 0",
                                       map_format};

}  // namespace pipeline::edge
