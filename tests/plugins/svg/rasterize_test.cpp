// SPDX-License-Identifier: Apache-2.0
// svg.rasterize: pixels that can be told by hand, sizes, and documents that mean harm.
#include <array>
#include <chrono>
#include <cstdio>
#include <thread>

#include "document_support.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

using With = std::map<std::string, Setting>;

constexpr char open_tag[] =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
    "width=\"10\" height=\"4\">";

std::string svg(const std::string& body) { return open_tag + body + "</svg>"; }

Result rasterize(const std::string& text, const With& with = {}, unsigned threads = 0) {
  const host::Value document = make_bytes("image/svg+xml", text);
  return run_stage("svg.rasterize", with, {&document}, threads);
}

bool absent() {
  const Result result = rasterize(svg(""));
  if (result.status != PIPELINE_UNSUPPORTED) return false;
  std::printf("skipped: %s\n", result.error.c_str());
  return true;
}

host::Value drawn(const std::string& text, const With& with = {}, unsigned threads = 0) {
  const Result result = rasterize(text, with, threads);
  INFO(result.error);
  REQUIRE(result.status == PIPELINE_OK);
  return result.outputs[0];
}

std::string refusal(const std::string& text, const With& with = {}) {
  const Result result = rasterize(text, with);
  CHECK(result.status == PIPELINE_BAD_ARGUMENT);
  return result.error;
}

std::vector<int> pixel(const host::Value& image, int x, int y) {
  const auto view = image_of<uint8_t>(image);
  return {view.pixel(x, y), view.pixel(x, y) + view.channels()};
}

std::pair<int, int> size(const std::string& text, const With& with = {}) {
  const auto image = drawn(text, with);
  const auto view = image_of<uint8_t>(image);
  return {view.width(), view.height()};
}

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

}  // namespace

TEST_CASE("svg.rasterize: colours and straight alpha, pixel for pixel", "[svg]") {
  if (absent()) return;
  const auto image = drawn(
      svg("<rect width='4' height='4' fill='#f00'/><rect x='4' width='3' height='4' fill='#00ff00' "
          "fill-opacity='0.5'/>"));
  CHECK(image_of<uint8_t>(image).alpha() == PIPELINE_ALPHA_STRAIGHT);
  for (int y = 0; y < 4; ++y) {
    for (int x = 0; x < 10; ++x) {
      const std::vector<int> half{0, 255, 0, 128}, nothing{0, 0, 0, 0}, red{255, 0, 0, 255};
      CHECK(pixel(image, x, y) == (x < 4 ? red : x < 7 ? half : nothing));
    }
  }
}

TEST_CASE("svg.rasterize: an opaque background gives RGB, another is drawn on", "[svg]") {
  if (absent()) return;
  const std::string text = svg("<rect width='5' height='4' fill='#123456'/>");
  const auto opaque = drawn(text, {{"background", Colour::from_u8(9, 8, 7)}});
  CHECK(image_of<uint8_t>(opaque).alpha() == PIPELINE_ALPHA_NONE);
  CHECK(pixel(opaque, 0, 0) == std::vector<int>{0x12, 0x34, 0x56});
  CHECK(pixel(opaque, 9, 3) == std::vector<int>{9, 8, 7});
  const auto soft = drawn(text, {{"background", Colour::from_u8(255, 0, 0, 51)}});
  CHECK(pixel(soft, 0, 0) == std::vector<int>{0x12, 0x34, 0x56, 255});
  CHECK(pixel(soft, 9, 3) == std::vector<int>{255, 0, 0, 51});
}

TEST_CASE("svg.rasterize: what svg.document wrote is drawn where it was", "[svg]") {
  if (absent()) return;
  PathBuilder builder(20, 12);
  builder.begin(filled(10, 20, 30));
  square(builder, 0, 0, 8);
  builder.begin(filled(200, 100, 50));
  square(builder, 4, 3, 6);
  const auto image = drawn(document(builder));
  const auto view = image_of<uint8_t>(image);
  REQUIRE(view.width() == 20);
  REQUIRE(view.height() == 12);
  for (int y = 0; y < 12; ++y) {
    for (int x = 0; x < 20; ++x) {
      const bool upper = x >= 4 && x < 10 && y >= 3 && y < 9, lower = x < 8 && y < 8;
      CHECK(pixel(image, x, y) == (upper   ? std::vector<int>{200, 100, 50, 255}
                                   : lower ? std::vector<int>{10, 20, 30, 255}
                                           : std::vector<int>{0, 0, 0, 0}));
    }
  }
}

