// SPDX-License-Identifier: Apache-2.0
// Stages that do not take what they say they take.
#include <cmath>
#include <cstdlib>
#include <stdexcept>

#include "copies.hpp"

namespace {

using namespace bad;

struct Refuses : Copies8 {
  static constexpr Stage stage{"bad.refuses", "1.0.0", "Takes nothing."};
  void run(const Call<Refuses>&) const { throw Error(PIPELINE_BAD_ARGUMENT, "not today"); }
};

struct Silent : Copies8 {
  static constexpr Stage stage{"bad.silent", "1.0.0", "Fails without a word on tall pictures."};
  void run(const Call<Silent>& call) const {
    if (call[image].height() == 257) throw Error(PIPELINE_BAD_ARGUMENT, "");
    copy(call);
  }
};

struct Tall : Copies8 {
  static constexpr Stage stage{"bad.tall", "1.0.0", "Cannot bear tall pictures."};
  void run(const Call<Tall>& call) const {
    if (call[image].height() > 4000) throw std::logic_error("too tall");
    copy(call);
  }
};

struct Picky : Copies8 {
  static constexpr Stage stage{"bad.picky", "1.0.0", "Takes data, it says."};
  void run(const Call<Picky>& call) const {
    if (call[image].colour() == PIPELINE_COLOUR_DATA) throw std::logic_error("data");
    copy(call);
  }
};

struct Odd : Copies<float> {
  static constexpr Stage stage{"bad.odd", "1.0.0", "Uses a sample as an index."};
  void run(const Call<Odd>& call) const {
    const auto to = copy(call);
    for (int x = 0; x < to.width() * to.channels(); ++x) {
      if (!std::isfinite(to.row(0)[x])) throw std::logic_error("index out of range");
    }
  }
};

struct Limit : Copies8 {
  static constexpr Stage stage{"bad.limit", "1.0.0", "Ends the process at a limit."};
  static constexpr Param<int> level{"level", "A level", 4, 0, 9};
  PIPELINE_INTERFACE(image, out, level)
  explicit Limit(const Setup<Limit>& setup) {
    if (setup[level] == 9) std::abort();
  }
  void run(const Call<Limit>& call) const { copy(call); }
};

struct Foretells : Copies8 {
  static constexpr Stage stage{"bad.foretells", "1.0.0", "Foretells another format."};
  static pipeline_image output_format(const Setup<Foretells>&, pipeline_image input) {
    input.sample = PIPELINE_F32;
    return input;
  }
  void run(const Call<Foretells>& call) const { copy(call); }
};

struct Mislabels {
  static constexpr Stage stage{"bad.mislabels", "1.0.0", "Gives a label that there is none of."};
  static constexpr In<Image<uint8_t>> image{"image", "Picture"};
  static constexpr Out<Labels> labels{"labels", "Labels"};
  PIPELINE_INTERFACE(image, labels)
  void run(const Call<Mislabels>& call) const {
    const auto from = call[image];
    const auto to = call.make_labels<uint8_t>(labels, from.width(), from.height(), 2);
    for (int y = 0; y < from.height(); ++y) std::fill_n(to.row(y), from.width(), uint8_t{7});
    for (uint32_t i = 0; i < 2; ++i) to.set_palette(i, {0, 0, 0, 1});
  }
};

}  // namespace

PIPELINE_STAGE(refuses, Refuses)
PIPELINE_STAGE(silent, Silent)
PIPELINE_STAGE(tall, Tall)
PIPELINE_STAGE(picky, Picky)
PIPELINE_STAGE(odd, Odd)
PIPELINE_STAGE(limit, Limit)
PIPELINE_STAGE(foretells, Foretells)
PIPELINE_STAGE(mislabels, Mislabels)
