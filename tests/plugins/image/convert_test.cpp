// SPDX-License-Identifier: Apache-2.0
// image.convert against the definitions written down in double.
#include <cmath>

#include "support/catch.hpp"
#include "support/stage.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

using With = std::map<std::string, Setting>;

template <class T>
constexpr double full = sizeof(T) == 1   ? 255
                        : sizeof(T) == 2 ? 65535
                                         : 1;

Result convert(const host::Value& image, const With& with) {
  return run_stage("image.convert", with, {&image});
}

const pipeline_image& picture_of(const host::Value& value) {
  return *static_cast<const pipeline_image*>(value.view().data);
}

host::Value converted(const host::Value& image, const With& with) {
  Result result = convert(image, with);
  INFO(result.error);
  REQUIRE(result.status == PIPELINE_OK);
  return result.outputs[0];
}

template <class T>
std::vector<T> samples_of(const host::Value& value) {
  const auto view = image_of<T>(value);
  REQUIRE(picture_of(value).sample == detail::sample_of<T>);
  std::vector<T> samples;
  for (int y = 0; y < view.height(); ++y) {
    samples.insert(samples.end(), view.row(y), view.row(y) + view.width() * view.channels());
  }
  return samples;
}

// Every value of T as one row of a grey picture.
template <class T>
host::Value all_greys() {
  std::vector<T> samples;
  for (int v = 0; v <= static_cast<int>(full<T>); ++v) samples.push_back(static_cast<T>(v));
  return make_image(static_cast<int>(samples.size()), 1, 1, samples);
}

template <class T>
std::vector<T> noise(size_t count) {
  std::vector<T> samples(count);
  uint32_t state = 12345;
  for (T& v : samples) {
    state = state * 1664525U + 1013904223U;
    v = std::is_floating_point_v<T> ? static_cast<T>((state >> 8) / 16777216.0)
                                    : static_cast<T>(state >> 16);
  }
  return samples;
}

constexpr int width = 40, height = 37;
template <class T>
host::Value some(int channels, uint32_t colour = 0, uint32_t alpha = 0) {
  return make_image(width, height, channels,
                    noise<T>(static_cast<size_t>(width * height * channels)), colour, alpha);
}

double light(double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); }
double encoded(double l) {
  return l <= 0.0031308 ? l * 12.92 : 1.055 * std::pow(l, 1 / 2.4) - 0.055;
}
double luminance(double r, double g, double b) {
  return encoded(0.2126 * light(r) + 0.7152 * light(g) + 0.0722 * light(b));
}

// got is `expected` in 0..1, rounded to nearest.
template <class T>
bool is_rounded(T got, double expected) {
  const double tolerance = std::is_floating_point_v<T> ? 1e-6 : 0.5 + 1e-6;
  return std::abs(got - expected * full<T>) <= tolerance;
}

std::string refusal(const host::Value& image, const With& with) {
  const Result result = convert(image, with);
  CHECK(result.status == PIPELINE_BAD_ARGUMENT);
  return result.error;
}

}  // namespace

TEST_CASE("image.convert: nothing to do hands the same pixels on") {
  const auto image = some<uint8_t>(3);
  const auto out = converted(image, {});
  CHECK(picture_of(out).pixels == picture_of(image).pixels);
  const auto data = some<uint8_t>(1, PIPELINE_COLOUR_DATA);
  const auto grey = converted(data, {{"channels", "grey"}});
  CHECK(picture_of(grey).pixels == picture_of(data).pixels);
  CHECK(picture_of(grey).colour == PIPELINE_COLOUR_GREY);
}