TEST_CASE("svg.rasterize: sizes", "[svg]") {
  if (absent()) return;
  CHECK(size(svg("")) == std::pair{10, 4});
  CHECK(size(svg(""), {{"width", 5}}) == std::pair{5, 2});
  CHECK(size(svg(""), {{"height", 40}}) == std::pair{100, 40});
  CHECK(size(svg(""), {{"width", 7}, {"height", 9}}) == std::pair{7, 9});
  CHECK(size(svg(""), {{"scale", 0.5}}) == std::pair{5, 2});
  CHECK(size(svg(""), {{"scale", 0.01}}) == std::pair{1, 1});
  CHECK(size(svg(""), {{"scale", 3.0}, {"width", 2}}) == std::pair{2, 12});
  const std::string xmlns = "<svg xmlns='http://www.w3.org/2000/svg' ";
  CHECK(size(xmlns + "viewBox='0 0 30 20'/>") == std::pair{30, 20});
  CHECK(size(xmlns + "width='1in' height='25.4mm'/>") == std::pair{96, 96});
  CHECK(refusal(xmlns + "/>") == "the SVG says no size, and has no viewBox: give width and height");
  CHECK(size(xmlns + "/>", {{"width", 3}, {"height", 2}}) == std::pair{3, 2});
  CHECK(refusal(xmlns + "width='40000' height='1'/>") ==
        "the picture would have 40000 x 1 pixels, and 32767 is the most a side can have: give "
        "width, height or a smaller scale");
  CHECK_THAT(refusal(xmlns + "width='1e30' height='1'/>"), ContainsSubstring("over 10^15 x 1"));
  CHECK(refusal(xmlns + "width='30000' height='30000'/>") ==
        "the picture would have 30000 x 30000 pixels, over the limit of 67108864; give width, "
        "height or a smaller scale, or raise max_pixels");
  CHECK_THAT(refusal(svg(""), {{"max_pixels", 39}}), ContainsSubstring("over the limit of 39"));
  CHECK(refusal(svg(""), {{"width", 7}, {"height", 9}, {"scale", 1.0}}) ==
        "width and height leave nothing to scale: leave one of the three out");
}

TEST_CASE("svg.rasterize: what is no SVG", "[svg]") {
  if (absent()) return;
  CHECK(refusal("") == "the SVG is empty");
  CHECK_THAT(refusal("no xml"), ContainsSubstring("librsvg cannot read this: "));
  CHECK_THAT(refusal("<html/>"), ContainsSubstring("librsvg cannot read this: "));
  CHECK_THAT(refusal(svg("<g>")), ContainsSubstring("librsvg cannot read this: "));
  const std::string good = svg("<rect width='4' height='4' fill='#f00'/>");
  for (size_t length = 1; length < good.size(); ++length) {
    CHECK(rasterize(good.substr(0, length)).status == PIPELINE_BAD_ARGUMENT);
  }
  CHECK(refusal("\x1F\x8B\x08") == "the SVG is compressed (SVGZ): unpack it first, as with gunzip");
  CHECK(refusal(std::string("<\0s\0v\0g\0", 8)) == "the SVG is not UTF-8: save it as such");
  CHECK(refusal("<?xml version='1.0' encoding='UTF-7'?>" + svg("")) ==
        "the SVG is not UTF-8: save it as such");
  CHECK(
      size("\xEF\xBB\xBF<?xml version='1.0' encoding='utf-8'?><!-- <use/> --><!DOCTYPE svg PUBLIC "
           "\"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">" +
           svg("<title><![CDATA[<use/>]]></title>")) == std::pair{10, 4});
}

