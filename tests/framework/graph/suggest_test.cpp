// SPDX-License-Identifier: Apache-2.0
#include "framework/graph/suggest.hpp"

#include <algorithm>
#include <random>

#include "support/catch.hpp"

using namespace pipeline::graph;

namespace {

// The definition, without a limit: try everything.
size_t slow_distance(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return a.size() + b.size();
  size_t best = std::min({slow_distance(a.substr(1), b) + 1, slow_distance(a, b.substr(1)) + 1,
                          slow_distance(a.substr(1), b.substr(1)) + (a[0] != b[0])});
  if (a.size() > 1 && b.size() > 1 && a[0] == b[1] && a[1] == b[0]) {
    best = std::min(best, slow_distance(a.substr(2), b.substr(2)) + 1);
  }
  return best;
}

}  // namespace

TEST_CASE("edit distance is what its definition says, up to the limit") {
  std::mt19937 random(7);
  const auto word = [&] {
    std::string text(random() % 6, 'a');
    for (char& c : text) c = static_cast<char>('a' + random() % 3);
    return text;
  };
  for (int i = 0; i < 500; ++i) {
    const std::string a = word(), b = word();
    for (const size_t limit : {0U, 1U, 2U, 3U, 9U}) {
      CAPTURE(a, b, limit);
      CHECK(edit_distance(a, b, limit) == std::min(slow_distance(a, b), limit + 1));
    }
  }
}

TEST_CASE("suggest takes the nearest name, and none that is far") {
  const std::vector<std::string> names{"low", "high", "threshold", "max_pixels"};
  CHECK(suggest("treshold", names) == "threshold");
  CHECK(suggest("lwo", names) == "low");
  CHECK(suggest("HIGH", names) == "high");
  CHECK(suggest("max-pixel", names) == "max_pixels");
  CHECK(suggest("lo", names) == "low");
  CHECK(suggest("radius", names).empty());
  CHECK(suggest("", names).empty());
  CHECK(suggest(std::string(100000, 'x'), names).empty());
  CHECK(suggest("threshold", {}).empty());
  CHECK(suggest("ab", {"ac", "ab", "ad"}) == "ab");
}

TEST_CASE("did_you_mean is a question or nothing") {
  CHECK(did_you_mean("lwo", {"low"}) == "did you mean 'low'?");
  CHECK(did_you_mean("zebra", {"low"}).empty());
}
