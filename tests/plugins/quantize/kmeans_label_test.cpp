// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/kmeans/label.hpp"

#include "support/catch.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

using namespace pipeline::quantize;

namespace {

struct Group {
  std::vector<float> x[dimensions];
  GroupBoxes boxes;
};

// Points scattered by `width` around a walk of step `stride`: tight blocks, or boxes that all
// overlap.
Group group_of(std::mt19937& random, float stride, float width) {
  Group group;
  const auto within = [&](float v) { return v * (static_cast<float>(random() % 2001) / 1000 - 1); };
  float heart[dimensions] = {120, 130, 110, 0};
  for (size_t i = 0; i < group_points; ++i) {
    for (size_t d = 0; d < dimensions; ++d) {
      if (i % block_points == 0) heart[d] += within(stride);
      group.x[d].push_back(std::round(heart[d] + within(width)));
    }
  }
  const auto range = [](const float* v, size_t n, float& middle, float& half) {
    const auto [low, high] = std::minmax_element(v, v + n);
    middle = (*low + *high) / 2, half = (*high - *low) / 2;
  };
  for (size_t d = 0; d < dimensions; ++d) {
    range(group.x[d].data(), group_points, group.boxes.centre[d], group.boxes.half[d]);
    for (size_t b = 0; b < group_blocks; ++b) {
      range(group.x[d].data() + b * block_points, block_points, group.boxes.block_centre[d][b],
            group.boxes.block_half[d][b]);
    }
  }
  return group;
}

CentreTable centres_of(std::mt19937& random, size_t count) {
  CentreTable table;
  table.count = count;
  for (size_t i = 0; i < count; ++i) {
    table.square[i] = 0;
    for (size_t d = 0; d < dimensions; ++d) {
      const float v = static_cast<float>(random() % 25600) / 100 - (d == 3 ? 255.0F : 0.0F);
      table.x[d][i] = v;
      table.square[i] += v * v;
    }
  }
  return table;
}

std::vector<uint16_t> labels_by(const Variant<LabelGroup>& variant, const CentreTable& centres,
                                const Group& group) {
  const float* const x[dimensions] = {group.x[0].data(), group.x[1].data(), group.x[2].data(),
                                      group.x[3].data()};
  std::vector<uint16_t> labels(group_points);
  const int all = variant.run(centres, group.boxes, x, labels.data());
  if (all >= 0) std::fill(labels.begin(), labels.end(), static_cast<uint16_t>(all));
  return labels;
}

double distance(const CentreTable& centres, size_t centre, const Group& group, size_t point) {
  double sum = 0;
  for (size_t d = 0; d < dimensions; ++d) {
    const double way = static_cast<double>(centres.x[d][centre]) - group.x[d][point];
    sum += way * way;
  }
  return sum;
}

}  // namespace

TEST_CASE(
    "k-means labels are those of a search of all centres, the same on every instruction set") {
  const auto variants = label_group_variants();
  REQUIRE(std::string(variants[0].name) == "baseline");
  std::mt19937 random(7);
  for (const size_t count : {1U, 2U, 3U, 16U, 64U, 255U, 256U}) {
    for (const float stride : {0.0F, 2.0F, 20.0F}) {
      for (const float width : {0.0F, 3.0F, 60.0F}) {
        CAPTURE(count, stride, width);
        const auto centres = centres_of(random, count);
        const auto group = group_of(random, stride, width);
        const auto labels = labels_by(variants[0], centres, group);
        for (const auto& variant : variants) {
          CAPTURE(variant.name);
          CHECK(labels_by(variant, centres, group) == labels);
        }
        double worst = 0;
        for (size_t i = 0; i < group_points; ++i) {
          double least = 1e30;
          for (size_t c = 0; c < count; ++c)
            least = std::min(least, distance(centres, c, group, i));
          worst = std::max(worst, distance(centres, labels[i], group, i) - least);
        }
        CHECK(worst < 0.1);  // floats: squares up to 2e5
      }
    }
  }
}
