// SPDX-License-Identifier: Apache-2.0
// What a stage's descriptor says, in words.
#pragma once

#include <pipeline/abi.h>

#include <string>

namespace pipeline::cli {

// "image u8, 1 or 3 channels, srgb (optional)"
std::string format_of(const pipeline_port& port, const pipeline_stage& stage);

// "2 to 256 colours, or auto, whole"; unit: what is said after the range.
std::string values_of(const pipeline_param& param, const std::string& unit);

// The default as a graph has it, without the quotes of a colour; or "required".
std::string preset_of(const pipeline_param& param);

// "Same bytes in, same bytes out, at any thread count. Works on one image at a time."
std::string behaviour_of(const pipeline_stage& stage);

// What one call takes: "12 bytes a pixel and 4.1 kB", or "memory not declared".
std::string memory_of(const pipeline_stage& stage);

// A line for the `stages` of a graph.
std::string example_of(const pipeline_stage& stage);

}  // namespace pipeline::cli
