// SPDX-License-Identifier: Apache-2.0
// Values of parameters, right and wrong.
#include "framework/graph/argument.hpp"

#include <clocale>

#include "fake_stages.hpp"
#include "framework/graph/scalar.hpp"
#include "support/catch.hpp"

using namespace pipeline::graph;
using namespace pipeline::graph::test;

namespace {

const std::string head = "pipeline: 1\ninputs: { image: image }\nstages:\n";
const std::string tail = "  paths: { uses: paths.trace, in: q.labels }\noutputs: { svg: svg }\n";

std::string svg_graph(const std::string& with) {
  return head +
         "  q: { uses: quantize.kmeans, in: image }\n  svg: { uses: svg.document, in: paths, "
         "with: " +
         with + " }\n" + tail;
}
std::string quantize_graph(const std::string& with) {
  return head + "  q: { uses: quantize.kmeans, in: image, with: " + with +
         " }\n  svg: { uses: svg.document, in: paths }\n" + tail;
}

Argument argument(const Built& built, const std::string& node, const std::string& param) {
  const Node& found = built.node(node);
  for (uint32_t i = 0; i < found.stage->param_count; ++i) {
    if (param == found.stage->params[i]->name) return found.arguments[i];
  }
  throw std::out_of_range(param);
}

int64_t colors(const std::string& word) {
  return argument(build_text(quantize_graph("{ colors: " + word + " }")), "q", "colors")
      .value.integer;
}

// The message about one wrong value, without its place and line.
std::string wrong(const std::string& yaml) {
  const Built built = build_text(yaml);
  CHECK_FALSE(built.graph);
  REQUIRE(built.diagnostics.items().size() == 1);
  const Diagnostic& item = built.diagnostics.items()[0];
  return item.message + "|" + item.expected + "|" + item.found + "|" + item.fix;
}

}  // namespace

TEST_CASE("integers: decimal, with an exponent if integral, or a word of the parameter") {
  CHECK(colors("8") == 8);
  CHECK(colors("+8") == 8);
  CHECK(colors("1e2") == 100);
  CHECK(colors("2.56e2") == 256);
  CHECK(colors("12.0") == 12);
  CHECK(colors("auto") == 0);
  const std::string start =
      "bad value for parameter 'colors' of stage 'q'|an integer from 2 to 256 or auto|";
  const std::string plain = "use a value from 2 to 256 or auto";
  CHECK(wrong(quantize_graph("{ colors: 257 }")) == start + "'257'|use 256, the largest");
  CHECK(wrong(quantize_graph("{ colors: 0 }")) == start + "'0'|use 2, the smallest");
  CHECK(wrong(quantize_graph("{ colors: -1e300 }")) == start + "'-1e300'|use 2, the smallest");
  CHECK(wrong(quantize_graph("{ colors: 8.4 }")) == start + "'8.4'|use 8");
  CHECK(wrong(quantize_graph("{ colors: aut }")) == start + "'aut'|did you mean 'auto'?");
  CHECK(wrong(quantize_graph("{ colors: '8' }")) == start + "the text '8'|remove the quotes");
  CHECK(wrong(quantize_graph("{ colors: 0x10 }")) == start + "'0x10'|" + plain);
  CHECK(wrong(quantize_graph("{ colors: [8] }")) == start + "a list|" + plain);
  CHECK(wrong(quantize_graph("{ colors: {} }")) == start + "a map|" + plain);
  CHECK(wrong(quantize_graph("{ colors: }")) == start + "nothing|" + plain);
  CHECK(wrong(quantize_graph("{ colors: nan }")) == start + "'nan'|" + plain);
  CHECK(wrong(quantize_graph("{ colors: 99999999999999999999 }")) ==
        start + "'99999999999999999999'|use 256, the largest");
}

TEST_CASE("an unit is part of what is expected") {
  CHECK(wrong("pipeline: 1\ninputs:\n  image: { type: image, with: { max_pixels: 0 } }\noutputs: { "
              "o: image }\n") ==
        "bad value for parameter 'max_pixels' of input 'image'|an integer from 1 to 2147483647 "
        "pixels|'0'|"
        "use 1, the smallest");
}

