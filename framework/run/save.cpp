// SPDX-License-Identifier: Apache-2.0
#include "framework/run/save.hpp"

#include <algorithm>
#include <cstdio>

#include "framework/host/type_bytes.hpp"
#include "framework/run/files.hpp"
#include "framework/run/number_text.hpp"
#include "framework/run/painting.hpp"

namespace pipeline::run {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view purpose = "for --save-all";

constexpr std::pair<std::string_view, const char*> extensions[] = {
    {"image/png", ".png"},  {"image/jpeg", ".jpg"},    {"image/webp", ".webp"},
    {"image/tiff", ".tif"}, {"image/svg+xml", ".svg"}, {"application/json", ".json"},
    {"text/plain", ".txt"}, {"text/csv", ".csv"},      {"text/html", ".html"}};

// Of a media type, whatever its parameters ("text/plain; charset=utf-8").
const char* extension_of(std::string_view media_type) {
  media_type = media_type.substr(0, media_type.find_first_of("; "));
  const auto* const found = std::find_if(std::begin(extensions), std::end(extensions),
                                         [&](const auto& e) { return e.first == media_type; });
  return found != std::end(extensions) ? found->second : ".bin";
}

// "01_cleanup-quantize.labels": sorts as the graph runs, up to 99 stages as up to 9.
std::string file_name(size_t step, size_t steps, std::string stage, const char* port) {
  char number[32];
  const int width = static_cast<int>(std::max<size_t>(2, std::to_string(steps).size()));
  std::snprintf(number, sizeof number, "%0*zu_", width, step + 1);
  std::replace(stage.begin(), stage.end(), '/', '-');
  return number + stage + "." + port;
}

bool is_builtin(std::string_view type) {
  return type == PIPELINE_TYPE_IMAGE || type == PIPELINE_TYPE_LABELS ||
         type == PIPELINE_TYPE_PATHS || type == PIPELINE_TYPE_BYTES || type == PIPELINE_TYPE_NUMBER;
}

}  // namespace

std::string Saver::make_tools(const Port& port, host::Registry& registry,
                              const host::Environment& environment) {
  const auto need = [&](std::unique_ptr<Tool>& tool, const Tool::Kind& kind) -> std::string {
    std::string problem;
    if (!tool) tool = Tool::make(kind, registry, environment, problem);
    if (tool) return "";
    return "the stage " + std::string(kind.id) + " is needed to save " + port.port->type + ": " +
           problem;
  };
  const std::string_view type = port.port->type;
  if (type == PIPELINE_TYPE_PATHS) {
    return need(tools_.document,
                {"svg.document", PIPELINE_TYPE_PATHS, PIPELINE_TYPE_BYTES, purpose});
  }
  if (type != PIPELINE_TYPE_IMAGE && type != PIPELINE_TYPE_LABELS) return "";
  std::string problem =
      need(tools_.write, {"io.write", PIPELINE_TYPE_IMAGE, PIPELINE_TYPE_BYTES, purpose});
  if (type == PIPELINE_TYPE_LABELS) return problem;
  const auto convert = [&](std::unique_ptr<Tool>& tool,
                           std::initializer_list<Tool::Setting> settings) {
    if (!problem.empty()) return;
    problem =
        need(tool, {"image.convert", PIPELINE_TYPE_IMAGE, PIPELINE_TYPE_IMAGE, purpose, settings});
  };
  convert(tools_.to_srgb, {{"colour", "srgb"}, {"alpha", "straight"}});
  convert(tools_.to_straight, {{"alpha", "straight"}});
  return problem;
}

std::unique_ptr<Saver> Saver::make(const Program& program, host::Registry& registry,
                                   const host::Environment& environment,
                                   std::vector<fs::path> folders, std::string& problem) {
  auto saver = std::make_unique<Saver>();
  saver->folders_ = std::move(folders);
  const auto& steps = program.steps();
  for (size_t s = 0; s < steps.size(); ++s) {
    const pipeline_stage& stage = steps[s].instance->stage();
    auto& ports = saver->ports_.emplace_back();
    for (uint32_t k = 0; k < stage.output_count; ++k) {
      Port& port = ports.emplace_back();
      port.port = stage.outputs[k];
      port.name = file_name(s, steps.size(), steps[s].name, port.port->name);
      if (!is_builtin(port.port->type)) port.type = registry.type(port.port->type, &port.library);
      problem = saver->make_tools(port, registry, environment);
      if (!problem.empty()) return nullptr;
    }
  }
  return saver;
}

