// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/run/explain.hpp"

#include <algorithm>

#include "framework/cli/common/formatted.hpp"
#include "framework/cli/common/units.hpp"
#include "framework/cli/describe/facts.hpp"
#include "framework/cli/graph/drawing.hpp"
#include "framework/graph/utf8.hpp"

namespace pipeline::cli {

namespace {

std::string library_of(const host::Registry& registry, const pipeline_stage& stage) {
  const auto* file = registry.file_of(stage);
  return file ? file->string() : "";
}

std::string stages_text(const Ready& ready, const host::Registry& registry) {
  std::string text;
  for (const auto& step : ready.program.steps()) {
    const pipeline_stage& stage = step.instance->stage();
    text += "  " + step.name + ": " + stage.id + " " + stage.version + ", " + memory_of(stage) +
            ", " + (step.instance->reentrant() ? "several" : "one") + " at once, from " +
            library_of(registry, stage) + "\n";
  }
  return text;
}

std::string images_text(const std::vector<run::Item>& items) {
  constexpr size_t most = 5;
  std::string text =
      std::to_string(items.size()) + (items.size() == 1 ? " image:\n" : " images:\n");
  for (size_t i = 0; i < std::min(items.size(), most); ++i) {
    std::string from, to;
    for (const auto& file : items[i].inputs) from += (from.empty() ? "" : ", ") + file.string();
    for (const auto& file : items[i].outputs) to += (to.empty() ? "" : ", ") + file;
    text += "  " + graph::printable(from) + " -> " + graph::printable(to) + "\n";
  }
  if (items.size() > most) text += "  and " + std::to_string(items.size() - most) + " more\n";
  return text;
}

// No call's memory counts twice: a stage's outputs are in what it declares.
std::string bound_text(const Ready& ready, unsigned frames, size_t limit) {
  double per_pixel = 0;
  size_t fixed = 0;
  std::string silent;
  for (const auto& step : ready.program.steps()) {
    const pipeline_stage& stage = step.instance->stage();
    per_pixel += stage.bytes_per_pixel;
    fixed += stage.bytes;
    if (stage.bytes_per_pixel <= 0 && stage.bytes == 0) {
      silent += (silent.empty() ? "" : ", ") + step.name;
    }
  }
  std::string text = "memory: at most " + std::to_string(frames) +
                     (frames == 1 ? " image" : " images") + " at once, and no further one beyond " +
                     bytes_text(limit) + "\n";
  text += formatted(
      "  by what the stages declare, an image needs at most its file, %g bytes a pixel", per_pixel);
  text += fixed ? " and " + bytes_text(fixed) + "\n" : "\n";
  if (!silent.empty()) text += "  and what these take, which declare nothing: " + silent + "\n";
  return text;
}

}  // namespace

std::string explanation(const Ready& ready, const host::Registry& registry,
                        const std::vector<run::Item>& items, const run::BatchOptions& options,
                        size_t memory_limit) {
  const bool serial = options.executor == run::Executor::serial;
  const unsigned frames = serial ? 1
                          : options.frames_in_flight
                              ? options.frames_in_flight
                              : run::default_frames_in_flight(options.threads, items.size());
  return text_drawing(ready.graph, {}) + "\nstages:\n" + stages_text(ready, registry) + "\n" +
         images_text(items) + "\nexecutor: " + (serial ? "serial" : "flow") + ", " +
         std::to_string(options.threads) + (options.threads == 1 ? " thread\n" : " threads\n") +
         bound_text(ready, frames, memory_limit);
}

}  // namespace pipeline::cli