TEST_CASE("numbers: decimal and finite, in every locale") {
  const std::string blur =
      "pipeline: 1\ninputs: { image: image }\nstages:\n"
      "  b: { uses: filter.blur, in: image, with: { radius: ";
  const std::string end = " } }\noutputs: { o: b }\n";
  const std::string start =
      "bad value for parameter 'radius' of stage 'b'|a number from 0.5 to 100 pixels|";
  const char* const before = std::setlocale(LC_ALL, nullptr);
  const std::string saved = before ? before : "C";
  std::setlocale(LC_ALL, "de_DE.UTF-8");
  CHECK(argument(build_text(blur + "1.5" + end), "b", "radius").value.real == 1.5);
  CHECK(argument(build_text(blur + "25e-1" + end), "b", "radius").value.real == 2.5);
  CHECK(argument(build_text(blur + "1" + end), "b", "radius").value.real == 1.0);
  CHECK(argument(build_text(blur + ".5" + end), "b", "radius").value.real == 0.5);
  std::setlocale(LC_ALL, saved.c_str());
  CHECK(wrong(blur + "1000" + end) == start + "'1000'|use 100, the largest");
  CHECK(wrong(blur + "0.4" + end) == start + "'0.4'|use 0.5, the smallest");
  CHECK(wrong(blur + ".inf" + end) == start + "'.inf'|use a value from 0.5 to 100 pixels");
  CHECK(wrong(blur + "1.5px" + end) == start + "'1.5px'|use a value from 0.5 to 100 pixels");
  CHECK(wrong(blur + "\"1.5\"" + end) == start + "the text '1.5'|remove the quotes");
}

TEST_CASE("booleans are true or false and nothing else") {
  CHECK(argument(build_text(svg_graph("{ embed: true }")), "svg", "embed").value.integer == 1);
  CHECK(argument(build_text(svg_graph("{ embed: false }")), "svg", "embed").value.integer == 0);
  const std::string start = "bad value for parameter 'embed' of stage 'svg'|true or false|";
  CHECK(wrong(svg_graph("{ embed: yes }")) == start + "'yes'|write true");
  CHECK(wrong(svg_graph("{ embed: Off }")) == start + "'Off'|write false");
  CHECK(wrong(svg_graph("{ embed: 'true' }")) == start + "the text 'true'|write true");
  CHECK(wrong(svg_graph("{ embed: maybe }")) == start + "'maybe'|write true or false");
}

TEST_CASE("enum words") {
  const std::string edges =
      "pipeline: 1\ninputs: { image: image }\nstages:\n"
      "  e: { uses: edges.canny, in: image, with: { norm: ";
  CHECK(argument(build_text(edges + "l2 } }\noutputs: { o: e.edges }\n"), "e", "norm")
            .value.integer == 1);
  CHECK(wrong(edges + "l3 } }\noutputs: { o: e.edges }\n") ==
        "bad value for parameter 'norm' of stage 'e'|one of l1, l2|'l3'|did you mean 'l1'?");
}

TEST_CASE("texts are taken as they are") {
  CHECK(argument(build_text(svg_graph("{ title: 16 }")), "svg", "title").text == "16");
  CHECK(argument(build_text(svg_graph("{ title: '' }")), "svg", "title").text.empty());
  const Built preset = build_text(svg_graph("{}"));
  CHECK(argument(preset, "svg", "title").text == "untitled");
  const auto values = preset.node("svg").values();
  REQUIRE(values.size() == 4);
  CHECK(std::string(values[2].string.text, values[2].string.size) == "untitled");
  CHECK(wrong(svg_graph("{ title: [a] }")) ==
        "bad value for parameter 'title' of stage 'svg'|a text|a list|write it in quotes: \"...\"");
}

