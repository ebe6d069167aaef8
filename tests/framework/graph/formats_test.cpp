// SPDX-License-Identifier: Apache-2.0
// What is known of images before a run.
#include "framework/graph/formats.hpp"

#include "fake_stages.hpp"
#include "support/catch.hpp"

using namespace pipeline::graph;
using namespace pipeline::graph::test;

TEST_CASE("a format that cannot come is refused, with the conversion to put in") {
  CHECK(problems("stages:\n  e: { uses: edges.canny, in: image }\n  q: { uses: quantize.kmeans, "
                 "in: e.strength }\n"
                 "outputs: { o: q.image }\n") ==
        R"(g.yaml:5:35: error: stage 'q' cannot take 'e.strength' as its input 'image'
    q: { uses: quantize.kmeans, in: e.strength }
                                    ^~~~~~~~~~
  expected: u8, 3 channels or 4 channels, srgb
  found: f32, 1 channel, data
  fix: put a stage between: { uses: image.convert, in: e.strength, with: { samples: u8, channels: rgb, colour: srgb } }
)");
  CHECK(problems("stages:\n  l: { uses: filter.linear, in: image }\noutputs: { o: l }\n") ==
        R"(g.yaml:4:33: error: stage 'l' cannot take 'image' as its input 'image'
    l: { uses: filter.linear, in: image }
                                  ^~~~~
  expected: f32, linear
  found: u8, srgb
  fix: put a stage between: { uses: image.convert, in: image, with: { samples: f32, colour: linear } }
)");
}

TEST_CASE("the fix that is offered works") {
  CHECK(problems("stages:\n  c: { uses: image.convert, in: image, with: { samples: f32, colour: "
                 "linear } }\n"
                 "  l: { uses: filter.linear, in: c }\noutputs: { o: l }\n") ==
        R"(GOOD
)");
}

TEST_CASE("an output as its input carries formats on") {
  CHECK(problems("stages:\n  e: { uses: edges.canny, in: image }\n"
                 "  b: { uses: filter.blur, in: e.strength, with: { radius: 1 } }\n"
                 "  c: { uses: filter.blur, in: b, with: { radius: 1 } }\n"
                 "  q: { uses: quantize.kmeans, in: c }\noutputs: { o: q.image }\n") ==
        R"(g.yaml:7:35: error: stage 'q' cannot take 'c' as its input 'image'
    q: { uses: quantize.kmeans, in: c }
                                    ^
  expected: u8, 3 channels or 4 channels, srgb
  found: f32, 1 channel, data
  fix: put a stage between: { uses: image.convert, in: c, with: { samples: u8, channels: rgb, colour: srgb } }
)");
}

TEST_CASE("one mismatch is told once, not again by those that follow") {
  const std::string text = problems(
      "stages:\n  l: { uses: filter.linear, in: image }\n  m: { uses: filter.linear, in: l }\n"
      "  n: { uses: filter.linear, in: m }\noutputs: { o: n }\n");
  CHECK(text.find("error: ") == text.rfind("error: "));
}

TEST_CASE("what may fit is not refused") {
  // format: any may bring 16 bits or 8.
  CHECK(build_text("pipeline: 1\ninputs: { image: { type: image, format: any } }\nstages:\n"
                   "  q: { uses: quantize.kmeans, in: image }\noutputs: { o: q.image }\n")
            .text()
            .empty());
  // srgb8 may bring 3 channels or 4.
  CHECK(problems("stages:\n  q: { uses: quantize.kmeans, in: image }\noutputs: { o: q.image }\n") ==
        "GOOD\n");
  // A reader that promises nothing.
  CHECK(build_text("pipeline: 1\ninputs: { image: { type: image, read: acme.raw } }\nstages:\n"
                   "  l: { uses: filter.linear, in: image }\noutputs: { o: l }\n")
            .graph);
}

TEST_CASE("format any is what the reader declares, and no more") {
  CHECK_THAT(build_text("pipeline: 1\ninputs: { image: { type: image, format: any } }\nstages:\n"
                        "  l: { uses: filter.linear, in: image }\noutputs: { o: l }\n")
                 .text(),
             ContainsSubstring("  expected: linear\n  found: srgb or grey\n"));
}
