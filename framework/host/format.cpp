// SPDX-License-Identifier: Apache-2.0
#include "framework/host/format.hpp"

#include <array>
#include <cstring>
#include <utility>

namespace pipeline::host {

namespace {

template <size_t N>
std::string names(uint32_t mask, const std::array<std::pair<uint32_t, const char*>, N>& table) {
  std::string text;
  for (const auto& [bit, name] : table) {
    if (!(mask & bit)) continue;
    if (!text.empty()) text += " or ";
    text += name;
  }
  return text.empty() ? "any" : text;
}

std::optional<std::string> outside(uint32_t mask, uint32_t bit, std::string (*name)(uint32_t)) {
  if (mask == 0 || (mask & bit)) return std::nullopt;
  return "is " + name(bit) + " where " + name(mask) + " is needed";
}

}  // namespace

size_t sample_bytes(uint32_t sample) {
  switch (sample) {
    case PIPELINE_U8:
      return 1;
    case PIPELINE_U16:
      return 2;
    case PIPELINE_U32:
    case PIPELINE_F32:
      return 4;
    default:
      return 0;
  }
}

std::string sample_names(uint32_t mask) {
  return names(mask, std::array<std::pair<uint32_t, const char*>, 4>{{{PIPELINE_U8, "u8"},
                                                                      {PIPELINE_U16, "u16"},
                                                                      {PIPELINE_U32, "u32"},
                                                                      {PIPELINE_F32, "f32"}}});
}

std::string channel_names(uint32_t mask) {
  return names(mask, std::array<std::pair<uint32_t, const char*>, 4>{
                         {{PIPELINE_CHANNELS(1), "1 channel"},
                          {PIPELINE_CHANNELS(2), "2 channels"},
                          {PIPELINE_CHANNELS(3), "3 channels"},
                          {PIPELINE_CHANNELS(4), "4 channels"}}});
}

std::string colour_names(uint32_t mask) {
  return names(mask,
               std::array<std::pair<uint32_t, const char*>, 5>{{{PIPELINE_COLOUR_GREY, "grey"},
                                                                {PIPELINE_COLOUR_SRGB, "srgb"},
                                                                {PIPELINE_COLOUR_LINEAR, "linear"},
                                                                {PIPELINE_COLOUR_OKLAB, "oklab"},
                                                                {PIPELINE_COLOUR_DATA, "data"}}});
}

std::string alpha_names(uint32_t mask) {
  return names(mask, std::array<std::pair<uint32_t, const char*>, 3>{
                         {{PIPELINE_ALPHA_NONE, "without alpha"},
                          {PIPELINE_ALPHA_STRAIGHT, "of straight alpha"},
                          {PIPELINE_ALPHA_PREMULTIPLIED, "of premultiplied alpha"}}});
}

std::optional<std::string> mismatch(const pipeline_port& port, const Value& value) {
  if (std::strcmp(port.type, value.type()) != 0) {
    return std::string("is of type ") + value.type() + " where " + port.type + " is needed";
  }
  if (const auto* labels = value.labels()) {
    return outside(port.samples, labels->sample, sample_names);
  }
  if (const auto* image = value.image()) {
    auto wrong = outside(port.samples, image->sample, sample_names);
    if (!wrong) {
      wrong = outside(port.channels, PIPELINE_CHANNELS(static_cast<uint32_t>(image->channels)),
                      channel_names);
    }
    if (!wrong) wrong = outside(port.colours, image->colour, colour_names);
    if (!wrong) wrong = outside(port.alphas, image->alpha, alpha_names);
    return wrong;
  }
  return std::nullopt;
}

}  // namespace pipeline::host
