// SPDX-License-Identifier: Apache-2.0
// Noise, compression and enlargement of a drawing: its colours and areas are found all the same.
#include <numbers>

#include "pictures.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

constexpr int width = 168, height = 136;
constexpr std::array<Pixel, 4> colours{
    {{255, 255, 255, 255}, {40, 90, 170, 255}, {245, 150, 40, 255}, {30, 30, 35, 255}}};

// Which colour the drawing has at a place: a dark ring around a blue disc, and an orange bar.
size_t colour_at(double x, double y) {
  const double r = std::hypot(x - 60.3, y - 66.8);
  if (r < 36) return 1;
  if (r < 43) return 3;
  return std::abs(x + y / 3 - 150) < 17 && std::abs(y - 70) < 50 ? 2 : 0;
}

// Means over 4 x 4 places of each pixel.
std::vector<double> drawing() {
  std::vector<double> samples;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      std::array<double, 3> sum{};
      for (int k = 0; k < 16; ++k) {
        const Pixel& c = colours[colour_at(x + (k % 4 + 0.5) / 4, y + (k / 4 + 0.5) / 4)];
        for (size_t i = 0; i < 3; ++i) sum[i] += c[i] / 16.0;
      }
      samples.insert(samples.end(), sum.begin(), sum.end());
    }
  }
  return samples;
}

Picture picture_of(const std::vector<double>& samples) {
  Picture picture{width, height, 3, {}};
  for (const double v : samples) picture.samples.push_back(byte(v + 0.5));
  return picture;
}

// Normal, of standard deviation 1.
double normal(Random& random) {
  double sum = 0;
  for (int k = 0; k < 12; ++k) sum += random.below(1 << 15) / 32768.0;
  return sum - 6;
}

Picture noisy(double sigma) {
  Random random(7);
  std::vector<double> samples = drawing();
  for (double& v : samples) v += sigma * normal(random);
  return picture_of(samples);
}

// Noise whose grains are about three pixels wide.
Picture grainy(double sigma) {
  Random random(11);
  std::vector<double> grains(static_cast<size_t>((width + 2) * (height + 2)) * 3);
  for (double& v : grains) v = normal(random);
  std::vector<double> samples = drawing();
  constexpr int weight[3] = {1, 2, 1};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width * 3; ++x) {
      double sum = 0;
      for (int k = 0; k < 9; ++k) {
        sum += weight[k % 3] * weight[k / 3] *
               grains[static_cast<size_t>((y + k / 3) * (width + 2) * 3 + x + k % 3 * 3)];
      }
      samples[static_cast<size_t>(y * width * 3 + x)] += sigma * sum / 6;
    }
  }
  return picture_of(samples);
}

// One channel, of sides that are multiples of 8: cosines of 8 x 8 squares, rounded to multiples of
// a step that grows with the frequency.
struct Plane {
  int width, height;
  std::vector<double> samples;

  double& at(int x, int y) { return samples[static_cast<size_t>(y * width + x)]; }

  void compress(double step) {
    double cosine[8][8];
    for (int f = 0; f < 8; ++f) {
      for (int i = 0; i < 8; ++i) {
        cosine[f][i] =
            std::cos((2 * i + 1) * f * std::numbers::pi / 16) * (f ? 0.5 : std::sqrt(0.125));
      }
    }
    for (int top = 0; top < height; top += 8) {
      for (int left = 0; left < width; left += 8) {
        double found[64] = {};
        for (int f = 0; f < 64; ++f) {
          for (int i = 0; i < 64; ++i)
            found[f] += at(left + i % 8, top + i / 8) * cosine[f / 8][i / 8] * cosine[f % 8][i % 8];
          const double size = step * (1 + (f / 8 + f % 8) / 2.0);
          found[f] = std::round(found[f] / size) * size;
        }
        for (int i = 0; i < 64; ++i) {
          double& sample = at(left + i % 8, top + i / 8);
          sample = 0;
          for (int f = 0; f < 64; ++f)
            sample += found[f] * cosine[f / 8][i / 8] * cosine[f % 8][i % 8];
        }
      }
    }
  }
};

