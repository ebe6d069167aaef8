// SPDX-License-Identifier: Apache-2.0
// Optional inputs and outputs.
#include <pipeline/stage.hpp>

namespace {

using namespace pipeline;

struct Optional {
  static constexpr Stage stage{"kinds.optional", "1.0.0", "Counts what is wired."};
  static constexpr In<AnyImage> image{"image", "Picture"};
  static constexpr In<AnyImage> mask{.name = "mask", .doc = "Mask", .optional = true};
  static constexpr Out<Number> count{
      .name = "count", .doc = "Wired inputs", .unit = "inputs", .better = PIPELINE_BETTER_HIGHER};
  static constexpr Out<Number> area{.name = "area", .doc = "Pixels of the mask", .optional = true};
  PIPELINE_INTERFACE(image, mask, count, area)

  void run(const Call<Optional>& call) const {
    call.emit(count, call.has(mask) ? 2 : 1);
    if (call.has(mask)) call.emit(area, call[mask].width() * call[mask].height());
  }
};

}  // namespace

PIPELINE_STAGE(optional, Optional)
