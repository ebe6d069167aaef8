// SPDX-License-Identifier: Apache-2.0
// image.resize against its definition written down in double, and every kernel against the others.
#include <cmath>
#include <numbers>

#include "plugins/image/resize/kernels.hpp"
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

const pipeline_image& picture_of(const host::Value& value) {
  return *static_cast<const pipeline_image*>(value.view().data);
}

host::Value resized(const host::Value& image, const With& with, unsigned threads = 0) {
  Result result = run_stage("image.resize", with, {&image}, threads);
  INFO(result.error);
  REQUIRE(result.status == PIPELINE_OK);
  return result.outputs[0];
}

std::string refusal(const host::Value& image, const With& with) {
  const Result result = run_stage("image.resize", with, {&image});
  CHECK(result.status == PIPELINE_BAD_ARGUMENT);
  return result.error;
}

template <class T>
host::Value noise(int width, int height, int channels, uint32_t colour = 0, uint32_t alpha = 0) {
  std::vector<T> samples(static_cast<size_t>(width * height * channels));
  uint32_t state = 99;
  for (T& v : samples) {
    state = state * 1664525U + 1013904223U;
    v = std::is_floating_point_v<T> ? static_cast<T>((state >> 8) / 16777216.0)
                                    : static_cast<T>(state >> 16);
  }
  return make_image(width, height, channels, samples, colour, alpha);
}

double sinc(double x) {
  const double t = std::numbers::pi * x;
  return x == 0 ? 1 : std::sin(t) / t;
}

// The kernels as the literature has them.
double kernel(const std::string& filter, double x) {
  x = std::abs(x);
  if (filter == "triangle") return std::max(0.0, 1 - x);
  if (filter == "lanczos3") return x < 3 ? sinc(x) * sinc(x / 3) : 0;
  const double b = filter == "mitchell" ? 1.0 / 3 : 0, c = filter == "mitchell" ? 1.0 / 3 : 0.5;
  if (x >= 2) return 0;
  return (x < 1 ? (12 - 9 * b - 6 * c) * x * x * x + (-18 + 12 * b + 6 * c) * x * x + 6 - 2 * b
                : (-b - 6 * c) * x * x * x + (6 * b + 30 * c) * x * x + (-12 * b - 48 * c) * x +
                      8 * b + 24 * c) /
         6;
}

// The weight of each input position for one output position.
std::vector<double> weights(const std::string& filter, int in, int out, int x) {
  std::vector<double> w(static_cast<size_t>(in));
  const double ratio = static_cast<double>(in) / out;
  double sum = 0;
  for (int i = 0; i < in; ++i) {
    double& v = w[static_cast<size_t>(i)];
    if (in == out) {
      v = i == x;
    } else if (filter == "box") {
      v = std::max(0.0, std::min(i + 1.0, (x + 1) * ratio) - std::max<double>(i, x * ratio));
    } else {
      v = kernel(filter, (i + 0.5 - (x + 0.5) * ratio) / std::max(1.0, ratio));
    }
    sum += v;
  }
  for (double& v : w) v /= sum;
  return w;
}

double light(double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); }
double encoded(double l) {
  return l <= 0.0031308 ? l * 12.92 : 1.055 * std::pow(l, 1 / 2.4) - 0.055;
}

