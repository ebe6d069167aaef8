// SPDX-License-Identifier: Apache-2.0
// A stage that says which version of a library it got.
#include <pipeline/stage.hpp>

#include <algorithm>

extern "C" int boundary_version();

namespace {

using namespace pipeline;

struct Version {
  static constexpr Stage stage{PLUGIN_ID ".paint", "1.0.0", "Paints all in the library's version."};
  static constexpr In<Image<uint8_t>> image{"image", "Picture"};
  static constexpr Out<Image<uint8_t>> out{.name = "image", .doc = "Painted", .as_input = &image};
  PIPELINE_INTERFACE(image, out)
  void run(const Call<Version>& call) const {
    const auto to = call.make_like(out, call[image]);
    for (int y = 0; y < to.height(); ++y) {
      std::fill_n(to.row(y), to.width() * to.channels(), static_cast<uint8_t>(boundary_version()));
    }
  }
};

}  // namespace

PIPELINE_PLUGIN(PLUGIN_ID, "1.0.0", "Has a library of its own", Version)
