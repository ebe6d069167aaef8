// SPDX-License-Identifier: Apache-2.0
// The small picture that a soft one was enlarged from.
#pragma once

#include <pipeline/image.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace enlargement {

// A picture of the format of the one it was found in.
class Reduced {
 public:
  // pixels: red, green, blue and straight alpha from the lowest byte on.
  Reduced(const pipeline::Image<const uint8_t>& like, int width, int height,
          const std::vector<uint32_t>& pixels, bool few_colours);

  pipeline::Image<const uint8_t> image() const;
  int width() const { return raw_.width; }
  int height() const { return raw_.height; }
  // Whether it has at most 16 colours, none of them a blend that smooths an edge.
  bool has_few_colours() const { return few_colours_; }

 private:
  pipeline_image raw_;
  bool few_colours_;
  std::vector<uint8_t> pixels_;
};

// The picture of 8-bit sRGB, with straight alpha or without, that becomes this one when it is
// enlarged, in both directions by the same factor of 1.9 to 17, with a bilinear, bicubic or Lanczos
// filter: to within a few levels where the picture changes. Nothing where there is none, where it
// would not be sharp itself, or where it shows neither a few colours nor areas. Sharp pictures
// are told by a look at some rows and columns.
std::optional<Reduced> find_reduced(const pipeline::Image<const uint8_t>& picture);

}  // namespace enlargement
