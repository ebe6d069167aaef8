// SPDX-License-Identifier: Apache-2.0
// pipeline plugin new: a folder with a stage to start from, which builds and is tested.
#include <algorithm>
#include <cstdlib>
#include <sstream>

#include "framework/cli/common/options.hpp"
#include "framework/cli/common/shell_word.hpp"
#include "framework/cli/plugin/plugin.hpp"
#include "framework/cli/plugin/template_copy.hpp"
#include "framework/graph/name.hpp"
#include "framework/graph/utf8.hpp"
#include "framework/host/families.hpp"
#include "framework/host/search_path.hpp"

namespace pipeline::cli {

namespace {

namespace fs = std::filesystem;

constexpr Help help{"pipeline plugin new PLUGIN.STAGE [options]",
                    "Writes a folder with a stage that works, a graph that uses it, tests, a "
                    "README and a CI file,\n"
                    "and says how to build it. The folder has the stage's name.",
                    "  pipeline plugin new acme.posterize\n"
                    "  pipeline plugin new acme.posterize --lang rust -o posterize\n"};

struct Language {
  std::string_view word;  // its folder in the template, too
  std::string_view name;
};
constexpr Language languages[] = {{"c++", "C++"}, {"c", "C"}, {"rust", "Rust"}};

std::optional<StageId> parse_id(const std::string& word) {
  const size_t dot = word.find('.');
  if (dot == std::string::npos) return std::nullopt;
  StageId id{word.substr(0, dot), word.substr(dot + 1)};
  if (!graph::is_name(id.plugin) || !graph::is_name(id.stage)) return std::nullopt;
  return id;
}

// What was meant by capitals and dashes.
std::string near_id(std::string word) {
  for (char& c : word) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == '-') c = '_';
  }
  return parse_id(word) ? "; did you mean " + word + "?" : "";
}

StageId id_of(const std::string& word) {
  const auto id = parse_id(word);
  if (!id) {
    throw UsageError("plugin new " + graph::in_quotes(word) +
                     ": expected PLUGIN.STAGE, such as acme.posterize, each a small letter and "
                     "then small letters, digits and '_'" +
                     near_id(word));
  }
  const auto families = host::families();
  if (std::any_of(families.begin(), families.end(),
                  [&](const auto& family) { return family.id == id->plugin; })) {
    throw UsageError("plugin new " + word + ": the plugin '" + id->plugin +
                     "' comes with pipeline, and one of yours would hide its stages: put another "
                     "word before the dot");
  }
  return *id;
}

const Language& language_of(const std::string& word) {
  for (const Language& language : languages) {
    if (word == language.word) return language;
  }
  throw UsageError("--lang " + graph::printable(word) + ": expected c++, c or rust");
}

fs::path template_folder() {
  const fs::path folder = host::beside_binary("share/pipeline/template");
  std::error_code none;
  if (fs::is_directory(folder, none)) return folder;
  const bool is_package = host::beside_binary("").parent_path() == "/usr";
  throw OutputError(folder.string() + " is not here: " +
                    (is_package ? "install the Debian package pipeline-dev"
                                : "install pipeline again with its SDK (the component dev)"));
}

// The `pipeline` that the shell would start.
fs::path program_in_path() {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path ? path : "");
  std::error_code none;
  for (std::string folder; std::getline(folders, folder, ':');) {
    const fs::path file = fs::path(folder) / "pipeline";
    if (!folder.empty() && fs::is_regular_file(file, none)) return file.lexically_normal();
  }
  return {};
}

std::string next_steps(const fs::path& folder, const StageId& id) {
  const fs::path program = host::program_file(), found = program_in_path();
  std::error_code none;
  const bool in_path = !found.empty() && fs::equivalent(found, program, none);
  std::string configure = "cmake -B build";
  // CMake looks beside the folders in PATH, but does not follow a link to the program.
  if (found != program) {
    configure +=
        " -DCMAKE_PREFIX_PATH=" + shell_word(host::beside_binary("").parent_path().string());
  }
  return "next:\n  cd " + shell_word(folder.string()) + "\n  " + configure +
         " && cmake --build build && ctest --test-dir build\n  " +
         (in_path ? "pipeline" : shell_word(program.string())) + " run " + id.stage +
         ".yaml --plugin-path build\n";
}

}  // namespace

int plugin_new_command(const Words& arguments, Console& console) {
  po::options_description own("options");
  own.add_options()  //
      ("lang", po::value<std::string>()->value_name("c++|c|rust")->default_value("c++"),
       "c++, c or rust")  //
      ("output,o", po::value<std::string>()->value_name("FOLDER"),
       "the folder to make (default: the stage's id)");
  const auto values = parse(arguments, std::move(own), {"id"}, help, console);
  if (!values) return exit_ok;
  const auto words = list_of(*values, "id");
  if (words.size() != 1) {
    throw UsageError("plugin new takes one stage's id, such as acme.posterize: " +
                     std::string(help.usage));
  }
  const StageId id = id_of(words.front());
  const Language& language = language_of(text_of(*values, "lang"));
  const fs::path folder = values->count("output") ? text_of(*values, "output") : words.front();
  std::error_code none;
  if (fs::exists(fs::symlink_status(folder, none))) {
    throw UsageError(graph::printable(folder.string()) +
                     ": is there already; name another folder with -o");
  }
  const fs::path from = template_folder();
  const auto files = copy_template({from / "common", from / language.word}, folder, id);
  std::string text = "wrote " + graph::printable(folder.string()) + ", a plugin in " +
                     std::string(language.name) + ":\n";
  for (const std::string& file : files) text += "  " + file + "\n";
  console.result(text + next_steps(folder, id));
  return exit_ok;
}

}  // namespace pipeline::cli
