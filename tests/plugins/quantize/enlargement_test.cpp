// SPDX-License-Identifier: Apache-2.0
// What a picture was enlarged from is found again, against filters and least squares written
// plainly.
#include <filesystem>
#include <random>

#include "plugins/common/enlargement/line_fit.hpp"
#include "plugins/common/enlargement/reduced.hpp"
#include "plugins/common/enlargement/search.hpp"
#include "plugins/common/enlargement/settle.hpp"
#include "plugins/common/enlargement/soft.hpp"
#include "plugins/quantize/flat/enlarged.hpp"
#include "support/catch.hpp"
#include "support/enlarge.hpp"
#include "support/stage.hpp"

using namespace pipeline;
using namespace pipeline::test;
using enlargement::Bounds;
using enlargement::LineFit;
using resize::Filter;

namespace {

const std::pair<Filter, std::string> filters[] = {{Filter::triangle, "triangle"},
                                                  {Filter::catmull_rom, "catmull_rom"},
                                                  {Filter::sharp_cubic, "sharp_cubic"},
                                                  {Filter::lanczos3, "lanczos3"},
                                                  {Filter::mitchell, "mitchell"}};

std::vector<float> random_line(size_t count, int least, int most, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<float> line;
  for (size_t i = 0; i < count; ++i) {
    line.push_back(static_cast<float>(least + static_cast<int>(random() % (most - least + 1U))));
  }
  return line;
}

// Black and white stretches, where filters run over.
std::vector<float> bars(size_t count, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<float> line;
  while (line.size() < count) {
    line.insert(line.end(), 1 + random() % 4, random() % 2 ? 255.0F : 0.0F);
  }
  line.resize(count);
  return line;
}

std::vector<float> enlarge_line(const std::vector<float>& line, int large,
                                const std::string& filter) {
  std::vector<float> result;
  for (const auto& row : enlargement_matrix(filter, static_cast<int>(line.size()), large)) {
    double sum = 0;
    for (size_t k = 0; k < line.size(); ++k) sum += row[k] * line[k];
    result.push_back(static_cast<float>(std::clamp(std::floor(sum + 0.5), 0.0, 255.0)));
  }
  return result;
}

// The normal equations, by Gauss's elimination.
std::vector<double> least_squares(const std::vector<std::vector<double>>& matrix,
                                  const std::vector<float>& right) {
  const size_t n = matrix.front().size();
  std::vector<std::vector<double>> a(n, std::vector<double>(n + 1));
  for (size_t r = 0; r < matrix.size(); ++r) {
    for (size_t i = 0; i < n; ++i) {
      for (size_t k = 0; k < n; ++k) a[i][k] += matrix[r][i] * matrix[r][k];
      a[i][n] += matrix[r][i] * right[r];
    }
  }
  for (size_t i = 0; i < n; ++i) {
    for (size_t r = i + 1; r < n; ++r) {
      const double part = a[r][i] / a[i][i];
      for (size_t k = i; k <= n; ++k) a[r][k] -= part * a[i][k];
    }
  }
  std::vector<double> x(n);
  for (size_t i = n; i-- > 0;) {
    double sum = a[i][n];
    for (size_t k = i + 1; k < n; ++k) sum -= a[i][k] * x[k];
    x[i] = sum / a[i][i];
  }
  return x;
}

struct Picture {
  int width, height;
  std::vector<uint8_t> samples;

