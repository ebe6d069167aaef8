// SPDX-License-Identifier: Apache-2.0
// Pictures of flat areas (icons, logos, screenshots, line art): the palette is what the areas are
// painted with, and the blended pixels between two areas belong to the nearer one, so that no
// blend becomes a colour of its own. Where noise or compression has worn such a picture, areas are
// looked for in a smoothed copy; where the picture was enlarged, in the small one. A picture that
// is not so goes to k-means.
#include <pipeline/stage.hpp>

#include <algorithm>
#include <cstring>
#include <utility>

#include "plugins/common/enlargement/reduced.hpp"
#include "plugins/quantize/common/deliver.hpp"
#include "plugins/quantize/flat/complete.hpp"
#include "plugins/quantize/flat/enlarged.hpp"
#include "plugins/quantize/flat/faint.hpp"
#include "plugins/quantize/flat/gradients.hpp"
#include "plugins/quantize/flat/missed.hpp"
#include "plugins/quantize/flat/modes.hpp"
#include "plugins/quantize/flat/patches.hpp"
#include "plugins/quantize/flat/shading.hpp"
#include "plugins/quantize/flat/slivers.hpp"
#include "plugins/quantize/flat/smooth.hpp"
#include "plugins/quantize/flat/thin.hpp"
#include "plugins/quantize/flat/wear.hpp"
#include "plugins/quantize/kmeans/palette.hpp"