TEST_CASE("colours") {
  const auto rgba = [](const std::string& word) {
    const auto built = build_text(svg_graph("{ background: " + word + " }"));
    const auto& value = argument(built, "svg", "background").value;
    return std::vector<float>(value.rgba, value.rgba + 4);
  };
  CHECK(rgba("'#f80'") == std::vector<float>{1, 136 / 255.0F, 0, 1});
  CHECK(rgba("'#Ff8800'") == std::vector<float>{1, 136 / 255.0F, 0, 1});
  CHECK(rgba("'#ff880080'") == std::vector<float>{1, 136 / 255.0F, 0, 128 / 255.0F});
  CHECK(rgba("red") == std::vector<float>{1, 0, 0, 1});
  CHECK(rgba("transparent") == std::vector<float>{0, 0, 0, 0});
  const std::string start =
      "bad value for parameter 'background' of stage 'svg'|"
      "a colour such as \"#ff8800\", \"#ff880080\" or red|";
  const std::string plain = "write \"#rrggbb\", in quotes";
  CHECK(wrong(svg_graph("{ background: '#ff' }")) == start + "the text '#ff'|" + plain);
  CHECK(wrong(svg_graph("{ background: '#ggg' }")) == start + "the text '#ggg'|" + plain);
  CHECK(wrong(svg_graph("{ background: '#-1-1-1' }")) == start + "the text '#-1-1-1'|" + plain);
  CHECK(wrong(svg_graph("{ background: rot }")) == start + "'rot'|" + plain);
  CHECK(wrong(head +
              "  q: { uses: quantize.kmeans, in: image }\n  svg:\n    uses: svg.document\n    in: "
              "paths\n"
              "    with:\n      background: #fff\n" +
              tail) ==
        start + "nothing|put quotes around a colour that starts with '#': \"#ff8800\"");
}

TEST_CASE("files are relative to their graph and must exist") {
  const std::string graph =
      "pipeline: 1\ninputs: { image: image }\nstages:\n"
      "  m: { uses: filter.model, in: image, with: { model: nets/a.onnx } }\noutputs: { o: m }\n";
  const Built good = build_files({{"g.yaml", graph}, {"nets/a.onnx", "x"}});
  REQUIRE(good.graph);
  CHECK(good.node("m").arguments[0].text == std::filesystem::current_path() / "nets/a.onnx");
  CHECK(good.node("m").values()[0].string.size == good.node("m").arguments[0].text.size());

  const Built none = build_text(graph);
  const std::string folder = std::filesystem::current_path();
  CHECK(none.text() == "g.yaml:4:54: error: there is no file " + folder + R"(/nets/a.onnx
    m: { uses: filter.model, in: image, with: { model: nets/a.onnx } }
                                                       ^~~~~~~~~~~
  expected: a file for parameter 'model' of stage 'm', relative to the graph's folder
  fix: mend the path, or put the file there
)");
  const Built directory = build_files({{"g.yaml", graph}, {"nets/a.onnx/x", "x"}});
  CHECK_THAT(directory.text(), ContainsSubstring("error: there is a folder, not a file, /"));
}

TEST_CASE("a required parameter that is not given") {
  CHECK(problems("stages:\n  b: { uses: filter.blur, in: image }\noutputs: { o: b }\n") ==
        R"(g.yaml:4:14: error: stage 'b' needs its parameter 'radius'
    b: { uses: filter.blur, in: image }
               ^~~~~~~~~~~
  expected: a number from 0.5 to 100 pixels
  fix: add with: { radius: ... }
)");
}

TEST_CASE("parsers of scalars") {
  CHECK_FALSE(parse_integer(""));
  CHECK_FALSE(parse_integer("-"));
  CHECK_FALSE(parse_integer("+-1"));
  CHECK_FALSE(parse_integer("1 "));
  CHECK_FALSE(parse_integer("1e20"));
  CHECK(parse_integer("-9223372036854775808") == INT64_MIN);
  CHECK_FALSE(parse_number("inf"));
  CHECK_FALSE(parse_number("1,5"));
  CHECK_FALSE(parse_number("1e999"));
  CHECK(parse_number("-.5e1") == -5.0);
  CHECK(number_text(0.1) == "0.1");
  CHECK(number_text(256) == "256");
  CHECK(number_text(-3) == "-3");
  CHECK(number_text(1e300) == "1e+300");
}
