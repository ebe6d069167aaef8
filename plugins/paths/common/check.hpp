// SPDX-License-Identifier: Apache-2.0
// What the stages of this family refuse.
#pragma once

#include <pipeline/labels.hpp>

#include <cstdint>
#include <string>

namespace trace {

// Throws Error when the labels have no colours or the picture is too large to number its pixels.
void check_map(const pipeline::Labels& map);

// Throws Error: pixel (x, y) has a label that has no colour.
[[noreturn]] void refuse_label(const pipeline::Labels& map, uint32_t x, uint32_t y, uint32_t label);

// Throws Error when what `port` takes is not as large as the label map.
void check_size(int width, int height, const std::string& port, const pipeline::Labels& map);

}  // namespace trace
