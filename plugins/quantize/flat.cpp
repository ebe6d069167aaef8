// SPDX-License-Identifier: Apache-2.0
// Pictures of flat areas (icons, logos, screenshots, line art): the palette is what the areas are
// painted with, and the blended pixels between two areas belong to the nearer one, so that no
// blend becomes a colour of its own. A picture that is not so goes to k-means.
#include <pipeline/stage.hpp>

#include <algorithm>
#include <cstring>

#include "deliver.hpp"
#include "flat_label.hpp"
#include "flat_slivers.hpp"
#include "flat_thin.hpp"
#include "kmeans_palette.hpp"

namespace {

using namespace pipeline;

constexpr int automatic = -1;
constexpr const char* colors_words[] = {"auto"};
constexpr int64_t colors_values[] = {automatic};
constexpr int usual_colours = 16;

// Neighbours of a flat pixel differ from it by no more than this in any channel.
constexpr int flat_steps = 3;
// Palette colours are at least so far from one another, in steps of 8 bits.
constexpr float colours_apart = 14;
// The palette comes from rows with about so many pixels.
constexpr int64_t enough_pixels = 1 << 19;
// So many colours of strokes without flat pixels are looked for.
constexpr int most_missing = 6;
// A picture of which less than one in so many pixels is flat is looked at no further.
constexpr int64_t few_flat = 8;

struct Flat {
  static constexpr Stage stage{
      "quantize.flat",
      "1.0.0",
      "The colours of flat areas, blends given to the areas beside them; k-means for other "
      "pictures.",
      PIPELINE_STAGE_PURE | PIPELINE_STAGE_REENTRANT,
      16.0,
      24 << 20};
  static constexpr auto image = quantize::image_port;
  static constexpr auto labels = quantize::labels_port;
  static constexpr auto painted = quantize::painted_port;
  static constexpr Param<int> colors{
      "colors",
      "Colours at most; auto: all of a flat picture, up to 64, and 16 of another one",
      automatic,
      2,
      256,
      nullptr,
      0,
      colors_words,
      colors_values,
      1};
  static constexpr Param<double> unexplained{
      "unexplained",
      "A picture is flat when at most this part of its pixels is neither near a colour of the "
      "palette nor a blend of two colours beside it",
      0.05,
      0,
      1,
      nullptr,
      PIPELINE_PARAM_ADVANCED};
  PIPELINE_INTERFACE(image, labels, painted, colors, unexplained)

  void run(const Call<Flat>& call) const {
    const auto picture = call[image];
    quantize::require_known_layout(picture);
    if (!paint_flat(call, picture)) paint_other(call, picture);
  }

 private:
  // Thin strokes of a colour that the palette does not have; the marks of JPEG are no strokes.
  static bool lacks_colour(const quantize::Unexplained& unexplained) {
    constexpr size_t few = 24;
    return unexplained.colours.size() > few &&
           3 * unexplained.line_pixels > unexplained.colours.size();
  }

  static bool paint_flat(const Call<Flat>& call, const Image<const uint8_t>& picture) {
    const quantize::PackedPicture packed = quantize::pack_picture(call, picture);
    const auto pixels = static_cast<int64_t>(packed.pixels.size());
    const auto every = static_cast<int>((pixels + enough_pixels - 1) / enough_pixels);
    std::vector<uint8_t> flat = quantize::find_flat(call, packed, flat_steps, every);
    if (std::count(flat.begin(), flat.end(), 1) * few_flat * every < pixels) return false;
    auto palette = quantize::flat_palette(packed, flat, colours_apart);
    if (palette.empty() || !quantize::palette_fits(packed, flat, palette, every)) return false;
    if (call[colors] != automatic && palette.size() > static_cast<size_t>(call[colors]))
      return false;
    if (every > 1) flat = quantize::find_flat(call, packed, flat_steps, 1);
    const auto most_colours = static_cast<size_t>(
        call[colors] == automatic ? quantize::most_flat_colours
                                  : std::min(call[colors], quantize::most_flat_colours));
    quantize::add_thin_colours(call, packed, flat, most_colours, palette);
    const auto most = static_cast<size_t>(call[unexplained] * static_cast<double>(pixels));
    auto found = quantize::label_flat(call, packed, flat, palette, colours_apart);
    for (int i = 0; i < most_missing && !found.labels.empty() && lacks_colour(found.unexplained);
         ++i) {
      const auto colour = quantize::missing_colour(found.unexplained.colours, palette);
      if (!colour || palette.size() == most_colours) break;
      palette.push_back(*colour);
      found = quantize::label_flat(call, packed, flat, palette, colours_apart);
    }
    if (found.labels.empty() || found.unexplained.colours.size() > most) return false;
    quantize::remove_slivers(packed, flat, palette, found.labels);
    emit(call, picture, palette, found.labels);
    return true;
  }

  static void emit(const Call<Flat>& call, const Image<const uint8_t>& picture,
                   const std::vector<uint32_t>& palette, const std::vector<uint8_t>& found) {
    const int width = picture.width(), height = picture.height();
    const auto map =
        call.make_labels<uint8_t>(labels, width, height, static_cast<uint32_t>(palette.size()));
    std::array<quantize::Rgba, quantize::most_flat_colours> colours{};
    for (uint32_t i = 0; i < palette.size(); ++i) {
      colours[i] = straight(palette[i]);
      map.set_palette(i, Colour::from_u8(colours[i].r, colours[i].g, colours[i].b, colours[i].a));
    }
    const auto out = call.make_like(painted, picture);
    call.rows(height, [&](int64_t y0, int64_t y1) {
      for (int64_t y = y0; y < y1; ++y) {
        const uint8_t* from = found.data() + y * width;
        std::copy(from, from + width, map.row(y));
        out.channels() == 3 ? paint_row<3>(from, width, colours.data(), out.row(y))
                            : paint_row<4>(from, width, colours.data(), out.row(y));
      }
    });
  }

  template <int Channels>
  static void paint_row(const uint8_t* labels, int width, const quantize::Rgba* colours,
                        uint8_t* to) {
    for (int x = 0; x < width; ++x) std::memcpy(to + Channels * x, &colours[labels[x]], Channels);
  }

  static quantize::Rgba straight(uint32_t packed) {
    const quantize::Rgba c = quantize::unpack(packed);
    if (c.a == 0) return quantize::transparent;
    const auto scaled = [&](uint32_t v) {
      return static_cast<uint8_t>(std::min<uint32_t>(255, (v * 255 + c.a / 2U) / c.a));
    };
    return {scaled(c.r), scaled(c.g), scaled(c.b), c.a};
  }

  // By k-means, as quantize.kmeans does unless told otherwise.
  static void paint_other(const Call<Flat>& call, const Image<const uint8_t>& picture) {
    const int wanted = call[colors] == automatic ? usual_colours : call[colors];
    const quantize::FitSettings settings{quantize::Space::srgb, wanted, 1, 100, 3e-4, false, {}};
    quantize::deliver(call, picture, settings.space,
                      quantize::kmeans_palette(call, picture, settings));
  }
};

}  // namespace

PIPELINE_STAGE(flat, Flat)
