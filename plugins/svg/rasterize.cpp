// SPDX-License-Identifier: Apache-2.0
#include <pipeline/stage.hpp>

#include <algorithm>
#include <cmath>
#include <string>

#include "plugins/svg/rasterize/check.hpp"
#include "plugins/svg/rasterize/draw.hpp"

namespace {

using namespace pipeline;

constexpr int automatic = 0;
constexpr const char* side_words[] = {"auto"};
constexpr int64_t side_values[] = {automatic};
constexpr int most = 32767;  // pixels a side, cairo's limit

// A row of premultiplied 0xAARRGGBB as straight RGBA, or as RGB.
void straighten(const uint32_t* from, int width, int channels, uint8_t* to) {
  for (int x = 0; x < width; ++x, to += channels) {
    const uint32_t alpha = from[x] >> 24;
    for (int c = 0; c < 3; ++c) {
      const uint32_t v = from[x] >> (16 - 8 * c) & 255;
      to[c] =
          static_cast<uint8_t>(alpha ? std::min<uint32_t>(255, (v * 255 + alpha / 2) / alpha) : 0);
    }
    if (channels == 4) to[3] = static_cast<uint8_t>(alpha);
  }
}

struct Rasterize {
  // Not PURE: fonts, and the library's version, count.
  static constexpr Stage stage{"svg.rasterize", "1.0.0", "Draws an SVG document, with librsvg.",
                               PIPELINE_STAGE_REENTRANT};
  static constexpr In<Bytes> document{
      .name = "document",
      .doc = "SVG, UTF-8, not compressed; it never loads another file",
      .media_type = "image/svg+xml"};
  static constexpr Out<Image<uint8_t>> image{
      "image",
      "RGBA; RGB where the background is opaque",
      {.channels = PIPELINE_CHANNELS(3) | PIPELINE_CHANNELS(4),
       .colours = PIPELINE_COLOUR_SRGB,
       .alphas = PIPELINE_ALPHA_NONE | PIPELINE_ALPHA_STRAIGHT}};
  static constexpr Param<int> width{"width",
                                    "Width to reach; auto: by scale, else as the height changes",
                                    automatic,
                                    1,
                                    most,
                                    "px",
                                    PIPELINE_PARAM_PIXELS,
                                    side_words,
                                    side_values,
                                    1};
  static constexpr Param<int> height{"height",
                                     "Height to reach; auto: by scale, else as the width changes",
                                     automatic,
                                     1,
                                     most,
                                     "px",
                                     PIPELINE_PARAM_PIXELS,
                                     side_words,
                                     side_values,
                                     1};
  static constexpr Param<double> scale{"scale",
                                       "Factor on the document's own size (CSS pixels, 96 dpi) for "
                                       "sides that are auto; 0: not given",
                                       0, 0, 1e6};
  static constexpr Param<Colour> background{"background", "What it is drawn on", {0, 0, 0, 0}};
  static constexpr Param<int> max_pixels{
      "max_pixels", "Refuse to draw more", 67108864, 1, 1073676289, "pixels"};
  static constexpr Param<bool> trusted{
      "trusted",
      "Draw more than shapes, groups and gradients: use, pattern, mask, marker, clipPath, filter, "
      "image, text, style. librsvg bounds neither their time nor their memory, and may crash",
      false};
  PIPELINE_INTERFACE(document, image, width, height, scale, background, max_pixels, trusted)

  explicit Rasterize(const Setup<Rasterize>& setup) : rsvg_(svg::librsvg()) {
    if (setup[width] != automatic && setup[height] != automatic && setup[scale] > 0) {
      throw Error(PIPELINE_BAD_ARGUMENT,
                  "width and height leave nothing to scale: leave one of the three out");
    }
  }
  static std::string lacks() { return svg::absent_librsvg(); }

  void run(const Call<Rasterize>& call) const {
    svg::check_document(call[document], call[trusted]);
    const svg::Drawing drawing(rsvg_, call[document]);
    const auto [columns, rows] = sides(call, drawing);
    const Colour behind = call[background];
    const bool opaque = behind.a >= 1;
    const auto to = call.make(image, columns, rows, opaque ? 3 : 4);
    const auto pixels = drawing.draw(columns, rows, behind);
    call.rows(rows, [&](int64_t y0, int64_t y1) {
      for (int64_t y = y0; y < y1; ++y) {
        straighten(pixels.row(y), to.width(), to.channels(), to.row(y));
      }
    });
  }

 private:
  static std::pair<int, int> sides(const Call<Rasterize>& call, const svg::Drawing& drawing) {
    const int w = call[width], h = call[height];
    if (w != automatic && h != automatic) return checked(call, w, h);
    const svg::Size own = drawing.size();
    const double factor = call[scale] > 0  ? call[scale]
                          : w != automatic ? w / own.width
                          : h != automatic ? h / own.height
                                           : 1;
    return checked(call, w != automatic ? w : own.width * factor,
                   h != automatic ? h : own.height * factor);
  }

  static std::pair<int, int> checked(const Call<Rasterize>& call, double columns, double rows) {
    columns = std::max(1.0, std::floor(columns + 0.5));
    rows = std::max(1.0, std::floor(rows + 0.5));
    const auto text = [](double v) {
      return v < 1e15 ? std::to_string(static_cast<int64_t>(v)) : std::string("over 10^15");
    };
    const std::string size = text(columns) + " x " + text(rows) + " pixels";
    if (!(columns <= most && rows <= most)) {
      throw Error(PIPELINE_BAD_ARGUMENT,
                  "the picture would have " + size + ", and " + std::to_string(most) +
                      " is the most a side can have: give width, height or a smaller scale");
    }
    if (columns * rows > call[max_pixels]) {
      throw Error(PIPELINE_BAD_ARGUMENT,
                  "the picture would have " + size + ", over the limit of " +
                      std::to_string(call[max_pixels]) +
                      "; give width, height or a smaller scale, or raise max_pixels");
    }
    return {static_cast<int>(columns), static_cast<int>(rows)};
  }

  const svg::Librsvg& rsvg_;
};

}  // namespace

PIPELINE_STAGE(rasterize, Rasterize)
