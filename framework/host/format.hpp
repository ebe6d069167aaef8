// SPDX-License-Identifier: Apache-2.0
// Formats of images and labels against the masks of ports, and their names in messages.
#pragma once

#include <pipeline/abi.h>

#include <optional>
#include <string>

#include "framework/host/value.hpp"

namespace pipeline::host {

size_t sample_bytes(uint32_t sample);  // 0 for no known sample type

// "u8, 3 channels, srgb, no alpha"; of a mask, all that it allows: "u8 or u16".
std::string sample_names(uint32_t mask);
std::string channel_names(uint32_t mask);
std::string colour_names(uint32_t mask);
std::string alpha_names(uint32_t mask);

// What is wrong with this value at this port ("has 4 channels where 3 is taken"); nothing if it
// fits.
std::optional<std::string> mismatch(const pipeline_port& port, const Value& value);

}  // namespace pipeline::host