TEST_CASE("image.convert: samples are rounded to nearest, and come back") {
  const auto bytes = all_greys<uint8_t>();
  const auto words = all_greys<uint16_t>();
  for (const char* through : {"u16", "f32"}) {
    CHECK(content_of(converted(converted(bytes, {{"samples", through}}), {{"samples", "u8"}})) ==
          content_of(bytes));
  }
  CHECK(content_of(converted(converted(words, {{"samples", "f32"}}), {{"samples", "u16"}})) ==
        content_of(words));
  const auto narrow = samples_of<uint8_t>(converted(words, {{"samples", "u8"}}));
  for (int v = 0; v < 65536; ++v) {
    REQUIRE(is_rounded(narrow[static_cast<size_t>(v)], v / 65535.0));
  }
  const auto wide = samples_of<uint16_t>(converted(bytes, {{"samples", "u16"}}));
  for (int v = 0; v < 256; ++v) REQUIRE(wide[static_cast<size_t>(v)] == 257 * v);
  const auto floats =
      make_image(6, 1, 1, std::vector<float>{-1, 0.5F, 2, std::nanf(""), INFINITY, 0.1F});
  CHECK(samples_of<uint8_t>(converted(floats, {{"samples", "u8"}})) ==
        std::vector<uint8_t>{0, 128, 255, 0, 255, 26});
  CHECK(samples_of<uint16_t>(converted(floats, {{"samples", "u16"}})) ==
        std::vector<uint16_t>{0, 32768, 65535, 0, 65535, 6554});
}

TEST_CASE("image.convert: linear light and back, every level of 8 and 16 bits") {
  const auto bytes = converted(all_greys<uint8_t>(), {{"channels", "rgb"}});
  const auto words = converted(all_greys<uint16_t>(), {{"channels", "rgb"}});
  const auto linear = converted(words, {{"colour", "linear"}, {"samples", "f32"}});
  CHECK(picture_of(linear).colour == PIPELINE_COLOUR_LINEAR);
  const auto samples = samples_of<float>(linear);
  for (size_t v = 0; v < 65536; ++v) {
    REQUIRE(std::abs(samples[3 * v] - light(static_cast<double>(v) / 65535)) < 1e-7);
  }
  for (const char* space : {"linear", "oklab"}) {
    CAPTURE(space);
    for (const auto* image : {&bytes, &words}) {
      const char* samples_back = image == &bytes ? "u8" : "u16";
      const auto there = converted(*image, {{"colour", space}, {"samples", "f32"}});
      const auto back = converted(there, {{"colour", "srgb"}, {"samples", samples_back}});
      CHECK(content_of(back) == content_of(*image));
    }
  }
}

TEST_CASE("image.convert: linear light to 8 bits is the nearest level") {
  const auto linear = some<float>(3, PIPELINE_COLOUR_LINEAR);
  const auto from = samples_of<float>(linear);
  const auto to = samples_of<uint8_t>(converted(linear, {{"colour", "srgb"}, {"samples", "u8"}}));
  for (size_t i = 0; i < to.size(); ++i) {
    REQUIRE(is_rounded(to[i], encoded(static_cast<double>(from[i]))));
  }
}

TEST_CASE("image.convert: OKLab as its author gives it") {
  // Ottosson 2020: white, and the three primaries of sRGB to three digits.
  const auto colours = make_image(
      5, 1, 3, std::vector<uint8_t>{255, 255, 255, 255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0});
  const auto lab = samples_of<float>(converted(colours, {{"colour", "oklab"}}));
  const double expected[] = {1,     0,     0,      0.628,  0.225, 0.126, 0.866, -0.234,
                             0.179, 0.452, -0.032, -0.312, 0,     0,     0};
  for (size_t i = 0; i < 15; ++i) CHECK(std::abs(lab[i] - expected[i]) < 6e-4);
  const auto random = some<uint16_t>(3);
  const auto back =
      converted(converted(random, {{"colour", "oklab"}}), {{"colour", "srgb"}, {"samples", "u16"}});
  CHECK(content_of(back) == content_of(random));
}

TEMPLATE_TEST_CASE("image.convert: grey is luminance", "", uint8_t, uint16_t, float) {
  const auto image = some<TestType>(3);
  const auto from = samples_of<TestType>(image);
  const auto grey = converted(image, {{"channels", "grey"}});
  CHECK(picture_of(grey).channels == 1);
  CHECK(picture_of(grey).colour == PIPELINE_COLOUR_GREY);
  const auto to = samples_of<TestType>(grey);
  for (size_t i = 0; i < to.size(); ++i) {
    const double f = full<TestType>;
    REQUIRE(
        is_rounded(to[i], luminance(from[3 * i] / f, from[3 * i + 1] / f, from[3 * i + 2] / f)));
  }
  const auto round = converted(converted(grey, {{"channels", "rgb"}}), {{"channels", "grey"}});
  if (!std::is_floating_point_v<TestType>) CHECK(content_of(round) == content_of(grey));
}

