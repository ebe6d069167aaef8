// SPDX-License-Identifier: Apache-2.0
// What variants made of one image, made small enough for the room that it has in a page.
#pragma once

#include <string>
#include <vector>

#include "framework/report/encoder.hpp"

namespace pipeline::report {

// Something to look at.
struct Subject {
  host::Value value;  // an image as io.write takes it, or bytes; empty: `text`
  std::string text;
  bool vital = false;  // goes last when there is not room for all
};

struct Shown {
  host::Value file;  // WebP, PNG, JPEG or SVG; empty: `text`, or it was left out
  std::string text;
  int width = 0, height = 0;  // of a picture, before it was scaled; 0: an SVG's own
};

struct Sheet {
  std::vector<Shown> shown;  // one for each subject; equal files share their buffer
  double scale = 1;          // of all pictures
  bool whole = true;         // nothing was left out or scaled for want of room
  size_t size = 0;           // bytes in a page: base64, equal files once
};

// Bytes that a page needs for a file.
size_t size_in_page(const host::Value& file);

// Pictures are scaled to `side` pixels at most; where that is not enough, SVG become pictures, all
// pictures are scaled by one factor, and at last some are left out, so that `room` always suffices.
// [in the arena that stages are to use]
Sheet make_sheet(const std::vector<Subject>& subjects, size_t room, int side,
                 const Encoder& encoder);

}  // namespace pipeline::report
