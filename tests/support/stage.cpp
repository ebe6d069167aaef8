// SPDX-License-Identifier: Apache-2.0
#include "support/stage.hpp"

#include <tbb/task_arena.h>

#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "framework/host/emission.hpp"
#include "framework/host/format.hpp"
#include "framework/host/instance.hpp"
#include "framework/host/registry.hpp"

namespace pipeline::test {

namespace {

host::Memory& memory() {
  static auto& instance = *new host::Memory;
  return instance;
}

const host::Environment& environment() {
  static const host::Environment instance{.memory = &memory(), .pool_threads = 1};
  return instance;
}

host::Registry& registry() {
  static host::Registry instance({TEST_PLUGINS, TEST_OWN_PLUGINS}, {TEST_DATA "/cards"},
                                 environment());
  return instance;
}

// A call into a stage that only serves to make values: `fill` acts as that stage.
template <class Fill>
host::Value made(const char* type, Fill fill) {
  const pipeline_port port{sizeof port, 0, "value", type, "made",  0,      0,
                           0,           0, 0,       0,    nullptr, nullptr};
  const pipeline_port* const ports[] = {&port};
  pipeline_stage stage{};
  stage.outputs = ports;
  stage.output_count = 1;
  host::Value value;
  const host::Activity activity{"test", {}, {}};
  pipeline_ctx ctx{.environment = environment(),
                   .activity = activity,
                   .stage = &stage,
                   .outputs = std::span(&value, 1)};
  try {
    fill(BasicCall(&host::host_table(), &ctx, nullptr, nullptr));
  } catch (const Error&) {
    throw std::runtime_error(ctx.error);
  }
  return value;
}

template <class T>
host::Value image(int width, int height, int channels, const std::vector<T>& samples,
                  uint32_t colour, uint32_t alpha) {
  return made(PIPELINE_TYPE_IMAGE, [&](const BasicCall& call) {
    const Image<T> to(call.new_image(
        0, {0, width, height, channels, detail::sample_of<T>, colour, alpha, 0, 0, nullptr}));
    const auto row = static_cast<size_t>(width) * static_cast<size_t>(channels);
    if (samples.size() != row * static_cast<size_t>(height)) {
      throw std::runtime_error(
          "make_image: the number of samples is not width x height x channels");
    }
    for (int y = 0; y < height; ++y) {
      std::memcpy(to.row(y), samples.data() + row * static_cast<size_t>(y), row * sizeof(T));
    }
  });
}

pipeline_arg preset_of(const pipeline_param& param, std::string& text) {
  pipeline_arg arg = param.preset;
  if (param.kind != PIPELINE_STRING && param.kind != PIPELINE_FILE) return arg;
  text = arg.string.text ? arg.string.text : "";
  arg.string = {text.c_str(), text.size()};
  return arg;
}

pipeline_arg argument(const pipeline_param& param, const Setting& setting, std::string& text) {
  pipeline_arg arg{};
  if (const auto* flag = std::get_if<bool>(&setting)) arg.integer = *flag;
  if (const auto* number = std::get_if<int>(&setting)) {
    if (param.kind == PIPELINE_FLOAT) {
      arg.real = *number;
    } else {
      arg.integer = *number;
    }
  }
  if (const auto* number = std::get_if<double>(&setting)) arg.real = *number;
  if (const auto* colour = std::get_if<Colour>(&setting))
    std::memcpy(arg.rgba, colour, sizeof arg.rgba);
  const auto* word = std::get_if<std::string>(&setting);
  if (!word) return arg;
  text = *word;
  arg.string = {text.c_str(), text.size()};
  if (param.kind == PIPELINE_STRING || param.kind == PIPELINE_FILE) return arg;
  for (uint32_t i = 0; i < param.choice_count; ++i) {
    if (text != param.choices[i]) continue;
    arg.integer = param.choice_values ? param.choice_values[i] : i;
    return arg;
  }
  throw std::runtime_error(std::string("parameter '") + param.name + "' has no word '" + text +
                           "'");
}

struct Arguments {
  std::vector<pipeline_arg> values;
  std::vector<std::string> texts;
};

Arguments bind(const pipeline_stage& stage, const std::map<std::string, Setting>& with) {
  Arguments bound;
  bound.texts.resize(stage.param_count);
  size_t used = 0;
  for (uint32_t i = 0; i < stage.param_count; ++i) {
    const auto set = with.find(stage.params[i]->name);
    used += set != with.end();
    bound.values.push_back(set == with.end()
                               ? preset_of(*stage.params[i], bound.texts[i])
                               : argument(*stage.params[i], set->second, bound.texts[i]));
  }
  if (used != with.size()) {
    throw std::runtime_error(std::string(stage.id) + " lacks a parameter that the test sets");
  }
  return bound;
}

}  // namespace

const pipeline_stage& descriptor(const std::string& id) {
  const auto found = registry().find(id);
  if (!found.stage) throw std::runtime_error(found.problem);
  return *found.stage;
}

Result run_stage(const std::string& id, const std::map<std::string, Setting>& with,
                 const std::vector<const host::Value*>& inputs, unsigned threads) {
  const pipeline_stage& stage = descriptor(id);
  const Arguments arguments = bind(stage, with);
  host::Outcome outcome;
  const auto instance = host::Instance::create(stage, id, arguments.values, environment(), outcome);
  Result result;
  result.outputs.resize(stage.output_count);
  if (instance) {
    auto wired = inputs;
    wired.resize(stage.input_count);
    tbb::task_arena arena(threads ? static_cast<int>(threads) : tbb::task_arena::automatic);
    arena.execute([&] { outcome = instance->process(wired, result.outputs, environment()); });
  }
  result.status = outcome.status;
  result.error = outcome.error;
  return result;
}

std::optional<pipeline_image> predicted_format(const std::string& id,
                                               const std::map<std::string, Setting>& with,
                                               pipeline_image input) {
  const pipeline_stage& stage = descriptor(id);
  const void* table = stage.extension ? stage.extension(&stage, PIPELINE_OUTPUT_FORMAT) : nullptr;
  if (!table) throw std::runtime_error(id + " foretells no format");
  const Arguments arguments = bind(stage, with);
  const auto* format = static_cast<const pipeline_output_format*>(table);
  const auto status = format->predict(&stage, arguments.values.data(), 0, &input);
  return status == PIPELINE_OK ? std::optional(input) : std::nullopt;
}

host::Value make_image(int width, int height, int channels, const std::vector<uint8_t>& samples,
                       uint32_t colour, uint32_t alpha) {
  return image(width, height, channels, samples, colour, alpha);
}
host::Value make_image(int width, int height, int channels, const std::vector<uint16_t>& samples,
                       uint32_t colour, uint32_t alpha) {
  return image(width, height, channels, samples, colour, alpha);
}
host::Value make_image(int width, int height, int channels, const std::vector<float>& samples,
                       uint32_t colour, uint32_t alpha) {
  return image(width, height, channels, samples, colour, alpha);
}

host::Value make_labels(int width, int height, const std::vector<uint32_t>& labels,
                        const std::vector<Colour>& palette, uint32_t sample) {
  return made(PIPELINE_TYPE_LABELS, [&](const BasicCall& call) {
    const auto fill = [&](const auto& to) {
      for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
          using T = std::remove_reference_t<decltype(*to.row(y))>;
          to.row(y)[x] = static_cast<T>(
              labels[static_cast<size_t>(y) * static_cast<size_t>(width) + static_cast<size_t>(x)]);
        }
      }
      for (uint32_t i = 0; i < palette.size(); ++i) to.set_palette(i, palette[i]);
    };
    const auto count = static_cast<uint32_t>(palette.size());
    if (sample == PIPELINE_U8) {
      fill(call.new_labels<uint8_t>(0, width, height, count));
    } else {
      fill(call.new_labels<uint32_t>(0, width, height, count));
    }
  });
}

