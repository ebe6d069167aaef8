// SPDX-License-Identifier: Apache-2.0
#include "pictures.hpp"

#include <set>

using namespace pipeline;
using namespace pipeline::test;

namespace {

Result kmeans(const Picture& picture, const std::map<std::string, Setting>& with,
              unsigned threads = 0) {
  return quantized("quantize.kmeans", picture, with, threads);
}

double mean_error(const Picture& picture, const std::vector<std::array<double, 3>>& centres) {
  double sum = 0;
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const Pixel p = picture.at(x, y);
      double least = 1e30;
      for (const auto& c : centres) {
        least = std::min(
            least, std::pow(p[0] - c[0], 2) + std::pow(p[1] - c[1], 2) + std::pow(p[2] - c[2], 2));
      }
      sum += least;
    }
  }
  return sum / (picture.width * picture.height);
}

// k-means as it is written in books: from these centres, over all pixels, until nothing moves.
double converged_error(const Picture& picture, std::vector<std::array<double, 3>> centres) {
  for (int step = 0; step < 60; ++step) {
    std::vector<std::array<double, 4>> sums(centres.size());
    for (int y = 0; y < picture.height; ++y) {
      for (int x = 0; x < picture.width; ++x) {
        const Pixel p = picture.at(x, y);
        size_t best = 0;
        double least = 1e30;
        for (size_t i = 0; i < centres.size(); ++i) {
          const auto& c = centres[i];
          const double d =
              std::pow(p[0] - c[0], 2) + std::pow(p[1] - c[1], 2) + std::pow(p[2] - c[2], 2);
          if (d < least) least = d, best = i;
        }
        for (size_t d = 0; d < 3; ++d) sums[best][d] += p[d];
        sums[best][3] += 1;
      }
    }
    for (size_t i = 0; i < centres.size(); ++i) {
      for (size_t d = 0; d < 3; ++d) {
        if (sums[i][3] > 0) centres[i][d] = sums[i][d] / sums[i][3];
      }
    }
  }
  return mean_error(picture, centres);
}

std::vector<std::array<double, 3>> centres_of(const Result& result) {
  std::vector<std::array<double, 3>> centres;
  for (const auto& c : palette_of(result)) {
    centres.push_back(
        {static_cast<double>(c[0]), static_cast<double>(c[1]), static_cast<double>(c[2])});
  }
  return centres;
}

}  // namespace

TEST_CASE("quantize.kmeans gives every pixel its nearest palette colour") {
  for (const auto& [width, height] :
       {std::pair{1, 1}, {1, 7}, {7, 1}, {33, 65}, {127, 128}, {128, 128}, {301, 200}}) {
    for (const int colors : {2, 3, 16, 256}) {
      CAPTURE(width, height, colors);
      const auto picture = photo(width, height);
      const auto result = kmeans(picture, {{"colors", colors}});
      CHECK(palette_of(result).size() <= static_cast<size_t>(colors));
      require_nearest(picture, result);
    }
  }
}

TEST_CASE("quantize.kmeans is exact on noise, which needs all of the table") {
  Random random(1);
  const auto picture = draw(512, 400, 3, [&](int, int) {
    return Pixel{byte(random.below(256)), byte(random.below(256)), byte(random.below(256)), 255};
  });
  const auto result = kmeans(picture, {{"colors", 256}});
  CHECK(palette_of(result).size() == 256);
  require_nearest(picture, result);
}

TEST_CASE(
    "quantize.kmeans keeps exactly the colours of a picture that has no more than asked for") {
  const std::vector<Pixel> own{
      {0, 0, 0, 255}, {255, 0, 0, 255}, {254, 0, 0, 255}, {9, 200, 77, 255}, {255, 255, 255, 255}};
  const auto picture = draw(90, 70, 3, [&](int x, int y) {
    return x == 89 && y == 69 ? own[2] : own[static_cast<size_t>((x / 30 + y / 7) % 5)];
  });
  for (const int colors : {5, 16, 256}) {
    const auto result = kmeans(picture, {{"colors", colors}});
    const auto palette = palette_of(result);
    CHECK(std::set(palette.begin(), palette.end()) == std::set(own.begin(), own.end()));
    CHECK(palette.size() == own.size());
    CHECK(content_of(result.outputs[1]) == content_of(picture.value()));
  }
  const auto fewer = kmeans(picture, {{"colors", 4}});
  CHECK(palette_of(fewer).size() == 4);
  require_nearest(picture, fewer);
}

