// SPDX-License-Identifier: Apache-2.0
// The text of `d`: exact for small cases, and read back for many random ones.
#include <cmath>
#include <cstdlib>
#include <random>

#include "document_support.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

PathBuilder one_path() {
  PathBuilder builder(100, 50);
  builder.begin(filled(0, 0, 0));
  return builder;
}

std::string data_of(const std::string& document) {
  const size_t begin = document.find(" d=\"") + 4;
  return document.substr(begin, document.find('"', begin) - begin);
}

// The end points of a path's segments as a reader of SVG sees them.
class Reader {
 public:
  explicit Reader(const std::string& data) : at_(data.c_str()) {}

  std::vector<std::array<double, 2>> ends() {
    std::vector<std::array<double, 2>> ends;
    char command = 0;
    while (*at_) {
      if (std::isalpha(static_cast<unsigned char>(*at_))) command = *at_++;
      const bool relative = std::islower(static_cast<unsigned char>(command)) != 0;
      const char kind = static_cast<char>(std::tolower(static_cast<unsigned char>(command)));
      const double ox = relative ? x_ : 0, oy = relative ? y_ : 0;
      if (kind == 'z') {
        x_ = start_x_, y_ = start_y_;
        continue;
      }
      if (kind == 'h') {
        x_ = ox + number();
      } else if (kind == 'v') {
        y_ = oy + number();
      } else {
        for (int skip = kind == 'c' ? 4 : kind == 's' || kind == 'q' ? 2 : 0; skip > 0; --skip)
          number();
        x_ = ox + number();
        y_ = oy + number();
      }
      if (kind == 'm') {
        start_x_ = x_, start_y_ = y_;
        command = relative ? 'l' : 'L';
      }
      ends.push_back({x_, y_});
    }
    return ends;
  }

 private:
  // SVG's grammar: a second point ends a number.
  double number() {
    while (*at_ == ' ') ++at_;
    std::string text;
    bool point = false;
    while (*at_ && (std::isdigit(static_cast<unsigned char>(*at_)) ||
                    (*at_ == '-' && text.empty()) || (*at_ == '.' && !point))) {
      point = point || *at_ == '.';
      text += *at_++;
    }
    REQUIRE_FALSE(text.empty());
    return std::atof(text.c_str());
  }
  const char* at_;
  double x_ = 0, y_ = 0, start_x_ = 0, start_y_ = 0;
};

}  // namespace

TEST_CASE("a document is exactly this", "[svg]") {
  PathBuilder builder(8, 6);
  builder.begin(filled(255, 0, 0));
  builder.move(1, 1);
  builder.line(5, 1);
  builder.line(5, 4);
  builder.close();
  CHECK(document(builder) ==
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"6\" viewBox=\"0 0 8 6\">"
        "<path fill=\"#f00\" d=\"m1 1h4v3z\"/></svg>\n");
}

TEST_CASE("no paths are an empty document", "[svg]") { CHECK(body(PathBuilder(8, 6)) == ""); }

TEST_CASE("a path that draws nothing leaves nothing", "[svg]") {
  PathBuilder builder = one_path();
  CHECK(body(builder) == "");
  builder.move(3, 3);
  CHECK(body(builder) == "");
}

TEST_CASE("separators go where the grammar allows", "[svg]") {
  PathBuilder builder = one_path();
  builder.move(0.5F, 0.25F);
  builder.line(1, -0.5F);
  builder.line(1.75F, 0.25F);
  builder.line(3, 1);
  builder.close();
  CHECK(body(builder) == "<path d=\"m.5.25L1-.5l.75.75L3 1z\"/>");
}

TEST_CASE("absolute commands are taken where they are shorter", "[svg]") {
  PathBuilder builder = one_path();
  builder.move(99.99F, 49.99F);
  builder.line(0, 0);
  builder.line(98.76F, 0);
  builder.line(98.76F, 1);
  builder.close();
  CHECK(body(builder) == "<path d=\"m99.99 49.99L0 0h98.76v1z\"/>");
}

TEST_CASE("the line that z draws is left out, and so are lines that vanish in rounding", "[svg]") {
  PathBuilder builder = one_path();
  builder.move(1, 1);
  builder.line(4, 1);
  builder.line(4.001F, 1.002F);
  builder.line(4, 4);
  builder.line(1, 1);
  builder.close();
  CHECK(body(builder) == "<path d=\"m1 1h3v3z\"/>");
}

TEST_CASE("curves, and their mirrored handles", "[svg]") {
  PathBuilder builder = one_path();
  builder.move(0, 0);
  builder.cubic(1, 2, 3, 4, 5, 4);
  builder.cubic(7, 4, 8, 3, 9, 1);
  builder.quad(10, 2, 11, 1);
  builder.arc(3, 2, 30, true, false, 12, 4);
  CHECK(body(builder) == "<path d=\"m0 0c1 2 3 4 5 4s3-1 4-3q1 1 2 0a3 2 30 1 0 1 3\"/>");
}

TEST_CASE("subpaths follow one another from where the last one began", "[svg]") {
  PathBuilder builder = one_path();
  square(builder, 10, 10, 2);
  square(builder, 20, 10, 2);
  CHECK(body(builder) == "<path d=\"m10 10h2v2h-2zm10 0h2v2h-2z\"/>");
}

TEST_CASE("precision is the number of decimals", "[svg]") {
  PathBuilder builder = one_path();
  builder.move(0, 0);
  builder.line(1.2345678F, 2);
  builder.line(0, 3);
  builder.close();
  CHECK(body(builder, {{"precision", 0}}) == "<path d=\"m0 0 1 2-1 1z\"/>");
  CHECK(body(builder, {{"precision", 3}}) == "<path d=\"m0 0 1.235 2L0 3z\"/>");
  CHECK(body(builder, {{"precision", 6}}) == "<path d=\"m0 0 1.234568 2L0 3z\"/>");
}

