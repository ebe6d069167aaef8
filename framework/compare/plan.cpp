// SPDX-License-Identifier: Apache-2.0
#include "framework/compare/plan.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>

#include "framework/run/number_text.hpp"

namespace pipeline::compare {

std::string short_name(const std::string& id) {
  const size_t dot = id.find('.');
  return dot == std::string::npos ? id : id.substr(dot + 1);
}

namespace {

constexpr size_t most_plans = 256;

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == at) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

std::optional<double> number_of(const std::string& word) {
  double value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc() || end != word.data() + word.size() || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

// "8:32:8": 8 16 24 32. A word that is no range stands for itself.
std::vector<std::string> expand_range(const std::string& word) {
  const auto parts = split(word, ':');
  if (parts.size() != 3) return {word};
  const auto from = number_of(parts[0]), to = number_of(parts[1]), step = number_of(parts[2]);
  if (!from || !to || !step) return {word};
  const double count = std::floor((*to - *from) / *step + 1e-9) + 1;
  if (*step == 0 || count < 1) {
    throw std::invalid_argument(word + ": expected FROM:TO:STEP that leads from FROM to TO");
  }
  if (count > most_plans) throw std::invalid_argument(word + ": more than 256 values");
  std::vector<std::string> values;
  for (double k = 0; k < count; ++k) {
    // Without what a decimal step leaves behind: 0.1, 0.2, 0.3.
    const double value = *from + k * *step;
    const double scale = 1e9 / std::max(1e-9, std::abs(*step));
    values.push_back(run::number_text(std::round(value * scale) / scale));
  }
  return values;
}

Choice parse(Choice::Kind kind, const std::string& word, const char* expected) {
  const size_t equals = word.find('=');
  if (equals == std::string::npos || equals == 0)
    throw std::invalid_argument(word + ": " + expected);
  const auto values = split(word.substr(equals + 1), ',');
  for (const std::string& value : values) {
    if (value.empty()) throw std::invalid_argument(word + ": " + expected);
  }
  return make_choice(kind, word.substr(0, equals), values);
}

// What the values of one choice are called in names; a stage by its short name where that tells it
// from the others.
std::vector<std::string> labels_of(const Choice& choice, const std::vector<Choice>& all) {
  std::vector<std::string> labels;
  const std::string last = choice.key.substr(choice.key.rfind('.') + 1);
  const bool shared = std::count_if(all.begin(), all.end(), [&](const Choice& c) {
                        return c.key.substr(c.key.rfind('.') + 1) == last;
                      }) > 1;
  std::map<std::string, std::set<std::string>> ids;
  for (const auto& value : choice.values) ids[short_name(value)].insert(value);
  for (const auto& value : choice.values) {
    if (choice.kind == Choice::Kind::sweep) {
      labels.push_back((shared ? choice.key : last) + "=" + value);
    } else {
      labels.push_back(ids[short_name(value)].size() > 1 ? value : short_name(value));
    }
  }
  return labels;
}

}  // namespace

Choice make_choice(Choice::Kind kind, const std::string& key,
                   const std::vector<std::string>& values, const std::vector<graph::Mark>& marks) {
  Choice choice{kind, key, {}};
  for (size_t k = 0; k < values.size(); ++k) {
    if (kind == Choice::Kind::swap) {
      choice.values.push_back(values[k]);
    } else {
      for (auto& v : expand_range(values[k])) choice.values.push_back(std::move(v));
    }
    choice.marks.resize(choice.values.size(), marks.empty() ? graph::Mark() : marks[k]);
  }
  return choice;
}

Choice parse_swap(const std::string& word) {
  return parse(Choice::Kind::swap, word, "expected STAGE=ID,ID...");
}

Choice parse_sweep(const std::string& word) {
  return parse(Choice::Kind::sweep, word, "expected STAGE.PARAM=VALUE,VALUE... or =FROM:TO:STEP");
}

std::vector<Plan> make_plans(const std::vector<Choice>& choices, const graph::Overrides& common) {
  std::vector<Plan> plans{{"", common}};
  std::set<std::string> set;
  for (const auto& change : common.sets) set.insert(change.key);
  for (const Choice& choice : choices) {
    if (!set.insert(choice.key).second) {
      throw std::invalid_argument(choice.key + " is given twice: give all its values in one place");
    }
    const auto labels = labels_of(choice, choices);
    std::vector<Plan> next;
    for (const Plan& plan : plans) {
      for (size_t v = 0; v < choice.values.size(); ++v) {
        Plan& made = next.emplace_back(plan);
        made.name += (made.name.empty() ? "" : " ") + labels[v];
        if (choice.kind == Choice::Kind::swap) {
          made.changes.swaps.push_back(
              {choice.key, choice.values[v], choice.marks[v], choice.folder});
        } else {
          made.changes.sets.push_back({choice.key, choice.values[v], choice.marks[v]});
        }
      }
    }
    plans = std::move(next);
    if (plans.size() > most_plans) {
      throw std::invalid_argument("more than 256 variants: sweep fewer values at a time");
    }
  }
  std::map<std::string, int> times;
  for (Plan& plan : plans) {
    const int n = ++times[plan.name];
    if (n > 1) plan.name += "#" + std::to_string(n);
  }
  return plans;
}

}  // namespace pipeline::compare
