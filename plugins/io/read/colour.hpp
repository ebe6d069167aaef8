// SPDX-License-Identifier: Apache-2.0
// Embedded ICC profiles (ICC.1:2022) to sRGB through lcms2, perceptual intent.
#pragma once

#include <memory>

#include "plugins/io/read/decoder.hpp"

namespace pipeline::io {

// Rows of a picture with a profile to sRGB rows; alpha is carried along. [any]
class ColourTransform {
 public:
  // To RGB U8 (srgb8) or to the picture's own sample type and, for grey, its own channel count.
  // NULL when there is nothing to convert: no profile, one that is as good as sRGB (curves within
  // one step of 8 bits, the same primaries), or one that cannot be used, which is logged.
  static std::unique_ptr<ColourTransform> make(const Header& header, bool srgb8,
                                               const BasicCall& call);
  ~ColourTransform();
  ColourTransform(const ColourTransform&) = delete;
  ColourTransform& operator=(const ColourTransform&) = delete;

  void row(const void* from, void* to, int64_t width) const;

 private:
  explicit ColourTransform(void* transform) : transform_(transform) {}

  void* transform_;  // cmsHTRANSFORM, which is a void*
};

}  // namespace pipeline::io
