// SPDX-License-Identifier: Apache-2.0
#include "framework/graph/argument.hpp"

#include <algorithm>
#include <cmath>

#include "framework/graph/fields.hpp"
#include "framework/graph/scalar.hpp"
#include "framework/graph/suggest.hpp"
#include "framework/graph/utf8.hpp"

namespace pipeline::graph {

namespace {

std::vector<std::string> words_of(const pipeline_param& param) {
  if (!param.choices) return {};
  return {param.choices, param.choices + param.choice_count};
}

std::optional<uint32_t> word_number(const pipeline_param& param, const std::string& word) {
  for (uint32_t i = 0; param.choices && i < param.choice_count; ++i) {
    if (word == param.choices[i]) return i;
  }
  return std::nullopt;
}

std::string range_of(const pipeline_param& param) {
  const std::string unit = param.unit && *param.unit ? " " + std::string(param.unit) : "";
  return " from " + number_text(param.min) + " to " + number_text(param.max) + unit;
}

// One value on its way to an argument.
class Conversion {
 public:
  Conversion(const pipeline_param& param, const std::string& owner, const Binding& binding,
             Diagnostics& diagnostics)
      : param_(param), owner_(owner), binding_(binding), diagnostics_(diagnostics) {}

  std::optional<Argument> run() const {
    if (value().kind != YamlNode::Kind::scalar) return fail(no_scalar_fix());
    switch (param_.kind) {
      case PIPELINE_BOOL:
        return boolean();
      case PIPELINE_INT:
        return integer();
      case PIPELINE_FLOAT:
        return real();
      case PIPELINE_ENUM:
        return choice();
      case PIPELINE_STRING:
        return Argument{{}, text()};
      case PIPELINE_FILE:
        return file();
      default:
        return colour();
    }
  }

 private:
  const YamlNode& value() const { return *binding_.value; }
  const std::string& text() const { return value().text; }

  std::optional<Argument> fail(std::string fix = {}) const {
    if (fix.empty()) fix = plain_fix();
    diagnostics_.error(
        value().mark, "bad value for parameter '" + std::string(param_.name) + "' of " + owner_,
        {.expected = expected_of(param_), .found = describe(value()), .fix = std::move(fix)});
    return std::nullopt;
  }

  // For a value from which nothing can be guessed.
  std::string plain_fix() const {
    const auto words = words_of(param_);
    switch (param_.kind) {
      case PIPELINE_BOOL:
        return "write true or false";
      case PIPELINE_INT:
      case PIPELINE_FLOAT: {
        std::string fix = "use a value" + range_of(param_);
        for (const std::string& word : words) fix += " or " + word;
        return fix;
      }
      case PIPELINE_ENUM:
        return choose_fix(text(), words);
      case PIPELINE_STRING:
        return "write it in quotes: \"...\"";
      case PIPELINE_FILE:
        return "write the path of a file";
      default:
        return "write \"#rrggbb\", in quotes";
    }
  }

  std::string no_scalar_fix() const {
    const bool comment = param_.kind == PIPELINE_COLOUR && value().kind == YamlNode::Kind::null;
    return comment ? "put quotes around a colour that starts with '#': \"#ff8800\"" : "";
  }

  std::optional<Argument> boolean() const {
    Argument argument;
    if (!value().quoted && (text() == "true" || text() == "false")) {
      argument.value.integer = text() == "true";
      return argument;
    }
    std::string word = text();
    std::transform(word.begin(), word.end(), word.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (word == "true" || word == "yes" || word == "on" || word == "1") return fail("write true");
    if (word == "false" || word == "no" || word == "off" || word == "0") return fail("write false");
    return fail();
  }

  std::optional<Argument> integer() const {
    Argument argument;
    if (const auto word = word_number(param_, text())) {
      argument.value.integer = param_.choice_values[*word];
      return argument;
    }
    const auto number = parse_integer(text());
    if (number && value().quoted) return fail("remove the quotes");
    if (!number) {
      const auto real = parse_number(text());
      return fail(real ? nearest(std::round(*real)) : did_you_mean(text(), words_of(param_)));
    }
    if (!inside(static_cast<double>(*number))) return fail(nearest(static_cast<double>(*number)));
    argument.value.integer = *number;
    return argument;
  }

  std::optional<Argument> real() const {
    Argument argument;
    const auto number = parse_number(text());
    if (!number) return fail();
    if (value().quoted) return fail("remove the quotes");
    if (!inside(*number)) return fail(nearest(*number));
    argument.value.real = *number;
    return argument;
  }

  bool inside(double number) const { return number >= param_.min && number <= param_.max; }

  std::string nearest(double number) const {
    if (number < param_.min) return "use " + number_text(param_.min) + ", the smallest";
    if (number > param_.max) return "use " + number_text(param_.max) + ", the largest";
    return "use " + number_text(number);
  }

  std::optional<Argument> choice() const {
    Argument argument;
    const auto word = word_number(param_, text());
    if (!word) return fail();
    argument.value.integer = *word;
    return argument;
  }

  std::optional<Argument> file() const {
    namespace fs = std::filesystem;
    std::error_code error;
    const fs::path path = fs::absolute(binding_.folder / text(), error).lexically_normal();
    if (text().empty()) return fail();
    if (fs::is_directory(path, error))
      return no_file("there is a folder, not a file, " + path.string(), "name a file in it");
    if (!fs::exists(path, error))
      return no_file("there is no file " + path.string(), "mend the path, or put the file there");
    return Argument{{}, path.string()};
  }

  std::optional<Argument> no_file(std::string message, std::string fix) const {
    const std::string base =
        value().mark.at.line == 0 ? "the current folder" : "the graph's folder";
    diagnostics_.error(value().mark, std::move(message),
                       {.expected = "a file for parameter '" + std::string(param_.name) + "' of " +
                                    owner_ + ", relative to " + base,
                        .fix = std::move(fix)});
    return std::nullopt;
  }

  std::optional<Argument> colour() const {
    const auto rgba = parse_colour(text());
    if (!rgba) return fail();
    Argument argument;
    std::copy(rgba->begin(), rgba->end(), argument.value.rgba);
    return argument;
  }

  const pipeline_param& param_;
  const std::string& owner_;
  const Binding& binding_;
  Diagnostics& diagnostics_;
};

}  // namespace

std::string expected_of(const pipeline_param& param) {
  switch (param.kind) {
    case PIPELINE_BOOL:
      return "true or false";
    case PIPELINE_INT: {
      std::string text = "an integer" + range_of(param);
      for (const std::string& word : words_of(param)) text += " or " + word;
      return text;
    }
    case PIPELINE_FLOAT:
      return "a number" + range_of(param);
    case PIPELINE_ENUM:
      return one_of(words_of(param));
    case PIPELINE_STRING:
      return "a text";
    case PIPELINE_FILE:
      return "a file";
    default:
      return "a colour such as \"#ff8800\", \"#ff880080\" or red";
  }
}

std::optional<Argument> make_argument(const pipeline_param& param, const std::string& owner,
                                      const Binding& binding, Diagnostics& diagnostics) {
  return Conversion(param, owner, binding, diagnostics).run();
}

Argument preset_argument(const pipeline_param& param) {
  const bool is_text = param.kind == PIPELINE_STRING || param.kind == PIPELINE_FILE;
  if (!is_text) return {param.preset, {}};
  return {{}, param.preset.string.text ? param.preset.string.text : ""};
}

}  // namespace pipeline::graph
