// SPDX-License-Identifier: Apache-2.0
// Colours, strokes, gradients, ellipses, and which paths share an element.
#include <algorithm>

#include "document_support.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

std::string with_paint(const Paint& paint) {
  PathBuilder builder(9, 9);
  builder.begin(paint);
  square(builder, 1, 1, 2);
  return body(builder);
}

// A document of elements and attributes only; returns what is wrong with it, or nothing.
std::string malformed(const std::string& text) {
  std::vector<std::string> open;
  for (size_t at = 0; at < text.size();) {
    if (text[at] != '<') {
      if (text[at] == '&' && text.find(';', at) == std::string::npos) return "a bare &";
      ++at;
      continue;
    }
    const size_t end = text.find('>', at);
    if (end == std::string::npos) return "a tag without end";
    std::string tag = text.substr(at + 1, end - at - 1);
    at = end + 1;
    if (std::count(tag.begin(), tag.end(), '"') % 2 != 0) return "an open quote in " + tag;
    if (tag[0] == '/') {
      if (open.empty() || open.back() != tag.substr(1)) return "closed but not open: " + tag;
      open.pop_back();
    } else if (tag.back() != '/') {
      open.push_back(tag.substr(0, tag.find(' ')));
    }
  }
  return open.empty() ? "" : "still open: " + open.back();
}

}  // namespace

TEST_CASE("colours are as short as they can be", "[svg]") {
  CHECK(with_paint(filled(0, 0, 0)) == "<path d=\"m1 1h2v2H1z\"/>");
  CHECK(with_paint(filled(17, 34, 255)) == "<path fill=\"#12f\" d=\"m1 1h2v2H1z\"/>");
  CHECK(with_paint(filled(17, 34, 254)) == "<path fill=\"#1122fe\" d=\"m1 1h2v2H1z\"/>");
  CHECK(with_paint(Paint{}) == "<path fill=\"none\" d=\"m1 1h2v2H1z\"/>");
}

TEST_CASE("opacity has just the decimals that name it", "[svg]") {
  CHECK(with_paint(filled(0, 0, 0, 51)) == "<path fill-opacity=\".2\" d=\"m1 1h2v2H1z\"/>");
  CHECK(with_paint(filled(0, 0, 0, 128)) == "<path fill-opacity=\".5\" d=\"m1 1h2v2H1z\"/>");
  CHECK(with_paint(filled(0, 0, 0, 1)) == "<path fill-opacity=\".004\" d=\"m1 1h2v2H1z\"/>");
  for (int a = 1; a < 255; ++a) {
    const std::string text = with_paint(filled(0, 0, 0, a));
    const size_t begin = text.find("opacity=\"") + 9;
    CHECK(std::lround(std::stod(text.substr(begin)) * 255) == a);
  }
}

TEST_CASE("strokes and the even-odd rule", "[svg]") {
  Paint paint;
  paint.stroke = Colour::from_u8(0, 0, 255, 102);
  CHECK(with_paint(paint) ==
        "<path fill=\"none\" stroke=\"#00f\" stroke-opacity=\".4\" d=\"m1 1h2v2H1z\"/>");
  paint = filled(255, 255, 255);
  paint.fill_rule = PIPELINE_EVEN_ODD;
  paint.stroke = Colour::from_u8(0, 0, 0);
  paint.stroke_width = 2.5F;
  paint.stroke_cap = PIPELINE_CAP_ROUND;
  paint.stroke_join = PIPELINE_JOIN_BEVEL;
  CHECK(with_paint(paint) ==
        "<path fill=\"#fff\" fill-rule=\"evenodd\" stroke=\"#000\" stroke-width=\"2.5\" "
        "stroke-linecap=\"round\" stroke-linejoin=\"bevel\" d=\"m1 1h2v2H1z\"/>");
}

TEST_CASE("a dot with a stroke is kept", "[svg]") {
  PathBuilder builder(9, 9);
  Paint paint;
  paint.stroke = Colour::from_u8(0, 0, 0);
  paint.stroke_cap = PIPELINE_CAP_ROUND;
  builder.begin(paint);
  builder.move(4, 4);
  builder.line(4, 4);
  CHECK(body(builder) ==
        "<path fill=\"none\" stroke=\"#000\" stroke-linecap=\"round\" d=\"m4 4h0\"/>");
}

TEST_CASE("ellipses are elements when they stand alone", "[svg]") {
  PathBuilder builder(9, 9);
  builder.begin(filled(255, 0, 0));
  builder.ellipse(4, 4, 2.5F, 2.5F);
  builder.begin(filled(255, 0, 0));
  builder.ellipse(4, 4, 3, 2);
  builder.begin(filled(255, 0, 0));
  builder.ellipse(4, 4, 3, 2, 90);
  CHECK(body(builder) ==
        "<circle cx=\"4\" cy=\"4\" r=\"2.5\" fill=\"#f00\"/>"
        "<ellipse cx=\"4\" cy=\"4\" rx=\"3\" ry=\"2\" fill=\"#f00\"/>"
        "<path fill=\"#f00\" d=\"m4 1a3 2 90 1 0 0 6 3 2 90 1 0 0-6z\"/>");
}

