// SPDX-License-Identifier: Apache-2.0
#include "framework/conformance/content_flaw.hpp"

#include <cmath>
#include <iterator>
#include <span>

namespace pipeline::conformance {

namespace {

using Flaw = std::optional<std::string>;

std::string place(int32_t x, int32_t y) {
  return "(" + std::to_string(x) + ", " + std::to_string(y) + ")";
}

bool all_finite(std::span<const float> values) {
  for (const float v : values) {
    if (!std::isfinite(v)) return false;
  }
  return true;
}

bool all_in_unit(std::span<const float> values) {
  for (const float v : values) {
    if (!(v >= 0 && v <= 1)) return false;
  }
  return true;
}

Flaw flaw_of(const pipeline_image& image) {
  if (image.sample != PIPELINE_F32) return {};
  for (int32_t y = 0; y < image.height; ++y) {
    const auto* row = reinterpret_cast<const float*>(static_cast<const char*>(image.pixels) +
                                                     image.stride * static_cast<size_t>(y));
    for (int32_t i = 0; i < image.width * image.channels; ++i) {
      if (std::isfinite(row[i])) continue;
      return "a sample that is no finite number at " + place(i / image.channels, y) +
             ", of finite input";
    }
  }
  return {};
}

Flaw flaw_of(const pipeline_labels& labels) {
  for (int32_t y = 0; y < labels.height; ++y) {
    const auto* row =
        static_cast<const char*>(labels.labels) + labels.stride * static_cast<size_t>(y);
    for (int32_t x = 0; x < labels.width; ++x) {
      const uint32_t label = labels.sample == PIPELINE_U8
                                 ? static_cast<uint8_t>(row[x])
                                 : reinterpret_cast<const uint32_t*>(row)[x];
      if (label < labels.count) continue;
      return "label " + std::to_string(label) + " at " + place(x, y) + ", where there are " +
             std::to_string(labels.count);
    }
  }
  if (labels.palette && !all_in_unit({labels.palette, size_t{labels.count} * 4})) {
    return "a palette with values outside 0 to 1";
  }
  return {};
}

Flaw flaw_of(const pipeline_paths& paths) {
  constexpr uint32_t floats_of[] = {2, 2, 4, 6, 7, 5, 0};
  for (uint32_t i = 0; i < paths.count; ++i) {
    const std::string path = "path " + std::to_string(i);
    uint32_t floats = 0;
    for (uint32_t v = paths.verb_begin[i]; v < paths.verb_begin[i + 1]; ++v) {
      const uint8_t verb = paths.verbs[v];
      if (verb >= std::size(floats_of))
        return path + " has verb " + std::to_string(verb) + ", which is none";
      const bool begins = v == paths.verb_begin[i];
      if (begins && verb != PIPELINE_MOVE && verb != PIPELINE_ELLIPSE)
        return path + " does not begin with move or ellipse";
      floats += floats_of[verb];
    }
    const uint32_t given = paths.coord_begin[i + 1] - paths.coord_begin[i];
    if (floats != given) {
      return path + " has " + std::to_string(given) + " coords where its verbs take " +
             std::to_string(floats);
    }
    if (paths.gradient && paths.gradient[i] != PIPELINE_NONE &&
        paths.gradient[i] >= paths.gradient_count) {
      return path + " names gradient " + std::to_string(paths.gradient[i]) + " of " +
             std::to_string(paths.gradient_count);
    }
  }
  const size_t colours = size_t{paths.count} * 4;
  if (!all_finite({paths.coords, paths.coord_begin[paths.count]}))
    return "coords that are no finite numbers";
  if (paths.fill && !all_in_unit({paths.fill, colours})) return "a fill outside 0 to 1";
  if (paths.stroke && !all_in_unit({paths.stroke, colours}))
    return "a stroke colour outside 0 to 1";
  for (uint32_t i = 0; i < paths.gradient_count; ++i) {
    const pipeline_gradient& gradient = paths.gradients[i];
    const bool inside = gradient.stop_begin <= paths.stop_count &&
                        gradient.stop_count <= paths.stop_count - gradient.stop_begin;
    if (!inside) return "gradient " + std::to_string(i) + " has stops that are not there";
  }
  return {};
}

}  // namespace

Flaw content_flaw(const host::Value& value, bool must_be_finite) {
  if (const auto* image = value.image()) return must_be_finite ? flaw_of(*image) : Flaw{};
  if (const auto* labels = value.labels()) return flaw_of(*labels);
  if (const auto* paths = value.paths()) return flaw_of(*paths);
  if (const auto number = value.number(); number && !std::isfinite(*number)) {
    return "a number that is not finite";
  }
  return {};
}

}  // namespace pipeline::conformance
