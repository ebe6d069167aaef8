// SPDX-License-Identifier: Apache-2.0
// Stages that exist as descriptors only, and graphs built from text.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "framework/graph/build.hpp"

namespace pipeline::graph::test {

// Knows: io.read, io.write, image.convert, quantize.kmeans, edges.canny, paths.trace, svg.document,
// svg.rasterize, metric.ssim, filter.{blur,linear,mask,model,old},
// acme.{raw,noise,sink,labels_writer, quantizer}.
class FakeStages : public StageSource {
 public:
  Found find(std::string_view id) override;
  std::vector<std::string> known_ids() override;

  std::set<std::string, std::less<>> asked;  // ids that find() was called with
  int lists = 0;                             // calls of known_ids()
};

struct Built {
  std::optional<Graph> graph;
  Diagnostics diagnostics;
  FakeStages stages;

  std::string text() const { return diagnostics.text(); }
  const Node& node(const std::string& name) const;  // throws std::out_of_range
};

// Writes `files` into a fresh folder, makes it the current one, and builds "g.yaml" there.
Built build_files(const std::map<std::string, std::string>& files, const Overrides& overrides = {});
Built build_text(const std::string& yaml, const Overrides& overrides = {});

// What is wrong with `pipeline: 1`, an input `image` and these further lines.
std::string problems(const std::string& lines, const Overrides& overrides = {});

}  // namespace pipeline::graph::test
