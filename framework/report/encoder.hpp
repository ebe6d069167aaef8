// SPDX-License-Identifier: Apache-2.0
// Pictures as files that a browser shows. The framework has no codec: stages do it.
#pragma once

#include <memory>
#include <string>

#include "framework/run/tool.hpp"

namespace pipeline::report {

class Encoder {
 public:
  // Needs io.write; without io.read, svg.rasterize or image.resize it can do less. stages and
  // environment outlive this. Null after an error: then `problem` is one line. [one thread]
  static std::unique_ptr<Encoder> make(graph::StageSource& stages,
                                       const host::Environment& environment, std::string& problem);

  // WebP that keeps every pixel, as 8 bits a sample. `to` is empty after a failure. [any thread]
  host::Outcome encode(const host::Value& image, host::Value& to) const;

  // The picture that a file holds, or that an SVG draws; empty where there is none. [any thread]
  host::Value decoded(const host::Value& file) const;

  // Smaller by this factor, at most 1; empty where that cannot be done. [one thread]
  host::Value scaled(const host::Value& image, double factor) const;

 private:
  graph::StageSource* stages_ = nullptr;
  const host::Environment* environment_ = nullptr;
  std::unique_ptr<run::Tool> write_, read_, rasterize_;
};

}  // namespace pipeline::report
