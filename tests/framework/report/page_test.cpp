// SPDX-License-Identifier: Apache-2.0
#include "framework/report/page.hpp"

#include "framework/report/base64.hpp"
#include "support/catch.hpp"
#include "support/stage.hpp"

using namespace pipeline;

namespace {

size_t count(const std::string& text, const std::string& part) {
  size_t found = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

}  // namespace

TEST_CASE("base64: the examples of RFC 4648") {
  const std::pair<const char*, const char*> examples[] = {{"", ""},
                                                          {"f", "Zg=="},
                                                          {"fo", "Zm8="},
                                                          {"foo", "Zm9v"},
                                                          {"foob", "Zm9vYg=="},
                                                          {"fooba", "Zm9vYmE="},
                                                          {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : examples) {
    CHECK(report::base64(bytes) == text);
    CHECK(report::base64_size(std::string(bytes).size()) == std::string(text).size());
  }
  CHECK(report::base64(std::string("\xff\xfe\x00", 3)) == "//4A");
}

TEST_CASE("what a page is given cannot end the element that it stands in") {
  CHECK(report::script_text("{\"a\": \"</script><!--<b>\"}") ==
        "{\"a\": \"\\u003c/script>\\u003c!--\\u003cb>\"}");
  const std::string evil = "</script><script>alert(1)</script>";
  const auto plain = report::make_page("{}", graph::Json::object(), {});
  const auto page = report::make_page("{\"name\": \"" + evil + "\"}",
                                      graph::Json::object({{"command", evil}}), {});
  CHECK(count(page, "<script") == count(plain, "<script"));
  CHECK(count(page, "</script") == count(plain, "</script"));
  CHECK(count(page, "alert(1)") == 2);
}

TEST_CASE("a page holds its scripts, its style and its pictures, and asks for nothing else") {
  const auto svg = test::make_bytes("image/svg+xml; charset=utf-8", "<svg/>");
  const auto page = report::make_page("{}", graph::Json::object(), {svg});
  CHECK(count(page,
              "<script type=\"text/plain\" id=\"file-0\">"
              "data:image/svg+xml;base64,PHN2Zy8+</script>") == 1);
  CHECK(count(page, "/* style */") + count(page, "/* script */") + count(page, "<!-- data") == 0);
  CHECK(count(page, "default-src 'none'; img-src data:;") == 1);
  // The name of SVG's elements is no address.
  CHECK(count(page, "://") == count(page, "\"http://www.w3.org/2000/svg\""));
  for (const char* loads : {"<link", "@import", "url(", "fetch(", "XMLHttpRequest", "import("}) {
    CAPTURE(loads);
    CHECK(count(page, loads) == 0);
  }
}
