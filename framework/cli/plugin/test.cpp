// SPDX-License-Identifier: Apache-2.0
// pipeline plugin test: whether a plugin keeps to the contract, as far as that can be tried.
#include <regex>

#include "framework/cli/common/options.hpp"
#include "framework/cli/common/shell_word.hpp"
#include "framework/cli/plugin/plugin.hpp"
#include "framework/conformance/kit.hpp"
#include "framework/graph/json.hpp"
#include "framework/graph/scalar.hpp"
#include "framework/graph/utf8.hpp"
#include "framework/host/search_path.hpp"

namespace pipeline::cli {

namespace {

namespace fs = std::filesystem;
using conformance::Ended;
using conformance::Finding;

constexpr Help help{
    "pipeline plugin test FILE.so [options]",
    "Tries a plugin against the contract, each rule in a process of its own: what it does with\n"
    "every size, format and limit that it declares; whether it reads past its inputs, delivers "
    "the\n"
    "same bytes each time, stops when told to, bears refused memory, leaks. Says what broke and "
    "how\n"
    "to see it again. Exit status 1: a rule is broken.",
    "  pipeline plugin test build/acme.so\n"
    "  pipeline plugin test build/acme.so --stage acme.posterize --only pure --seed 7\n"
    "  pipeline plugin test --rules\n"};

struct Tally {
  size_t kept = 0, broken = 0, skipped = 0, remarks = 0;
  void add(const Finding& finding) {
    switch (finding.how) {
      case Ended::kept:
        ++kept;
        break;
      case Ended::broken:
        ++broken;
        break;
      case Ended::skipped:
        ++skipped;
        break;
      default:
        ++remarks;
    }
  }
};

std::string_view word_of(Ended how) {
  switch (how) {
    case Ended::kept:
      return "ok";
    case Ended::broken:
      return "BROKEN";
    case Ended::skipped:
      return "skipped";
    default:
      return "remark";
  }
}

std::string json_word_of(Ended how) {
  return how == Ended::kept ? "kept" : how == Ended::broken ? "broken" : std::string(word_of(how));
}

struct Asked {
  fs::path file;
  conformance::Choice choice;
  std::string limits;  // --seconds and --timeout as they were given
};

std::string again(const Asked& asked, const Finding& finding) {
  return "pipeline plugin test " + shell_word(asked.file.string()) +
         (finding.stage.empty() ? "" : " --stage " + finding.stage) + " --only '^" +
         std::string(finding.rule) + "$' --seed " + std::to_string(asked.choice.seed) +
         asked.limits;
}

std::string finding_text(const Asked& asked, const Finding& finding) {
  const std::string word(word_of(finding.how));
  std::string text = "  " + word + std::string(9 - word.size(), ' ') + std::string(finding.rule);
  if (finding.how == Ended::kept) return text + "\n";
  text += ": " + graph::printable(finding.text) + "\n";
  const std::string indent(11, ' ');
  if (!finding.doing.empty()) text += indent + "with " + graph::printable(finding.doing) + "\n";
  if (finding.how == Ended::broken) text += indent + "again: " + again(asked, finding) + "\n";
  return text;
}

graph::Json json_of(const Asked& asked, const Finding& finding) {
  using graph::Json;
  Json json = Json::object({{"stage", finding.stage},
                            {"rule", std::string(finding.rule)},
                            {"sentence", std::string(finding.sentence)},
                            {"result", json_word_of(finding.how)}});
  if (!finding.text.empty()) json.add("text", finding.text);
  if (!finding.doing.empty()) json.add("with", finding.doing);
  if (finding.how == Ended::broken) json.add("again", again(asked, finding));
  return json;
}

std::string summary(const Tally& tally, uint64_t seed) {
  const auto rules = [](size_t count) {
    return std::to_string(count) + (count == 1 ? " rule" : " rules");
  };
  return "\n" + rules(tally.broken) + " broken, " + std::to_string(tally.kept) + " kept, " +
         std::to_string(tally.skipped) + " skipped" +
         (tally.remarks ? ", " + std::to_string(tally.remarks) + " remarked on" : "") + "; seed " +
         std::to_string(seed) + "\n";
}

std::string rules_text() {
  std::string text;
  for (const auto& rule : conformance::all_rules()) {
    text += "  " + std::string(rule.name) + std::string(18 - rule.name.size(), ' ') +
            std::string(rule.sentence) + "\n";
  }
  return text;
}

std::optional<std::regex> regex_of(const po::variables_map& values) {
  if (!values.count("only")) return std::nullopt;
  const std::string word = text_of(values, "only");
  try {
    return std::regex(word);
  } catch (const std::regex_error&) {
    throw UsageError("--only " + graph::in_quotes(word) +
                     ": expected a regular expression of rules' names, such as 'pure|leaks'");
  }
}

Asked asked_for(const po::variables_map& values) {
  const auto files = list_of(values, "file");
  if (files.size() != 1) throw UsageError("plugin test needs one file: " + std::string(help.usage));
  Asked asked{files[0], {}, {}};
  std::error_code none;
  if (!fs::is_regular_file(asked.file, none)) {
    throw UsageError(
        "plugin test " + graph::in_quotes(files[0]) +
        (fs::exists(asked.file, none) ? ": this is no file" : ": there is no such file") +
        "; give the library that the build made, such as "
        "build/acme.so");
  }
  asked.choice.stage = text_of(values, "stage");
  asked.choice.only = regex_of(values);
  asked.choice.seed = seed_of(values);
  if (const auto seconds = seconds_of(values, "seconds", 0.001)) {
    asked.limits += " --seconds " + graph::number_text(seconds->count());
    asked.choice.time = std::chrono::duration_cast<std::chrono::milliseconds>(*seconds);
  }
  if (const auto seconds = seconds_of(values, "timeout", 0.1)) {
    asked.limits += " --timeout " + graph::number_text(seconds->count());
    asked.choice.limit = std::chrono::duration_cast<std::chrono::milliseconds>(*seconds);
  }
  asked.choice.models = host::model_search_path(text_of(values, "model-path")).folders;
  return asked;
}

}  // namespace

int plugin_test_command(const Words& arguments, Console& console) {
  po::options_description own("testing");
  own.add_options()                                                                   //
      ("stage", po::value<std::string>()->value_name("ID"), "only this stage of it")  //
      ("only", po::value<std::string>()->value_name("REGEX"),
       "only rules whose names it matches somewhere")  //
      ("seed", po::value<std::string>()->value_name("N"),
       "of what is random (default: another each time; it is printed)")  //
      ("seconds", po::value<double>()->value_name("SECONDS"),
       "how long to try random inputs, a stage (default: 2)")  //
      ("timeout", po::value<double>()->value_name("SECONDS"),
       "after which a rule counts as hung (default: 60)")  //
      ("rules", "list the rules")                          //
      ("json", "print what was found as JSON");
  const auto values = parse(arguments, own.add(common_options()), {"file"}, help, console);
  if (!values) return exit_ok;
  apply_log_level(*values, console);
  if (values->count("rules")) {
    console.result(rules_text());
    return exit_ok;
  }
  const Asked asked = asked_for(*values);
  const bool as_json = values->count("json");
  Tally tally;
  graph::Json findings = graph::Json::list();
  std::string heading = asked.file.string();
  bool headed = false;
  const auto found = [&](const Finding& finding) {
    tally.add(finding);
    if (as_json) {
      findings.add(json_of(asked, finding));
      return;
    }
    const std::string& about = finding.stage.empty() ? asked.file.string() : finding.stage;
    if (about != heading || !headed) console.result(graph::printable(about) + "\n");
    heading = about, headed = true;
    console.result(finding_text(asked, finding));
  };
  if (!conformance::examine(asked.file, asked.choice, found)) {
    throw UsageError("--stage " + graph::in_quotes(asked.choice.stage) + ": " +
                     asked.file.string() + " has no such stage; 'pipeline list --plugin-path " +
                     (asked.file.has_parent_path() ? asked.file.parent_path().string() : ".") +
                     "' names them");
  }
  if (tally.kept + tally.broken + tally.skipped + tally.remarks == 0) {
    throw UsageError("--only: no rule has such a name; 'pipeline plugin test --rules' lists them");
  }
  console.result(as_json ? graph::Json::object({{"file", asked.file.string()},
                                                {"seed", std::to_string(asked.choice.seed)},
                                                {"broken", tally.broken},
                                                {"kept", tally.kept},
                                                {"skipped", tally.skipped},
                                                {"findings", std::move(findings)}})
                                   .text() +
                               "\n"
                         : summary(tally, asked.choice.seed));
  return tally.broken ? exit_some_failed : exit_ok;
}

}  // namespace pipeline::cli