// Each channel alone.
Picture compressed(double step) {
  std::vector<double> samples = drawing();
  for (size_t channel = 0; channel < 3; ++channel) {
    Plane plane{width, height, {}};
    for (size_t i = channel; i < samples.size(); i += 3) plane.samples.push_back(samples[i]);
    plane.compress(step);
    for (size_t i = 0; i < plane.samples.size(); ++i) samples[3 * i + channel] = plane.samples[i];
  }
  return picture_of(samples);
}

// Luminance, and chrominance at half the size, as JPEG has them.
Picture jpeg(const Picture& picture, double step) {
  Plane luma{picture.width, picture.height, {}};
  Plane chroma[2] = {{picture.width / 2, picture.height / 2, {}},
                     {picture.width / 2, picture.height / 2, {}}};
  for (Plane& plane : chroma) plane.samples.resize(static_cast<size_t>(plane.width * plane.height));
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const Pixel p = picture.at(x, y);
      const double v = 0.299 * p[0] + 0.587 * p[1] + 0.114 * p[2];
      luma.samples.push_back(v);
      chroma[0].at(x / 2, y / 2) += (p[2] - v) / 1.772 / 4;
      chroma[1].at(x / 2, y / 2) += (p[0] - v) / 1.402 / 4;
    }
  }
  luma.compress(step);
  for (Plane& plane : chroma) plane.compress(step);
  return draw(picture.width, picture.height, 3, [&](int x, int y) {
    const double v = luma.at(x, y), b = 1.772 * chroma[0].at(x / 2, y / 2),
                 r = 1.402 * chroma[1].at(x / 2, y / 2);
    const double g = -(0.114 * b + 0.299 * r) / 0.587;
    return Pixel{byte(v + r + 0.5), byte(v + g + 0.5), byte(v + b + 0.5), 255};
  });
}

Result run(const Picture& picture, unsigned threads = 1) {
  const host::Value image = picture.value();
  Result result = run_stage("quantize.flat", {}, {&image}, threads);
  REQUIRE(result.error == "");
  return result;
}

// How far a colour of the palette is from the drawing's, in the channel where that is most.
int off(const Pixel& a, const Pixel& b) {
  int most = 0;
  for (size_t k = 0; k < 4; ++k) most = std::max(most, std::abs(a[k] - b[k]));
  return most;
}

void check_drawing(const Picture& picture, int most_off) {
  const Result result = run(picture);
  const Labels labels = labels_of(result.outputs[0]);
  REQUIRE(labels.count() == colours.size());
  for (const Pixel& colour : colours) {
    int nearest = 255;
    for (uint32_t i = 0; i < labels.count(); ++i) {
      nearest = std::min(nearest, off(labels.palette(i).to_u8(), colour));
    }
    CHECK(nearest <= most_off);
  }
  int wrong = 0;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const size_t here = colour_at(x + 0.5, y + 0.5);
      bool inside = true;  // by a pixel: blends may go to either side
      for (int k = 0; k < 9; ++k) {
        inside = inside && colour_at(x + k % 3 * 1.5 - 1, y + k / 3 * 1.5 - 1) == here;
      }
      wrong += inside && off(labels.palette(labels.at(x, y)).to_u8(), colours[here]) > 20;
    }
  }
  CHECK(wrong == 0);
}

}  // namespace

TEST_CASE("noise makes no colours and no areas", "[quantize]") {
  for (const double sigma : {1.0, 2.0, 4.0, 8.0, 15.0}) {
    INFO("sigma " << sigma);
    check_drawing(noisy(sigma), 3);
  }
}

TEST_CASE("nor does noise of coarse grain", "[quantize]") {
  for (const double sigma : {3.0, 8.0}) {
    INFO("sigma " << sigma);
    check_drawing(grainy(sigma), 4);
  }
}