host::Value make_paths(const PathBuilder& builder) {
  return made(PIPELINE_TYPE_PATHS, [&](const BasicCall& call) { call.emit_paths(0, builder); });
}

host::Value make_bytes(const std::string& media_type, std::string_view bytes) {
  return made(PIPELINE_TYPE_BYTES,
              [&](const BasicCall& call) { call.emit_bytes(0, media_type.c_str(), bytes); });
}

std::string content_of(const host::Value& value) {
  std::string content = value.type() ? value.type() : "";
  const auto add = [&](const void* data, size_t bytes) {
    content.append(static_cast<const char*>(data), bytes);
  };
  const auto add_rows = [&](const void* data, size_t row, size_t stride, int32_t height) {
    for (int32_t y = 0; y < height; ++y) {
      add(static_cast<const char*>(data) + static_cast<size_t>(y) * stride, row);
    }
  };
  if (const auto* i = value.image()) {
    for (const uint32_t v : {static_cast<uint32_t>(i->width), static_cast<uint32_t>(i->height),
                             static_cast<uint32_t>(i->channels), i->sample, i->colour, i->alpha}) {
      add(&v, sizeof v);
    }
    add_rows(i->pixels,
             static_cast<size_t>(i->width) * static_cast<size_t>(i->channels) *
                 host::sample_bytes(i->sample),
             i->stride, i->height);
  } else if (const auto* l = value.labels()) {
    for (const uint32_t v :
         {static_cast<uint32_t>(l->width), static_cast<uint32_t>(l->height), l->sample, l->count}) {
      add(&v, sizeof v);
    }
    add_rows(l->labels, static_cast<size_t>(l->width) * host::sample_bytes(l->sample), l->stride,
             l->height);
    if (l->palette) add(l->palette, l->count * 4 * sizeof(float));
  } else if (const auto* p = value.paths()) {
    add(&p->width, sizeof p->width);
    add(&p->height, sizeof p->height);
    add(p->verb_begin, (p->count + 1) * sizeof(uint32_t));
    add(p->coord_begin, (p->count + 1) * sizeof(uint32_t));
    add(p->verbs, p->verb_begin[p->count]);
    add(p->coords, p->coord_begin[p->count] * sizeof(float));
    if (p->fill) add(p->fill, p->count * 4 * sizeof(float));
    if (p->stroke) add(p->stroke, p->count * 4 * sizeof(float));
  } else if (const auto bytes = value.bytes()) {
    content += *bytes;
  } else if (const auto number = value.number()) {
    add(&*number, sizeof *number);
  }
  return content;
}

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace pipeline::test