// One output pixel, 0..1, in the picture's own format.
template <class T>
std::vector<double> expected(const Image<const T>& from, int x, int y, int width, int height,
                             const std::string& filter, bool linear) {
  const auto across = weights(filter, from.width(), width, x);
  const auto down = weights(filter, from.height(), height, y);
  const int n = from.channels(), colours = n - (from.has_alpha() ? 1 : 0);
  const bool straight = from.alpha() == PIPELINE_ALPHA_STRAIGHT;
  std::vector<double> sum(static_cast<size_t>(n));
  for (int v = 0; v < from.height(); ++v) {
    for (int u = 0; u < from.width(); ++u) {
      const T* p = from.pixel(u, v);
      const double weight = across[static_cast<size_t>(u)] * down[static_cast<size_t>(v)];
      const double alpha = from.has_alpha() ? p[colours] / full<T> : 1;
      for (int c = 0; c < colours; ++c) {
        double colour = p[c] / full<T>;
        if (!straight && linear) colour = alpha > 0 ? colour / alpha : 0;
        if (linear) colour = light(colour);
        sum[static_cast<size_t>(c)] += weight * colour * (straight || linear ? alpha : 1);
      }
      if (from.has_alpha()) sum.back() += weight * alpha;
    }
  }
  if (!straight && !linear) return sum;
  const double alpha = from.has_alpha() ? sum.back() : 1;
  for (int c = 0; c < colours; ++c) {
    double& colour = sum[static_cast<size_t>(c)];
    colour = alpha > 0 ? colour / alpha : 0;
    if (linear) colour = encoded(colour);
    if (!straight) colour *= alpha;
  }
  return sum;
}

// How far the stage is from the definition, in steps of an integer sample beyond the rounding.
template <class T>
double worst(const host::Value& image, int width, int height, const std::string& filter,
             bool linear = false) {
  const auto out = resized(
      image, {{"width", width}, {"height", height}, {"filter", filter}, {"linear_light", linear}});
  const auto from = image_of<T>(image), to = image_of<T>(out);
  REQUIRE(to.width() == width);
  REQUIRE(to.height() == height);
  REQUIRE(picture_of(out).sample == detail::sample_of<T>);
  REQUIRE(to.channels() == from.channels());
  REQUIRE(to.colour() == from.colour());
  REQUIRE(to.alpha() == from.alpha());
  double most = 0;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const auto wanted = expected(from, x, y, width, height, filter, linear);
      for (int c = 0; c < to.channels(); ++c) {
        double w = wanted[static_cast<size_t>(c)];
        if (std::is_integral_v<T>) w = std::min(std::max(w, 0.0), 1.0);
        const double error = std::abs(to.pixel(x, y)[c] - w * full<T>);
        most = std::max(most, std::is_integral_v<T> ? error - 0.5 : error);
      }
    }
  }
  return most;
}

const std::string filters[] = {"box", "triangle", "catmull_rom", "mitchell", "lanczos3"};

}  // namespace

TEST_CASE("image.resize: every filter is its definition, larger, smaller and both") {
  for (const std::string& filter : filters) {
    for (const auto& [width, height] :
         {std::pair{13, 11}, {29, 23}, {60, 50}, {100, 7}, {1, 1}, {58, 1}}) {
      CAPTURE(filter, width, height);
      for (const int channels : {1, 2, 3, 4}) {
        CAPTURE(channels);
        const uint32_t none = PIPELINE_ALPHA_NONE;
        CHECK(worst<uint8_t>(noise<uint8_t>(29, 23, channels, 0, none), width, height, filter) <
              1e-3);
      }
      CHECK(worst<uint16_t>(noise<uint16_t>(29, 23, 3), width, height, filter) < 0.1);
      CHECK(worst<float>(noise<float>(29, 23, 3), width, height, filter) < 1e-5);
    }
  }
}

TEST_CASE("image.resize: a picture wider and higher than tiles and blocks") {
  for (const std::string& filter : filters) {
    CAPTURE(filter);
    CHECK(worst<uint8_t>(noise<uint8_t>(2600, 3, 3), 1501, 2, filter) < 1e-3);
    CHECK(worst<uint8_t>(noise<uint8_t>(3, 150, 4), 2, 40, filter) < 2e-3);
    CHECK(worst<uint8_t>(noise<uint8_t>(2, 150, 4), 3, 1, filter) < 2e-3);
  }
}

