// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/compare/report.hpp"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <iterator>
#include <stdexcept>

#include "framework/host/machine.hpp"
#include "framework/report/page.hpp"
#include "framework/report/pictures.hpp"

namespace pipeline::cli {

namespace {

using graph::Json;

constexpr size_t most_of_each = 5;  // worst, median and best images
constexpr size_t most_numbers = report::largest_page / 2;

std::string quoted(const std::string& word) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=,:@+%#";
  const bool is_plain =
      !word.empty() && word[0] != '#' && word.find_first_not_of(plain) == std::string::npos;
  if (is_plain) return word;
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

std::string date() {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", &parts);
  return text;
}

// Its stages in order, where its inputs come in and its outputs go out.
Json graph_json(const compare::Variant& variant) {
  const auto& steps = variant.program.steps();
  Json stages = Json::list();
  for (const run::Program::Step& step : steps) {
    const pipeline_stage& stage = step.instance->stage();
    Json outputs = Json::list();
    for (uint32_t k = 0; k < step.output_count; ++k) outputs.add(stage.outputs[k]->name);
    stages.add(Json::object({{"name", step.name},
                             {"uses", stage.id},
                             {"version", stage.version},
                             {"outputs", std::move(outputs)}}));
  }
  Json outputs = Json::list();
  for (size_t o = 0; o < variant.graph.outputs.size(); ++o) {
    const graph::Wire& wire = variant.program.results()[o];
    if (wire.from != graph::Wire::From::node) continue;
    outputs.add(Json::object(
        {{"name", variant.graph.outputs[o].name}, {"stage", wire.index}, {"output", wire.port}}));
  }
  Json inputs = Json::list();
  for (const auto& input : variant.graph.inputs) inputs.add(input.name);
  return Json::object({{"name", variant.graph.name},
                       {"inputs", std::move(inputs)},
                       {"stages", std::move(stages)},
                       {"outputs", std::move(outputs)}});
}

// All samples if they leave room for pictures, else those of fewer rounds.
std::string numbers(const CompareReport& report) {
  std::string text = compare_json(report);
  for (size_t rounds = 512; rounds > 4 && text.size() > most_numbers; rounds /= 2) {
    text = compare_json(report, rounds);
  }
  return text;
}

report::Pictures pictures(const report::Choice& choice, const report::Studio& studio, size_t room,
                          Console& console) {
  try {
    return report::take_pictures(choice, studio, room, [&](const std::string& line) {
      if (console.shows_status()) console.set_status(line);
    });
  } catch (const std::runtime_error& error) {
    console.warning("--report: no pictures: " + std::string(error.what()));
    return {};
  }
}

}  // namespace

std::string command_line(const Words& words, uint64_t seed) {
  std::string text = "pipeline compare";
  for (const std::string& word : words) text += " " + quoted(word);
  const bool has_seed = std::any_of(words.begin(), words.end(), [](const std::string& word) {
    return word == "--seed" || word.starts_with("--seed=");
  });
  return has_seed ? text : text + " --seed " + std::to_string(seed);
}

std::string compare_page(const CompareReport& report, const std::vector<compare::Variant>& variants,
                         const Words& words, host::Registry& registry,
                         const host::Environment& environment, Console& console) {
  const auto choice = report::choose(report.comparison, most_of_each);
  Json graphs = Json::list();
  for (const auto& variant : variants) graphs.add(graph_json(variant));
  std::error_code none;
  Json details = Json::object({{"command", command_line(words, report.setting.seed)},
                               {"folder", std::filesystem::current_path(none).string()},
                               {"date", date()},
                               {"built_with", host::built_with()},
                               {"runs_with", host::runs_with()},
                               {"chosen_by", choice.by},
                               {"graphs", std::move(graphs)}});
  const std::string comparison = numbers(report);
  constexpr size_t reserve = 1'000'000;  // for what is said of pictures
  const size_t taken = report::make_page(comparison, details, {}).size() + reserve;
  const size_t room = taken < report::largest_page ? report::largest_page - taken : 0;
  const report::Studio studio{variants, report.items, report.comparison,
                              registry, environment,  report.setting.threads};
  auto made = pictures(choice, studio, room, console);
  for (const compare::Failed& failed : made.failed) {
    const auto& inputs = report.items[failed.image].inputs;
    console.warning("--report: no pictures of " +
                    (inputs.empty() ? "the image" : inputs[0].string()) + ": " +
                    failed.failure.error);
  }
  details.add("images", std::move(made.images));
  std::string page = report::make_page(comparison, details, made.files);
  if (page.size() > report::largest_page) {
    throw OutputError("--report: the numbers alone are too many for a page of " +
                      std::to_string(report::largest_page / 1'000'000) +
                      " MB: write them with --json");
  }
  return page;
}

}  // namespace pipeline::cli