  host::Value value() const { return make_image(width, height, 3, samples); }
  Picture enlarged(int w, int h, const std::string& filter, bool once = false) const {
    return {w, h, enlarge(samples, width, height, 3, w, h, filter, once)};
  }
};

// Blocks of a few colours on a ground.
Picture sprite(int width, int height, unsigned seed) {
  constexpr int colours[][3] = {{250, 240, 230}, {200, 30, 40}, {20, 60, 180}, {30, 140, 60}};
  std::mt19937 random(seed);
  Picture picture{width, height, {}};
  for (int i = 0; i < width * height; ++i) {
    const int x = i % width, y = i / width;
    const bool ground = x < 2 || y < 2 || x > width - 3 || y > height - 3;
    const auto& c = colours[ground ? 0 : random() % 4];
    for (const int v : c) picture.samples.push_back(static_cast<uint8_t>(v));
  }
  return picture;
}

// A disc on white with the blends at its edge, and a bar.
Picture icon(int side) {
  Picture picture{side, side, {}};
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const double off = std::hypot(x + 0.5 - side * 0.5, y + 0.5 - side * 0.5) - side * 0.37;
      const double in = std::clamp(0.5 - off, 0.0, 1.0);
      const bool bar = x > side / 3 && x < side / 2 && y > side / 3 && y < 2 * side / 3;
      const double disc[] = {30, 90, 200}, white[] = {255, 255, 255}, dark[] = {20, 20, 30};
      for (int c = 0; c < 3; ++c) {
        const double v = bar ? dark[c] : white[c] + in * (disc[c] - white[c]);
        picture.samples.push_back(static_cast<uint8_t>(std::lround(v)));
      }
    }
  }
  return picture;
}

std::optional<enlargement::Reduced> reduce(const Picture& picture) {
  const host::Value value = picture.value();
  return enlargement::find_reduced(image_of<uint8_t>(value));
}

}  // namespace

TEST_CASE("a line is shrunk by least squares", "[enlargement]") {
  for (const auto& [filter, name] : filters) {
    for (const auto& [small, large] : {std::pair{24, 48}, {24, 72}, {31, 165}, {16, 256}}) {
      INFO(name << " " << small << " to " << large);
      // Not an enlargement of anything: what is left over counts.
      const auto line = random_line(static_cast<size_t>(large), 60, 190, 7);
      LineFit fit(filter, small, large);
      const auto found = fit.shrink(line, Bounds::none);
      const auto expected = least_squares(enlargement_matrix(name, small, large), line);
      double most = 0;
      for (size_t i = 0; i < expected.size(); ++i)
        most = std::max(most, std::abs(found[i] - expected[i]));
      CHECK(most < 2);
    }
  }
}

TEST_CASE("what was cut off at black and white does not mislead", "[enlargement]") {
  for (const auto& [filter, name] : filters) {
    for (const int large : {50, 75, 133, 200}) {
      INFO(name << " to " << large);
      const auto small = bars(25, 3);
      LineFit fit(filter, 25, large);
      const auto line = enlarge_line(small, large, name);
      const auto found = fit.shrink(line, Bounds::as_small);
      double most = 0;
      for (size_t i = 0; i < small.size(); ++i) {
        most = std::max<double>(most, std::abs(found[i] - small[i]));
      }
      CHECK(most < 24);
      std::vector<float> again(line.size());
      fit.enlarge(found, Bounds::seen, again);
      double off = 0;
      for (size_t i = 0; i < line.size(); ++i)
        off = std::max<double>(off, std::abs(line[i] - again[i]));
      CHECK(off < 4);
    }
  }
}

TEST_CASE("the length and the filter of lines are found", "[enlargement]") {
  for (const auto& [filter, name] : filters) {
    for (const int large : {75, 100, 134, 200}) {
      INFO(name << " to " << large);
      std::vector<enlargement::Line> lines;
      for (unsigned seed = 1; seed < 5; ++seed) {
        lines.push_back(enlarge_line(random_line(25, 0, 255, seed), large, name));
      }
      const auto found = enlargement::find_origin(lines, enlargement::known_filters(), 8, large / 2,
                                                  enlargement::usual_off);
      REQUIRE(found);
      CHECK(found->length == 25);
      CHECK(found->filter == filter);
    }
  }
}

TEST_CASE("lines that were not enlarged have no origin", "[enlargement]") {
  std::vector<enlargement::Line> lines{random_line(96, 0, 255, 1), random_line(96, 0, 255, 2)};
  CHECK_FALSE(
      enlargement::find_origin(lines, enlargement::known_filters(), 8, 48, enlargement::usual_off));
  CHECK_FALSE(
      enlargement::find_origin({}, enlargement::known_filters(), 8, 48, enlargement::usual_off));
}

