// SPDX-License-Identifier: Apache-2.0
// pipeline graph: a graph as a drawing.
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <map>
#include <optional>

#include "framework/cli/common/items.hpp"
#include "framework/cli/common/options.hpp"
#include "framework/cli/common/result_file.hpp"
#include "framework/cli/common/session.hpp"
#include "framework/cli/graph/drawing.hpp"
#include "framework/compare/statistics.hpp"
#include "framework/graph/scalar.hpp"
#include "framework/graph/utf8.hpp"
#include "framework/host/open_file.hpp"
#include "framework/run/files.hpp"
#include "framework/run/output_paths.hpp"

namespace pipeline::cli {

namespace {

constexpr Help help{
    "pipeline graph GRAPH [options]",
    "Draws a graph: as text, as DOT for graphviz, or as SVG where graphviz is installed. What no\n"
    "output needs is hollow or grey.",
    "  pipeline graph pipelines/default.yaml\n"
    "  pipeline graph pipelines/default.yaml -o default.svg\n"
    "  pipeline run pipelines/default.yaml --profile --json > times.json\n"
    "  pipeline graph pipelines/default.yaml --times times.json\n"};

std::string format_of(const po::variables_map& values) {
  std::string format = text_of(values, "format");
  const std::string file = text_of(values, "output");
  if (format.empty() && file.ends_with(".svg")) format = "svg";
  if (format.empty() && (file.ends_with(".dot") || file.ends_with(".gv"))) format = "dot";
  const std::string extension = std::filesystem::path(file).extension().string();
  if (format.empty() && !extension.empty() && extension != ".txt") {
    throw UsageError("-o " + file +
                     ": a graph is drawn as text, dot or svg: expected a name that "
                     "ends in .txt, .dot, .gv or .svg, or --format");
  }
  if (format.empty()) return "text";
  if (format == "text" || format == "dot" || format == "svg") return format;
  throw UsageError("--format " + format + ": expected text, dot or svg");
}

// Of milliseconds; nothing where that is no list of such.
std::optional<double> median_of(const graph::YamlNode& list) {
  constexpr double most = 1e9;
  std::vector<double> values;
  for (const auto& item : list.items) {
    const auto value = graph::parse_number(item.text);
    if (!value || *value < 0 || *value > most) return std::nullopt;
    values.push_back(*value);
  }
  return values.empty() ? std::nullopt : std::optional(compare::median(std::move(values)));
}

// A profile as `run --profile --json` prints it: the median milliseconds of stages, and what they
// use where it says so.
struct Profile {
  StageTimes times;
  std::map<std::string, std::string> uses;
};

Profile profile_of(const std::string& file) {
  Profile profile;
  if (file.empty()) return profile;
  constexpr char expected[] = "expected what `pipeline run --profile --json` prints";
  const graph::YamlNode root = read_result("--times", file, expected);
  const auto* stages = root.find("stages");
  if (!stages) throw UsageError("--times " + file + ": " + expected);
  for (const auto& [stage, fields] : stages->value.entries) {
    if (const auto* uses = fields.find("uses")) profile.uses[stage.text] = uses->value.text;
    const auto* times = fields.find("ms");
    if (!times) continue;
    const auto median = median_of(times->value);
    if (!median) {
      throw UsageError("--times " + file + ": stage " + graph::in_quotes(stage.text) +
                       " has no list of milliseconds: " + expected);
    }
    profile.times[stage.text] = *median;
  }
  if (profile.times.empty()) throw UsageError("--times " + file + ": " + expected);
  return profile;
}

// So that a profile of another graph is not taken for one without times, nor for one of this graph
// because stages have the same names.
void check_profile(const std::string& file, const Profile& profile, const graph::Graph& graph) {
  if (profile.times.empty()) return;
  const std::string other = "--times " + file + ": it is of another graph: ";
  bool some = false;
  for (const auto& node : graph.nodes) {
    some = some || profile.times.count(node.name) > 0;
    const auto uses = profile.uses.find(node.name);
    if (uses == profile.uses.end() || uses->second == node.stage->id) continue;
    throw UsageError(other + "its stage '" + node.name + "' is " + uses->second + ", and here " +
                     node.stage->id);
  }
  if (!some) throw UsageError(other + "it has none of the stages of " + graph.file.string());
}

void refuse_overwriting(const std::string& output, const std::string& times,
                        const graph::Graph& graph) {
  const auto conflicts = run::conflicts(
      {{output, "-o " + output}},
      {{graph.file, "the graph " + graph.file.string()}, {times, "the profile " + times}});
  if (!conflicts.empty()) throw UsageError(conflicts[0].what + ": name another file");
}

// A file that is gone with its scope.
class Temporary {
 public:
  explicit Temporary(std::string_view text) {
    std::error_code none;
    name_ = (std::filesystem::temp_directory_path(none) / "pipeline-graph-XXXXXX").string();
    const int fd = mkstemp(name_.data());
    if (fd < 0) throw UsageError(name_ + ": a temporary file cannot be created");
    const std::string problem = host::write_all(fd, text);
    close(fd);
    if (problem.empty()) return;
    unlink(name_.c_str());
    throw UsageError(name_ + ": " + problem);
  }
  ~Temporary() { unlink(name_.c_str()); }
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;
  const std::string& name() const { return name_; }

