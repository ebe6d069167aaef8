// SPDX-License-Identifier: Apache-2.0
#include <pipeline/stage.hpp>

#include <algorithm>
#include <cmath>
#include <string>

#include "plugins/image/resize/half.hpp"
#include "plugins/image/resize/rows.hpp"

namespace {

using namespace pipeline;
using resize::Filter;

constexpr int automatic = 0;
constexpr const char* side_words[] = {"auto"};
constexpr int64_t side_values[] = {automatic};
constexpr const char* filter_names[] = {"nearest",     "box",      "triangle",
                                        "catmull_rom", "mitchell", "lanczos3"};

struct Resize {
  static constexpr Stage stage{"image.resize",
                               "1.0.0",
                               "Makes a picture larger or smaller.",
                               PIPELINE_STAGE_PURE | PIPELINE_STAGE_REENTRANT,
                               40.0,
                               2 << 20};
  static constexpr Format any{PIPELINE_U8 | PIPELINE_U16 | PIPELINE_F32};
  static constexpr In<AnyImage> image{"image", "Any picture", any};
  static constexpr Out<AnyImage> out{
      "image", "The picture in its new size; the input's own pixels where that is its own", any,
      &image};
  static constexpr Param<int> width{"width",
                                    "Width to reach; auto: by scale, else as the height changes",
                                    automatic,
                                    1,
                                    PIPELINE_MAX_SIDE,
                                    "px",
                                    PIPELINE_PARAM_PIXELS,
                                    side_words,
                                    side_values,
                                    1};
  static constexpr Param<int> height{"height",
                                     "Height to reach; auto: by scale, else as the width changes",
                                     automatic,
                                     1,
                                     PIPELINE_MAX_SIDE,
                                     "px",
                                     PIPELINE_PARAM_PIXELS,
                                     side_words,
                                     side_values,
                                     1};
  static constexpr Param<double> scale{
      "scale", "Factor for each side that is auto; 0: not given. Sides are rounded, to 1 at least",
      0, 0, 1e6};
  static constexpr Param<Filter> filter{"filter",
                                        "box: mean over the area that a pixel covers; triangle: "
                                        "bilinear; all but nearest are widened "
                                        "where the picture shrinks, so that nothing aliases",
                                        Filter::lanczos3, filter_names};
  static constexpr Param<bool> linear_light{
      "linear_light",
      "Mix light instead of its sRGB encoding: fine bright detail keeps its brightness. For grey "
      "and sRGB; a linear picture is mixed so anyway, and data as it is",
      false};
  PIPELINE_INTERFACE(image, out, width, height, scale, filter, linear_light)

  explicit Resize(const Setup<Resize>& setup) {
    const int given =
        (setup[width] != automatic) + (setup[height] != automatic) + (setup[scale] > 0 ? 1 : 0);
    if (given == 0) throw Error(PIPELINE_BAD_ARGUMENT, "no size: give width, height or scale");
    if (given == 3) {
      throw Error(PIPELINE_BAD_ARGUMENT,
                  "width and height leave nothing to scale: leave one of the three out");
    }
  }

  void run(const Call<Resize>& call) const {
    const AnyImage from = call[image];
    pipeline_image shape = from.raw();
    shape.width = side(call[width], call[height], call[scale], from.width(), from.height());
    shape.height = side(call[height], call[width], call[scale], from.height(), from.width());
    if (shape.width == from.width() && shape.height == from.height()) {
      return call.forward(out, from);
    }
    const bool encoded =
        from.colour() == PIPELINE_COLOUR_GREY || from.colour() == PIPELINE_COLOUR_SRGB;
    if (call[linear_light] && from.colour() == PIPELINE_COLOUR_OKLAB) {
      throw Error(PIPELINE_BAD_ARGUMENT,
                  "a picture in OKLab has no light to mix: leave linear_light out, or put "
                  "image.convert with colour: linear before");
    }
    const pipeline_image to = call.make(out, shape).raw();
    const int64_t rows_per_chunk = std::clamp(to.height / 16, 1, 16);
    if (call[filter] == Filter::nearest) {
      return call.parallel_for(0, to.height, rows_per_chunk, [&](int64_t y0, int64_t y1) {
        resize::nearest_rows(from.raw(), to, y0, y1);
      });
    }
    if (call[filter] == Filter::box && can_halve(from, to) && !call[linear_light]) {
      return call.parallel_for(0, to.height, rows_per_chunk, [&](int64_t y0, int64_t y1) {
        resize::half_rows(from.raw(), to, y0, y1);
      });
    }
    const resize::Resizer resizer(from.raw(), to, call[filter], call[linear_light] && encoded);
    call.parallel_for(0, to.height, rows_per_chunk,
                      [&](int64_t y0, int64_t y1) { resizer.rows(y0, y1); });
  }

  static bool can_halve(const AnyImage& from, const pipeline_image& to) {
    return from.sample() == PIPELINE_U8 && from.alpha() != PIPELINE_ALPHA_STRAIGHT &&
           from.width() == 2 * to.width && from.height() == 2 * to.height;
  }

  // One side: as asked, else by scale, else so that the aspect ratio is kept.
  static int32_t side(int asked, int other_asked, double factor, int32_t own, int32_t other) {
    if (asked != automatic) return asked;
    const double exact = factor > 0 ? own * factor : static_cast<double>(own) * other_asked / other;
    const double rounded = std::max(1.0, std::floor(exact + 0.5));
    if (rounded <= PIPELINE_MAX_SIDE) return static_cast<int32_t>(rounded);
    throw Error(PIPELINE_BAD_ARGUMENT,
                "a side of " + std::to_string(own) + " pixels would become " +
                    std::to_string(static_cast<int64_t>(rounded)) + ", and " +
                    std::to_string(PIPELINE_MAX_SIDE) + " is the most: scale less");
  }
};

}  // namespace

PIPELINE_STAGE(resize, Resize)