TEST_CASE("automatic precision follows the size of the canvas", "[svg]") {
  const auto text = [](float side) {
    PathBuilder builder(side, side / 2);
    builder.begin(filled(0, 0, 0));
    builder.move(0, 0);
    builder.line(1.2345F, 0);
    builder.line(0, 3);
    builder.close();
    const std::string all = document(builder, {});
    return all.substr(all.find("width="));
  };
  CHECK(
      text(256) ==
      "width=\"256\" height=\"128\" viewBox=\"0 0 2048 1024\"><path d=\"m0 0h10L0 24z\"/></svg>\n");
  CHECK(text(255) ==
        "width=\"255\" height=\"127.5\" viewBox=\"0 0 8160 4080\"><path d=\"m0 0h40L0 "
        "96z\"/></svg>\n");
  CHECK(text(24) ==
        "width=\"24\" height=\"12\" viewBox=\"0 0 768 384\"><path d=\"m0 0h40L0 96z\"/></svg>\n");
  CHECK(
      text(16) ==
      "width=\"16\" height=\"8\" viewBox=\"0 0 2048 1024\"><path d=\"m0 0h158L0 384z\"/></svg>\n");
}

TEST_CASE("steps of the view box are for lengths, not for angles and flags", "[svg]") {
  PathBuilder builder(512, 512);
  Paint paint = filled(255, 0, 0);
  paint.stroke = Colour::from_u8(0, 0, 0);
  paint.stroke_width = 2;
  builder.begin(paint);
  builder.move(1, 1);
  builder.arc(3, 2, 30, true, false, 12, 4);
  builder.ellipse(4, 4, 3, 2, 90);
  builder.begin(filled(0, 0, 0));
  builder.ellipse(40, 4, 2, 2);
  CHECK(body(builder, {}) ==
        "<path fill=\"#f00\" stroke=\"#000\" stroke-width=\"16\" "
        "d=\"m8 8a24 16 30 1 0 88 24M32 8a24 16 90 1 0 0 48 24 16 90 1 0 0-48z\"/>"
        "<circle cx=\"320\" cy=\"32\" r=\"16\"/>");
}

TEST_CASE("rounding does not add up: every point is within half a unit", "[svg]") {
  std::mt19937 random(7);
  std::uniform_real_distribution<float> coordinate(-900, 900), nearby(-1, 1);
  for (int precision = 0; precision <= 4; ++precision) {
    PathBuilder builder(900, 900);
    builder.begin(filled(0, 0, 0));
    std::vector<std::array<float, 2>> wanted{{coordinate(random), coordinate(random)}};
    builder.move(wanted[0][0], wanted[0][1]);
    for (int i = 0; i < 2000; ++i) {
      const bool far = random() % 8 == 0;
      const float x = far ? coordinate(random) : wanted.back()[0] + 3 * nearby(random);
      const float y = far ? coordinate(random) : wanted.back()[1] + 3 * nearby(random);
      switch (random() % 3) {
        case 0:
          builder.line(x, y);
          break;
        case 1:
          builder.quad(nearby(random), y, x, y);
          break;
        default:
          builder.cubic(x, nearby(random), nearby(random), y, x, y);
      }
      wanted.push_back({x, y});
    }
    const double unit = std::pow(10.0, -precision);
    const auto rounds_equal = [&](const auto& a, const auto& b) {
      return std::llround(a[0] / unit) == std::llround(b[0] / unit) &&
             std::llround(a[1] / unit) == std::llround(b[1] / unit);
    };
    const auto ends = Reader(data_of(document(builder, {{"precision", precision}}))).ends();
    size_t k = 0, wrong = 0;
    for (size_t i = 0; i < wanted.size(); ++i) {
      // A line that vanished may be missing.
      if (k >= ends.size() ||
          (i > 0 && rounds_equal(wanted[i], wanted[i - 1]) && !rounds_equal(wanted[i], ends[k]))) {
        continue;
      }
      const double dx = std::abs(ends[k][0] - wanted[i][0]),
                   dy = std::abs(ends[k][1] - wanted[i][1]);
      wrong += dx > unit / 2 + 1e-4 || dy > unit / 2 + 1e-4;
      ++k;
    }
    CHECK(k == ends.size());
    CHECK(wrong == 0);
  }
}

TEST_CASE("whole pixels are written as they are, and any other in finer steps", "[svg]") {
  PathBuilder whole(300, 200);
  whole.begin({.fill = Colour::from_u8(255, 0, 0)});
  whole.move(10, 20), whole.line(40, 20), whole.line(40, 60), whole.close();
  const host::Value exact = make_paths(whole);
  const std::string text(bytes_of(run_stage("svg.document", {}, {&exact}).outputs.at(0)));
  CHECK_THAT(text, ContainsSubstring("viewBox=\"0 0 300 200\"") &&
                       ContainsSubstring("d=\"m10 20h30v40z\""));
  whole.begin({.fill = Colour::from_u8(0, 0, 255)});
  whole.move(0.5F, 0), whole.line(4, 0), whole.line(4, 4), whole.close();
  const host::Value finer = make_paths(whole);
  CHECK_THAT(std::string(bytes_of(run_stage("svg.document", {}, {&finer}).outputs.at(0))),
             ContainsSubstring("viewBox=\"0 0 2400 1600\""));
}