TEST_CASE("quantize.kmeans fits weights, not places: a rare colour gives way to a common one") {
  // 90 % in two near colours, 10 % in two others: two colours cost least as {near pair, far pair}.
  const auto picture = draw(100, 100, 3, [](int x, int y) {
    if (y >= 90) return x % 2 ? Pixel{200, 200, 200, 255} : Pixel{210, 200, 200, 255};
    return x % 2 ? Pixel{10, 20, 30, 255} : Pixel{14, 20, 30, 255};
  });
  const auto palette = palette_of(kmeans(picture, {{"colors", 2}}));
  CHECK(palette == std::vector<Pixel>{{12, 20, 30, 255}, {205, 200, 200, 255}});
}

TEST_CASE("quantize.kmeans is within 1 % of k-means run to rest on all pixels") {
  const auto picture = photo(320, 400);  // more pixels than the sample holds
  for (const int colors : {2, 8, 16}) {
    CAPTURE(colors);
    const auto centres = centres_of(kmeans(picture, {{"colors", colors}}));
    CHECK(mean_error(picture, centres) <= 1.01 * converged_error(picture, centres));
  }
}

TEST_CASE("quantize.kmeans finds clusters that lie apart, from any seed") {
  Random random(4);
  std::vector<Pixel> hearts;
  for (int i = 0; i < 27; ++i) {
    hearts.push_back(
        {byte(30 + 90 * (i % 3)), byte(30 + 90 * (i / 3 % 3)), byte(30 + 90 * (i / 9)), 255});
  }
  const auto picture = draw(270, 270, 3, [&](int x, int y) {
    Pixel p = hearts[static_cast<size_t>((x / 10 + 3 * (y / 30)) % 27)];
    for (size_t d = 0; d < 3; ++d) p[d] = byte(p[d] + random.below(9) - 4);
    return p;
  });
  for (const int seed : {0, 1, 2, 77, 2147483647}) {
    CAPTURE(seed);
    auto palette = palette_of(kmeans(picture, {{"colors", 27}, {"seed", seed}}));
    REQUIRE(palette.size() == 27);
    for (const auto& heart : hearts) {
      CHECK(std::any_of(palette.begin(), palette.end(), [&](const Pixel& p) {
        return std::abs(p[0] - heart[0]) + std::abs(p[1] - heart[1]) + std::abs(p[2] - heart[2]) <=
               3;
      }));
    }
  }
}

TEST_CASE("quantize.kmeans gives the same bytes at any thread count and every time") {
  for (const auto& picture : {photo(320, 260), soft_disc(200, 180)}) {
    for (const int colors : {2, 16, 200}) {
      CAPTURE(picture.channels, colors);
      const auto one = kmeans(picture, {{"colors", colors}}, 1);
      CHECK(same(one, kmeans(picture, {{"colors", colors}}, 1)));
      CHECK(same(one, kmeans(picture, {{"colors", colors}}, 2)));
      CHECK(same(one, kmeans(picture, {{"colors", colors}}, 4)));
    }
  }
}

TEST_CASE(
    "quantize.kmeans labels transparent pixels by themselves, whatever is hidden under them") {
  for (const auto& [width, height] : {std::pair{64, 64}, {200, 150}}) {
    for (const int colors : {2, 5, 32}) {
      CAPTURE(width, colors);
      const auto picture = soft_disc(width, height);
      const auto result = kmeans(picture, {{"colors", colors}});
      const auto palette = palette_of(result);
      CHECK(palette.size() <= static_cast<size_t>(colors));
      CHECK(palette.back() == Pixel{0, 0, 0, 0});
      CHECK(std::count_if(palette.begin(), palette.end(),
                          [](const Pixel& p) { return p[3] == 0; }) == 1);
      CHECK(labels_of(result.outputs[0]).at(0, 0) == palette.size() - 1);
      require_nearest(picture, result);
    }
  }
}

TEST_CASE("quantize.kmeans is exact on opaque pixels beside translucent colours") {
  // Opaque noise, a veil of noise, and a hole: translucent and transparent colours may be nearest
  // to opaque pixels too.
  Random random(8);
  const auto picture = draw(256, 300, 4, [&](int, int y) {
    const int alpha = y < 150 ? 255 : y < 290 ? 200 + random.below(55) : 0;
    return Pixel{byte(random.below(256)), byte(random.below(256)), byte(random.below(256)),
                 byte(alpha)};
  });
  for (const int colors : {2, 3, 16, 256}) {
    CAPTURE(colors);
    require_nearest(picture, kmeans(picture, {{"colors", colors}}));
  }
}

