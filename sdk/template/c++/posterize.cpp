// The stage acme.posterize: each colour channel in a few levels.
#include <pipeline/stage.hpp>

#include <array>
#include <cstdint>

namespace {

using namespace pipeline;

// The range 0..255 in `levels` parts of one size; each part becomes one value, the first 0, the
// last 255. This is the algorithm: the line to change.
uint8_t in_levels(int value, int levels) {
  const int part = value * levels / 256;
  return static_cast<uint8_t>((part * 255 + (levels - 1) / 2) / (levels - 1));
}

struct PosterizeStage {
  // What `pipeline describe` shows. A stage whose output changes raises its version. The numbers
  // are its memory: 4 bytes a pixel at most (4 channels), and 1 MiB for the ends of rows.
  static constexpr Stage stage{"acme.posterize",
                               "1.0.0",
                               "Each colour channel in a few levels.",
                               PIPELINE_STAGE_PURE | PIPELINE_STAGE_REENTRANT,
                               4.0,
                               1 << 20};
  // 8-bit pictures of any colour space; premultiplied alpha would end up below its colours.
  static constexpr In<Image<uint8_t>> image{
      "image", "Picture", {.alphas = PIPELINE_ALPHA_NONE | PIPELINE_ALPHA_STRAIGHT}};
  static constexpr Out<Image<uint8_t>> out{
      .name = "image", .doc = "In few levels; alpha as it is", .as_input = &image};
  static constexpr Param<int> levels{"levels", "Levels of each channel", 4, 2, 256};
  PIPELINE_INTERFACE(image, out, levels)

  // Once for a run: what all pictures need. The host has checked the parameters.
  explicit PosterizeStage(const Setup<PosterizeStage>& setup) {
    for (int value = 0; value < 256; ++value) {
      table_[static_cast<size_t>(value)] = in_levels(value, setup[levels]);
    }
  }

  // Once for each picture, on any thread. rows() shares the work out among the host's threads.
  void run(const Call<PosterizeStage>& call) const {
    const auto from = call[image];
    const auto to = call.make_like(out, from);
    const int channels = from.channels(), colours = channels - (from.has_alpha() ? 1 : 0);
    call.rows(from.height(), [&](int64_t y0, int64_t y1) {
      for (int64_t y = y0; y < y1; ++y) {
        for (int x = 0; x < from.width(); ++x) {
          const uint8_t* s = from.pixel(x, y);
          uint8_t* d = to.pixel(x, y);
          for (int c = 0; c < channels; ++c) d[c] = c < colours ? table_[s[c]] : s[c];
        }
      }
    });
  }

 private:
  std::array<uint8_t, 256> table_;
};

}  // namespace

PIPELINE_STAGE(posterize, PosterizeStage)