// One value on its way to its files.
class Saver::Call {
 public:
  Call(const Tools& tools, const Port& port, const fs::path& folder,
       const host::Environment& environment)
      : tools_(tools), port_(port), place_(folder / port.name), environment_(environment) {}

  std::optional<Failure> save(const host::Value& value) const {
    if (const auto* image = value.image()) return save_image(value, *image);
    if (const auto* labels = value.labels()) {
      return write_picture(painted(*labels, *environment_.memory, environment_.account), "");
    }
    if (value.paths()) return convert_and_write(*tools_.document, value, "");
    if (const auto bytes = value.bytes()) return write(extension_of(value.media_type()), *bytes);
    if (const auto number = value.number()) {
      const std::string unit = port_.port->unit ? std::string(" ") + port_.port->unit : "";
      return write(".txt", number_text(*number) + unit + "\n");
    }
    return save_other(value);
  }

 private:
  std::optional<Failure> save_image(const host::Value& value, const pipeline_image& image) const {
    const bool alpha = image.alpha != PIPELINE_ALPHA_NONE;
    const int colours = image.channels - (alpha ? 1 : 0);
    if (colours != 1 && colours != 3) return save_channels(image);
    const bool encoded =
        image.colour != PIPELINE_COLOUR_LINEAR && image.colour != PIPELINE_COLOUR_OKLAB;
    if (encoded && image.alpha != PIPELINE_ALPHA_PREMULTIPLIED) return write_picture(value, "");
    host::Value ready;
    const Tool& convert = encoded ? *tools_.to_straight : *tools_.to_srgb;
    if (auto outcome = convert.run(value, ready, environment_); !outcome) return failed(outcome);
    return write_picture(ready, "");
  }

  // Two channels, or four without alpha: no colours that a person could see.
  std::optional<Failure> save_channels(const pipeline_image& image) const {
    for (int c = 0; c < image.channels; ++c) {
      const auto one = channel_of(image, c, *environment_.memory, environment_.account);
      if (auto failure = write_picture(one, ".channel" + std::to_string(c))) return failure;
    }
    return std::nullopt;
  }

  std::optional<Failure> save_other(const host::Value& value) const {
    if (!port_.type || !port_.type->to_bytes) {
      return write(".txt", "a value of type " + std::string(value.type()) +
                               (port_.type ? ", which has no to_bytes: there is nothing to show\n"
                                           : ", which no plugin of this graph declares: there is "
                                             "nothing to show\n"));
    }
    host::Value bytes;
    const auto outcome =
        host::to_bytes(*port_.type, port_.name, port_.library.native(), value, environment_, bytes);
    return outcome ? write(extension_of(bytes.media_type()), *bytes.bytes()) : failed(outcome);
  }

  std::optional<Failure> write_picture(const host::Value& picture, const std::string& part) const {
    if (!picture) return failed({PIPELINE_NO_MEMORY, "no memory for a picture of it", 0});
    return convert_and_write(*tools_.write, picture, part);
  }

  std::optional<Failure> convert_and_write(const Tool& tool, const host::Value& value,
                                           const std::string& part) const {
    host::Value made;
    if (auto outcome = tool.run(value, made, environment_); !outcome) return failed(outcome);
    return write(part + extension_of(made.media_type()), *made.bytes());
  }

  std::optional<Failure> write(const std::string& end, std::string_view bytes) const {
    const std::string file = place_.string() + end;
    const std::string problem = write_file(file, bytes);
    if (problem.empty()) return std::nullopt;
    return Failure{"", PIPELINE_IO, file + ": " + problem};
  }

  std::optional<Failure> failed(const host::Outcome& outcome) const {
    return Failure{"", outcome.status, place_.string() + ": cannot be saved: " + outcome.error};
  }

  const Tools& tools_;
  const Port& port_;
  const fs::path place_;
  const host::Environment& environment_;
};

std::optional<Failure> Saver::save(size_t frame, uint32_t step,
                                   std::span<const host::Value> outputs,
                                   const host::Environment& environment) const {
  const fs::path& folder = folders_[frame];
  try {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) {
      return Failure{"", PIPELINE_IO, folder.string() + ": cannot be made: " + error.message()};
    }
    for (size_t k = 0; k < outputs.size(); ++k) {
      if (!outputs[k]) continue;  // optional, and left empty
      const Call call(tools_, ports_[step][k], folder, environment);
      if (auto failure = call.save(outputs[k])) return failure;
    }
    return std::nullopt;
  } catch (const std::exception&) {  // a string or a vector could not grow
    return Failure{"", PIPELINE_NO_MEMORY, folder.string() + ": no memory to save what was made"};
  }
}

}  // namespace pipeline::run