namespace {

using namespace pipeline;

constexpr int automatic = -1;
constexpr const char* colors_words[] = {"auto"};
constexpr int64_t colors_values[] = {automatic};
constexpr int usual_colours = 16;

// What has more of that and is crowded less than this is a photograph.
constexpr float much_noise = 6, crowded = 0.4F;
// A picture with less noise than that has no marks of compression.
constexpr float hardly_any = 0.3F;
// The palette comes from rows with about so many pixels.
constexpr int64_t enough_pixels = 1 << 19;
// Gradients over less of a picture may be an accident.
constexpr double a_little = 0.04;
// A picture of which less than one in so many pixels is flat is looked at no further.
constexpr int64_t few_flat = 8;

struct Flat {
  static constexpr Stage stage{
      "quantize.flat",
      "1.1.0",
      "The colours of flat areas, blends given to the areas beside them; k-means for other "
      "pictures.",
      PIPELINE_STAGE_PURE | PIPELINE_STAGE_REENTRANT,
      28.0,
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
  static constexpr Param<bool> gradients{"gradients",
                                         "An area with a linear or radial gradient gets one label, "
                                         "its colour in the palette the mean: "
                                         "for stages that draw gradients, as paths.trace does",
                                         false};
  PIPELINE_INTERFACE(image, labels, painted, colors, unexplained, gradients)

  void run(const Call<Flat>& call) const {
    const auto picture = call[image];
    quantize::require_known_layout(picture);
    // What was enlarged is looked at as it was before.
    const auto reduced = enlargement::find_reduced(picture);
    if (reduced && paint_reduced(call, *reduced)) return;
    if (!paint_flat(call, picture)) paint_other(call, picture);
  }

 private:
  static bool paint_reduced(const Call<Flat>& call, const enlargement::Reduced& reduced) {
    const auto picture = reduced.image();
    if (!reduced.has_few_colours()) return paint_flat(call, picture);
    const quantize::PackedPicture packed = quantize::pack_picture(call, picture);
    return paint_exactly(call, picture, packed, quantize::all_colours(packed, crisp_colours(call)));
  }

  static bool paint_flat(const Call<Flat>& call, const Image<const uint8_t>& picture) {
    const quantize::PackedPicture packed = quantize::pack_picture(call, picture);
    const quantize::Wear wear = quantize::measure_wear(picture);
    const bool is_photograph = wear.noise > much_noise && wear.crowded < crowded;
    if (call[gradients] && !is_photograph) {
      const quantize::GradientAreas areas = quantize::find_gradients(call, packed);
      if (areas.cover() >= a_little && !is_worn(packed, areas) &&
          paint_areas(call, picture, packed, packed, areas, quantize::Tolerances(0, false)))
        return true;
    }
    if (wear.noise > quantize::little_noise && paint_shaded(call, picture, packed)) return true;
    if (is_photograph) return false;
    if (paint_crisp(call, picture, packed)) return true;
    if (wear.noise <= quantize::little_noise || wear.crowded < crowded)
      return paint_areas(call, picture, packed, packed, {},
                         quantize::Tolerances(0, wear.noise > hardly_any));
    return paint_areas(call, picture, packed, quantize::smooth_areas(call, packed, wear.noise), {},
                       quantize::Tolerances(wear.noise, true));
  }

  // A scanned or photographed page as if its ground were lit evenly.
  static bool paint_shaded(const Call<Flat>& call, const Image<const uint8_t>& picture,
                           const quantize::PackedPicture& packed) {
    const auto shading = quantize::find_shading(packed);
    if (!shading) return false;
    const quantize::PackedPicture level = quantize::without_shading(call, packed, *shading);
    const quantize::Wear wear = quantize::measure_wear(as_image(level));
    if (wear.noise <= quantize::little_noise || wear.crowded < crowded) return false;
    quantize::Tolerances tolerances(wear.noise, true);
    tolerances.page = true;
    return paint_areas(call, picture, packed, quantize::smooth_areas(call, level, wear.noise), {},
                       tolerances);
  }

  static Image<const uint8_t> as_image(const quantize::PackedPicture& picture) {
    pipeline_image raw{};
    raw.pixels = const_cast<uint32_t*>(picture.pixels.data());
    raw.stride = static_cast<size_t>(picture.width) * sizeof(uint32_t);
    raw.width = picture.width, raw.height = picture.height, raw.channels = 4;
    return Image<const uint8_t>(raw);
  }

  // Compression leaves small gradients in a picture, and marks elsewhere. Where there is little
  // else than gradients, that does not show.
  static bool is_worn(const quantize::PackedPicture& picture,
                      const quantize::GradientAreas& areas) {
    constexpr double nearly_all = 0.9;
    if (areas.cover() > nearly_all) return false;
    quantize::PackedPicture level = picture;
    for (size_t i = 0; i < level.pixels.size(); ++i) {
      if (areas.owns(i)) level.pixels[i] = areas.means[areas.owner[i]];
    }
    return quantize::measure_wear(as_image(level)).noise > quantize::little_noise;
  }

  // A picture of few colours and no blends keeps all of them, however seldom they are.
  static bool paint_crisp(const Call<Flat>& call, const Image<const uint8_t>& picture,
                          const quantize::PackedPicture& packed) {
    return paint_exactly(call, picture, packed,
                         quantize::crisp_palette(packed, crisp_colours(call)));
  }

  static size_t crisp_colours(const Call<Flat>& call) {
    return static_cast<size_t>(call[colors] == automatic ? usual_colours
                                                         : std::min(call[colors], usual_colours));
  }

  // The palette holds all colours, or none.
  static bool paint_exactly(const Call<Flat>& call, const Image<const uint8_t>& picture,
                            const quantize::PackedPicture& packed,
                            const std::vector<uint32_t>& palette) {
    if (palette.empty()) return false;
    std::vector<uint8_t> found;
    found.reserve(packed.pixels.size());
    for (const uint32_t colour : packed.pixels) {
      found.push_back(static_cast<uint8_t>(std::find(palette.begin(), palette.end(), colour) -
                                           palette.begin()));
    }
    emit(call, picture, palette, std::move(found));
    return true;
  }

  // looked_at: the picture itself or a smoothed copy.
  static bool paint_areas(const Call<Flat>& call, const Image<const uint8_t>& picture,
                          const quantize::PackedPicture& packed,
                          const quantize::PackedPicture& looked_at,
                          const quantize::GradientAreas& areas,
                          const quantize::Tolerances& tolerances) {
    const bool worn = tolerances.noise > 0;
    const auto pixels = static_cast<int64_t>(packed.pixels.size());
    const int every = worn || areas.count() > 0
                          ? 1
                          : static_cast<int>((pixels + enough_pixels - 1) / enough_pixels);
    std::vector<uint8_t> flat = quantize::find_flat(call, looked_at, tolerances.flat_steps, every);
    const auto owned = set_owned(areas, 0, flat);
    if ((owned + std::count(flat.begin(), flat.end(), 1) * every) * few_flat < pixels) return false;
    auto palette = worn ? quantize::flat_modes(
                              looked_at, flat,
                              quantize::find_flat(call, looked_at, 4 * tolerances.flat_steps, 1),
                              tolerances.apart, tolerances.strange)
                        : quantize::flat_palette(looked_at, flat, tolerances.apart);
    if (palette.empty() && areas.count() == 0) return false;
    // Beside gradients there may be areas that are none, be it in bands.
    if (areas.count() == 0 &&
        !quantize::palette_fits(looked_at, flat, palette, tolerances.near, every))
      return false;
    const auto most_colours = static_cast<size_t>(
        call[colors] == automatic ? quantize::most_flat_colours
                                  : std::min(call[colors], quantize::most_flat_colours));
    if (palette.size() + areas.count() > most_colours) return false;
    if (every > 1) flat = quantize::find_flat(call, looked_at, tolerances.flat_steps, 1);
    set_owned(areas, 1, flat);
    if (!worn) {
      const size_t of_areas = palette.size();
      quantize::add_thin_colours(call, packed, flat, most_colours - areas.count(), palette);
      if (tolerances.marks) quantize::remove_ringing(palette, of_areas);
    }
    palette.insert(palette.begin(), areas.means.begin(), areas.means.end());
    // Of a page's strokes, what is not flat is paler than the ink.
    std::vector<uint8_t> in_areas = tolerances.page ? flat : std::vector<uint8_t>{};
    const std::vector<uint8_t> all_flat = flat;
    auto found =
        quantize::label_completely(call, looked_at, areas, tolerances, most_colours, flat, palette);
    const auto most =
        static_cast<size_t>((call[unexplained] + tolerances.part) * static_cast<double>(pixels));
    if (found.labels.empty() || found.unexplained.places.size() > most) return false;
    const auto tidy = [&](std::vector<uint8_t>& labels) {
      quantize::remove_slivers(looked_at, flat,
                               quantize::LocalColours(areas, palette, packed.width), labels);
      if (worn) quantize::absorb_patches(looked_at, palette, tolerances.unexplained, labels);
    };
    tidy(found.labels);
    if (!tolerances.page)
      quantize::add_missed(call, looked_at, areas, tolerances, most_colours, all_flat, tidy, flat,
                           palette, found.labels);
    if (worn) {
      if (tolerances.page) {
        quantize::keep_near(looked_at, found.labels, palette, tolerances.apart, in_areas);
        quantize::settle_colours(packed, in_areas, found.labels, palette);
        quantize::part_faint_strokes(looked_at, tolerances.apart, most_colours, found.labels,
                                     palette);
      } else {
        quantize::settle_colours(packed, flat, found.labels, palette);
      }
    }
    keep_clear(packed, areas.count(), palette, found.labels);
    emit(call, picture, palette, std::move(found.labels));
    return true;
  }

  // Fully transparent pixels that look like the end of a gradient have the label of clear ground.
  static void keep_clear(const quantize::PackedPicture& packed, size_t gradients,
                         const std::vector<uint32_t>& palette, std::vector<uint8_t>& found) {
    if (gradients == 0) return;
    const auto clear = std::find_if(palette.begin() + static_cast<std::ptrdiff_t>(gradients),
                                    palette.end(), [](uint32_t c) { return c >> 24 == 0; });
    if (clear == palette.end()) return;
    const auto label = static_cast<uint8_t>(clear - palette.begin());
    for (size_t i = 0; i < found.size(); ++i) {
      if (packed.pixels[i] >> 24 == 0 && found[i] < gradients) found[i] = label;
    }
  }

  // Whether the pixels of gradients count as flat; how many there are.
  static int64_t set_owned(const quantize::GradientAreas& areas, uint8_t to,
                           std::vector<uint8_t>& flat) {
    int64_t count = 0;
    for (size_t i = 0; i < areas.owner.size(); ++i) {
      if (!areas.owns(i)) continue;
      flat[i] = to;
      ++count;
    }
    return count;
  }

  // looked_at: the picture itself, or that which it was enlarged from.
  static void emit(const Call<Flat>& call, const Image<const uint8_t>& looked_at,
                   const std::vector<uint32_t>& palette, std::vector<uint8_t> found) {
    const auto picture = call[image];
    const int width = picture.width(), height = picture.height();
    if (looked_at.width() != width) {
      found = quantize::enlarge_labels(found, looked_at.width(), looked_at.height(), width, height);
    }
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
