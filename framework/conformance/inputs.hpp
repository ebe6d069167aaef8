// SPDX-License-Identifier: Apache-2.0
// Values for the inputs of a stage, in memory that it can only read and not read past.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "framework/conformance/guarded.hpp"
#include "framework/conformance/scene.hpp"
#include "framework/host/call.hpp"

namespace pipeline::conformance {

class Inputs {
 public:
  // Throws Skipped where an input is of a type that only its own plugin can make.
  Inputs(const pipeline_stage& stage, const Scene& scene, const host::Environment& environment);

  // As many as the stage has; null where not wired.
  const std::vector<const host::Value*>& values() const { return pointers_; }
  // "image: u8, 3 channels, srgb, without alpha; 33 x 17, noise, strided"
  const std::string& text() const { return text_; }
  // Whether there may be floats that are no finite numbers.
  bool has_odd_values() const { return odd_; }

 private:
  class Maker;
  std::vector<std::unique_ptr<Guarded>> memory_;
  std::vector<host::Value> values_;
  std::vector<const host::Value*> pointers_;
  std::string text_;
  bool odd_;
};

// A port's formats that its scenes count around: the most of any input.
size_t format_count(const pipeline_stage& stage);

// How many kinds of bytes a stage with an input of bytes is given.
constexpr size_t kinds_of_bytes = 4;

}  // namespace pipeline::conformance