TEST_CASE("nor do the marks of compression", "[quantize]") {
  for (const double step : {4.0, 10.0, 25.0}) {
    INFO("step " << step);
    check_drawing(compressed(step), 6);
  }
}

TEST_CASE("paper that is lit unevenly is one colour, and ink another", "[quantize]") {
  constexpr Pixel ink{40, 38, 45, 255};
  Random random(11);
  for (const double darkest : {0.75, 0.85, 1.0}) {
    CAPTURE(darkest);
    const Picture picture = draw(480, 360, 3, [&](int x, int y) {
      const bool written = y % 40 >= 18 && y % 40 < 24 && x > 60 && x < 420 && x % 30 < 22;
      const double far = std::hypot(x - 240.0, y - 180.0) / 300;
      const double light = 1 - (1 - darkest) * far * far;
      const auto seen = [&](size_t k) {
        const double value = light * (written ? ink[k] : 240) + 3 * normal(random);
        return byte(std::clamp(value, 0.0, 255.0) + 0.5);
      };
      return Pixel{seen(0), seen(1), seen(2), 255};
    });
    const Result result = run(picture);
    const Labels labels = labels_of(result.outputs[0]);
    CHECK(labels.count() == 2);
    const uint32_t paper = labels.at(240, 165), written = labels.at(70, 181);
    CHECK(off(labels.palette(written).to_u8(), ink) <= 12);
    size_t wrong = 0;
    for (int y = 0; y < 360; ++y) {
      for (int x = 0; x < 480; ++x) {
        const bool is_written = y % 40 >= 18 && y % 40 < 24 && x > 60 && x < 420 && x % 30 < 22;
        wrong += labels.at(x, y) != (is_written ? written : paper);
      }
    }
    CHECK(wrong <= 200);
  }
}

TEST_CASE("a small area keeps its colour in a JPEG", "[quantize]") {
  constexpr Pixel white{255, 255, 255, 255}, black{0, 0, 0, 255};
  for (const Pixel& colour : {Pixel{204, 0, 0, 255}, {0, 120, 60, 255}, {120, 120, 255, 255}}) {
    for (const int radius : {4, 6, 8, 12, 20}) {
      for (const double step : {2.0, 4.0, 10.0}) {
        CAPTURE(int{colour[0]}, radius, step);
        const Picture picture = draw(256, 192, 3, [&](int x, int y) {
          const double part = std::clamp(radius + 0.5 - std::hypot(x - 190.3, y - 100.6), 0.0, 1.0);
          if (std::abs(x - 75) < 45 && std::abs(y - 90) < 70) return black;
          const auto mixed = [&](size_t k) {
            return byte(white[k] + part * (colour[k] - white[k]) + 0.5);
          };
          return Pixel{mixed(0), mixed(1), mixed(2), 255};
        });
        const Result result = run(jpeg(picture, step));
        const Labels labels = labels_of(result.outputs[0]);
        CHECK(labels.count() <= 7);  // its rim may come out as others
        CHECK(off(labels.palette(labels.at(190, 101)).to_u8(), colour) <= 40);
        CHECK(off(labels.palette(labels.at(75, 90)).to_u8(), black) <= 6);
        CHECK(off(labels.palette(labels.at(240, 20)).to_u8(), white) <= 6);
      }
    }
  }
}

TEST_CASE("strokes of a strange colour keep it in a JPEG", "[quantize]") {
  constexpr Pixel white{255, 255, 255, 255}, red{204, 34, 34, 255}, blue{33, 34, 204, 255},
      black{0, 0, 0, 255};
  const Picture picture = draw(256, 192, 3, [&](int x, int y) {
    if (std::abs(x - y - 30) < 3) return black;
    if (std::hypot(x - 80, y - 90) < 60) return red;
    return x > 170 && y > 60 && y < 150 ? blue : white;
  });
  for (const double step : {3.0, 10.0}) {
    CAPTURE(step);
    const Result result = run(jpeg(picture, step));
    const Labels labels = labels_of(result.outputs[0]);
    CHECK(labels.count() <= 5);
    for (int y = 5; y < 190; y += 7) {
      CAPTURE(y);
      CHECK(off(labels.palette(labels.at(y + 30, y)).to_u8(), black) <= 30);
    }
  }
}