TEST_CASE("image.resize: exactly half by box, in integers") {
  for (const int channels : {1, 2, 3, 4}) {
    for (const auto& [width, height] : {std::pair{1, 1}, {2, 1}, {3, 2}, {1, 7}, {37, 21}}) {
      CAPTURE(channels, width, height);
      const auto image = noise<uint8_t>(2 * width, 2 * height, channels, 0, PIPELINE_ALPHA_NONE);
      const auto out = resized(image, {{"scale", 0.5}, {"filter", "box"}});
      const auto from = image_of<uint8_t>(image), to = image_of<uint8_t>(out);
      for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
          for (int c = 0; c < channels; ++c) {
            const int sum = from.pixel(2 * x, 2 * y)[c] + from.pixel(2 * x + 1, 2 * y)[c] +
                            from.pixel(2 * x, 2 * y + 1)[c] + from.pixel(2 * x + 1, 2 * y + 1)[c];
            REQUIRE(to.pixel(x, y)[c] == (sum + 2) / 4);
          }
        }
      }
      // The general way, by a picture of 16 bits.
      std::vector<uint16_t> wide;
      for (int y = 0; y < 2 * height; ++y) {
        for (int i = 0; i < 2 * width * channels; ++i) {
          wide.push_back(static_cast<uint16_t>(from.row(y)[i] * 4));
        }
      }
      const auto general =
          resized(make_image(2 * width, 2 * height, channels, wide, 0, PIPELINE_ALPHA_NONE),
                  {{"scale", 0.5}, {"filter", "box"}});
      for (int i = 0; i < width * channels; ++i) {
        REQUIRE((image_of<uint16_t>(general).row(height - 1)[i] + 2) / 4 == to.row(height - 1)[i]);
      }
    }
  }
}

TEST_CASE("image.resize: colours count by their alpha") {
  // Weights that are never negative: else the alpha that colours are divided by may come near to 0.
  for (const std::string filter : {"box", "triangle"}) {
    for (const auto& [width, height] : {std::pair{9, 8}, {40, 31}}) {
      for (const uint32_t alpha : {PIPELINE_ALPHA_STRAIGHT, PIPELINE_ALPHA_PREMULTIPLIED}) {
        for (const int channels : {2, 4}) {
          CAPTURE(filter, width, alpha, channels);
          CHECK(worst<uint8_t>(noise<uint8_t>(20, 17, channels, 0, alpha), width, height, filter) <
                1e-2);
          CHECK(worst<float>(noise<float>(20, 17, channels, 0, alpha), width, height, filter) <
                1e-5);
        }
      }
    }
  }
  // Red beside nothing stays red; what hides under the nothing does not show.
  const auto edge = make_image(2, 1, 4, std::vector<uint8_t>{255, 0, 0, 255, 0, 255, 0, 0});
  for (const std::string& filter : filters) {
    const auto out = resized(edge, {{"width", 1}, {"height", 1}, {"filter", filter}});
    const uint8_t* p = image_of<uint8_t>(out).pixel(0, 0);
    CHECK(std::vector<int>(p, p + 4) == std::vector<int>{255, 0, 0, 128});
  }
  const auto clear = make_image(2, 2, 4, std::vector<uint8_t>(16, 0));
  const auto clear_out = resized(clear, {{"width", 3}, {"filter", "box"}});
  CHECK(image_of<uint8_t>(clear_out).pixel(1, 1)[3] == 0);
}

TEST_CASE("image.resize: linear light") {
  for (const std::string filter : {"box", "triangle"}) {
    for (const auto& [width, height] : {std::pair{9, 8}, {40, 31}}) {
      CAPTURE(filter, width);
      CHECK(worst<uint8_t>(noise<uint8_t>(20, 17, 3), width, height, filter, true) < 1e-3);
      CHECK(worst<uint8_t>(noise<uint8_t>(20, 17, 4), width, height, filter, true) < 1e-2);
      CHECK(worst<uint16_t>(noise<uint16_t>(20, 17, 1), width, height, filter, true) < 0.1);
      CHECK(worst<float>(noise<float>(20, 17, 3), width, height, filter, true) < 1e-5);
      const uint32_t premultiplied = PIPELINE_ALPHA_PREMULTIPLIED;
      CHECK(worst<float>(noise<float>(20, 17, 2, 0, premultiplied), width, height, filter, true) <
            1e-5);
    }
  }
  const auto stripes = make_image(2, 1, 1, std::vector<uint8_t>{0, 255});
  const auto grey = resized(stripes, {{"width", 1}, {"height", 1}, {"linear_light", true}});
  CHECK(image_of<uint8_t>(grey).pixel(0, 0)[0] == 188);  // half the light
  const auto linear = noise<float>(20, 17, 3, PIPELINE_COLOUR_LINEAR);
  CHECK(content_of(resized(linear, {{"width", 9}, {"linear_light", true}})) ==
        content_of(resized(linear, {{"width", 9}})));
  CHECK_THAT(
      refusal(noise<float>(9, 9, 3, PIPELINE_COLOUR_OKLAB), {{"width", 4}, {"linear_light", true}}),
      ContainsSubstring("put image.convert with colour: linear before"));
}

