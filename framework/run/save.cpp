// SPDX-License-Identifier: Apache-2.0
#include "framework/run/save.hpp"

#include <algorithm>
#include <cstdio>

#include "framework/run/files.hpp"

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

// Whether io.write has to encode what is seen of such a port.
bool is_picture(const pipeline_port& port) {
  const std::string_view type = port.type;
  return type == PIPELINE_TYPE_IMAGE || type == PIPELINE_TYPE_LABELS;
}

std::unique_ptr<Tool> make_write(host::Registry& registry, const host::Environment& environment,
                                 const pipeline_port& port, std::string& problem) {
  auto tool = Tool::make({"io.write", PIPELINE_TYPE_IMAGE, PIPELINE_TYPE_BYTES, purpose}, registry,
                         environment, problem);
  if (!tool) {
    problem = "the stage io.write is needed to show " + std::string(port.type) + ": " + problem;
  }
  return tool;
}

std::optional<Failure> write(const Viewer::View& view, const host::Value& bytes,
                             const fs::path& place) {
  const std::string file =
      place.string() + view.part + (bytes ? extension_of(bytes.media_type()) : ".txt");
  const std::string problem = write_file(file, bytes ? *bytes.bytes() : view.text + "\n");
  if (problem.empty()) return std::nullopt;
  return Failure{"", PIPELINE_IO, file + ": " + problem};
}

}  // namespace

std::unique_ptr<Saver> Saver::make(const Program& program, host::Registry& registry,
                                   const host::Environment& environment,
                                   std::vector<fs::path> folders, std::string& problem) {
  auto saver = std::make_unique<Saver>();
  saver->folders_ = std::move(folders);
  const auto& steps = program.steps();
  for (size_t s = 0; s < steps.size(); ++s) {
    const pipeline_stage& stage = steps[s].instance->stage();
    auto& names = saver->names_.emplace_back();
    for (uint32_t k = 0; k < stage.output_count; ++k) {
      const pipeline_port& port = *stage.outputs[k];
      names.push_back(file_name(s, steps.size(), steps[s].name, port.name));
      if (!is_picture(port) || saver->write_) continue;
      saver->write_ = make_write(registry, environment, port, problem);
      if (!saver->write_) return nullptr;
    }
  }
  saver->viewer_ = Viewer::make(program, registry, environment, purpose, problem);
  return saver->viewer_ ? std::move(saver) : nullptr;
}

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
    for (uint32_t k = 0; k < outputs.size(); ++k) {
      if (!outputs[k]) continue;  // optional, and left empty
      const fs::path place = folder / names_[step][k];
      const auto failed = [&](const host::Outcome& outcome) {
        return Failure{"", outcome.status, place.string() + ": cannot be saved: " + outcome.error};
      };
      std::vector<Viewer::View> views;
      if (auto seen = viewer_->view(step, k, outputs[k], environment, views); !seen) {
        return failed(seen);
      }
      for (const Viewer::View& view : views) {
        host::Value encoded;
        if (view.value.image()) {
          const auto outcome = write_->run(view.value, encoded, environment);
          if (!outcome) return failed(outcome);
        }
        if (auto failure = write(view, encoded ? encoded : view.value, place)) return failure;
      }
    }
    return std::nullopt;
  } catch (const std::exception&) {  // a string or a vector could not grow
    return Failure{"", PIPELINE_NO_MEMORY, folder.string() + ": no memory to save what was made"};
  }
}

}  // namespace pipeline::run