TEST_CASE("enlarged sprites are found to the pixel", "[enlargement]") {
  const Picture small = sprite(20, 17, 5);
  for (const auto& [filter, name] : filters) {
    for (const double factor : {2.0, 3.0, 16 / 3.0, 8.0}) {
      const bool once = filter == Filter::sharp_cubic;
      INFO(name << " by " << factor);
      const auto found =
          reduce(small.enlarged(static_cast<int>(std::lround(20 * factor)),
                                static_cast<int>(std::lround(17 * factor)), name, once));
      REQUIRE(found);
      REQUIRE(found->width() == 20);
      REQUIRE(found->height() == 17);
      CHECK(found->has_few_colours());
      size_t wrong = 0;
      for (int i = 0; i < 20 * 17; ++i) {
        const uint8_t* p = found->image().pixel(i % 20, i / 20);
        for (int c = 0; c < 3; ++c) {
          wrong += std::abs(p[c] - small.samples[static_cast<size_t>(3 * i + c)]) > 2;
        }
      }
      CHECK(wrong == 0);
    }
  }
}

TEST_CASE("an enlarged icon keeps its blends when it is found", "[enlargement]") {
  const Picture small = icon(40);
  for (const auto& [filter, name] : filters) {
    INFO(name);
    const auto found = reduce(small.enlarged(120, 120, name));
    REQUIRE(found);
    REQUIRE(found->width() == 40);
    CHECK_FALSE(found->has_few_colours());
    double square = 0;
    for (int i = 0; i < 40 * 40; ++i) {
      for (int c = 0; c < 3; ++c) {
        const double d =
            found->image().pixel(i % 40, i / 40)[c] - small.samples[static_cast<size_t>(3 * i + c)];
        square += d * d / (40 * 40 * 3);
      }
    }
    CHECK(square < 9);
  }
}

TEST_CASE("sharp pictures, gradients and noise are not taken for enlarged ones", "[enlargement]") {
  CHECK_FALSE(reduce(sprite(96, 96, 1)));
  CHECK_FALSE(reduce(icon(120)));
  CHECK_FALSE(reduce(icon(24)));
  Picture ramp{128, 96, {}}, noise{96, 96, {}},
      blank{64, 64, std::vector<uint8_t>(64 * 64 * 3, 90)};
  std::mt19937 random(4);
  for (int i = 0; i < 128 * 96; ++i) {
    for (int c = 0; c < 3; ++c) ramp.samples.push_back(static_cast<uint8_t>(40 + i % 128 + 20 * c));
  }
  for (int i = 0; i < 96 * 96 * 3; ++i) noise.samples.push_back(static_cast<uint8_t>(random()));
  CHECK_FALSE(reduce(ramp));
  CHECK_FALSE(reduce(noise));
  CHECK_FALSE(reduce(blank));
  CHECK_FALSE(reduce({4, 4, std::vector<uint8_t>(48, 9)}));
}

TEST_CASE("the pictures that are here are not taken for enlarged ones", "[enlargement]") {
  size_t seen = 0;
  for (const std::string folder : {"/docs/images", "/../shared/images/kodak"}) {
    if (!std::filesystem::exists(TEST_SOURCE + folder)) {
      std::puts("skipped: the Kodak pictures are not here");
      continue;
    }
    for (const auto& file : std::filesystem::directory_iterator(TEST_SOURCE + folder)) {
      if (file.path().extension() != ".png" && file.path().extension() != ".ppm") continue;
      const auto bytes = make_bytes("application/octet-stream", read_file(file.path().string()));
      const Result read = run_stage("io.read", {}, {&bytes});
      REQUIRE(read.status == PIPELINE_OK);
      INFO(file.path());
      CHECK_FALSE(enlargement::find_reduced(image_of<uint8_t>(read.outputs.at(0))));
      ++seen;
    }
  }
  CHECK(seen >= 4);
}