TEST_CASE("quantize.kmeans finds the little that is visible on a large transparent canvas") {
  const auto picture = draw(700, 700, 4, [](int x, int y) {
    if (x < 600 || y < 600) return Pixel{byte(x), byte(y), 3, 0};
    return Pixel{byte(2 * (x - 600)), byte(2 * (y - 600)), 128, 255};
  });
  const auto result = kmeans(picture, {{"colors", 17}});
  CHECK(palette_of(result).size() == 17);
  require_nearest(picture, result);
  double sum = 0;
  const auto painted = image_of<uint8_t>(result.outputs[1]);
  for (int y = 600; y < 700; ++y) {
    for (int x = 600; x < 700; ++x) {
      sum += std::pow(painted.pixel(x, y)[0] - 2 * (x - 600), 2) +
             std::pow(painted.pixel(x, y)[1] - 2 * (y - 600), 2);
    }
  }
  CHECK(sum / 10000 < 450);  // 16 squares of a side of 50 would have 417
}

TEST_CASE("quantize.kmeans handles pictures of nothing but transparency, and of one alpha") {
  const auto nothing = draw(9, 8, 4, [](int x, int) { return Pixel{byte(20 * x), 1, 2, 0}; });
  const auto result = kmeans(nothing, {{"colors", 2}});
  CHECK(palette_of(result) == std::vector<Pixel>{{0, 0, 0, 0}});
  const auto veil = draw(40, 40, 4, [](int x, int y) {
    return Pixel{byte(6 * x), byte(6 * y), 0, 1};
  });
  require_nearest(veil, kmeans(veil, {{"colors", 3}}));
}

TEST_CASE("quantize.kmeans orders its palette from dark to light") {
  const auto palette = palette_of(kmeans(photo(200, 200), {{"colors", 12}}));
  const auto luma = [](const Pixel& p) { return 2126 * p[0] + 7152 * p[1] + 722 * p[2]; };
  CHECK(std::is_sorted(palette.begin(), palette.end(),
                       [&](const Pixel& a, const Pixel& b) { return luma(a) < luma(b); }));
}

TEST_CASE("quantize.kmeans: iterations and tolerance bound the refining") {
  const auto picture = photo(300, 300);
  const auto rough = centres_of(kmeans(picture, {{"max_iterations", 1}, {"tolerance", 16.0}}));
  const auto fine = centres_of(kmeans(picture, {{"tolerance", 0.0}}));
  CHECK(rough.size() == 16);
  CHECK(mean_error(picture, fine) < mean_error(picture, rough));
}

TEST_CASE("quantize.kmeans: auto takes the fewest colours that keep within the error") {
  const auto picture = photo(200, 150);
  const auto distance_of = [&](const Result& result) {
    return std::sqrt(mean_error(picture, centres_of(result)));
  };
  size_t before = 257;
  for (const double error : {16.0, 24.0, 40.0, 60.0}) {
    CAPTURE(error);
    const auto result =
        kmeans(picture, {{"colors", "auto"}, {"auto_error", error}, {"auto_ceiling", 256}});
    const auto count = static_cast<int>(palette_of(result).size());
    CHECK(palette_of(result).size() < before);
    before = palette_of(result).size();
    CHECK(distance_of(result) <= 1.01 * error);
    REQUIRE(count > 2);
    CHECK(distance_of(kmeans(picture, {{"colors", count * 4 / 5}})) > error);
    require_nearest(picture, result);
  }
  const auto most = kmeans(picture, {{"colors", "auto"}, {"auto_error", 0.0}, {"auto_ceiling", 7}});
  CHECK(palette_of(most).size() == 7);
}

TEST_CASE("quantize.kmeans: auto on pictures of one and two colours, and of transparency") {
  for (const double error : {0.0, 10.0, 255.0}) {
    CAPTURE(error);
    const std::map<std::string, Setting> with{{"colors", "auto"}, {"auto_error", error}};
    const auto one = draw(5, 4, 3, [](int, int) { return Pixel{9, 8, 7, 255}; });
    CHECK(palette_of(kmeans(one, with)) == std::vector<Pixel>{{9, 8, 7, 255}});
    const auto hole = draw(5, 4, 4, [](int x, int) { return Pixel{9, 8, 7, byte(255 * (x % 2))}; });
    CHECK(palette_of(kmeans(hole, with)) == std::vector<Pixel>{{9, 8, 7, 255}, {0, 0, 0, 0}});
    const auto disc = soft_disc(90, 80);
    require_nearest(disc, kmeans(disc, with));
  }
}

TEST_CASE("quantize.kmeans refuses four channels without alpha") {
  const auto image = make_image(1, 1, 4, std::vector<uint8_t>{1, 2, 3, 4}, PIPELINE_COLOUR_SRGB,
                                PIPELINE_ALPHA_NONE);
  const auto result = run_stage("quantize.kmeans", {}, {&image});
  CHECK(result.status == PIPELINE_BAD_ARGUMENT);
  CHECK_THAT(result.error,
             ContainsSubstring(
                 "the image has 4 channels without alpha; expected 3 without or 4 with alpha: "
                 "put image.convert before"));
}
