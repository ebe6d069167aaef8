// SPDX-License-Identifier: Apache-2.0
// Outputs that are views into an input, labels and paths.
#include <pipeline/stage.hpp>

#include <algorithm>

namespace {

using namespace pipeline;

struct Crop {
  static constexpr Stage stage{"kinds.crop", "1.0.0",
                               "Without the outermost pixels; copies nothing."};
  static constexpr In<AnyImage> image{"image", "Picture of at least 3 x 3 pixels"};
  static constexpr Out<AnyImage> out{.name = "image", .doc = "Its inside", .as_input = &image};
  PIPELINE_INTERFACE(image, out)
  void run(const Call<Crop>& call) const {
    pipeline_image raw = call[image].raw();
    if (raw.width < 3 || raw.height < 3)
      throw Error(PIPELINE_BAD_ARGUMENT, "nothing would be left");
    if (raw.sample != PIPELINE_U8) throw Error(PIPELINE_UNSUPPORTED, "only 8 bits");
    raw.pixels = static_cast<uint8_t*>(raw.pixels) + raw.stride + static_cast<size_t>(raw.channels);
    raw.width -= 2, raw.height -= 2;
    call.forward(out, AnyImage(raw));
  }
};

struct Plain {
  static constexpr Stage stage{"kinds.plain", "1.0.0", "A grey square of one brightness."};
  static constexpr In<Number> number{"number", "Brightness, 0 to 255"};
  static constexpr Out<Image<uint8_t>> image{
      .name = "image", .doc = "The square", .format = {.channels = PIPELINE_CHANNELS(1)}};
  static constexpr Param<int> side{"side", "Its width and height", 16, 1, 4096};
  PIPELINE_INTERFACE(number, image, side)
  void run(const Call<Plain>& call) const {
    const auto to = call.make(image, call[side], call[side], 1);
    for (int y = 0; y < to.height(); ++y) {
      std::fill_n(to.row(y), to.width(), static_cast<uint8_t>(call[number]));
    }
  }
};

struct Field {
  static constexpr Stage stage{"kinds.field", "1.0.0", "Two channels that are no colours."};
  static constexpr In<Number> number{"number", "The first channel; the second is its half"};
  static constexpr Out<AnyImage> image{
      .name = "image", .doc = "2 x 2 pixels of f32", .format = {PIPELINE_F32}};
  PIPELINE_INTERFACE(number, image)
  void run(const Call<Field>& call) const {
    pipeline_image shape{};
    shape.width = shape.height = 2;
    shape.channels = 2;
    shape.sample = PIPELINE_F32;
    shape.colour = PIPELINE_COLOUR_DATA;
    shape.alpha = PIPELINE_ALPHA_NONE;
    const auto to = call.make(image, shape).as<float>();
    for (int y = 0; y < 2; ++y) {
      for (int x = 0; x < 2; ++x) {
        to.row(y)[2 * x] = static_cast<float>(call[number]);
        to.row(y)[2 * x + 1] = static_cast<float>(call[number] / 2);
      }
    }
  }
};

struct Split {
  static constexpr Stage stage{"kinds.split", "1.0.0", "Two labels: dark and bright."};
  static constexpr In<Image<uint8_t>> image{"image", "Picture"};
  static constexpr Out<Labels> labels{"labels", "0 dark, 1 bright"};
  PIPELINE_INTERFACE(image, labels)
  void run(const Call<Split>& call) const {
    const auto from = call[image];
    const auto to = call.make_labels<uint32_t>(labels, from.width(), from.height(), 2);
    to.set_palette(0, Colour::from_u8(0, 0, 0));
    to.set_palette(1, Colour::from_u8(255, 255, 255));
    for (int y = 0; y < from.height(); ++y) {
      for (int x = 0; x < from.width(); ++x) to.row(y)[x] = *from.pixel(x, y) >= 128;
    }
  }
};

// One path of every verb, with stroke, gradient and even-odd.
struct Shapes {
  static constexpr Stage stage{"kinds.shapes", "1.0.0", "A path of every verb."};
  static constexpr Out<Paths> paths{"paths", "Two paths"};
  PIPELINE_INTERFACE(paths)
  void run(const Call<Shapes>& call) const {
    PathBuilder b(20, 10);
    const pipeline_stop stops[] = {{0, {1, 0, 0, 1}}, {1, {0, 0, 1, 0.5F}}};
    Paint first{.fill = Colour::from_u8(255, 0, 0), .fill_rule = PIPELINE_EVEN_ODD};
    first.gradient = b.radial_gradient(5, 5, 4, 5, 4, stops);
    b.begin(first);
    b.move(1, 1), b.line(2, 1), b.quad(3, 1, 3, 2), b.cubic(3, 3, 2, 4, 1, 4);
    b.arc(2, 1, 30, false, true, 1, 2), b.close(), b.ellipse(5, 5, 2, 1, 45);
    b.begin({.stroke = Colour::from_u8(0, 0, 0),
             .stroke_width = 2.5F,
             .stroke_cap = PIPELINE_CAP_ROUND,
             .stroke_join = PIPELINE_JOIN_BEVEL,
             .label = 7});
    b.move(0, 0), b.line(20, 10);
    call.emit(paths, b);
  }
};

}  // namespace

PIPELINE_STAGE(crop, Crop)
PIPELINE_STAGE(plain, Plain)
PIPELINE_STAGE(field, Field)
PIPELINE_STAGE(split, Split)
PIPELINE_STAGE(shapes, Shapes)