TEST_CASE("image.resize: nearest copies the pixel under the centre, whatever it is") {
  for (const int channels : {1, 2, 3, 4}) {
    for (const auto& [width, height] : {std::pair{5, 4}, {33, 20}, {1, 1}, {16, 13}}) {
      const auto check = [&]<class T>(T) {
        const auto image = noise<T>(16, 13, channels);
        const auto out =
            resized(image, {{"width", width}, {"height", height}, {"filter", "nearest"}});
        const auto from = image_of<T>(image), to = image_of<T>(out);
        for (int y = 0; y < height; ++y) {
          for (int x = 0; x < width; ++x) {
            const int u = static_cast<int>((x + 0.5) * 16 / width);
            const int v = static_cast<int>((y + 0.5) * 13 / height);
            REQUIRE(std::equal(to.pixel(x, y), to.pixel(x, y) + channels, from.pixel(u, v)));
          }
        }
      };
      check(uint8_t{}), check(uint16_t{}), check(float{});
    }
  }
}

TEST_CASE("image.resize: an even picture stays even, and one of its own size is handed on") {
  for (const std::string& filter : filters) {
    CAPTURE(filter);
    const auto even = make_image(37, 19, 3, std::vector<uint8_t>(37 * 19 * 3, 201));
    for (const int width : {5, 36, 38, 200}) {
      const auto out = resized(even, {{"width", width}, {"filter", filter}});
      const auto view = image_of<uint8_t>(out);
      for (int y = 0; y < view.height(); ++y) {
        for (int i = 0; i < 3 * width; ++i) REQUIRE(view.row(y)[i] == 201);
      }
    }
    const auto same = resized(even, {{"scale", 1.0}, {"filter", filter}});
    CHECK(picture_of(same).pixels == picture_of(even).pixels);
    // One axis only: the other is untouched by the filter.
    const auto ramp = noise<uint8_t>(8, 6, 1);
    const auto high = resized(ramp, {{"width", 8}, {"height", 12}, {"filter", "box"}});
    for (int x = 0; x < 8; ++x) {
      CHECK(image_of<uint8_t>(high).pixel(x, 0)[0] == image_of<uint8_t>(ramp).pixel(x, 0)[0]);
    }
  }
}

TEST_CASE("image.resize: sides") {
  const auto size = [](int width, int height, const With& with) {
    const auto out = resized(noise<uint8_t>(width, height, 1), with);
    return std::pair{picture_of(out).width, picture_of(out).height};
  };
  CHECK(size(100, 50, {{"width", 40}}) == std::pair{40, 20});
  CHECK(size(100, 50, {{"height", 40}}) == std::pair{80, 40});
  CHECK(size(100, 50, {{"width", 40}, {"height", 40}}) == std::pair{40, 40});
  CHECK(size(100, 50, {{"scale", 0.5}}) == std::pair{50, 25});
  CHECK(size(5, 3, {{"scale", 0.5}}) == std::pair{3, 2});  // halves go up
  CHECK(size(100, 50, {{"scale", 2.0}, {"width", 10}}) == std::pair{10, 100});
  CHECK(size(1000, 1, {{"scale", 0.01}}) == std::pair{10, 1});
  CHECK(size(1, 900, {{"height", 2}}) == std::pair{1, 2});
  CHECK(size(1, 1, {{"scale", 7.0}}) == std::pair{7, 7});
  const auto image = noise<uint8_t>(100, 50, 1);
  CHECK(refusal(image, {}) == "no size: give width, height or scale");
  CHECK(refusal(image, {{"width", 3}, {"height", 3}, {"scale", 3.0}}) ==
        "width and height leave nothing to scale: leave one of the three out");
  CHECK(refusal(noise<uint8_t>(1000, 1, 1), {{"scale", 1e6}}) ==
        "a side of 1000 pixels would become 1000000000, and 268435456 is the most: scale less");
}

