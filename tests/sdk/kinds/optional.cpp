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

struct Lacking {
  static constexpr Stage stage{"kinds.lacking", "1.0.0", "Cannot run anywhere."};
  static constexpr Out<Number> number{"number", "None"};
  PIPELINE_INTERFACE(number)

  static std::string lacks() { return "the moon is absent; 'rocket install moon' gets it"; }
  void run(const Call<Lacking>&) const {}
};

}  // namespace

PIPELINE_STAGE(lacking, Lacking)
PIPELINE_STAGE(optional, Optional)
