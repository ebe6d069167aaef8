// SPDX-License-Identifier: Apache-2.0
// Pictures of values that are none as they are.
#pragma once

#include "framework/host/value.hpp"

namespace pipeline::run {

// A label map painted with its palette: u8, sRGB, with straight alpha if a colour is not opaque.
// Without a palette each label has a colour of its own. Empty if there is no memory. [any thread]
host::Value painted(const pipeline_labels& labels, host::Memory& memory, host::Account* account);

// One channel of an image as a picture of data. Empty if there is no memory. [any thread]
host::Value channel_of(const pipeline_image& image, int channel, host::Memory& memory,
                       host::Account* account);

}  // namespace pipeline::run
