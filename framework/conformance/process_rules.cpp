// SPDX-License-Identifier: Apache-2.0
// What a stage does with all that it says it takes.
#include <algorithm>

#include "framework/conformance/finding.hpp"
#include "framework/conformance/rule.hpp"

namespace pipeline::conformance {

namespace {

void works(Trial& trial) {
  std::string refusal;
  if (!trial.find_working(refusal)) {
    throw Broken("it refuses all that it says it takes: " + refusal);
  }
}

void takes_every_size(Trial& trial) {
  const auto working = trial.working();
  const Settings& settings = working.settings;
  Scene base = working.scene;
  const auto instance = trial.create_again(settings);
  for (Scene scene : sizes()) {
    scene.format = base.format;
    const Inputs inputs = trial.inputs(scene);
    trial.doing(settings, inputs.text());
    trial.process(*instance, inputs);
  }
  for (const bool differ : {false, true}) {
    Scene scene = base;
    scene.others_differ = differ, scene.optional = differ;
    const Inputs inputs = trial.inputs(scene);
    trial.doing(settings, inputs.text());
    trial.process(*instance, inputs);
  }
}

void takes_every_format(Trial& trial) {
  const Settings settings = trial.working().settings;
  for (const auto& [width, height] : {std::pair{17, 9}, std::pair{1, 1}}) {
    for (size_t format = 0; format < format_count(trial.stage()); ++format) {
      for (const bool strided : {false, true}) {
        Scene scene;
        scene.width = width, scene.height = height, scene.format = format, scene.strided = strided;
        trial.call(settings, scene);
      }
    }
  }
}

void takes_every_content(Trial& trial) {
  const Settings settings = trial.working().settings;
  for (size_t format = 0; format < format_count(trial.stage()); ++format) {
    for (const Content content :
         {Content::zero, Content::full, Content::noise, Content::odd, Content::smooth}) {
      Scene scene;
      scene.content = content, scene.format = format;
      trial.call(settings, scene);
    }
  }
}

void takes_every_parameter(Trial& trial) {
  Scene scene;
  scene.width = 24, scene.height = 18;
  for (const Settings& settings : at_limits(trial.stage())) {
    trial.call(settings, scene);
    scene.format += 1;
  }
}

// The image that a format table foretells has no size; only what it says of the format counts.
bool is_as(const pipeline_image& foretold, const pipeline_image& made) {
  return foretold.sample == made.sample && foretold.channels == made.channels &&
         foretold.colour == made.colour && foretold.alpha == made.alpha;
}

void foretells_truly(Trial& trial) {
  const pipeline_stage& stage = trial.stage();
  const void* table = stage.extension ? stage.extension(&stage, PIPELINE_OUTPUT_FORMAT) : nullptr;
  if (!table) throw Skipped("it does not foretell formats");
  const auto& foretelling = *static_cast<const pipeline_output_format*>(table);
  std::vector<Settings> all = at_limits(stage);
  all.insert(all.begin(), Settings(stage));
  for (const Settings& settings : all) {
    for (size_t format = 0; format < format_count(stage); ++format) {
      Scene scene;
      scene.format = format;
      const Inputs inputs = trial.inputs(scene);
      trial.doing(settings, inputs.text());
      const pipeline_image* first = inputs.values()[0] ? inputs.values()[0]->image() : nullptr;
      const auto instance = trial.create(settings);
      if (!first || !instance) continue;
      const Called called = trial.process(*instance, inputs);
      for (uint32_t k = 0; called.outcome && k < stage.output_count; ++k) {
        const pipeline_image* made = called.outputs[k].image();
        if (!made) continue;
        pipeline_image foretold = *first;
        foretold.width = foretold.height = 0, foretold.pixels = nullptr;
        const auto said = foretelling.predict(&stage, settings.arguments().data(), k, &foretold);
        const std::string output = std::string("output '") + stage.outputs[k]->name + "'";
        if (said != PIPELINE_OK)
          throw Broken("it foretells that it refuses what it takes, for " + output);
        if (!is_as(foretold, *made))
          throw Broken(output + " is not of the format that it foretells");
      }
    }
  }
}

constexpr StageRule rules[] = {
    {"works", "it works on something that it says it takes, with its defaults", &works},
    {"sizes", "it takes images of every size, tight and strided", &takes_every_size},
    {"formats", "it takes every format that its inputs declare", &takes_every_format},
    {"contents", "it takes black, white, noise, not-a-numbers and infinities",
     &takes_every_content},
    {"parameters", "it takes or refuses each parameter at its limits, with a text",
     &takes_every_parameter},
    {"foretells", "what it foretells of its outputs' format is true", &foretells_truly},
};

}  // namespace

std::span<const StageRule> process_rules() { return rules; }

}  // namespace pipeline::conformance
