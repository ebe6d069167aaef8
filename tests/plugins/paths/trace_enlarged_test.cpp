// SPDX-License-Identifier: Apache-2.0
// Pictures that were enlarged are drawn as the small ones, on the large canvas.
#include "plugins/paths/trace/enlarged.hpp"

#include <cmath>

#include "support/enlarge.hpp"
#include "trace_support.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

// Squares of three colours, 16 x 12.
Map squares() {
  return make_map(16, 12, [](int x, int y) {
    if (x >= 3 && x < 9 && y >= 2 && y < 7) return 1;
    return x >= 8 && x < 13 && y >= 5 && y < 10 ? 2 : 0;
  });
}

const std::vector<Colour> palette{Colour::from_u8(250, 240, 230), Colour::from_u8(200, 30, 40),
                                  Colour::from_u8(20, 60, 180)};

std::vector<uint8_t> paint(const Map& map) {
  constexpr uint8_t colours[][3] = {{250, 240, 230}, {200, 30, 40}, {20, 60, 180}};
  std::vector<uint8_t> samples;
  for (const uint32_t label : map.labels) {
    samples.insert(samples.end(), colours[label], colours[label] + 3);
  }
  return samples;
}

}  // namespace

TEST_CASE("an enlarged picture of squares becomes these squares", "[trace]") {
  const Map small = squares();
  for (const std::string filter : {"triangle", "catmull_rom", "lanczos3"}) {
    for (const int factor : {2, 3, 5}) {
      INFO(filter << " by " << factor);
      const int width = 16 * factor, height = 12 * factor;
      const host::Value image =
          make_image(width, height, 3, enlarge(paint(small), 16, 12, 3, width, height, filter));
      const Map large =
          make_map(width, height, [&](int x, int y) { return small.at(x / factor, y / factor); });
      const host::Value shapes = pipeline::test::trace(large, palette, {}, {nullptr, &image});
      const Paths paths = paths_of(shapes);
      CHECK(paths.width() == static_cast<float>(width));
      CHECK(paths.height() == static_cast<float>(height));
      CHECK(paths.count() == 3);
      size_t off = 0, numbers = 0;
      for (uint32_t i = 0; i < paths.count(); ++i) {
        for (const float v : paths.coords(i)) {
          const float unit = v / static_cast<float>(factor);
          off += std::abs(unit - std::round(unit)) > 1e-3F;
          ++numbers;
        }
      }
      CHECK(off == 0);
      CHECK(numbers <= 40);
    }
  }
}

TEST_CASE("shapes are scaled with all that they are made of", "[trace]") {
  PathBuilder from(10, 20);
  const pipeline_stop stops[] = {{0, {0, 0, 0, 1}}, {1, {1, 1, 1, 1}}};
  Paint paint;
  paint.gradient = from.linear_gradient(1, 2, 3, 4, stops);
  from.radial_gradient(1, 2, 3, 4, 5, stops);
  paint.stroke_width = 2;
  from.begin(paint);
  from.move(1, 2);
  from.line(3, 4);
  from.quad(1, 2, 3, 4);
  from.cubic(1, 2, 3, 4, 5, 6);
  from.arc(2, 3, 0, true, false, 7, 8);
  from.close();
  from.begin(paint);
  from.ellipse(5, 6, 2, 3);
  const PathBuilder to = ::trace::scaled(from, 30, 80);
  CHECK(to.width() == 30);
  CHECK(to.height() == 80);
  CHECK(to.verbs() == from.verbs());
  CHECK(to.verb_begin() == from.verb_begin());
  CHECK(to.coord_begin() == from.coord_begin());
  CHECK(to.coords() == std::vector<float>{3,  8, 9,  16, 3, 8, 9,  16, 3,  8,  9, 16, 15,
                                          24, 6, 12, 0,  1, 0, 21, 32, 15, 24, 6, 12, 0});
  CHECK(std::abs(to.paints()[0].stroke_width - 2 * std::sqrt(12.0F)) < 1e-5F);
  CHECK(to.paints()[0].gradient == 0);
  REQUIRE(to.gradients().size() == 2);
  CHECK(to.gradients()[0].geometry[3] == 16);
  CHECK(std::abs(to.gradients()[1].geometry[2] - 3 * std::sqrt(12.0F)) < 1e-5F);
  CHECK(to.gradients()[1].geometry[4] == 20);
  CHECK(to.stops().size() == 4);
}

TEST_CASE("a label map is made smaller by its pixels' middles", "[trace]") {
  const Map large = make_map(10, 6, [](int x, int y) { return x / 4 + 3 * (y / 3); });
  const host::Value value = make_labels(10, 6, large.labels, opaque_palette(6));
  const ::trace::SmallLabels small(labels_of(value), 5, 3);
  for (int y = 0; y < 3; ++y) {
    for (int x = 0; x < 5; ++x) CHECK(small.labels().at(x, y) == large.at(2 * x + 1, 2 * y + 1));
  }
}