TEST_CASE("svg.rasterize refuses what would take time, memory or the process", "[svg]") {
  if (absent()) return;
  const auto start = std::chrono::steady_clock::now();
  const std::string entities = "the SVG declares entities or other XML of its own: save it without";
  CHECK(refusal("<!DOCTYPE svg [<!ENTITY a 'x'>]>" + svg("<text>&a;</text>")) == entities);
  CHECK(refusal("<!DOCTYPE svg SYSTEM 'a>b' [<!ENTITY a 'x'>]>" + svg("")) == entities);
  CHECK(refusal("<!DOCTYPE svg [<!ENTITY a 'x'>]>" + svg(""), {{"trusted", true}}) == entities);
  for (const std::string name : {"use", "pattern", "mask", "marker", "clipPath", "filter", "image",
                                 "text", "style", "x:use"}) {
    const std::string local = name == "x:use" ? "use" : name;
    CHECK_THAT(refusal(svg("<" + name + " id='a'/>")),
               ContainsSubstring("the SVG has an element <" + local + ">, whose time"));
  }
  // Hidden behind what is no comment.
  CHECK_THAT(refusal("<!DOCTYPE svg SYSTEM \"a>b<!--\">" + svg("<use/> -->")),
             ContainsSubstring("<use>"));
  CHECK_THAT(refusal(svg("<!-->--><use/>")), ContainsSubstring("<use>"));
  // Chains that overflow librsvg's stack.
  std::string chain = "<rect id='u0' width='9' height='9'/>";
  for (int i = 0; i < 20000; ++i) {
    chain += "<g id='u" + std::to_string(i + 1) + "'><use xlink:href='#u" + std::to_string(i) +
             "'/></g>";
  }
  CHECK_THAT(refusal(svg(chain)), ContainsSubstring("<use>"));
  // What passes ends by itself: depth, gradients in a ring, sides of nothing, numbers beyond all.
  CHECK_THAT(refusal(svg(repeated("<g>", 100000) + repeated("</g>", 100000))),
             ContainsSubstring("Excessive depth"));
  for (const std::string body :
       {"<linearGradient id='a' xlink:href='#b'/><linearGradient id='b' xlink:href='#a'/>"
        "<rect width='9' height='9' fill='url(#a)'/>",
        "<path d='M1e300 1e300 L-1e308 5e307 Z A1e300 1e300 0 0 0 5 5' stroke='red' "
        "stroke-width='1e300'/>",
        "<rect width='-1' height='0'/><circle r='-3'/>", "<path d='M0 0 L'/>",
        "<path d='M0 0 L1e7 1e7' stroke='red' stroke-dasharray='0.00001'/>"}) {
    CAPTURE(body);
    CHECK(rasterize(svg(body)).status != PIPELINE_INTERNAL);
  }
  CHECK(size(svg(repeated("<g opacity='0.9'>", 40) + repeated("</g>", 40))) == std::pair{10, 4});
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(30));
}

TEST_CASE("svg.rasterize never loads another file, and draws more when it may", "[svg]") {
  if (absent()) return;
  const std::string outside = svg("<image xlink:href='file:///" TEST_SOURCE
                                  "/docs/images/harbour.png' width='10' "
                                  "height='4'/>");
  CHECK_THAT(refusal(outside), ContainsSubstring("<image>"));
  CHECK(pixel(drawn(outside, {{"trusted", true}}), 5, 2) == std::vector<int>{0, 0, 0, 0});
  const std::string use =
      svg("<defs><rect id='r' width='9' height='4'/></defs><use xlink:href='#r'/>");
  CHECK(pixel(drawn(use, {{"trusted", true}}), 5, 2) == std::vector<int>{0, 0, 0, 255});
}

TEST_CASE("svg.rasterize gives the same bytes at any thread count and when calls overlap",
          "[svg]") {
  if (absent()) return;
  std::string body;
  for (int i = 0; i < 200; ++i) {
    body += "<circle cx='" + std::to_string(i % 10) + "' cy='" + std::to_string(i % 4) +
            "' r='1.3' fill-opacity='0.3' fill='#" + std::to_string(100 + i * 4) + "'/>";
  }
  const With with{{"width", 500}};
  const std::string one = content_of(drawn(svg(body), with, 1));
  CHECK(content_of(drawn(svg(body), with, 3)) == one);
  std::array<std::string, 4> all;
  std::vector<std::thread> threads;
  for (std::string& own : all) {
    threads.emplace_back([&] { own = content_of(rasterize(svg(body), with).outputs[0]); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& own : all) CHECK(own == one);
}
