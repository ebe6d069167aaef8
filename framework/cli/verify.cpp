// SPDX-License-Identifier: Apache-2.0
// pipeline verify: whether a graph makes the same, bit for bit, however its work is scheduled.
#include "framework/verify/verification.hpp"

#include <algorithm>

#include "framework/cli/common/crash.hpp"
#include "framework/cli/common/ending.hpp"
#include "framework/cli/common/failure_text.hpp"
#include "framework/cli/common/image_choice.hpp"
#include "framework/cli/common/session.hpp"
#include "framework/cli/common/stop.hpp"
#include "framework/graph/json.hpp"
#include "framework/graph/utf8.hpp"
#include "framework/host/heap.hpp"
#include "framework/host/threads.hpp"

namespace pipeline::cli {

namespace {

constexpr Help help{
    "pipeline verify GRAPH [IMAGE...] [options]",
    "Runs the graph on each image on one thread, on two and on all, on several images at once and\n"
    "in shuffled orders, and compares every output of every stage bit for bit. Names the first\n"
    "stage and pixel that differ, or certifies that none does. Exit status 1: something differs\n"
    "of a stage that declares itself pure.",
    "  pipeline verify pipelines/default.yaml photos/\n"
    "  pipeline verify my.yaml photo.jpg --rounds 50 --threads 8\n"};

struct VerifyReport {
  const verify::Verification& found;
  const std::vector<verify::Schedule>& schedules;
  const std::vector<run::Item>& items;
  uint64_t seed;
};

std::string count_text(size_t count, const char* one, const char* many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

std::string name_of(const VerifyReport& report, size_t image) {
  const std::string_view name = run::name_of(report.items[image]);
  return name.empty() ? "the image" : graph::printable(name);
}

// One number for all that was made on one thread.
std::string fingerprint(const verify::Verification& found) {
  cache::Hash hash;
  for (const auto& print : found.fingerprints) hash.key(print.key);
  return cache::text_of(hash.result());
}

std::string finding_text(const VerifyReport& report, const verify::Finding& finding) {
  std::string text = "stage '" + finding.stage + "' ";
  text += finding.port.empty() ? "fails " : "differs ";
  text += finding.schedule + " on " + name_of(report, finding.image) + ": ";
  text += (finding.port.empty() ? "" : finding.port + ", ") + finding.text;
  if (!finding.declared_pure) {
    text += "; it does not declare itself pure, and may; what follows from it is not judged";
  }
  return text + "\n";
}

bool is_certain(const verify::Verification& found) {
  return std::none_of(found.findings.begin(), found.findings.end(),
                      [](const auto& finding) { return finding.declared_pure; });
}

std::string verify_text(const VerifyReport& report) {
  const auto& found = report.found;
  std::string text;
  for (const auto& finding : found.findings) text += finding_text(report, finding);
  if (found.images.empty()) return text;
  if (found.findings.empty()) {
    text += "the same, bit for bit: " + count_text(found.ports, "output", "outputs") + " of " +
            count_text(found.stages, "stage", "stages") + " on " +
            count_text(found.images.size(), "image", "images") + "\n";
  }
  text += "run:";
  size_t shuffled = 0;
  const char* separator = " ";
  for (const auto& schedule : report.schedules) {
    shuffled += schedule.shuffle != 0;
    if (schedule.shuffle) continue;
    text += separator + schedule.name;
    separator = ", ";
  }
  text += "; in " + count_text(shuffled, "shuffled order", "shuffled orders") + ", seed " +
          std::to_string(report.seed) + "\n";
  for (const std::string& port : found.unseen) {
    text += "not looked into: " + port + ", whose type has no bytes\n";
  }
  return text + "fingerprint " + fingerprint(found) + "\n";
}

std::string verify_json(const VerifyReport& report) {
  using graph::Json;
  const auto& found = report.found;
  Json findings = Json::list(), prints = Json::list(), ways = Json::list(), unseen = Json::list();
  for (const auto& finding : found.findings) {
    findings.add(Json::object({{"image", name_of(report, finding.image)},
                               {"stage", finding.stage},
                               {"port", finding.port},
                               {"run", finding.schedule},
                               {"what", finding.text},
                               {"declared_pure", finding.declared_pure}}));
  }
  for (const auto& print : found.fingerprints) {
    prints.add(Json::object({{"image", name_of(report, print.image)},
                             {"stage", print.stage},
                             {"port", print.port},
                             {"xxh128", cache::text_of(print.key)}}));
  }
  for (const auto& schedule : report.schedules) ways.add(schedule.name);
  for (const std::string& port : found.unseen) unseen.add(port);
  return Json::object({{"same", found.findings.empty()},
                       {"images", found.images.size()},
                       {"stages", found.stages},
                       {"outputs", found.ports},
                       {"seed", std::to_string(report.seed)},
                       {"fingerprint", fingerprint(found)},
                       {"runs", std::move(ways)},
                       {"findings", std::move(findings)},
                       {"not_looked_into", std::move(unseen)},
                       {"fingerprints", std::move(prints)}})
             .text() +
         "\n";
}

}  // namespace

int verify_command(const Words& arguments, Console& console) {
  po::options_description own("verifying");
  own.add_options()  //
      ("threads,j", po::value<unsigned>()->value_name("N"),
       "the most threads to run on (default: all there are)")  //
      ("rounds", po::value<unsigned>()->value_name("N"),
       "run in N shuffled orders (default: 4)")  //
      ("seed", po::value<std::string>()->value_name("N"),
       "of the shuffled orders (default: another each time)")  //
      ("json", "print what was found as JSON");
  own.add(image_options()).add(graph_options()).add(common_options());
  const auto values = parse(arguments, std::move(own), {"graph", "image"}, help, console);
  if (!values) return exit_ok;
  if (!values->count("graph")) throw UsageError("verify needs a graph: " + std::string(help.usage));
  const unsigned threads = count_of(*values, "threads", host::available_threads());
  host::keep_heaps_small(threads);
  Session session(*values, console);
  graph::Overrides changes = overrides(*values);
  changes.metrics = true;
  const auto ready = session.prepare_and_tell(list_of(*values, "graph").front(), changes, console);
  if (!ready) return exit_usage;
  const auto items = items_to_read(image_choice(*values, list_of(*values, "image")), ready->graph);
  const uint64_t seed = seed_of(*values);
  const auto schedules = verify::schedules(threads, count_of(*values, "rounds", 4), seed);
  session.environment().stop = &stop_on_signals();
  name_exits();
  Ending ending(console);
  const auto found = verify::verify(ready->graph, ready->program, items, schedules,
                                    session.registry(), session.environment(),
                                    [&](const std::string& line) { console.set_status(line); });
  ending.run_has_ended();
  const VerifyReport report{found, schedules, items, seed};
  for (const auto& [image, failure] : found.failed) {
    console.error(failure_text(items[image], failure));
  }
  if (stop_signal()) {
    console.error("stopped before all was run: nothing is certified");
    return 128 + stop_signal();
  }
  console.result(values->count("json") ? verify_json(report) : verify_text(report));
  return is_certain(found) && found.failed.empty() ? exit_ok : exit_some_failed;
}

}  // namespace pipeline::cli
