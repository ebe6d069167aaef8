// SPDX-License-Identifier: Apache-2.0
// Numbers: made, added, and summed over an image with a reduction kept per chunk.
#include <pipeline/stage.hpp>

#include <vector>

namespace {

using namespace pipeline;

struct MakeNumber {
  static constexpr Stage stage{"kinds.number", "1.0.0", "A number."};
  static constexpr Out<Number> number{"number", "The number"};
  static constexpr Param<double> value{"value", "The number", 1, -1e9, 1e9};
  PIPELINE_INTERFACE(number, value)
  void run(const Call<MakeNumber>& call) const { call.emit(number, call[value]); }
};

struct Add {
  static constexpr Stage stage{"kinds.add", "1.0.0", "Adds two numbers."};
  static constexpr In<Number> a{"a", "A number"};
  static constexpr In<Number> b{.name = "b", .doc = "Another", .optional = true};
  static constexpr Out<Number> sum{"sum", "a + b"};
  static constexpr Param<double> bias{"bias", "Added to it", 0, -1e9, 1e9};
  PIPELINE_INTERFACE(a, b, sum, bias)
  void run(const Call<Add>& call) const {
    call.emit(sum, call[a] + (call.has(b) ? call[b] : 0) + call[bias]);
  }
};

// Float sums depend on their order: only exact chunks folded in order are the same everywhere.
struct Sum {
  static constexpr Stage stage{"kinds.sum", "1.0.0", "Sum of 1 / (1 + sample)."};
  static constexpr In<Image<uint8_t>> image{"image", "Picture"};
  static constexpr Out<Number> sum{"sum", "The sum"};
  PIPELINE_INTERFACE(image, sum)
  void run(const Call<Sum>& call) const {
    const auto from = call[image];
    constexpr int64_t grain = 3;
    std::vector<float> parts(static_cast<size_t>((from.height() + grain - 1) / grain));
    call.parallel_for(0, from.height(), grain, [&](int64_t y0, int64_t y1, uint32_t slot) {
      if (slot >= call.slots()) throw Error(PIPELINE_INTERNAL, "a slot out of bounds");
      float part = 0;
      for (int64_t y = y0; y < y1; ++y) {
        for (int x = 0; x < from.width() * from.channels(); ++x) {
          part += 1.0F / (1.0F + static_cast<float>(from.row(y)[x]));
        }
      }
      parts[static_cast<size_t>(y0 / grain)] = part;
    });
    float total = 0;
    for (const float part : parts) total += part;
    call.emit(sum, static_cast<double>(total));
  }
};

}  // namespace

PIPELINE_STAGE(number, MakeNumber)
PIPELINE_STAGE(add, Add)
PIPELINE_STAGE(sum, Sum)