TEST_CASE("image.resize: floats beyond 0..1 are kept, and one that is none spreads no further") {
  std::vector<float> samples(64 * 3, 3.5F);
  samples[90] = NAN;
  const auto out = resized(make_image(64, 3, 1, samples), {{"width", 128}, {"height", 3}});
  const auto view = image_of<float>(out);
  for (int x = 0; x < 128; ++x) {
    CHECK(std::abs(view.row(0)[x] - 3.5F) < 1e-5F);
    if (std::abs(x - 2 * 26 - 1) > 7) CHECK(std::abs(view.row(1)[x] - 3.5F) < 1e-5F);
  }
}

TEST_CASE("image.resize: the same bytes at any thread count") {
  for (const std::string& filter : filters) {
    for (const int channels : {3, 4}) {
      const auto image = noise<uint8_t>(1500, 400, channels);
      const With with{{"scale", 0.37}, {"filter", filter}, {"linear_light", channels == 4}};
      const std::string one = content_of(resized(image, with, 1));
      CHECK(content_of(resized(image, with, 2)) == one);
      CHECK(content_of(resized(image, with, 5)) == one);
    }
  }
}

TEST_CASE("image.resize: all kernels of this machine agree to the last bit") {
  using namespace pipeline::resize;
  uint32_t state = 7;
  const auto next = [&] { return (state = state * 1664525U + 1013904223U) >> 8; };
  std::vector<uint32_t> words(3 * 200);
  for (auto& word : words) word = next();
  std::vector<float> floats(3 * 200);
  for (auto& v : floats) v = static_cast<float>(next()) / 60000.0F - 100;
  for (const uint32_t sample : {PIPELINE_U8, PIPELINE_U16, PIPELINE_F32}) {
    for (const size_t n : {1, 31, 32, 64, 99, 200}) {
      const void* source = sample == PIPELINE_F32 ? static_cast<const void*>(floats.data())
                                                  : static_cast<const void*>(words.data());
      const auto* bytes = static_cast<const char*>(source);
      const void* const rows[] = {bytes, bytes + 800, bytes + 1600};
      const std::vector<float> mix{0.3F, -0.1F, 0.8F};
      std::vector<std::vector<float>> sums;
      std::vector<std::vector<uint32_t>> rounded;
      for (const Kernels& k : kernels()) {
        auto& sum = sums.emplace_back(n, 17.0F);
        k.add_rows(sample, rows, mix, true, sum);
        k.add_rows(sample, rows, mix, false, sum);
        k.round(sample, std::span(floats).first(n), rounded.emplace_back(n).data());
      }
      for (size_t v = 1; v < sums.size(); ++v) {
        CHECK(sums[v] == sums[0]);
        CHECK(rounded[v] == rounded[0]);
      }
      for (size_t i = 0; i < n && sample == PIPELINE_U8; ++i) {
        const double exact = 2 * (0.3 * static_cast<const uint8_t*>(rows[0])[i] -
                                  0.1 * static_cast<const uint8_t*>(rows[1])[i] +
                                  0.8 * static_cast<const uint8_t*>(rows[2])[i]);
        CHECK(std::abs(sums[0][i] - exact) < 1e-3);
        const double level = std::floor(std::min(std::max(floats[i], 0.0F), 255.0F) + 0.5F);
        CHECK(reinterpret_cast<const uint8_t*>(rounded[0].data())[i] == level);
      }
    }
  }
}
