// SPDX-License-Identifier: Apache-2.0
// What the steps of one run over one image depended on, kept to tell what has changed since.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "framework/cache/step_keys.hpp"

namespace pipeline::cache {

struct Record {
  struct Step {
    StepFacts facts;
    std::string key;  // of its result; "": it has none
  };
  std::vector<Fact> inputs;  // of the graph: the keys of what they were
  std::vector<Step> steps;
};

// inputs: the keys of the graph's inputs.
Record record_of(const graph::Graph& graph, const StepKeys& keys, std::span<const Key> inputs);

// A line for each thing. parse: nothing for what is no such text.
std::string text_of(const Record& record);
std::optional<Record> parse_record(std::string_view text);

// Where the record of this graph over these files lies: both by where they are, not by what they
// hold.
Key place_of(const std::filesystem::path& graph, std::span<const std::filesystem::path> inputs);

// What is not as it was, of the step's own if anything is, else of what it takes: "its parameter
// 'colors' changed (16, was 8)", "quantize.so changed", "the input 'image' changed", "upstream
// 'quantize' changed"; several joined by "; ". Empty if all is as it was.
std::string changes(const Record& before, const Record& now, size_t step);

}  // namespace pipeline::cache
