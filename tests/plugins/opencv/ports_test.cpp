// SPDX-License-Identifier: Apache-2.0
#include "support/catch.hpp"

#include <algorithm>
#include <string>

#include "framework/host/registry.hpp"

using namespace pipeline;

namespace {

void require_same_ports(const pipeline_port* const* ours, const pipeline_port* const* theirs,
                        uint32_t count) {
  for (uint32_t i = 0; i < count; ++i) {
    CAPTURE(ours[i]->name);
    CHECK(std::string(ours[i]->name) == theirs[i]->name);
    CHECK(std::string(ours[i]->type) == theirs[i]->type);
    CHECK(ours[i]->samples == theirs[i]->samples);
    CHECK(ours[i]->channels == theirs[i]->channels);
    CHECK(ours[i]->colours == theirs[i]->colours);
    CHECK(ours[i]->alphas == theirs[i]->alphas);
  }
}

// Each of theirs is one of ours; ours may have more, and words for special values.
void require_same_params(const pipeline_stage& ours, const pipeline_stage& theirs) {
  for (uint32_t i = 0; i < theirs.param_count; ++i) {
    const auto& b = *theirs.params[i];
    CAPTURE(b.name);
    const auto* const* const end = ours.params + ours.param_count;
    const auto* const* const found = std::find_if(
        ours.params, end, [&](const auto* p) { return std::string(p->name) == b.name; });
    REQUIRE(found != end);
    const auto& a = **found;
    CHECK(a.kind == b.kind);
    CHECK(a.preset.integer == b.preset.integer);
    CHECK(a.preset.real == b.preset.real);
    CHECK(a.min == b.min);
    CHECK(a.max == b.max);
    if (a.kind != PIPELINE_ENUM) continue;
    REQUIRE(a.choice_count == b.choice_count);
    for (uint32_t k = 0; k < a.choice_count; ++k) {
      CHECK(std::string(a.choices[k]) == b.choices[k]);
    }
  }
}

}  // namespace

TEST_CASE("OpenCV's stages take and give what the stages do that they stand in for") {
  host::Memory memory;
  const host::Environment environment{.memory = &memory, .pool_threads = 1};
  host::Registry registry({TEST_PLUGINS}, {}, environment);
  for (const auto& [our_id, their_id] :
       {std::pair{"quantize.kmeans", "opencv.kmeans"}, {"edges.canny", "opencv.canny"}}) {
    CAPTURE(their_id);
    const auto* ours = registry.find(our_id).stage;
    const auto* theirs = registry.find(their_id).stage;
    REQUIRE(ours);
    REQUIRE(theirs);
    REQUIRE(ours->input_count == theirs->input_count);
    REQUIRE(ours->output_count == theirs->output_count);
    require_same_ports(ours->inputs, theirs->inputs, ours->input_count);
    require_same_ports(ours->outputs, theirs->outputs, ours->output_count);
    require_same_params(*ours, *theirs);
  }
}
