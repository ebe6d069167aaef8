// SPDX-License-Identifier: Apache-2.0
#include "framework/report/pictures.hpp"

#include <tbb/global_control.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <map>
#include <stdexcept>

#include "framework/cache/value_bytes.hpp"
#include "framework/host/format.hpp"
#include "framework/report/sheet.hpp"
#include "framework/run/load.hpp"
#include "framework/run/viewer.hpp"

namespace pipeline::report {

namespace {

using graph::Json;
using run::Viewer;

constexpr size_t promised = 5;      // images that are there in any case
constexpr int largest_side = 1600;  // pixels: what fits on a screen

const char* word(Place place) {
  return place == Place::worst ? "worst" : place == Place::best ? "best" : "median";
}

// "768 x 512, u8, 3 channels, srgb"
std::string description(const host::Value& value) {
  const auto size = [](auto width, auto height) {
    return std::to_string(static_cast<int>(width)) + " x " +
           std::to_string(static_cast<int>(height));
  };
  if (const auto* image = value.image()) {
    return size(image->width, image->height) + ", " + host::sample_names(image->sample) + ", " +
           host::channel_names(PIPELINE_CHANNELS(image->channels)) + ", " +
           host::colour_names(image->colour);
  }
  if (const auto* labels = value.labels()) {
    return size(labels->width, labels->height) + ", " + std::to_string(labels->count) + " labels";
  }
  if (const auto* paths = value.paths()) {
    return size(paths->width, paths->height) + ", " + std::to_string(paths->count) + " paths";
  }
  if (const auto bytes = value.bytes()) {
    return std::string(value.media_type()) + ", " + std::to_string(bytes->size()) + " bytes";
  }
  return "";
}

// What there is to see of one image.
class Scene {
 public:
  explicit Scene(const Studio& studio) : studio_(studio) {}

  // Of one variant, by step and output.
  void add(const compare::Variant& variant, const Viewer& viewer,
           const std::vector<host::Value>& slots) {
    const auto vital = vital_slots(variant);
    Json steps = Json::list();
    for (uint32_t s = 0; s < variant.program.steps().size(); ++s) {
      const run::Program::Step& step = variant.program.steps()[s];
      Json outputs = Json::list();
      for (uint32_t k = 0; k < step.output_count; ++k) {
        const uint32_t slot = step.first_slot + k;
        Json views = Json::list();
        if (slots[slot]) {
          for (const auto& [part, subject] : seen(viewer, s, k, slots[slot])) {
            subjects_[subject].vital = subjects_[subject].vital || vital[slot];
            views.add(Json::object({{"part", part}, {"subject", subject}}));
          }
        }
        outputs.add(std::move(views));
      }
      steps.add(std::move(outputs));
    }
    variants_.add(std::move(steps));
  }

  const std::vector<Subject>& subjects() const { return subjects_; }

  Json json(const Chosen& chosen, const Sheet& sheet, std::vector<host::Value>& files) const {
    std::map<const void*, size_t> numbers;  // equal files share their buffer
    Json subjects = Json::list();
    for (size_t i = 0; i < sheet.shown.size(); ++i) {
      const Shown& shown = sheet.shown[i];
      Json subject = Json::object({{"what", what_[i]}});
      if (shown.file) {
        const auto [at, is_new] = numbers.emplace(shown.file.bytes()->data(), files.size());
        if (is_new) files.push_back(shown.file);
        subject.add("picture", at->second);
        if (shown.width > 0) subject.add("width", shown.width).add("height", shown.height);
      } else if (!shown.text.empty()) {
        subject.add("text", shown.text);
      } else {
        subject.add("left_out", true);
      }
      subjects.add(std::move(subject));
    }
    return Json::object({{"judged", chosen.judged},
                         {"place", word(chosen.place)},
                         {"gain", chosen.gain},
                         {"scale", sheet.scale},
                         {"subjects", std::move(subjects)},
                         {"variants", variants_}});
  }

 private:
  using Seen = std::vector<std::pair<std::string, size_t>>;  // part, subject

  // By slot: what comes from outside, and what goes out.
  static std::vector<bool> vital_slots(const compare::Variant& variant) {
    const run::Program& program = variant.program;
    std::vector<bool> vital(program.slot_count());
    for (const run::Program::Step& step : program.steps()) {
      const bool reads = std::any_of(step.inputs.begin(), step.inputs.end(), [](const auto& wire) {
        return wire.from == graph::Wire::From::input;
      });
      if (reads) vital[step.first_slot] = true;
    }
    for (size_t o = 0; o < variant.graph.outputs.size(); ++o) {
      vital[program.slot_of(program.results()[o])] = true;
    }
    return vital;
  }

