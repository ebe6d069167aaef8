// SPDX-License-Identifier: Apache-2.0
#include "support/catch.hpp"
#include "support/stage.hpp"

#include <chrono>
#include <random>

using namespace pipeline;
using namespace pipeline::test;

namespace {

Result run(const std::string& text) {
  const auto document = make_bytes("image/svg+xml", text);
  return run_stage("metric.nodes", {}, {&document});
}

double nodes(const std::string& inside) {
  const Result result = run("<svg xmlns=\"http://www.w3.org/2000/svg\">" + inside + "</svg>");
  INFO(inside << ": " << result.error);
  REQUIRE(result.status == PIPELINE_OK);
  return result.outputs[0].number().value();
}

double of_path(const std::string& data) { return nodes("<path d=\"" + data + "\"/>"); }

}  // namespace

TEST_CASE("metric.nodes counts each segment of path data", "[metric]") {
  CHECK(of_path("") == 0);
  CHECK(of_path("M0 0") == 1);
  CHECK(of_path("M0 0L1 1 2 2 3 3Z") == 4);
  CHECK(of_path("m0,0 1,1 2,2z") == 3);
  CHECK(of_path("M0 0H1 2 3V4") == 5);
  CHECK(of_path("M0 0C1 1 2 2 3 3 4 4 5 5 6 6S7 7 8 8") == 4);
  CHECK(of_path("M0 0Q1 1 2 2T3 3 4 4") == 4);
  CHECK(of_path("M0 0A5 5 0 0 1 9 9 5 5 0 1 0 0 0") == 3);
  CHECK(of_path("M0 0a5 5 0 019 9 5 5 0 10-9-9z") == 3);
  CHECK(of_path("M-1-1.5.5-.5e2l1e-3+4") == 3);
  CHECK(of_path("M0 0L") == 2);
  CHECK(of_path("nonsense 1 2") == 2);  // each s is a command
}

TEST_CASE("metric.nodes counts what was written, however it is written", "[metric]") {
  const std::pair<char, int> commands[] = {{'M', 2}, {'L', 2}, {'H', 1}, {'V', 1}, {'C', 6},
                                           {'S', 4}, {'Q', 4}, {'T', 2}, {'A', 7}, {'Z', 0}};
  std::mt19937 random(3);
  const auto one_of = [&](std::initializer_list<const char*> texts) {
    return std::string(texts.begin()[random() % texts.size()]);
  };
  for (int document = 0; document < 200; ++document) {
    std::string data = "M0 0";
    double written = 1;
    for (int k = 0; k < 30; ++k) {
      const auto& [command, numbers] = commands[random() % std::size(commands)];
      data += one_of({"", " ", "\n"}) + static_cast<char>(command | (random() % 2 ? 0x20 : 0));
      for (uint32_t segment = 0; numbers && segment <= random() % 3; ++segment, ++written) {
        for (int i = 0; i < numbers; ++i) {
          const bool flag = command == 'A' && (i == 3 || i == 4);
          data += one_of({" ", ",", " , "});
          data += flag
                      ? one_of({"0", "1"})
                      : one_of({"7", "-12", "+3.25", ".5", "-.125", "4.", "1e3", "6E-2", "-.1e+4"});
        }
      }
    }
    CAPTURE(data);
    REQUIRE(of_path(data) == written);
  }
}

TEST_CASE("metric.nodes counts points of polygons, and no nodes of other shapes", "[metric]") {
  CHECK(nodes("<polygon points='0,0 1,0 1,1'/>") == 3);
  CHECK(nodes("<polyline points=\"0 0-1 5 7\"/>") == 2);
  CHECK(nodes("<rect width='3' height='2'/><circle r='4'/>") == 0);
}

TEST_CASE("metric.nodes reads markup, not text that looks like it", "[metric]") {
  const std::string path = "<path d='M0 0L1 1'/>";
  CHECK(nodes(path + path) == 4);
  CHECK(nodes("<svg:path\n d = \"M0 0\"\tfill='red'/>") == 1);
  CHECK(nodes("<path id='a > b' d='M0 0' data-d='M0 0L1 1'></path>") == 1);
  CHECK(nodes("<!-- " + path + " -->") == 0);
  CHECK(nodes("<style><![CDATA[ " + path + " ]]></style>" + path) == 2);
  CHECK(nodes("<?php " + path + " ?>") == 0);
  CHECK(nodes("text d='M0 0'") == 0);
  const Result declared = run(
      "<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY p \"<path d='M0 0'/>\"><!-- don't -->]><svg>" +
      path + "</svg>");
  CHECK(declared.outputs[0].number() == 2.0);
}

TEST_CASE("metric.nodes refuses what is no SVG", "[metric]") {
  for (const std::string text :
       {"", "{\"paths\": 3}", "<html><path d='M0 0'/></html>", "<!-- <svg> -->"}) {
    const Result result = run(text);
    CHECK(result.status == PIPELINE_BAD_ARGUMENT);
    CHECK(result.error == "the document has no <svg> element: is it an SVG?");
  }
}

TEST_CASE("metric.nodes ends at once, whatever the text", "[metric]") {
  const auto many = [](const std::string& part) {
    std::string text = "<svg ";
    while (text.size() < 1000000) text += part;
    return text;
  };
  const auto start = std::chrono::steady_clock::now();
  for (const std::string part : {"<", "<!--", "<![CDATA[", "<?", "<!", "<!\"", "d='", "d=\"0 ",
                                 " d", "=", "d=", "<a ", "-", "<a d='M", "d='1e'", "[", "\""}) {
    CHECK(run(many(part)).status == PIPELINE_OK);
  }
  std::mt19937 random(1);
  for (int i = 0; i < 3000; ++i) {
    std::string text = "<svg";
    for (int k = 0; k < 60; ++k) text += "<>/!-[]='\" dsMAz01.e?\0\xff"[random() % 23];
    CHECK(run(text).status != PIPELINE_INTERNAL);
  }
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
}
