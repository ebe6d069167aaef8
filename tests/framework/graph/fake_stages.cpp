// SPDX-License-Identifier: Apache-2.0
#include "fake_stages.hpp"

#include <algorithm>
#include <deque>

namespace pipeline::graph::test {

namespace {

constexpr uint32_t grey_or_srgb = PIPELINE_COLOUR_GREY | PIPELINE_COLOUR_SRGB;
constexpr uint32_t no_u32 = PIPELINE_U8 | PIPELINE_U16 | PIPELINE_F32;

pipeline_port port(const char* name, const char* type, uint32_t samples = 0, uint32_t channels = 0,
                   uint32_t colours = 0, uint32_t alphas = 0) {
  return {sizeof(pipeline_port),
          0,
          name,
          type,
          "doc",
          samples,
          channels,
          colours,
          alphas,
          0,
          0,
          nullptr,
          nullptr};
}
pipeline_port optional(pipeline_port p) {
  p.flags = PIPELINE_PORT_OPTIONAL;
  return p;
}
pipeline_port as_input(pipeline_port p) {
  p.as_input = 1;
  return p;
}
pipeline_port media(pipeline_port p, const char* type) {
  p.media_type = type;
  return p;
}

pipeline_param param(const char* name, uint32_t kind, uint32_t flags = 0) {
  pipeline_param p{};
  p.struct_size = sizeof p;
  p.flags = flags;
  p.kind = kind;
  p.name = name;
  p.doc = "doc";
  return p;
}
pipeline_param integer(const char* name, int64_t preset, double min, double max) {
  pipeline_param p = param(name, PIPELINE_INT);
  p.preset.integer = preset;
  p.min = min;
  p.max = max;
  return p;
}
pipeline_param real(const char* name, double preset, double min, double max, uint32_t flags = 0) {
  pipeline_param p = param(name, PIPELINE_FLOAT, flags);
  p.preset.real = preset;
  p.min = min;
  p.max = max;
  return p;
}
template <uint32_t N>
pipeline_param choice(const char* name, const char* const (&words)[N]) {
  pipeline_param p = param(name, PIPELINE_ENUM);
  p.choices = words;
  p.choice_count = N;
  return p;
}
pipeline_param text(const char* name, const char* preset) {
  pipeline_param p = param(name, PIPELINE_STRING);
  p.preset.string = {preset, std::char_traits<char>::length(preset)};
  return p;
}
pipeline_param in_pixels(pipeline_param p) {
  p.unit = "pixels";
  return p;
}

constexpr const char* read_formats[] = {"srgb8", "any"};
constexpr const char* write_formats[] = {"png", "jpg", "jpeg"};
constexpr const char* sample_words[] = {"keep", "u8", "u16", "f32"};
constexpr const char* channel_words[] = {"keep", "grey", "rgb", "rgba"};
constexpr const char* colour_words[] = {"keep", "srgb", "linear", "oklab"};
constexpr const char* alpha_words[] = {"keep", "remove", "straight", "premultiplied"};
constexpr const char* norms[] = {"l1", "l2"};
constexpr const char* color_words[] = {"auto"};
constexpr int64_t color_values[] = {0};

pipeline_param colors() {
  pipeline_param p = integer("colors", 16, 2, 256);
  p.choices = color_words;
  p.choice_values = color_values;
  p.choice_count = 1;
  return p;
}

// A descriptor with all that it points to.
struct Fake {
  pipeline_stage stage{};
  std::vector<pipeline_port> inputs, outputs;
  std::vector<pipeline_param> params;
  std::vector<const pipeline_port*> input_list, output_list;
  std::vector<const pipeline_param*> param_list;

