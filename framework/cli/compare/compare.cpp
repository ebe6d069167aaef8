// SPDX-License-Identifier: Apache-2.0
// pipeline compare: variants of a graph against each other.
#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <stdexcept>

#include "framework/cli/common/cache.hpp"
#include "framework/cli/common/crash.hpp"
#include "framework/cli/common/ending.hpp"
#include "framework/cli/common/failure_text.hpp"
#include "framework/cli/common/items.hpp"
#include "framework/cli/common/session.hpp"
#include "framework/cli/common/stop.hpp"
#include "framework/cli/compare/options.hpp"
#include "framework/cli/compare/report.hpp"
#include "framework/cli/compare/text.hpp"
#include "framework/graph/scalar.hpp"
#include "framework/host/heap.hpp"
#include "framework/run/files.hpp"

namespace pipeline::cli {

namespace {

struct Named {
  std::string graph;
  compare::Plan plan;
};

// The first graph as it is. Nothing after an error that was told; an empty one where it has errors
// that may be gone when something is swapped in.
std::optional<graph::Graph> first_graph(const CompareOptions& options, Session& session,
                                        Console& console) {
  graph::Diagnostics diagnostics;
  auto graph = session.build(options.graphs[0], options.changes, diagnostics);
  if (!graph && !options.choices.empty()) return graph::Graph();
  if (!graph) console.block(diagnostics.text());
  return graph;
}

// "kmeans" of quantize.kmeans, for the graph as it is; `other` becomes another name if it was that.
std::string own_name(const CompareOptions& options, const graph::Graph& graph, std::string& other) {
  const compare::Choice& choice = options.choices.front();
  if (choice.kind != compare::Choice::Kind::swap) return "as_it_is";
  for (const graph::Node& node : graph.nodes) {
    if (node.name != choice.key) continue;
    const std::string id = node.stage->id, name = compare::short_name(id);
    if (name != other) return name;
    const bool same = id == choice.values.front();
    other = same ? name + "#2" : choice.values.front();
    return same ? name : id;
  }
  return "as_it_is";
}

// The same parameter under two names, the graph's and the stage's.
void check_set_once(const CompareOptions& options, const graph::Graph& graph) {
  std::map<std::string, std::string> set;
  const auto target = [&](const std::string& key) {
    const auto found = graph.parameters.find(key);
    return found == graph.parameters.end() ? key : found->second;
  };
  for (const auto& change : options.changes.sets) set[target(change.key)] = change.key;
  for (const compare::Choice& choice : options.choices) {
    const auto [known, added] = set.emplace(target(choice.key), choice.key);
    if (added || known->second == choice.key) continue;
    throw UsageError(choice.key + " and " + known->second +
                     " are the same parameter: give all its values in one place");
  }
}

std::vector<Named> plans_of(const CompareOptions& options, const graph::Graph& first) {
  std::vector<Named> named;
  if (options.graphs.size() > 1) {
    std::set<std::string> taken;
    for (const std::string& graph : options.graphs) {
      std::string name = graph;
      for (int n = 2; !taken.insert(name).second; ++n) name = graph + "#" + std::to_string(n);
      named.push_back({graph, {name, options.changes}});
    }
    return named;
  }
  check_set_once(options, first);
  std::vector<compare::Plan> plans;
  try {
    plans = compare::make_plans(options.choices, options.changes);
  } catch (const std::invalid_argument& error) {
    throw UsageError(error.what());
  }
  if (plans.size() == 1) {
    compare::Plan own{own_name(options, first, plans[0].name), options.changes};
    plans.insert(plans.begin(), std::move(own));
  }
  for (auto& plan : plans) named.push_back({options.graphs[0], std::move(plan)});
  return named;
}

void put_baseline_first(std::vector<Named>& plans, const std::string& baseline) {
  if (baseline.empty()) return;
  std::vector<std::string> names;
  for (const Named& n : plans) names.push_back(n.plan.name);
  const auto found = std::find(names.begin(), names.end(), baseline);
  if (found == names.end()) {
    std::string all;
    for (const auto& name : names) all += (all.empty() ? "" : ", ") + name;
    throw UsageError("--baseline " + baseline + ": the variants are " + all);
  }
  const auto at = plans.begin() + (found - names.begin());
  std::rotate(plans.begin(), at, at + 1);
}

// The graph, checked and made; nothing after an error that was told. What one variant after the
// other has to say in the same words is said once.
std::optional<compare::Variant> make_variant(const Named& named, Session& session, Console& console,
                                             std::set<std::string>& said) {
  graph::Diagnostics diagnostics;
  auto ready = session.prepare(named.graph, named.plan.changes, diagnostics);
  const std::string text = diagnostics.text();
  if (!diagnostics.empty() && (!ready || console.level() <= Level::warning) &&
      said.insert(text).second) {
    console.block(text);
  }
  if (!ready) return std::nullopt;
  cache::StepKeys keys(ready->graph, session.registry());
  return compare::Variant{named.plan.name, std::move(ready->graph), std::move(ready->program),
                          std::move(keys)};
}

// Of inputs or metrics.
template <class Part>
std::string names_of(const std::vector<Part>& all) {
  std::string text;
  for (const Part& one : all) text += (text.empty() ? "" : ", ") + one.name;
  return text.empty() ? "none" : text;
}

// Graphs that are to be compared have to take the same and to be judged by the same.
void check_alike(const std::vector<compare::Variant>& variants) {
  const compare::Variant& first = variants[0];
  for (const compare::Variant& v : variants) {
    if (names_of(v.graph.inputs) != names_of(first.graph.inputs)) {
      throw UsageError(first.name + " takes " + names_of(first.graph.inputs) + ", " + v.name +
                       " takes " + names_of(v.graph.inputs) +
                       ": give their `inputs` the same names in the same order");
    }
    if (names_of(v.graph.metrics) != names_of(first.graph.metrics)) {
      throw UsageError("the metrics of " + first.name + " are " + names_of(first.graph.metrics) +
                       ", those of " + v.name + " " + names_of(v.graph.metrics) +
                       ": make them the same, or add --skip-metrics");
    }
  }
}

void set_margins(std::vector<compare::Variant>& variants,
                 const std::vector<std::pair<std::string, double>>& margins) {
  for (const auto& [name, margin] : margins) {
    for (compare::Variant& variant : variants) {
      auto& metrics = variant.graph.metrics;
      const auto found =
          std::find_if(metrics.begin(), metrics.end(),
                       [&, &wanted = name](const auto& m) { return m.name == wanted; });
      if (found == metrics.end()) {
        throw UsageError("--margin " + name + ": the graph's metrics are " + names_of(metrics));
      }
      found->margin = margin;
    }
  }
}

void check_margins(const std::vector<compare::Variant>& variants) {
  const auto text = [](const std::optional<double>& margin) {
    return margin ? graph::number_text(*margin) : std::string("none");
  };
  const auto& first = variants[0].graph.metrics;
  for (const compare::Variant& v : variants) {
    for (size_t m = 0; m < first.size(); ++m) {
      if (v.graph.metrics[m].margin == first[m].margin) continue;
      throw UsageError("the margin of metric '" + first[m].name + "' is " + text(first[m].margin) +
                       " in " + variants[0].name + ", " + text(v.graph.metrics[m].margin) + " in " +
                       v.name + ": make them the same, or add --margin " + first[m].name + "=X");
    }
  }
}

void tell_failures(const compare::Comparison& found, const std::vector<run::Item>& items,
                   Console& console) {
  for (const compare::Failed& failed : found.failed) {
    console.error(failure_text(items[failed.image], failed.failure, failed.variant) +
                  "; left out of the comparison");
  }
}

void hand_out(const CompareReport& report, const CompareOptions& options, Console& console) {
  const bool json_only = options.json == "-";
  console.result(json_only ? compare_json(report) : compare_text(report));
  if (!options.json.empty() && !json_only) {
    write_result("--json", options.json, compare_json(report));
  }
  if (!options.csv.empty()) write_result("--csv", options.csv, compare_csv(report));
}

}  // namespace

int compare_command(const Words& arguments, Console& console) {
  auto options = compare_options(arguments, console);
  if (!options) return exit_ok;
  host::keep_heaps_small(options->setting.threads);
  Session session(options->values, console);
  const auto first = first_graph(*options, session, console);
  if (!first) return exit_usage;
  take_experiment(*first, *options);
  auto plans = plans_of(*options, *first);
  put_baseline_first(plans, options->baseline);
  std::vector<compare::Variant> variants;
  std::set<std::string> said;
  for (const Named& named : plans) {
    auto variant = make_variant(named, session, console, said);
    if (!variant) return exit_usage;
    variants.push_back(std::move(*variant));
  }
  const auto again = make_variant(plans[0], session, console, said);
  if (!again) return exit_usage;
  check_alike(variants);
  set_margins(variants, options->margins);
  check_margins(variants);
  const auto items = items_to_read(options->images, variants[0].graph);
  std::set<std::filesystem::path> graphs, plugins;
  for (const compare::Variant& variant : variants) {
    graphs.insert(variant.graph.file);
    add_plugins(variant.program, session.registry(), plugins);
  }
  check_result_files(
      {{"--json", options->json}, {"--csv", options->csv}, {"--report", options->report}}, graphs,
      plugins, items);
  Cache cache(options->cache, session, Cache::Use::write);
  session.environment().stop = &stop_on_signals();
  name_exits();
  Ending ending(console);
  const auto found = compare::compare(variants, *again, items, options->setting, cache.results(),
                                      session.environment(), [&](const std::string& line) {
                                        if (console.shows_status()) console.set_status(line);
                                      });
  ending.run_has_ended();
  console.set_status("");
  tell_failures(found, items, console);
  const CompareReport report{found, options->setting, items};
  const bool stopped = stop_signal() != 0;
  if (stopped) console.warning("stopped; what was measured by then:");
  if (!found.judged.empty()) {
    hand_out(report, *options, console);
    if (!options->report.empty()) {
      write_result("--report", options->report,
                   compare_page(report, variants, arguments, session.registry(),
                                session.environment(), console));
    }
  }
  if (stopped) return 128 + stop_signal();
  return found.failed.empty() && !found.judged.empty() ? exit_ok : exit_some_failed;
}

}  // namespace pipeline::cli
