// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/common/items.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include "framework/cli/command.hpp"
#include "framework/graph/name.hpp"
#include "framework/graph/suggest.hpp"
#include "framework/run/files.hpp"
#include "framework/run/output_paths.hpp"

namespace pipeline::cli {

namespace {

namespace fs = std::filesystem;

std::vector<std::string> input_names(const graph::Graph& graph) {
  std::vector<std::string> names;
  for (const auto& input : graph.inputs) names.push_back(input.name);
  return names;
}

size_t input_number(const graph::Graph& graph, const std::string& name) {
  const auto names = input_names(graph);
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<size_t>(found - names.begin());
  const std::string near = graph::suggest(name, names);
  throw UsageError("--input " + name + ": the graph has no input of this name" +
                   (near.empty() ? "" : "; did you mean " + near + "?"));
}

// The files of one item, before the first input is set.
std::vector<fs::path> shared_inputs(const graph::Graph& graph,
                                    const std::vector<std::pair<std::string, std::string>>& named) {
  std::vector<fs::path> files(graph.inputs.size());
  for (const auto& [name, file] : named) {
    fs::path& place = files[input_number(graph, name)];
    if (!place.empty()) throw UsageError("--input " + name + " is given twice");
    if (file.empty()) throw UsageError("--input " + name + "=: expected a file");
    place = file;
  }
  for (size_t k = 0; k < files.size(); ++k) {
    if (files[k].empty() && graph.inputs[k].preset) files[k] = *graph.inputs[k].preset;
  }
  return files;
}

void check_complete(const graph::Graph& graph, const std::vector<fs::path>& files) {
  for (size_t k = 0; k < files.size(); ++k) {
    if (!files[k].empty() || !graph.inputs[k].needed) continue;
    const std::string& name = graph.inputs[k].name;
    throw UsageError("the graph's input '" + name + "' has no default: name a file" +
                     (k == 0 ? " after the graph" : " with --input " + name + "=FILE"));
  }
  if (std::count(files.begin(), files.end(), "-") > 1) {
    throw UsageError("standard input can feed one input only");
  }
}

void add_file(OutputChoice& choice, const std::string& output, const std::string& file) {
  for (const auto& [other, path] : choice.files) {
    if (other != output) continue;
    throw UsageError("-o names two files, " + path + " and " + file +
                     (output.empty() ? "" : ", for the output '" + output + "'"));
  }
  choice.files.emplace_back(output, file == "/dev/stdout" ? "-" : file);
}

bool is_number(const graph::Graph& graph, const graph::Wire& from) {
  const pipeline_port* port = graph::port_of(graph, from);
  return port && std::string_view(port->type) == PIPELINE_TYPE_NUMBER;
}

// Numbers stand on lines of their own; documents one after the other are no document.
void check_standard_output(const graph::Graph& graph, size_t images) {
  for (const auto& output : graph.outputs) {
    if (images < 2 || output.path != "-" || is_number(graph, output.from)) continue;
    throw UsageError("standard output takes the output '" + output.name + "' of one image, and " +
                     std::to_string(images) + " are given: use -o DIR/");
  }
}

}  // namespace

OutputChoice output_choice(const std::vector<std::string>& words) {
  OutputChoice choice;
  for (const std::string& word : words) {
    const size_t equals = word.find('=');
    std::error_code none;
    if (word.empty()) throw UsageError("-o needs a file or a folder");
    if (equals != std::string::npos && graph::is_name(word.substr(0, equals))) {
      add_file(choice, word.substr(0, equals), word.substr(equals + 1));
    } else if (word.back() == '/' || fs::is_directory(word, none)) {
      if (!choice.folder.empty()) throw UsageError("-o names two folders");
      choice.folder = word.back() == '/' ? word : word + "/";
    } else {
      add_file(choice, "", word);
    }
  }
  return choice;
}

std::vector<run::Item> make_items(const graph::Graph& graph, const std::vector<std::string>& images,
                                  const std::vector<std::pair<std::string, std::string>>& named,
                                  const OutputChoice& choice) {
  if (!images.empty() && graph.inputs.empty()) throw UsageError("the graph takes no input");
  for (const std::string& image : images) {
    if (image.empty()) throw UsageError("an image has an empty name: expected a file");
  }
  for (const auto& [name, file] : named) {
    if (images.empty() || input_number(graph, name) != 0) continue;
    throw UsageError("the input '" + name + "' is given by --input and as " + images.front() +
                     ": leave one of them out");
  }
  const std::vector<fs::path> shared = shared_inputs(graph, named);
  std::set<std::string> chosen;
  for (const auto& file : choice.files) chosen.insert(file.first);

  check_standard_output(graph, images.size());
  std::vector<run::Item> items;
  for (size_t i = 0; i < std::max<size_t>(1, images.size()); ++i) {
    run::Item item{shared, {}};
    if (!images.empty()) item.inputs[0] = images[i];
    check_complete(graph, item.inputs);
    const fs::path source = item.inputs.empty() ? fs::path(graph.name) : item.inputs[0];
    for (const auto& output : graph.outputs) {
      std::string path = run::expand(output.path, source, i, output.name);
      const bool own = chosen.count(output.name) || (chosen.count("") && graph.outputs.size() == 1);
      if (!own && path != "-") path = choice.folder + path;
      item.outputs.push_back(path);
    }
    items.push_back(std::move(item));
  }
  return items;
}

void check_writable(const std::string& path, const std::string& option) {
  if (path == "-") return;
  const std::string problem = run::why_not_writable(path);
  if (!problem.empty()) throw UsageError(option + path + ": " + problem);
}

void write_result(const std::string& option, const std::string& file, const std::string& text) {
  const std::string problem = run::write_file(file, text);
  if (!problem.empty()) throw OutputError(option + " " + file + ": " + problem);
}

void make_folders(const std::vector<run::Item>& items) {
  std::set<fs::path> folders;
  for (const auto& item : items) {
    for (const auto& path : item.outputs) {
      if (path != "-") folders.insert(fs::path(path).parent_path());
    }
  }
  for (const auto& folder : folders) {
    std::error_code error;
    if (!folder.empty()) fs::create_directories(folder, error);
    if (error)
      throw UsageError("the folder " + folder.string() + " cannot be made: " + error.message());
  }
  for (const auto& item : items) {
    for (const auto& path : item.outputs) check_writable(path);
  }
}

}  // namespace pipeline::cli