 private:
  std::string name_;
};

// What graphviz makes of it. The shell says 127 where it finds no `dot`.
std::string svg_of(const std::string& dot) {
  const Temporary file(dot);
  FILE* pipe = popen(("dot -Tsvg '" + file.name() + "' 2>/dev/null").c_str(), "r");
  if (!pipe) throw UsageError("graphviz's dot cannot be started");
  std::string svg;
  char block[4096];
  for (size_t n; (n = fread(block, 1, sizeof block, pipe)) > 0;) svg.append(block, n);
  const int status = pclose(pipe);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 127) {
    throw UsageError(
        "SVG is drawn by graphviz, and there is no command 'dot': install graphviz, or take "
        "--format text or dot");
  }
  if (status != 0 || svg.empty()) {
    throw UsageError("graphviz's dot failed; --format dot shows what it was given");
  }
  return svg;
}

}  // namespace

int graph_command(const Words& arguments, Console& console) {
  po::options_description own("options");
  own.add_options()  //
      ("format", po::value<std::string>()->value_name("text|dot|svg"),
       "how to draw it (default: as the name of the output says, else text)")  //
      ("output,o", po::value<std::string>()->value_name("FILE"),
       "where to (default: standard output)")  //
      ("times", po::value<std::string>()->value_name("FILE"),
       "write the median times of a profile beside the stages")  //
      ("metrics", "draw the metrics, too");
  const auto values =
      parse(arguments, own.add(graph_options()).add(common_options()), {"graph"}, help, console);
  if (!values) return exit_ok;
  const auto names = list_of(*values, "graph");
  if (names.size() != 1) throw UsageError("graph needs one graph: " + std::string(help.usage));
  const std::string format = format_of(*values);
  const Profile profile = profile_of(text_of(*values, "times"));
  Session session(*values, console);
  graph::Overrides changes = overrides(*values);
  changes.metrics = values->count("metrics") > 0;
  graph::Diagnostics diagnostics;
  const auto graph = session.build(names[0], changes, diagnostics);
  if (!graph) {
    console.block(diagnostics.text());
    return exit_usage;
  }
  check_profile(text_of(*values, "times"), profile, *graph);
  refuse_overwriting(text_of(*values, "output"), text_of(*values, "times"), *graph);
  std::string drawing =
      format == "text" ? text_drawing(*graph, profile.times) : dot_drawing(*graph, profile.times);
  if (format == "svg") drawing = svg_of(drawing);
  const std::string file = text_of(*values, "output");
  if (file.empty() || file == "-") {
    console.result(drawing);
  } else {
    write_result("-o", file, drawing);
  }
  return exit_ok;
}

}  // namespace pipeline::cli
