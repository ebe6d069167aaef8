// SPDX-License-Identifier: Apache-2.0
// What a stage is given in one call: how large, how laid out, of which format, showing what.
#pragma once

#include <pipeline/abi.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pipeline::conformance {

// smooth: shapes on a gradient, as pictures are. odd: of F32 also NaN, infinities and values far
// outside 0..1; of others as noise.
enum class Content { smooth, noise, zero, full, odd };

struct Scene {
  int32_t width = 33, height = 17;
  Content content = Content::smooth;
  size_t format = 0;           // by number, of all that a port takes; counted around
  bool strided = false;        // rows further apart than they are long
  bool optional = true;        // whether optional inputs are wired
  bool others_differ = false;  // inputs after the first are of another size
  uint64_t seed = 1;

  std::string text() const;  // "33 x 17, noise, strided"
};

// Sizes at which loops over blocks, rows and halves go wrong.
std::vector<Scene> sizes();

std::string_view name_of(Content content);

}  // namespace pipeline::conformance
