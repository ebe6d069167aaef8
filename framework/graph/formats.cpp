// SPDX-License-Identifier: Apache-2.0
#include "framework/graph/formats.hpp"

#include <bit>
#include <iterator>

#include "framework/graph/utf8.hpp"

namespace pipeline::graph {

namespace {

// One bit of a mask: its name, and the parameter of image.convert that makes it.
struct Bit {
  uint32_t bit;
  const char *name, *param, *choice;
};
constexpr Bit sample_bits[] = {{PIPELINE_U8, "u8", "samples", "u8"},
                               {PIPELINE_U16, "u16", "samples", "u16"},
                               {PIPELINE_U32, "u32", nullptr, nullptr},
                               {PIPELINE_F32, "f32", "samples", "f32"}};
constexpr Bit channel_bits[] = {{PIPELINE_CHANNELS(3), "3 channels", "channels", "rgb"},
                                {PIPELINE_CHANNELS(4), "4 channels", "channels", "rgba"},
                                {PIPELINE_CHANNELS(1), "1 channel", "channels", "grey"},
                                {PIPELINE_CHANNELS(2), "2 channels", nullptr, nullptr}};
constexpr Bit colour_bits[] = {{PIPELINE_COLOUR_SRGB, "srgb", "colour", "srgb"},
                               {PIPELINE_COLOUR_GREY, "grey", "channels", "grey"},
                               {PIPELINE_COLOUR_LINEAR, "linear", "colour", "linear"},
                               {PIPELINE_COLOUR_OKLAB, "oklab", "colour", "oklab"},
                               {PIPELINE_COLOUR_DATA, "data", nullptr, nullptr}};
constexpr Bit alpha_bits[] = {
    {PIPELINE_ALPHA_NONE, "no alpha", "alpha", "remove"},
    {PIPELINE_ALPHA_STRAIGHT, "straight alpha", "alpha", "straight"},
    {PIPELINE_ALPHA_PREMULTIPLIED, "premultiplied alpha", "alpha", "premultiplied"}};

struct Property {
  uint32_t Formats::*mask;
  const Bit* bits;
  size_t count;
};
constexpr Property properties[] = {{&Formats::samples, sample_bits, std::size(sample_bits)},
                                   {&Formats::channels, channel_bits, std::size(channel_bits)},
                                   {&Formats::colours, colour_bits, std::size(colour_bits)},
                                   {&Formats::alphas, alpha_bits, std::size(alpha_bits)}};

Formats declared(const pipeline_port& port) {
  Formats formats;
  if (port.samples) formats.samples = port.samples;
  if (port.channels) formats.channels = port.channels;
  if (port.colours) formats.colours = port.colours;
  if (port.alphas) formats.alphas = port.alphas;
  return formats;
}

// Properties that cannot agree become those of `accepted`: they have been told.
Formats narrowed(const Formats& brought, const Formats& accepted) {
  Formats both;
  for (const Property& property : properties) {
    const uint32_t common = brought.*property.mask & accepted.*property.mask;
    both.*property.mask = common ? common : accepted.*property.mask;
  }
  return both;
}

bool reads_srgb8(const DraftNode& node) {
  if (!node.reader) return false;
  for (uint32_t i = 0; i < node.stage->param_count; ++i) {
    const pipeline_param& param = *node.stage->params[i];
    if (std::string_view(param.name) != "format" || param.kind != PIPELINE_ENUM) continue;
    const int64_t choice = node.arguments[i].value.integer;
    return choice >= 0 && choice < param.choice_count &&
           std::string_view(param.choices[choice]) == "srgb8";
  }
  return false;
}

// The one place that knows what `format: srgb8` means; io.read declares all that it can deliver.
const Formats srgb8{PIPELINE_U8, PIPELINE_CHANNELS(3) | PIPELINE_CHANNELS(4), PIPELINE_COLOUR_SRGB,
                    PIPELINE_ALPHA_NONE | PIPELINE_ALPHA_STRAIGHT};

// What an output promises, given what the inputs bring.
Formats promise(const DraftNode& node, const pipeline_port& port,
                const std::vector<Formats>& brought) {
  Formats formats = declared(port);
  if (port.as_input) {
    const Formats& same = brought[port.as_input - 1];
    if (!port.samples) formats.samples = same.samples;
    if (!port.channels) formats.channels = same.channels;
    if (!port.colours) formats.colours = same.colours;
    if (!port.alphas) formats.alphas = same.alphas;
  }
  return reads_srgb8(node) ? narrowed(formats, srgb8) : formats;
}

constexpr int32_t most_channels = 4;

uint32_t lowest(uint32_t mask) { return mask & (~mask + 1); }

// Calls use(image) for each single format that the masks allow.
template <class Use>
void each_format(const Formats& masks, Use use) {
  for (uint32_t samples = masks.samples; samples; samples &= samples - 1) {
    for (uint32_t channels = masks.channels; channels; channels &= channels - 1) {
      for (uint32_t colours = masks.colours; colours; colours &= colours - 1) {
        for (uint32_t alphas = masks.alphas; alphas; alphas &= alphas - 1) {
          pipeline_image image{};
          image.struct_size = sizeof image;
          image.sample = lowest(samples);
          image.channels = std::countr_zero(channels);
          image.colour = lowest(colours), image.alpha = lowest(alphas);
          use(image);
        }
      }
    }
  }
}

// What the stage itself foretells from its arguments, of all that may come in; `masks` where it
// does not or refuses everything: that is told when it runs.
Formats foretold(const DraftNode& node, uint32_t output, const std::vector<Formats>& brought,
                 const Formats& masks) {
  const pipeline_stage& stage = *node.stage;
  const bool is_image = stage.input_count > 0 &&
                        std::string_view(stage.inputs[0]->type) == PIPELINE_TYPE_IMAGE &&
                        std::string_view(stage.outputs[output]->type) == PIPELINE_TYPE_IMAGE;
  if (!is_image || !stage.extension) return masks;
  const auto* format =
      static_cast<const pipeline_output_format*>(stage.extension(&stage, PIPELINE_OUTPUT_FORMAT));
  if (!format) return masks;
  const auto values = values_of(stage, node.arguments);
  Formats all{0, 0, 0, 0};
  each_format(brought[0], [&](pipeline_image image) {
    if (format->predict(&stage, values.data(), output, &image) != PIPELINE_OK) return;
    if (image.channels < 1 || image.channels > most_channels) return;  // the run will refuse it
    all.samples |= image.sample, all.channels |= PIPELINE_CHANNELS(image.channels);
    all.colours |= image.colour, all.alphas |= image.alpha;
  });
  return all.samples ? narrowed(all, masks) : masks;
}

std::string names(const Property& property, uint32_t mask) {
  std::string text;
  for (size_t i = 0; i < property.count; ++i) {
    if (mask & property.bits[i].bit)
      text += (text.empty() ? "" : " or ") + std::string(property.bits[i].name);
  }
  return text;
}

const Bit* convertible(const Property& property, uint32_t mask) {
  for (size_t i = 0; i < property.count; ++i) {
    if ((mask & property.bits[i].bit) && property.bits[i].param) return &property.bits[i];
  }
  return nullptr;
}

void append(std::string& list, const std::string& item) {
  if (list.find(item) == std::string::npos) list += (list.empty() ? "" : ", ") + item;
}

void report(Work& work, const DraftNode& node, size_t input, const Formats& brought,
            const Formats& accepted) {
  std::string expected, found, with;
  bool can_convert = std::string_view(node.stage->inputs[input]->type) == PIPELINE_TYPE_IMAGE;
  for (const Property& property : properties) {
    const uint32_t has = brought.*property.mask, takes = accepted.*property.mask;
    if (has & takes) continue;
    append(expected, names(property, takes));
    append(found, names(property, has));
    const Bit* bit = convertible(property, takes);
    if (bit) append(with, std::string(bit->param) + ": " + bit->choice);
    can_convert = can_convert && bit;
  }
  const SourceRef& from = node.inputs[input].written;
  std::string fix;
  if (can_convert) {
    fix = "put a stage between: { uses: image.convert, in: " + from.written() + ", with: { " +
          with + " } }";
  } else {
    fix = "take something else, or put a stage between that makes " + expected;
  }
  work.diagnostics.error(
      from.mark,
      node.owner + " cannot take " + in_quotes(from.written()) + " as its input '" +
          node.stage->inputs[input]->name + "'",
      {.expected = std::move(expected), .found = std::move(found), .fix = std::move(fix)});
}

}  // namespace

void check_formats(Work& work, const std::vector<uint32_t>& order) {
  std::vector<std::vector<Formats>> promised(work.draft.nodes.size());
  for (const uint32_t index : order) {
    const DraftNode& node = work.draft.nodes[index];
    if (!node.stage) continue;
    std::vector<Formats> brought(node.inputs.size());
    for (size_t i = 0; i < node.inputs.size(); ++i) {
      const DraftWire& wire = node.inputs[i];
      const Formats accepted = declared(*node.stage->inputs[i]);
      const bool known = wire.from == DraftWire::From::node;
      const Formats comes = known ? promised[wire.index][wire.port] : Formats();
      for (const Property& property : properties) {
        if (comes.*property.mask & accepted.*property.mask) continue;
        report(work, node, i, comes, accepted);
        break;
      }
      brought[i] = narrowed(comes, accepted);
    }
    for (uint32_t k = 0; k < node.stage->output_count; ++k) {
      const Formats declares = promise(node, *node.stage->outputs[k], brought);
      promised[index].push_back(foretold(node, k, brought, declares));
    }
  }
}

}  // namespace pipeline::graph
