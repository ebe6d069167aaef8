// SPDX-License-Identifier: Apache-2.0
#include "framework/conformance/formats.hpp"

#include <string_view>

namespace pipeline::conformance {

namespace {

bool allows(uint32_t mask, uint32_t bit) { return mask == 0 || (mask & bit) != 0; }

bool go_together(const Format& f) {
  const uint32_t coloured = f.channels - (f.alpha == PIPELINE_ALPHA_NONE ? 0 : 1);
  switch (f.colour) {
    case PIPELINE_COLOUR_GREY:
      return coloured == 1;
    case PIPELINE_COLOUR_OKLAB:
      return coloured == 3 && f.sample == PIPELINE_F32;
    case PIPELINE_COLOUR_DATA:
      return f.alpha == PIPELINE_ALPHA_NONE;
    default:
      return coloured == 3;
  }
}

}  // namespace

std::vector<Format> formats_of(const pipeline_port& port) {
  const std::string_view type = port.type;
  std::vector<Format> formats;
  if (type == PIPELINE_TYPE_LABELS) {
    for (const uint32_t sample : {PIPELINE_U8, PIPELINE_U32}) {
      if (allows(port.samples, sample)) formats.push_back({sample, 1, 0, 0});
    }
    return formats;
  }
  if (type != PIPELINE_TYPE_IMAGE) return {Format{}};
  for (const uint32_t sample : {PIPELINE_U8, PIPELINE_U16, PIPELINE_F32}) {
    for (const uint32_t channels : {3U, 4U, 1U, 2U}) {
      for (const uint32_t colour :
           {PIPELINE_COLOUR_SRGB, PIPELINE_COLOUR_GREY, PIPELINE_COLOUR_LINEAR,
            PIPELINE_COLOUR_OKLAB, PIPELINE_COLOUR_DATA}) {
        for (const uint32_t alpha :
             {PIPELINE_ALPHA_NONE, PIPELINE_ALPHA_STRAIGHT, PIPELINE_ALPHA_PREMULTIPLIED}) {
          const Format f{sample, channels, colour, alpha};
          if (allows(port.samples, sample) && allows(port.channels, PIPELINE_CHANNELS(channels)) &&
              allows(port.colours, colour) && allows(port.alphas, alpha) && go_together(f)) {
            formats.push_back(f);
          }
        }
      }
    }
  }
  return formats;
}

}  // namespace pipeline::conformance
