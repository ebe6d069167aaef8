// SPDX-License-Identifier: Apache-2.0
// pipeline describe: stages as their descriptors tell them.
#include <filesystem>
#include <map>

#include "framework/cli/common/items.hpp"
#include "framework/cli/common/options.hpp"
#include "framework/cli/common/session.hpp"
#include "framework/cli/describe/pages.hpp"
#include "framework/cli/scans.hpp"
#include "framework/graph/suggest.hpp"
#include "framework/graph/utf8.hpp"

namespace pipeline::cli {

namespace {

namespace fs = std::filesystem;

constexpr Help help{
    "pipeline describe STAGE [options]",
    "Shows what a stage does, its ports, its parameters with range and default, and a line to\n"
    "paste into a graph. With --markdown it makes reference pages, of several stages or of all.",
    "  pipeline describe quantize.kmeans\n"
    "  pipeline describe --markdown > stages.md\n"
    "  pipeline describe --markdown quantize.kmeans quantize.wu -o quantizers.md\n"
    "  pipeline describe --markdown -o reference/       # a page a plugin, and index.md\n"};

po::options_description own_options() {
  po::options_description options("options");
  options.add_options()                                                        //
      ("markdown", "make a page in Markdown, of all stages if none is named")  //
      ("all", "all stages, as --markdown has them if none is named")           //
      ("output,o", po::value<std::string>()->value_name("FILE|DIR/"),
       "write the page there; to a folder: a page for each plugin, and index.md");
  return options;
}

// Stages by id, each looked for in a child process first: a plugin that crashes while it loads is
// to be reported, too.
class Lookup {
 public:
  explicit Lookup(host::Registry& registry) : registry_(registry), files_(registry.files()) {}

  const pipeline_stage& find(const std::string& id) {
    const std::string plugin = id.substr(0, id.find('.'));
    if (files_.count(plugin)) {
      auto known = scans_.find(plugin);
      if (known == scans_.end()) {
        known = scans_.emplace(plugin, std::move(host::scan(registry_, {plugin}).front())).first;
      }
      if (const pipeline_stage* stage = known->second.find(id)) return *stage;
      if (!known->second.loads()) throw UsageError(graph::printable(known->second.problem()));
    }
    const std::string near = graph::suggest(id, registry_.known_ids());
    throw UsageError(registry_.find(id).problem +
                     (near.empty() ? "" : "; did you mean " + near + "?"));
  }

 private:
  host::Registry& registry_;
  const std::map<std::string, fs::path> files_;
  std::map<std::string, host::Scan> scans_;
};

void hand_over(const std::string& page, const std::string& file, Console& console) {
  if (file.empty() || file == "-") return console.result(page);
  check_writable(file, "-o ");
  write_result("-o", file, page);
}

void write_pages(const std::vector<host::Scan>& plugins, const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw UsageError("-o " + folder.string() + ": " + error.message());
  const auto write = [&](const std::string& name, const std::string& page) {
    write_result("-o", (folder / (name + ".md")).string(), page);
  };
  write("index", markdown_index(plugins));
  for (const host::Scan& plugin : plugins) {
    if (plugin.loads()) write(plugin.id(), markdown_of(plugin));
  }
}

int describe_all(const std::string& output, host::Registry& registry, Console& console) {
  const auto plugins = scan_plugins(registry, {});
  const bool all_load = report_scans(plugins, console);
  std::error_code none;
  if (output.ends_with('/') || fs::is_directory(output, none)) {
    write_pages(plugins, output);
  } else {
    std::vector<const pipeline_stage*> stages;
    for (const host::Scan& plugin : plugins) {
      for (const auto& [stage, lacks] : plugin.stages) stages.push_back(stage);
    }
    hand_over(markdown_of(stages), output, console);
  }
  return all_load ? exit_ok : exit_some_failed;
}

void check_words(const po::variables_map& values, const Words& ids) {
  const bool markdown = values.count("markdown") > 0;
  if (!markdown && values.count("all")) throw UsageError("--all is for --markdown: add it");
  if (!markdown && values.count("output")) throw UsageError("-o is for --markdown: add it");
  if (!markdown && ids.size() != 1) {
    throw UsageError("describe needs one stage: " + std::string(help.usage));
  }
  if (values.count("all") && !ids.empty()) {
    throw UsageError("--all and the names of stages do not go together: leave one out");
  }
  if (!ids.empty() && text_of(values, "output").ends_with('/')) {
    throw UsageError("-o DIR/ is for all stages: name a file, or leave the stages out");
  }
}

}  // namespace

int describe_command(const Words& arguments, Console& console) {
  const auto values =
      parse(arguments, own_options().add(common_options()), {"stage"}, help, console);
  if (!values) return exit_ok;
  const auto ids = list_of(*values, "stage");
  check_words(*values, ids);
  Session session(*values, console);
  const std::string output = text_of(*values, "output");
  if (ids.empty()) return describe_all(output, session.registry(), console);
  Lookup lookup(session.registry());
  if (!values->count("markdown")) {
    console.result(description_of(lookup.find(ids[0])));
    return exit_ok;
  }
  std::vector<const pipeline_stage*> stages;
  for (const std::string& id : ids) stages.push_back(&lookup.find(id));
  hand_over(markdown_of(stages), output, console);
  return exit_ok;
}

}  // namespace pipeline::cli
