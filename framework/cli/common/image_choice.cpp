// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/common/image_choice.hpp"

#include <algorithm>

#include "framework/cli/common/items.hpp"
#include "framework/cli/common/sources.hpp"
#include "framework/graph/utf8.hpp"
#include "framework/run/output_paths.hpp"

namespace pipeline::cli {

po::options_description image_options() {
  po::options_description options("images");
  options.add_options()  //
      ("input", po::value<std::vector<std::string>>()->value_name("NAME=FILE"),
       "feed the graph's input NAME")  //
      ("files-from", po::value<std::string>()->value_name("FILE"),
       "also take the files named in FILE, one a line or NUL-separated");
  return options;
}

ImageChoice image_choice(const po::variables_map& values, std::vector<std::string> images) {
  ImageChoice choice{std::move(images), text_of(values, "files-from"), {}};
  for (const std::string& word : list_of(values, "input")) {
    choice.named.push_back(key_and_value("--input", word));
  }
  return choice;
}

std::vector<run::Item> items_to_read(const ImageChoice& choice, const graph::Graph& graph) {
  std::vector<std::string> images = image_files(choice.images);
  if (!choice.files_from.empty()) {
    for (auto& file : listed_files(choice.files_from)) images.push_back(file);
  }
  auto items = make_items(graph, images, choice.named, {"./", {}});
  for (const run::Item& item : items) {
    if (std::count(item.inputs.begin(), item.inputs.end(), "-") > 0) {
      throw UsageError("standard input cannot be taken here: an image is read more than once");
    }
  }
  return items;
}

void check_result_files(const std::vector<ResultFile>& files,
                        const std::set<std::filesystem::path>& graphs,
                        const std::set<std::filesystem::path>& plugins,
                        const std::vector<run::Item>& items) {
  std::vector<run::FileUse> written, read;
  for (const auto& graph : graphs) {
    read.push_back({graph, "the graph " + graph::printable(graph.string())});
  }
  for (const auto& plugin : plugins) {
    read.push_back({plugin, "the plugin " + graph::printable(plugin.string())});
  }
  for (const auto& [option, file] : files) {
    if (!file.empty() && file != "-") written.push_back({file, std::string(option) + " " + file});
  }
  for (const run::Item& item : items) {
    for (const auto& input : item.inputs) {
      read.push_back({input, "the input " + graph::printable(input.string())});
    }
  }
  const auto conflicts = run::conflicts(written, read);
  if (!conflicts.empty()) throw UsageError(conflicts[0].what + ": name another file");
  for (const auto& [option, file] : files) {
    if (!file.empty()) check_writable(file, option + std::string(" "));
  }
}

void add_plugins(const run::Program& program, const host::Registry& registry,
                 std::set<std::filesystem::path>& plugins) {
  for (const auto& step : program.steps()) {
    if (const auto* file = registry.file_of(step.instance->stage())) plugins.insert(*file);
  }
}

}  // namespace pipeline::cli
