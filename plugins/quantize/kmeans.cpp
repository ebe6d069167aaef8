// SPDX-License-Identifier: Apache-2.0
// k-means: the palette that makes the summed squared error small. Runs on every colour of the
// picture with its count where they are few, else on a stratified sample of its pixels; every pixel
// then goes to its nearest palette colour. What squared error, see space.hpp.
#include <pipeline/stage.hpp>

#include "plugins/quantize/common/deliver.hpp"
#include "plugins/quantize/kmeans/palette.hpp"

namespace {

using namespace pipeline;

constexpr const char* space_names[] = {"srgb", "linear", "oklab"};
constexpr int automatic = 0;
constexpr const char* auto_word[] = {"auto"};
constexpr int64_t auto_value[] = {automatic};

struct Kmeans {
  static constexpr Stage stage{"quantize.kmeans",
                               "1.3.0",
                               "The palette with the least squared error, by k-means.",
                               PIPELINE_STAGE_PURE | PIPELINE_STAGE_REENTRANT,
                               8.0,
                               32 << 20};
  static constexpr auto image = quantize::image_port;
  static constexpr auto labels = quantize::labels_port;
  static constexpr auto painted = quantize::painted_port;
  static constexpr Param<int> colors{
      "colors",
      "Colours at most, a transparent one included; a picture that has no more keeps exactly its "
      "own. auto: the fewest that keep within auto_error",
      16,
      2,
      256,
      nullptr,
      0,
      auto_word,
      auto_value,
      1};
  static constexpr Param<quantize::Space> space{
      "space",
      "Where the squared error is measured: encoded values, light, or a space of even perception",
      quantize::Space::srgb, space_names};
  static constexpr Param<double> auto_error{
      "auto_error",
      "colors: auto: the root mean squared distance of pixels to their colours, white to black "
      "along each axis being 255. Measured on a sample and before colours are rounded: of all "
      "pixels it may be up to 1 % more",
      10, 0, 255};
  static constexpr Param<int> auto_ceiling{"auto_ceiling", "colors: auto: no more than these", 64,
                                           2, 256};
  static constexpr Param<int> seed{"seed",
                                   "Another number starts from other random colours",
                                   1,
                                   0,
                                   2147483647,
                                   nullptr,
                                   PIPELINE_PARAM_ADVANCED};
  static constexpr Param<int> max_iterations{
      "max_iterations",
      "Cap on the final refining steps; normally the tolerance ends them",
      100,
      1,
      10000,
      nullptr,
      PIPELINE_PARAM_ADVANCED};
  static constexpr Param<double> tolerance{
      "tolerance",
      "Refining ends when a step lowers the squared error by no more than this part of it",
      3e-4,
      0,
      1,
      nullptr,
      PIPELINE_PARAM_ADVANCED};
  PIPELINE_INTERFACE(image, labels, painted, colors, space, auto_error, auto_ceiling, seed,
                     max_iterations, tolerance)

  void run(const Call<Kmeans>& call) const {
    const auto picture = call[image];
    quantize::require_known_layout(picture);
    quantize::deliver(call, picture, call[space], palette_of(call, picture));
  }

  static quantize::Palette palette_of(const Call<Kmeans>& call,
                                      const Image<const uint8_t>& picture) {
    quantize::FitSettings settings{call[space],     call[colors], call[seed],  call[max_iterations],
                                   call[tolerance], false,        std::nullopt};
    if (settings.colors == automatic) {
      settings.colors = call[auto_ceiling];
      settings.error = call[auto_error];
    }
    return quantize::kmeans_palette(call, picture, settings);
  }
};

}  // namespace

PIPELINE_STAGE(kmeans, Kmeans)