TEST_CASE("image.convert: channels are added and opaque alpha with them") {
  const auto grey = some<uint8_t>(1);
  const auto from = samples_of<uint8_t>(grey);
  const auto rgba = converted(grey, {{"channels", "rgba"}});
  CHECK(picture_of(rgba).alpha == PIPELINE_ALPHA_STRAIGHT);
  CHECK(picture_of(rgba).colour == PIPELINE_COLOUR_SRGB);
  const auto to = samples_of<uint8_t>(rgba);
  for (size_t i = 0; i < from.size(); ++i) {
    for (size_t c = 0; c < 4; ++c) REQUIRE(to[4 * i + c] == (c < 3 ? from[i] : 255));
  }
  const auto with_alpha = some<uint16_t>(2);
  const auto wide = converted(with_alpha, {{"colour", "srgb"}});
  CHECK(picture_of(wide).channels == 4);
  const auto a = samples_of<uint16_t>(with_alpha), b = samples_of<uint16_t>(wide);
  for (size_t i = 0; i < a.size() / 2; ++i) {
    REQUIRE(b[4 * i + 1] == a[2 * i]);
    REQUIRE(b[4 * i + 3] == a[2 * i + 1]);
  }
}

TEMPLATE_TEST_CASE("image.convert: alpha removed over a background", "", uint8_t, uint16_t, float) {
  const auto image = some<TestType>(4);
  const auto from = samples_of<TestType>(image);
  for (const char* how : {"remove", "rgb"}) {
    const With with =
        how == std::string("rgb") ? With{{"channels", "rgb"}} : With{{"alpha", "remove"}};
    const auto out = converted(image, with);
    CHECK(picture_of(out).channels == 3);
    CHECK(picture_of(out).alpha == PIPELINE_ALPHA_NONE);
    const auto to = samples_of<TestType>(out);
    for (size_t i = 0; i < to.size(); ++i) {
      const double f = full<TestType>, a = from[i / 3 * 4 + 3] / f;
      REQUIRE(is_rounded(to[i], from[i / 3 * 4 + i % 3] / f * a + 1 * (1 - a)));
    }
  }
}

TEMPLATE_TEST_CASE("image.convert: alpha multiplied in and taken out", "", uint8_t, uint16_t,
                   float) {
  const auto image = some<TestType>(4);
  const auto from = samples_of<TestType>(image);
  const auto out = converted(image, {{"alpha", "premultiplied"}});
  CHECK(picture_of(out).alpha == PIPELINE_ALPHA_PREMULTIPLIED);
  const auto to = samples_of<TestType>(out);
  for (size_t i = 0; i < to.size(); ++i) {
    const double f = full<TestType>, a = from[i | 3] / f;
    REQUIRE(is_rounded(to[i], (i & 3) == 3 ? a : from[i] / f * a));
  }
  const auto straight = converted(out, {{"alpha", "straight"}});
  CHECK(picture_of(straight).alpha == PIPELINE_ALPHA_STRAIGHT);
  const auto back = samples_of<TestType>(straight);
  for (size_t i = 0; i < back.size(); ++i) {
    const double a = to[i | 3];
    const double expected = (i & 3) == 3 ? a / full<TestType>
                            : a > 0      ? std::min(1.0, to[i] / a)
                                         : 0;
    REQUIRE(is_rounded(back[i], expected));
  }
  CHECK(content_of(converted(out, {{"samples", "f32"}, {"alpha", "premultiplied"}})) ==
        content_of(converted(out, {{"samples", "f32"}})));
}

TEST_CASE("image.convert: alpha does not disturb a change of colour space") {
  const auto image = some<uint8_t>(4);
  const auto linear = converted(image, {{"colour", "linear"}, {"samples", "f32"}});
  const auto from = samples_of<uint8_t>(image);
  const auto to = samples_of<float>(linear);
  for (size_t i = 0; i < to.size(); ++i) {
    const double v = from[i] / 255.0;
    REQUIRE(std::abs(to[i] - ((i & 3) == 3 ? v : light(v))) < 1e-6);
  }
  // Premultiplied: divided, converted, multiplied again.
  const auto multiplied = converted(linear, {{"colour", "srgb"}, {"alpha", "premultiplied"}});
  const auto again = samples_of<float>(multiplied);
  for (size_t i = 0; i < again.size(); ++i) {
    const double v = from[i] / 255.0, a = from[i | 3] / 255.0;
    REQUIRE(std::abs(again[i] - ((i & 3) == 3 ? a : v * a)) < 1e-6);
  }
}

