// SPDX-License-Identifier: Apache-2.0
#include <pipeline/stage.hpp>

namespace {

using namespace pipeline;

struct Invert {
  static constexpr Stage stage{"staged.invert", "1.0.0", "The negative."};
  static constexpr In<Image<uint8_t>> image{"image", "Picture"};
  static constexpr Out<Image<uint8_t>> out{.name = "image", .doc = "255 - it", .as_input = &image};
  PIPELINE_INTERFACE(image, out)

  void run(const Call<Invert>& call) const {
    const auto from = call[image];
    const auto to = call.make_like(out, from);
    for (int y = 0; y < from.height(); ++y) {
      for (int x = 0; x < from.width() * from.channels(); ++x) {
        to.row(y)[x] = static_cast<uint8_t>(255 - from.row(y)[x]);
      }
    }
  }
};

}  // namespace

PIPELINE_STAGE(invert, Invert)