TEST_CASE("what bleeds over edges in a JPEG is no colour", "[quantize]") {
  constexpr Pixel red{200, 15, 46, 255}, white{255, 255, 255, 255}, blue{1, 33, 105, 255};
  const Picture flag = draw(256, 192, 3, [&](int x, int y) {
    const double d = std::abs(x * 0.6 - y + 20) / std::hypot(0.6, 1.0);
    return d < 8 ? red : d < 20 ? white : blue;
  });
  for (const double step : {8.0, 16.0}) {
    CAPTURE(step);
    CHECK(labels_of(run(jpeg(flag, step)).outputs[0]).count() == 3);
  }
}

TEST_CASE("worn pictures are the same at any number of threads", "[quantize]") {
  const Picture picture = grainy(6);
  const Result one = run(picture, 1), four = run(picture, 4);
  const Labels a = labels_of(one.outputs[0]), b = labels_of(four.outputs[0]);
  REQUIRE(a.count() == b.count());
  int different = 0;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) different += a.at(x, y) != b.at(x, y);
  }
  CHECK(different == 0);
}

TEST_CASE("noise over transparency is no colour either", "[quantize]") {
  Random random(5);
  const Picture picture = draw(120, 90, 4, [&](int x, int y) {
    const double r = std::hypot(x - 60, y - 45), a = std::clamp(30.5 - r, 0.0, 1.0);
    const auto c = [&](int v) { return byte(v + 6 * normal(random)); };
    return Pixel{c(200), c(60), c(40), byte(255 * a + 0.5)};
  });
  const Result result = run(picture);
  const Labels labels = labels_of(result.outputs[0]);
  REQUIRE(labels.count() == 2);
  CHECK(std::min(off(labels.palette(0).to_u8(), {200, 60, 40, 255}),
                 off(labels.palette(1).to_u8(), {200, 60, 40, 255})) <= 3);
}

TEST_CASE("large noisy areas keep their colour", "[quantize]") {
  Random random(8);
  const Picture picture = draw(800, 700, 3, [&](int x, int y) {
    const int v = std::hypot(x - 400, y - 350) < 60 ? 40 : 255;
    return Pixel{byte(v + 3 * normal(random)), byte(v + 3 * normal(random)),
                 byte(v + 3 * normal(random)), 255};
  });
  const Result result = run(picture);
  const Labels labels = labels_of(result.outputs[0]);
  REQUIRE(labels.count() == 2);
  CHECK(off(labels.palette(labels.at(5, 5)).to_u8(), {255, 255, 255, 255}) <= 1);
  CHECK(off(labels.palette(labels.at(400, 350)).to_u8(), {40, 40, 40, 255}) <= 1);
}

TEST_CASE("a noisy photograph is still one", "[quantize]") {
  const Picture picture = photo(240, 180);
  CHECK(labels_of(run(picture).outputs[0]).count() == 16);
}

TEST_CASE("faint thin lines are no noise", "[quantize]") {
  const Pixel ground{34, 37, 47, 255}, line{58, 63, 82, 255}, bar{61, 111, 180, 255};
  const Picture picture = draw(400, 230, 3, [&](int x, int y) {
    if (y >= 110 && x % 90 >= 30 && x % 90 < 64) return bar;
    return y % 25 == 20 || x % 45 == 20 ? line : ground;
  });
  const Result result = run(picture);
  const Labels labels = labels_of(result.outputs[0]);
  REQUIRE(labels.count() == 3);
  for (const auto& [x, y] : {std::pair{100, 45}, {65, 60}, {200, 20}}) {
    CHECK(off(labels.palette(labels.at(x, y)).to_u8(), line) <= 1);
  }
}