  // Equal values are one subject, whichever variant made them.
  Seen seen(const Viewer& viewer, uint32_t step, uint32_t output, const host::Value& value) {
    const auto key = value.number() ? std::nullopt : cache::key_of(value);
    if (key) {
      const auto known = known_.find(*key);
      if (known != known_.end()) return known->second;
    }
    std::vector<Viewer::View> views;
    const auto outcome = viewer.view(step, output, value, studio_.environment, views);
    if (!outcome) views.assign(1, {"", {}, "cannot be shown: " + outcome.error});
    Seen all;
    for (Viewer::View& view : views) {
      all.emplace_back(view.part, subjects_.size());
      subjects_.push_back({std::move(view.value), std::move(view.text), false});
      what_.push_back(description(value));
    }
    if (key) known_.emplace(*key, all);
    return all;
  }

  const Studio& studio_;
  std::vector<Subject> subjects_;
  std::vector<std::string> what_;  // of each subject
  std::map<cache::Key, Seen> known_;
  Json variants_ = Json::list();
};

class Taking {
 public:
  Taking(const Choice& choice, const Studio& studio, size_t room)
      : choice_(choice), studio_(studio), room_(room) {
    std::string problem;
    encoder_ = Encoder::make(studio.registry, studio.environment, problem);
    if (!encoder_) throw std::runtime_error(problem);
    for (const compare::Variant& variant : studio.variants) {
      viewers_.push_back(Viewer::make(variant.program, studio.registry, studio.environment,
                                      "for --report", problem));
      if (!viewers_.back()) throw std::runtime_error(problem);
    }
  }

  Pictures run(const std::function<void(std::string)>& progress) {
    const auto& images = choice_.images;
    for (size_t i = 0; i < images.size(); ++i) {
      if (studio_.environment.stop && studio_.environment.stop->load()) break;
      progress("pictures of image " + std::to_string(i + 1) + " of at most " +
               std::to_string(images.size()));
      const size_t first = std::min(promised, images.size());
      if (!take(images[i], i < first ? room_ / (first - i) : room_, i < first)) break;
    }
    progress("");
    return std::move(pictures_);
  }

 private:
  // False where it was to come in whole and did not.
  bool take(const Chosen& chosen, size_t room, bool in_any_case) {
    const size_t image = studio_.comparison.judged[chosen.judged];
    std::vector<host::Value> inputs(studio_.variants[0].graph.inputs.size());
    auto failure = run::load_files(studio_.variants[0].graph, studio_.items[image],
                                   *studio_.environment.memory, nullptr, inputs);
    if (failure) return failed(image, "", std::move(*failure));
    std::vector<cache::Key> keys;
    for (const host::Value& value : inputs) {
      keys.push_back(value ? *cache::key_of(value) : cache::Key());
    }
    compare::Evaluation evaluation(inputs, keys, nullptr, studio_.environment);
    Scene scene(studio_);
    for (size_t v = 0; v < studio_.variants.size(); ++v) {
      auto made = evaluation.run(studio_.variants[v], {});
      if (auto* problem = std::get_if<run::Failure>(&made)) {
        return failed(image, studio_.variants[v].name, std::move(*problem));
      }
      scene.add(studio_.variants[v], *viewers_[v], std::get<compare::Evaluated>(made).slots);
    }
    const Sheet sheet = make_sheet(scene.subjects(), room, largest_side, *encoder_);
    if (!in_any_case && !sheet.whole) return false;
    pictures_.images.add(scene.json(chosen, sheet, pictures_.files));
    room_ -= std::min(room_, sheet.size);
    return true;
  }

  bool failed(size_t image, std::string variant, run::Failure failure) {
    pictures_.failed.push_back({image, std::move(variant), std::move(failure)});
    return true;
  }

  const Choice& choice_;
  const Studio& studio_;
  size_t room_;
  std::unique_ptr<Encoder> encoder_;
  std::vector<std::unique_ptr<Viewer>> viewers_;
  Pictures pictures_;
};

}  // namespace

Pictures take_pictures(const Choice& choice, const Studio& studio, size_t room,
                       const std::function<void(std::string)>& progress) {
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, studio.threads);
  tbb::task_arena arena(static_cast<int>(studio.threads));
  return arena.execute([&] { return Taking(choice, studio, room).run(progress); });
}

}  // namespace pipeline::report
