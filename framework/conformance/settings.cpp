// SPDX-License-Identifier: Apache-2.0
#include "framework/conformance/settings.hpp"

#include <algorithm>
#include <cmath>

#include "framework/graph/scalar.hpp"

namespace pipeline::conformance {

namespace {

constexpr char absent_file[] = "/nowhere/absent";

pipeline_arg of_text(const char* text) {
  pipeline_arg value{};
  value.string = {text, std::char_traits<char>::length(text)};
  return value;
}

pipeline_arg of_integer(int64_t v) {
  pipeline_arg value{};
  value.integer = v;
  return value;
}

pipeline_arg of_real(double v) {
  pipeline_arg value{};
  value.real = v;
  return value;
}

pipeline_arg of_colour(float r, float g, float b, float a) {
  pipeline_arg value{};
  const float rgba[] = {r, g, b, a};
  std::copy(std::begin(rgba), std::end(rgba), value.rgba);
  return value;
}

std::string text_of(const pipeline_param& param, const pipeline_arg& value) {
  switch (param.kind) {
    case PIPELINE_BOOL:
      return value.integer ? "true" : "false";
    case PIPELINE_INT:
      for (uint32_t i = 0; i < param.choice_count; ++i) {
        if (param.choice_values[i] == value.integer) return param.choices[i];
      }
      return std::to_string(value.integer);
    case PIPELINE_FLOAT:
      return graph::number_text(value.real);
    case PIPELINE_ENUM:
      return param.choices[value.integer];
    case PIPELINE_COLOUR:
      return graph::colour_text(value.rgba);
    default:
      return "'" + std::string(value.string.text) + "'";
  }
}

pipeline_arg start_of(const pipeline_param& param) {
  if (!(param.flags & PIPELINE_PARAM_REQUIRED)) {
    const bool is_text = param.kind == PIPELINE_STRING || param.kind == PIPELINE_FILE;
    return is_text && !param.preset.string.text ? of_text("") : param.preset;
  }
  switch (param.kind) {
    case PIPELINE_INT:
      return of_integer(static_cast<int64_t>(param.min));
    case PIPELINE_FLOAT:
      return of_real(param.min);
    case PIPELINE_STRING:
      return of_text("text");
    case PIPELINE_FILE:
      return of_text(absent_file);
    default:
      return {};
  }
}

std::vector<pipeline_arg> limits_of(const pipeline_param& param) {
  std::vector<pipeline_arg> values;
  switch (param.kind) {
    case PIPELINE_BOOL:
      return {of_integer(0), of_integer(1)};
    case PIPELINE_INT:
      values = {of_integer(static_cast<int64_t>(param.min)),
                of_integer(static_cast<int64_t>(param.max))};
      for (uint32_t i = 0; i < param.choice_count; ++i) {
        values.push_back(of_integer(param.choice_values[i]));
      }
      return values;
    case PIPELINE_FLOAT:
      return {of_real(param.min), of_real(param.max)};
    case PIPELINE_ENUM:
      for (uint32_t i = 0; i < param.choice_count; ++i) values.push_back(of_integer(i));
      return values;
    case PIPELINE_COLOUR:
      return {of_colour(0, 0, 0, 0), of_colour(1, 1, 1, 1)};
    case PIPELINE_FILE:
      return {of_text(absent_file)};
    default:
      return {of_text(""), of_text("a longer text \xC3\xA4\xE2\x82\xAC %s\\\"'")};
  }
}

pipeline_arg random_value(const pipeline_param& param, std::mt19937_64& random) {
  const auto limits = limits_of(param);
  const auto any = [&](size_t count) { return static_cast<size_t>(random() % count); };
  const double share = static_cast<double>(random() >> 11) * 0x1p-53;
  const bool inside = random() % 3 != 0 && std::isfinite(param.min) && std::isfinite(param.max);
  if (param.kind == PIPELINE_FLOAT && inside) {
    return of_real(std::min(param.max, param.min + share * (param.max - param.min)));
  }
  if (param.kind == PIPELINE_INT && inside) {
    return of_integer(static_cast<int64_t>(
        std::min(param.max, std::floor(param.min + share * (param.max - param.min + 1)))));
  }
  if (param.kind == PIPELINE_COLOUR && inside) {
    const auto sample = [&] { return static_cast<float>(random() % 256) / 255.0F; };
    return of_colour(sample(), sample(), sample(), sample());
  }
  return limits[any(limits.size())];
}

}  // namespace

Settings::Settings(const pipeline_stage& stage) : stage_(&stage) {
  for (uint32_t i = 0; i < stage.param_count; ++i) {
    arguments_.push_back(start_of(*stage.params[i]));
  }
}

void Settings::set(size_t param, pipeline_arg value) {
  arguments_[param] = value;
  const pipeline_param& declared = *stage_->params[param];
  text_ +=
      (text_.empty() ? "" : ", ") + std::string(declared.name) + "=" + text_of(declared, value);
}

const char* required_file(const pipeline_stage& stage) {
  for (uint32_t i = 0; i < stage.param_count; ++i) {
    const pipeline_param& param = *stage.params[i];
    if (param.kind == PIPELINE_FILE && param.flags & PIPELINE_PARAM_REQUIRED) return param.name;
  }
  return nullptr;
}

std::vector<Settings> at_limits(const pipeline_stage& stage) {
  std::vector<Settings> all;
  for (uint32_t i = 0; i < stage.param_count; ++i) {
    for (const pipeline_arg& value : limits_of(*stage.params[i])) {
      all.emplace_back(stage).set(i, value);
    }
  }
  return all;
}

Settings random_settings(const pipeline_stage& stage, std::mt19937_64& random) {
  Settings settings(stage);
  for (uint32_t i = 0; i < stage.param_count; ++i) {
    const pipeline_param& param = *stage.params[i];
    if (param.kind == PIPELINE_FILE || random() % 2 == 0) continue;
    settings.set(i, random_value(param, random));
  }
  return settings;
}

}  // namespace pipeline::conformance
