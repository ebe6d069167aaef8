// SPDX-License-Identifier: Apache-2.0
// What a comparison found, in words, as JSON and as CSV.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "framework/compare/comparison.hpp"

namespace pipeline::cli {

struct CompareReport {
  const compare::Comparison& comparison;
  const compare::Setting& setting;
  const std::vector<run::Item>& items;
};

// The verdict on one of the variants in words, without its name.
std::string verdict_text(const CompareReport& report, size_t variant);

// The verdict on each variant, then a table, then how it was measured.
std::string compare_text(const CompareReport& report);

// All samples, verdicts and what is needed to measure again; of the times of an image those of at
// most so many rounds, evenly spread.
std::string compare_json(const CompareReport& report, size_t most_rounds = SIZE_MAX);

// All samples, a line each: variant, image, "seconds" or a metric, round, value.
std::string compare_csv(const CompareReport& report);

}  // namespace pipeline::cli
