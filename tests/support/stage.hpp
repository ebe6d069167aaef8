// SPDX-License-Identifier: Apache-2.0
// Runs one stage of a built plugin through the real host, without a graph.
#pragma once

#include <pipeline/stage.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "framework/host/value.hpp"

namespace pipeline::test {

// Enum words and paths are strings.
using Setting = std::variant<bool, int, double, std::string, Colour>;

struct Result {
  pipeline_status status = PIPELINE_OK;
  std::string error;                 // what the stage said
  std::vector<host::Value> outputs;  // by port; empty values where nothing was emitted
};

// `id` is loaded from the folder of the built plugins. Inputs by port, nullptr for one not wired.
// threads 0: all. Throws std::runtime_error when the stage or a parameter of `with` does not exist.
Result run_stage(const std::string& id, const std::map<std::string, Setting>& with,
                 const std::vector<const host::Value*>& inputs, unsigned threads = 0);

// The stage as it declares itself. Throws std::runtime_error when there is none.
const pipeline_stage& descriptor(const std::string& id);

// What the stage foretells of its output 0 for such an input (PIPELINE_OUTPUT_FORMAT); nothing
// where it refuses. Throws std::runtime_error as run_stage, and for a stage that foretells nothing.
std::optional<pipeline_image> predicted_format(const std::string& id,
                                               const std::map<std::string, Setting>& with,
                                               pipeline_image input);

// Values from tight samples; colour and alpha 0: by the channel count.
host::Value make_image(int width, int height, int channels, const std::vector<uint8_t>& samples,
                       uint32_t colour = 0, uint32_t alpha = 0);
host::Value make_image(int width, int height, int channels, const std::vector<uint16_t>& samples,
                       uint32_t colour = 0, uint32_t alpha = 0);
host::Value make_image(int width, int height, int channels, const std::vector<float>& samples,
                       uint32_t colour = 0, uint32_t alpha = 0);
host::Value make_labels(int width, int height, const std::vector<uint32_t>& labels,
                        const std::vector<Colour>& palette, uint32_t sample = PIPELINE_U8);
host::Value make_paths(const PathBuilder& builder);
host::Value make_bytes(const std::string& media_type, std::string_view bytes);

// Views of outputs; they live as long as the value.
template <class T>
Image<const T> image_of(const host::Value& value) {
  return Image<const T>(*static_cast<const pipeline_image*>(value.view().data));
}
inline Labels labels_of(const host::Value& value) {
  return Labels(*static_cast<const pipeline_labels*>(value.view().data));
}
inline Paths paths_of(const host::Value& value) {
  return Paths(*static_cast<const pipeline_paths*>(value.view().data));
}
inline std::string_view bytes_of(const host::Value& value) {
  const auto& bytes = *static_cast<const pipeline_bytes*>(value.view().data);
  return {static_cast<const char*>(bytes.bytes), bytes.size};
}

// All bytes of a value that a consumer could see, row by row: equal strings mean equal values.
std::string content_of(const host::Value& value);

std::string read_file(const std::string& path);

}  // namespace pipeline::test