TEST_CASE("only gradients in use are written", "[svg]") {
  PathBuilder builder(9, 9);
  const std::array<pipeline_stop, 2> stops{{{0, {1, 0, 0, 1}}, {1, {0, 0, 0, 0.4F}}}};
  builder.linear_gradient(0, 0, 1, 1, stops);
  Paint linear, radial;
  linear.gradient = builder.linear_gradient(1, 2, 3, 4.5F, stops);
  radial.gradient = builder.radial_gradient(4, 4, 3, 4, 5, stops);
  builder.begin(linear);
  square(builder, 0, 0, 2);
  builder.begin(radial);
  square(builder, 0, 0, 2);
  const std::string stop_text =
      "<stop stop-color=\"#f00\"/><stop offset=\"1\" stop-opacity=\".4\"/>";
  CHECK(body(builder) ==
        "<linearGradient id=\"g1\" gradientUnits=\"userSpaceOnUse\" x1=\"1\" y1=\"2\" x2=\"3\" "
        "y2=\"4.5\">" +
            stop_text +
            "</linearGradient><radialGradient id=\"g2\" gradientUnits=\"userSpaceOnUse\" cx=\"4\" "
            "cy=\"4\" r=\"3\" fy=\"5\">" +
            stop_text +
            "</radialGradient><path fill=\"url(#g1)\" d=\"m0 0h2v2H0z\"/>"
            "<path fill=\"url(#g2)\" d=\"m0 0h2v2H0z\"/>");
  CHECK(malformed(document(builder)) == "");
}

TEST_CASE("numbers of a linear gradient that are SVG's defaults are left out", "[svg]") {
  PathBuilder builder(9, 9);
  const std::array<pipeline_stop, 2> stops{{{0, {1, 0, 0, 1}}, {1, {0, 0, 0, 1}}}};
  Paint paint;
  paint.gradient = builder.linear_gradient(0, 2, 0, 7, stops);
  builder.begin(paint);
  square(builder, 0, 0, 2);
  CHECK(
      body(builder).starts_with("<linearGradient id=\"g0\" gradientUnits=\"userSpaceOnUse\" "
                                "y1=\"2\" x2=\"0\" y2=\"7\"><stop "));
}

TEST_CASE("neighbours of one paint share an element only when they are apart", "[svg]") {
  const auto elements = [](float x, const Paint& second) {
    PathBuilder builder(99, 99);
    builder.begin(filled(1, 2, 3, 128));
    square(builder, 1, 1, 10);
    builder.begin(second);
    square(builder, x, 1, 10);
    const std::string text = body(builder);
    size_t count = 0;
    for (size_t at = text.find("<path"); at != std::string::npos; at = text.find("<path", at + 1)) {
      ++count;
    }
    return count;
  };
  CHECK(elements(12, filled(1, 2, 3, 128)) == 1);
  CHECK(elements(11, filled(1, 2, 3, 128)) == 2);
  CHECK(elements(5, filled(1, 2, 3, 128)) == 2);
  CHECK(elements(12, filled(1, 2, 4, 128)) == 2);
}

TEST_CASE("a shape joins an earlier one of its paint when nothing in between meets it", "[svg]") {
  const auto text = [](float x_of_other) {
    PathBuilder builder(99, 99);
    builder.begin(filled(255, 0, 0));
    square(builder, 1, 1, 10);
    builder.begin(filled(0, 255, 0));
    square(builder, x_of_other, 1, 10);
    builder.begin(filled(255, 0, 0));
    square(builder, 40, 1, 10);
    return body(builder);
  };
  CHECK(text(20) ==
        "<path fill=\"#f00\" d=\"m1 1h10v10H1zm39 0h10v10H40z\"/>"
        "<path fill=\"#0f0\" d=\"m20 1h10v10H20z\"/>");
  CHECK(text(45) ==
        "<path fill=\"#f00\" d=\"m1 1h10v10H1z\"/><path fill=\"#0f0\" d=\"m45 1h10v10H45z\"/>"
        "<path fill=\"#f00\" d=\"m40 1h10v10H40z\"/>");
}

TEST_CASE("a stroke counts when shapes are kept apart", "[svg]") {
  PathBuilder builder(99, 99);
  Paint paint = filled(9, 9, 9);
  paint.stroke = Colour::from_u8(0, 0, 0);
  paint.stroke_width = 4;
  for (const float x : {1.0F, 13.0F}) {
    builder.begin(paint);
    square(builder, x, 1, 10);
  }
  const std::string text = body(builder);
  CHECK(text.find("<path") != text.rfind("<path"));
}

TEST_CASE("a title is escaped, and the document stays well-formed", "[svg]") {
  PathBuilder builder(9, 9);
  builder.begin(filled(255, 0, 0));
  square(builder, 0, 0, 2);
  CHECK(body(builder, {{"title", std::string("a < b & \"c\" > d")}}) ==
        "<title>a &lt; b &amp; \"c\" &gt; d</title><path fill=\"#f00\" d=\"m0 0h2v2H0z\"/>");
  CHECK(malformed(document(builder, {{"title", std::string("a<b&c")}})) == "");
}
