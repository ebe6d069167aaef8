// SPDX-License-Identifier: Apache-2.0
// Runs whose last stage does what `how` of kinds.fault says.
#pragma once

#include <string>

#include "support/process.hpp"

namespace pipeline::test {

// A number that is not 0 makes it fail: the sum of the picture's samples.
inline std::string fault_graph(const std::string& how) {
  return "pipeline: 1\ninputs: { image: image }\nstages:\n"
         "  grey: { uses: image.convert, in: image, with: { channels: grey } }\n"
         "  sum: { uses: kinds.sum, in: grey }\n"
         "  bad: { uses: kinds.fault, in: sum, with: { how: " +
         how + " } }\noutputs: { o: { from: bad, path: \"{stem}.png\" } }\n";
}

// Puts the graph and `small.ppm` in the folder and returns the command's words.
inline std::string fault_words(const Workplace& here, const std::string& how,
                               const std::string& options = "") {
  here.write("g.yaml", fault_graph(how));
  here.write("small.ppm", small_picture());
  return "run g.yaml small.ppm --plugin-path '" TEST_OWN_PLUGINS "' " + options;
}

}  // namespace pipeline::test
