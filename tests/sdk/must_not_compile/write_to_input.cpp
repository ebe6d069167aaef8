// SPDX-License-Identifier: Apache-2.0
// An input is read-only. Compiled twice: as it stands it must compile, with MUST_FAIL it must not.
#include <pipeline/stage.hpp>
using namespace pipeline;

struct Writer {
  static constexpr Stage stage{"test.writer", "1.0.0", "Writes where it must not."};
  static constexpr In<Rgb8> image{"image", "Picture"};
  static constexpr Out<Rgb8> out{"image", "Picture"};
  PIPELINE_INTERFACE(image, out)
  void run(const Call<Writer>& call) const {
    const auto to = call.make_like(out, call[image]);
    to.row(0)[0] = 1;
#ifdef MUST_FAIL
    call[image].row(0)[0] = 1;
#endif
  }
};
PIPELINE_PLUGIN("test", "1.0.0", "Test", Writer)
