// SPDX-License-Identifier: Apache-2.0
// Arguments for a stage, as the host would have checked them.
#pragma once

#include <pipeline/abi.h>

#include <deque>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace pipeline::conformance {

class Settings {
 public:
  // Defaults; what has none gets a plain value, a file the path of one that is not there.
  explicit Settings(const pipeline_stage& stage);

  const std::vector<pipeline_arg>& arguments() const { return arguments_; }
  // "colors=256, space=oklab": what is not at its default; empty: all is.
  const std::string& text() const { return text_; }

  void set(size_t param, pipeline_arg value);

 private:
  const pipeline_stage* stage_;
  std::vector<pipeline_arg> arguments_;
  std::string text_;
};

// The first file parameter without a default, whose stage cannot work without that file.
const char* required_file(const pipeline_stage& stage);

// Each parameter at each of its limits and words, the others at their defaults.
std::vector<Settings> at_limits(const pipeline_stage& stage);

// Legal values for all parameters, often at limits.
Settings random_settings(const pipeline_stage& stage, std::mt19937_64& random);

}  // namespace pipeline::conformance
