// SPDX-License-Identifier: Apache-2.0
// What the bad stages have in common: each would be a copy of its input, were it not for one fault.
#pragma once

#include <pipeline/stage.hpp>

#include <algorithm>

namespace bad {

using namespace pipeline;

template <class T>
struct Copies {
  static constexpr In<Image<T>> image{"image", "Picture"};
  static constexpr Out<Image<T>> out{.name = "image", .doc = "The same", .as_input = &image};
  PIPELINE_INTERFACE(image, out)

 protected:
  template <class Call>
  static Image<T> copy(const Call& call) {
    const auto from = call[image];
    const auto to = call.make_like(out, from);
    for (int y = 0; y < from.height(); ++y) {
      std::copy_n(from.row(y), from.width() * from.channels(), to.row(y));
    }
    return to;
  }
};

using Copies8 = Copies<uint8_t>;

}  // namespace bad
