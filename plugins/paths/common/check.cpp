// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/common/check.hpp"

#include <pipeline/error.hpp>

namespace trace {

using pipeline::Error;
using pipeline::Labels;

void check_map(const Labels& map) {
  if (!map.has_palette()) {
    throw Error(
        PIPELINE_BAD_ARGUMENT,
        "labels: no palette; shapes take their colours from it, so feed labels of a stage that "
        "makes one (a quantizer)");
  }
  const uint64_t corners =
      (static_cast<uint64_t>(map.width()) + 1) * (static_cast<uint64_t>(map.height()) + 1);
  if (corners >= uint64_t{1} << 30) {
    throw Error(PIPELINE_UNSUPPORTED,
                "labels: " + std::to_string(map.width()) + " x " + std::to_string(map.height()) +
                    " pixels are beyond the tracer's limit of 2^30; make it smaller");
  }
}

void refuse_label(const Labels& map, uint32_t x, uint32_t y, uint32_t label) {
  throw Error(PIPELINE_BAD_ARGUMENT, "labels: pixel (" + std::to_string(x) + ", " +
                                         std::to_string(y) + ") has label " +
                                         std::to_string(label) + ", but the palette has " +
                                         std::to_string(map.count()) + " colours");
}

void check_size(int width, int height, const std::string& port, const Labels& map) {
  if (width == map.width() && height == map.height()) return;
  throw Error(PIPELINE_BAD_ARGUMENT,
              port + ": " + std::to_string(width) + " x " + std::to_string(height) +
                  " pixels, but labels has " + std::to_string(map.width()) + " x " +
                  std::to_string(map.height()) + "; feed both from the same picture");
}

}  // namespace trace