TEST_CASE("image.convert: the same bytes at any number of threads") {
  const auto image = some<uint16_t>(4);
  const With with{{"colour", "oklab"}, {"alpha", "premultiplied"}};
  const auto one = run_stage("image.convert", with, {&image}, 1);
  const auto all = run_stage("image.convert", with, {&image}, 0);
  CHECK(content_of(one.outputs[0]) == content_of(all.outputs[0]));
}

TEST_CASE("image.convert: settings that contradict each other are refused") {
  const auto image = some<uint8_t>(3);
  CHECK(refusal(image, {{"channels", "grey"}, {"colour", "linear"}}) ==
        "channels: grey is luminance encoded as sRGB; leave colour at keep, or take channels: rgb");
  CHECK(refusal(image, {{"colour", "oklab"}, {"samples", "u8"}}) ==
        "colour: oklab has samples below 0 and is f32 only; leave samples at keep");
  CHECK(refusal(image, {{"channels", "rgb"}, {"alpha", "straight"}}) ==
        "channels: rgb has no alpha; leave alpha at keep, or channels");
  CHECK(refusal(image, {{"channels", "rgba"}, {"alpha", "remove"}}) ==
        "channels: rgba has alpha, alpha: remove has none; leave one of them at keep");
  const auto lab = converted(image, {{"colour", "oklab"}});
  CHECK(refusal(lab, {{"samples", "u16"}}) ==
        "a picture in OKLab has samples below 0 and is f32 only; ask for colour: srgb too");
  const auto data = some<uint8_t>(2, PIPELINE_COLOUR_DATA, PIPELINE_ALPHA_NONE);
  CHECK(refusal(data, {{"channels", "grey"}}) ==
        "a picture of 2 channels that are not alpha has no colours to convert; leave channels and "
        "colour at keep");
}

// The words are also those that framework/graph/formats.cpp writes into its fixes.
TEST_CASE("image.convert: the format it foretells is the one it delivers") {
  const host::Value inputs[] = {
      some<uint8_t>(1),
      some<uint8_t>(2),
      some<uint8_t>(3),
      some<uint16_t>(4),
      some<float>(3, PIPELINE_COLOUR_LINEAR),
      some<float>(4, PIPELINE_COLOUR_OKLAB),
      some<uint8_t>(4, PIPELINE_COLOUR_SRGB, PIPELINE_ALPHA_PREMULTIPLIED),
      some<uint8_t>(2, PIPELINE_COLOUR_DATA, PIPELINE_ALPHA_NONE)};
  size_t delivered = 0, refused = 0;
  const auto check_one = [&](const host::Value& input, const With& with) {
    pipeline_image format = picture_of(input);
    format.width = format.height = 0, format.pixels = nullptr, format.stride = 0;
    const auto predicted = predicted_format("image.convert", with, format);
    const Result result = convert(input, with);
    REQUIRE(predicted.has_value() == (result.status == PIPELINE_OK));
    ++(predicted ? delivered : refused);
    if (!predicted) return;
    const pipeline_image& out = picture_of(result.outputs[0]);
    REQUIRE(predicted->sample == out.sample);
    REQUIRE(predicted->channels == out.channels);
    REQUIRE(predicted->colour == out.colour);
    REQUIRE(predicted->alpha == out.alpha);
  };
  for (const char* samples : {"keep", "u8", "u16", "f32"}) {
    for (const char* channels : {"keep", "grey", "rgb", "rgba"}) {
      for (const char* colour : {"keep", "srgb", "linear", "oklab"}) {
        for (const char* alpha : {"keep", "remove", "straight", "premultiplied"}) {
          const With with{
              {"samples", samples}, {"channels", channels}, {"colour", colour}, {"alpha", alpha}};
          CAPTURE(samples, channels, colour, alpha);
          for (const host::Value& input : inputs) check_one(input, with);
        }
      }
    }
  }
  CHECK(delivered > 500);
  CHECK(refused > 100);
}
