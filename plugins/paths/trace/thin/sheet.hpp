// SPDX-License-Identifier: Apache-2.0
// A picture and its labels while thin shapes are taken off, the uppermost first.
#pragma once

#include <pipeline/labels.hpp>

#include <algorithm>
#include <vector>

#include "plugins/paths/trace/picture.hpp"

namespace trace {

struct Sheet {
  int width, height, channels;
  std::vector<uint32_t> labels;  // by pixel
  std::vector<char> thin;        // by pixel: whether it is of a thin shape
  std::vector<uint8_t> pixels;   // 8 bits a channel, not premultiplied

  // Of the regions and the picture they came from, with nothing thin.
  Sheet(const pipeline::Image<const uint8_t>& image, const RegionMap& map);

  int x_of(uint32_t pixel) const { return static_cast<int>(pixel % static_cast<uint32_t>(width)); }
  int y_of(uint32_t pixel) const { return static_cast<int>(pixel / static_cast<uint32_t>(width)); }
  bool is_part(uint32_t pixel, uint32_t label) const {
    return thin[pixel] && labels[pixel] == label;
  }
  pipeline::Image<const uint8_t> image() const;
  void set_pixel(uint32_t pixel, const Colour4& colour);

  // The pixels of a square around one, itself among them.
  template <class Visit>
  void each_near(uint32_t pixel, int reach, Visit visit) const {
    const int x = x_of(pixel), y = y_of(pixel);
    for (int v = std::max(0, y - reach); v <= std::min(height - 1, y + reach); ++v) {
      for (int u = std::max(0, x - reach); u <= std::min(width - 1, x + reach); ++u) {
        visit(static_cast<uint32_t>(v) * static_cast<uint32_t>(width) + static_cast<uint32_t>(u));
      }
    }
  }

 private:
  pipeline_image raw_;  // what the picture's format is
};

// Which regions are thin and drawn on others: of two thin ones side by side, one whose label the
// other has around it in a thick region too shows the ground, as within a letter.
std::vector<char> find_thin(const RegionMap& map, const pipeline::Labels& labels, bool noisy);

}  // namespace trace