  Fake(const char* id, std::vector<pipeline_port> in, std::vector<pipeline_port> out,
       std::vector<pipeline_param> with = {}, uint32_t flags = 0)
      : inputs(std::move(in)), outputs(std::move(out)), params(std::move(with)) {
    for (const auto& p : inputs) input_list.push_back(&p);
    for (const auto& p : outputs) output_list.push_back(&p);
    for (const auto& p : params) param_list.push_back(&p);
    stage.struct_size = sizeof stage;
    stage.flags = flags;
    stage.id = id;
    stage.version = "1.0.0";
    stage.doc = "use filter.blur";
    stage.input_count = static_cast<uint32_t>(inputs.size());
    stage.output_count = static_cast<uint32_t>(outputs.size());
    stage.param_count = static_cast<uint32_t>(params.size());
    stage.inputs = input_list.data();
    stage.outputs = output_list.data();
    stage.params = param_list.data();
  }
  Fake(Fake&&) = delete;
};

const std::deque<Fake>& fakes() {
  static std::deque<Fake> list;
  if (!list.empty()) return list;
  const auto image = port("image", PIPELINE_TYPE_IMAGE);
  const auto rgb8 = port("image", PIPELINE_TYPE_IMAGE, PIPELINE_U8,
                         PIPELINE_CHANNELS(3) | PIPELINE_CHANNELS(4), PIPELINE_COLOUR_SRGB);
  const auto bytes = port("file", PIPELINE_TYPE_BYTES);
  const auto labels = port("labels", PIPELINE_TYPE_LABELS);
  const auto paths = port("paths", PIPELINE_TYPE_PATHS);
  list.emplace_back("io.read", std::vector{bytes},
                    std::vector{port("image", PIPELINE_TYPE_IMAGE, no_u32, 0, grey_or_srgb)},
                    std::vector{choice("format", read_formats),
                                in_pixels(integer("max_pixels", 268435456, 1, 2147483647))});
  list.emplace_back("io.write", std::vector{port("image", PIPELINE_TYPE_IMAGE, no_u32)},
                    std::vector{bytes},
                    std::vector{choice("format", write_formats), integer("quality", 90, 1, 100)});
  list.emplace_back("image.convert", std::vector{image},
                    std::vector{port("image", PIPELINE_TYPE_IMAGE, no_u32)},
                    std::vector{choice("samples", sample_words), choice("channels", channel_words),
                                choice("colour", colour_words), choice("alpha", alpha_words)});
  list.emplace_back("quantize.kmeans", std::vector{rgb8}, std::vector{labels, as_input(image)},
                    std::vector{colors(), integer("seed", 1, 0, 1000)});
  list.emplace_back("acme.quantizer", std::vector{rgb8}, std::vector{labels, as_input(image)},
                    std::vector{integer("colors", 8, 2, 64)});
  list.emplace_back(
      "edges.canny", std::vector{image},
      std::vector{port("strength", PIPELINE_TYPE_IMAGE, PIPELINE_F32, PIPELINE_CHANNELS(1),
                       PIPELINE_COLOUR_DATA, PIPELINE_ALPHA_NONE),
                  port("edges", PIPELINE_TYPE_IMAGE, PIPELINE_U8, PIPELINE_CHANNELS(1),
                       PIPELINE_COLOUR_DATA, PIPELINE_ALPHA_NONE)},
      std::vector{real("low", 0.1, 0, 1), real("high", 0.2, 0, 1), choice("norm", norms),
                  real("threshold", 0.5, 0, 1)});
  list.emplace_back(
      "paths.trace",
      std::vector{labels, optional(port("edges", PIPELINE_TYPE_IMAGE)), optional(image)},
      std::vector{paths});
  auto background = param("background", PIPELINE_COLOUR);
  background.preset.rgba[3] = 1;
  list.emplace_back("svg.document", std::vector{paths},
                    std::vector{media(port("document", PIPELINE_TYPE_BYTES), "image/svg+xml")},
                    std::vector{integer("precision", 2, 0, 6), background,
                                text("title", "untitled"), param("embed", PIPELINE_BOOL)});
  list.emplace_back("svg.rasterize", std::vector{port("document", PIPELINE_TYPE_BYTES)},
                    std::vector{image});
  list.emplace_back(
      "metric.ssim",
      std::vector{port("reference", PIPELINE_TYPE_IMAGE), port("test", PIPELINE_TYPE_IMAGE)},
      std::vector{port("ssim", PIPELINE_TYPE_NUMBER)}, std::vector{integer("window", 7, 3, 31)});
  list.emplace_back("filter.blur", std::vector{image}, std::vector{as_input(image)},
                    std::vector{in_pixels(real("radius", 0, 0.5, 100, PIPELINE_PARAM_REQUIRED))});
  list.emplace_back(
      "filter.linear",
      std::vector{port("image", PIPELINE_TYPE_IMAGE, PIPELINE_F32, 0, PIPELINE_COLOUR_LINEAR)},
      std::vector{as_input(image)});
  list.emplace_back("filter.mask", std::vector{image, port("mask", PIPELINE_TYPE_IMAGE)},
                    std::vector{as_input(image)});
  list.emplace_back("filter.model", std::vector{image}, std::vector{as_input(image)},
                    std::vector{param("model", PIPELINE_FILE, PIPELINE_PARAM_REQUIRED)});
  list.emplace_back("filter.old", std::vector{image}, std::vector{as_input(image)},
                    std::vector<pipeline_param>{}, PIPELINE_STAGE_DEPRECATED);
  list.emplace_back("acme.raw", std::vector{bytes}, std::vector{image});
  list.emplace_back("acme.noise", std::vector<pipeline_port>{}, std::vector{rgb8});
  list.emplace_back("acme.sink", std::vector{image}, std::vector<pipeline_port>{});
  list.emplace_back("acme.labels_writer", std::vector{labels}, std::vector{bytes});
  return list;
}

}  // namespace

StageSource::Found FakeStages::find(std::string_view id) {
  asked.emplace(id);
  for (const Fake& fake : fakes()) {
    if (id == fake.stage.id) return {&fake.stage, {}};
  }
  return {nullptr, "no plugin has it"};
}

std::vector<std::string> FakeStages::known_ids() {
  ++lists;
  std::vector<std::string> ids;
  for (const Fake& fake : fakes()) ids.emplace_back(fake.stage.id);
  return ids;
}

}  // namespace pipeline::graph::test