TEST_CASE("steps that two pixels share are not sharp", "[enlargement]") {
  const Picture sharp = sprite(40, 40, 2);
  const host::Value a = sharp.value(), b = sharp.enlarged(80, 80, "triangle").value();
  CHECK(enlargement::has_sharp_edges(image_of<uint8_t>(a), 0.8F));
  CHECK_FALSE(enlargement::has_sharp_edges(image_of<uint8_t>(b), 0.8F));
}

TEST_CASE("colours settle where they are few, not where they are blends", "[enlargement]") {
  std::vector<uint32_t> few, blends;
  for (uint32_t i = 0; i < 256; ++i) {
    few.push_back((i * 7 / 3 % 2 ? 0xFF102030U : 0xFFF0E0D0U) + (i % 5 == 0 ? 2 : 0));
    blends.push_back(0xFF000000U | i << 16 | i << 8 | i);
  }
  CHECK(enlargement::settle_on_few_colours(few, 16));
  for (const uint32_t p : few) CHECK((p == 0xFF102030U || p == 0xFFF0E0D0U));
  const auto before = blends;
  CHECK_FALSE(enlargement::settle_on_few_colours(blends, 16));
  CHECK(blends == before);
  CHECK(enlargement::shows_areas(std::vector<uint32_t>(256, 5), 16));
  CHECK_FALSE(enlargement::shows_areas(before, 16));
}

TEST_CASE("labels are enlarged as bilinear shares of areas", "[enlargement]") {
  std::mt19937 random(9);
  for (const auto& [w, h, to_w, to_h] :
       {std::array{7, 5, 14, 10}, {7, 5, 37, 26}, {9, 4, 18, 8}, {6, 6, 96, 96}}) {
    std::vector<uint8_t> labels;
    for (int i = 0; i < w * h; ++i) labels.push_back(static_cast<uint8_t>(random() % 3));
    const auto large = quantize::enlarge_labels(labels, w, h, to_w, to_h);
    REQUIRE(large.size() == static_cast<size_t>(to_w * to_h));
    const auto across = enlargement_matrix("triangle", w, to_w),
               down = enlargement_matrix("triangle", h, to_h);
    size_t poorer = 0, moved = 0;
    for (int y = 0; y < to_h; ++y) {
      for (int x = 0; x < to_w; ++x) {
        std::array<double, 3> share{};
        for (int i = 0; i < w * h; ++i) {
          share[labels[static_cast<size_t>(i)]] +=
              across[static_cast<size_t>(x)][static_cast<size_t>(i % w)] *
              down[static_cast<size_t>(y)][static_cast<size_t>(i / w)];
        }
        const double own = share[large[static_cast<size_t>(y * to_w + x)]];
        poorer += own < *std::max_element(share.begin(), share.end()) - 1e-9;
      }
    }
    CHECK(poorer == 0);
    for (int y = 0; y < h; ++y) {
      for (int x = 0; x < w; ++x) {
        const int u = (2 * x + 1) * to_w / (2 * w), v = (2 * y + 1) * to_h / (2 * h);
        moved += large[static_cast<size_t>(v * to_w + u)] != labels[static_cast<size_t>(y * w + x)];
      }
    }
    CHECK(moved == 0);
  }
}

TEST_CASE("quantize.flat finds the colours of an enlarged sprite and no others", "[flat]") {
  for (const std::string name : {"triangle", "catmull_rom", "lanczos3"}) {
    INFO(name);
    const host::Value image = sprite(20, 17, 5).enlarged(80, 68, name).value();
    const Result one = run_stage("quantize.flat", {}, {&image}, 1);
    REQUIRE(one.status == PIPELINE_OK);
    CHECK(labels_of(one.outputs.at(0)).count() == 4);
    const Result many = run_stage("quantize.flat", {}, {&image}, 4);
    CHECK(content_of(one.outputs.at(0)) == content_of(many.outputs.at(0)));
  }
}
