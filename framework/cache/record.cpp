// SPDX-License-Identifier: Apache-2.0
#include "framework/cache/record.hpp"

#include <algorithm>

#include "framework/graph/utf8.hpp"

namespace pipeline::cache {

namespace {

constexpr std::string_view first_line = "pipeline cache record 1";

// A field without what parts fields and lines.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '\\':
        out += "\\\\";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\n':
        out += "\\n";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string unescaped(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
      continue;
    }
    const char c = text[++i];
    out += c == 't' ? '\t' : c == 'n' ? '\n' : c;
  }
  return out;
}

void add_line(std::string& text, std::string_view kind, const std::string& name,
              const std::string& value) {
  text.append(kind).append("\t").append(escaped(name)).append("\t").append(escaped(value));
  text += '\n';
}

std::string_view up_to(char mark, std::string_view& rest) {
  const size_t at = rest.find(mark);
  const std::string_view part = rest.substr(0, at);
  rest.remove_prefix(at == std::string_view::npos ? rest.size() : at + 1);
  return part;
}

const Fact* find(const std::vector<Fact>& facts, const std::string& name) {
  const auto found =
      std::find_if(facts.begin(), facts.end(), [&](const Fact& fact) { return fact.name == name; });
  return found == facts.end() ? nullptr : &*found;
}

const Record::Step* find(const Record& record, const std::string& name) {
  const auto found =
      std::find_if(record.steps.begin(), record.steps.end(),
                   [&](const Record::Step& step) { return step.facts.name == name; });
  return found == record.steps.end() ? nullptr : &*found;
}

class Changes {
 public:
  void add(const std::string& what) { text_ += (text_.empty() ? "" : "; ") + what; }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

// A value that says something to a person: short, and no file's.
bool is_shown(const std::string& value) {
  constexpr size_t most = 40;
  return value.size() <= most && !value.starts_with(file_value);
}

void add_own(const StepFacts& before, const StepFacts& now, Changes& changes) {
  if (before.stage != now.stage) {
    return changes.add("it is " + now.stage + ", was " + before.stage);
  }
  for (const Fact& fact : now.code) {
    const Fact* other = find(before.code, fact.name);
    if (!other || other->value != fact.value) {
      // What else it has changed with its library is no news.
      return changes.add(fact.name + " changed");
    }
  }
  for (const Fact& fact : now.parameters) {
    const Fact* other = find(before.parameters, fact.name);
    if (other && other->value == fact.value) continue;
    std::string text = "its parameter " + graph::in_quotes(fact.name) + " changed";
    if (other && is_shown(fact.value) && is_shown(other->value)) {
      text += " (" + fact.value + ", was " + other->value + ")";
    }
    changes.add(text);
  }
  for (const Fact& fact : now.inputs) {
    const Fact* other = find(before.inputs, fact.name);
    if (other && other->value == fact.value) continue;
    const auto told = [](const std::string& from) { return from.empty() ? "nothing" : from; };
    changes.add("its input " + graph::in_quotes(fact.name) + " comes from " + told(fact.value) +
                (other ? ", was " + told(other->value) : ""));
  }
}

void add_taken(const Record& before, const Record& now, const StepFacts& facts, Changes& changes) {
  std::vector<std::string> told;
  const auto once = [&](const std::string& what) {
    if (std::find(told.begin(), told.end(), what) != told.end()) return;
    told.push_back(what);
    changes.add(what);
  };
  for (const Fact& input : facts.inputs) {
    const std::string step = input.value.substr(0, input.value.rfind('.'));
    if (input.value.find('.') == std::string::npos) {
      const Fact *was = find(before.inputs, input.value), *is = find(now.inputs, input.value);
      if (is && was && is->value == was->value) continue;
      if (is)
        once(now.inputs.size() == 1 ? "the input changed"
                                    : "the input " + graph::in_quotes(is->name) + " changed");
    } else if (const Record::Step* is = find(now, step)) {
      const Record::Step* was = find(before, step);
      if (!was || was->key != is->key) once("upstream " + graph::in_quotes(step) + " changed");
    }
  }
}

}  // namespace

Record record_of(const graph::Graph& graph, const StepKeys& keys, std::span<const Key> inputs) {
  Record record;
  for (size_t k = 0; k < graph.inputs.size(); ++k) {
    record.inputs.push_back({graph.inputs[k].name, text_of(inputs[k])});
  }
  const auto results = keys.of(inputs);
  for (size_t s = 0; s < results.size(); ++s) {
    record.steps.push_back({keys.facts()[s], results[s] ? text_of(*results[s]) : ""});
  }
  return record;
}

std::string text_of(const Record& record) {
  std::string text(first_line);
  text += '\n';
  for (const Fact& input : record.inputs) add_line(text, "input", input.name, input.value);
  for (const auto& [facts, key] : record.steps) {
    add_line(text, "step", facts.name, facts.stage);
    add_line(text, "key", facts.pure ? "pure" : "", key);
    for (const Fact& fact : facts.code) add_line(text, "code", fact.name, fact.value);
    for (const Fact& fact : facts.parameters) add_line(text, "parameter", fact.name, fact.value);
    for (const Fact& fact : facts.inputs) add_line(text, "from", fact.name, fact.value);
  }
  return text;
}

std::optional<Record> parse_record(std::string_view text) {
  if (up_to('\n', text) != first_line) return std::nullopt;
  Record record;
  while (!text.empty()) {
    std::string_view line = up_to('\n', text);
    const std::string_view kind = up_to('\t', line);
    const std::string name = unescaped(up_to('\t', line)), value = unescaped(line);
    if (kind == "input") {
      record.inputs.push_back({name, value});
      continue;
    }
    if (kind == "step") {
      StepFacts& facts = record.steps.emplace_back().facts;
      facts.name = name;
      facts.stage = value;
      continue;
    }
    if (record.steps.empty()) return std::nullopt;
    auto& [facts, key] = record.steps.back();
    if (kind == "key") {
      facts.pure = name == "pure";
      key = value;
    } else if (kind == "code") {
      facts.code.push_back({name, value});
    } else if (kind == "parameter") {
      facts.parameters.push_back({name, value});
    } else if (kind == "from") {
      facts.inputs.push_back({name, value});
    } else {
      return std::nullopt;
    }
  }
  return record;
}

Key place_of(const std::filesystem::path& graph, std::span<const std::filesystem::path> inputs) {
  Hash hash;
  const auto add = [&](const std::filesystem::path& file) {
    hash.text(file == "-" ? "-" : std::filesystem::absolute(file).lexically_normal().native());
  };
  add(graph);
  for (const auto& file : inputs) add(file);
  return hash.result();
}

std::string changes(const Record& before, const Record& now, size_t step) {
  const StepFacts& facts = now.steps[step].facts;
  Changes found;
  const Record::Step* was = find(before, facts.name);
  if (!was) return "it is new in the graph";
  add_own(was->facts, facts, found);
  if (found.text().empty()) add_taken(before, now, facts, found);
  return found.text();
}

}  // namespace pipeline::cache
