// SPDX-License-Identifier: Apache-2.0
// Four-connected patches of one label.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "plugins/quantize/flat/neighbours.hpp"
#include "plugins/quantize/flat/palette.hpp"

namespace pipeline::quantize {

struct Patch {
  std::vector<size_t> pixels;
  std::array<int, most_flat_colours> beside{};  // by label: sides of pixels that touch it

  // At most so many of the labels around it, that with the longest common boundary first.
  std::vector<uint8_t> around(size_t most) const {
    std::vector<uint8_t> list;
    for (size_t k = 0; k < beside.size(); ++k) {
      if (beside[k] > 0) list.push_back(static_cast<uint8_t>(k));
    }
    std::stable_sort(list.begin(), list.end(),
                     [&](uint8_t a, uint8_t b) { return beside[a] > beside[b]; });
    if (list.size() > most) list.resize(most);
    return list;
  }
};

// Walks each patch once; keeps its memory.
class PatchWalker {
 public:
  PatchWalker(const std::vector<uint8_t>& labels, int width)
      : labels_(labels), width_(static_cast<size_t>(width)), seen_(labels.size()) {}

  bool seen(size_t i) const { return seen_[i]; }

  // From a pixel to those of its label that `enters` lets in.
  template <class Enters>
  const Patch& walk(size_t first, Enters enters) {
    patch_.pixels.assign(1, first);
    patch_.beside.fill(0);
    seen_[first] = 1;
    const auto visit = [&](size_t n) {
      if (labels_[n] != labels_[first]) {
        ++patch_.beside[labels_[n]];
      } else if (enters(n) && !seen_[n]) {
        seen_[n] = 1;
        patch_.pixels.push_back(n);
      }
    };
    for (size_t k = 0; k < patch_.pixels.size(); ++k) {
      each_neighbour(patch_.pixels[k], width_, labels_.size(), visit);
    }
    return patch_;
  }

 private:
  const std::vector<uint8_t>& labels_;
  size_t width_;
  std::vector<uint8_t> seen_;
  Patch patch_;
};

}  // namespace pipeline::quantize
