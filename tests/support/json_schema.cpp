// SPDX-License-Identifier: Apache-2.0
#include "support/json_schema.hpp"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <regex>
#include <set>
#include <stdexcept>

namespace pipeline::test {

namespace {

using YAML::Node;

std::optional<double> number_of(const Node& node) {
  const std::string& text = node.Scalar();
  double value = 0;
  const char* begin = text.data() + text.starts_with('+');
  const auto [end, error] = std::from_chars(begin, text.data() + text.size(), value);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole && text.find_first_of("0123456789") < 3 ? std::optional(value) : std::nullopt;
}

// "null", "boolean", "number", "string", "array" or "object", as YAML 1.2's core schema reads it.
std::string type_of(const Node& node) {
  if (node.IsMap()) return "object";
  if (node.IsSequence()) return "array";
  if (!node.IsScalar()) return "null";
  if (node.Tag() == "!") return "string";  // quoted
  const std::string& text = node.Scalar();
  if (text.empty() || text == "~" || text == "null") return "null";
  if (text == "true" || text == "false") return "boolean";
  return number_of(node) ? "number" : "string";
}

bool has_type(const Node& node, const std::string& type) {
  if (type != "integer") return type_of(node) == type;
  return type_of(node) == "number" &&
         *number_of(node) == static_cast<double>(static_cast<int64_t>(*number_of(node)));
}

bool equal(const Node& a, const Node& b) {
  const std::string type = type_of(a);
  if (type != type_of(b)) return false;
  return type == "number" ? *number_of(a) == *number_of(b) : a.Scalar() == b.Scalar();
}

// The map with what its `<<` bring.
Node merged(const Node& map) {
  Node whole;
  for (const auto& entry : map) {
    if (entry.first.Scalar() != "<<") continue;
    for (const auto& inner : merged(entry.second)) whole[inner.first.Scalar()] = inner.second;
  }
  for (const auto& entry : map) {
    if (entry.first.Scalar() != "<<") whole[entry.first.Scalar()] = entry.second;
  }
  return whole;
}

struct Check {
  const Node& root;

  std::string fail(const std::string& at, const std::string& why) const {
    return (at.empty() ? "/" : at) + ": " + why;
  }

  Node definition(const std::string& reference) const {
    const std::string prefix = "#/$defs/";
    const Node found = root["$defs"][reference.substr(prefix.size())];
    if (!reference.starts_with(prefix) || !found) throw std::runtime_error("no " + reference);
    return found;
  }

  // Of the parts, how many fit.
  size_t fitting(const Node& parts, const Node& value, const std::string& at) const {
    return static_cast<size_t>(std::count_if(parts.begin(), parts.end(), [&](const Node& part) {
      return problem(part, value, at).empty();
    }));
  }

  std::string problem(const Node& schema, const Node& value, const std::string& at) const {
    if (type_of(schema) == "boolean") {
      return schema.Scalar() == "true" ? "" : fail(at, "nothing may stand here");
    }
    for (const auto& entry : schema) {
      const std::string why = keyword(entry.first.Scalar(), entry.second, schema, value, at);
      if (!why.empty()) return why;
    }
    return "";
  }

  std::string keyword(const std::string& key, const Node& part, const Node& schema,
                      const Node& value, const std::string& at) const {
    if (key == "$ref") return problem(definition(part.Scalar()), value, at);
    if (key == "const") return equal(part, value) ? "" : fail(at, "not the one value");
    if (key == "enum") {
      const bool any = std::any_of(part.begin(), part.end(),
                                   [&](const Node& word) { return equal(word, value); });
      return any ? "" : fail(at, "none of the values");
    }
    if (key == "type") {
      const bool fits =
          part.IsSequence()
              ? std::any_of(part.begin(), part.end(),
                            [&](const Node& t) { return has_type(value, t.Scalar()); })
              : has_type(value, part.Scalar());
      return fits ? "" : fail(at, "of the wrong type");
    }
    if (key == "not") {
      return problem(part, value, at).empty() ? fail(at, "what must not be") : "";
    }
    if (key == "anyOf") return fitting(part, value, at) > 0 ? "" : fail(at, "no choice fits");
    if (key == "oneOf") return fitting(part, value, at) == 1 ? "" : fail(at, "not one choice fits");
    if (key == "allOf") {
      for (const Node& each : part) {
        const std::string why = problem(each, value, at);
        if (!why.empty()) return why;
      }
      return "";
    }
    if (key == "if")
      return problem(part, value, at).empty() ? problem(schema["then"], value, at) : "";
    if (value.IsMap()) return map_keyword(key, part, schema, merged(value), at);
    if (value.IsSequence()) return list_keyword(key, part, value, at);
    return scalar_keyword(key, part, value, at);
  }

  std::string list_keyword(const std::string& key, const Node& part, const Node& value,
                           const std::string& at) const {
    if (key == "minItems" && value.size() < part.as<size_t>()) return fail(at, "too few items");
    if (key != "items") return "";
    for (size_t i = 0; i < value.size(); ++i) {
      const std::string why = problem(part, value[i], at + "/" + std::to_string(i));
      if (!why.empty()) return why;
    }
    return "";
  }

  std::string map_keyword(const std::string& key, const Node& part, const Node& schema,
                          const Node& value, const std::string& at) const {
    if (key == "minProperties" && value.size() < part.as<size_t>()) return fail(at, "too few keys");
    if (key == "required") {
      for (const Node& name : part) {
        if (!value[name.Scalar()]) return fail(at, "lacks " + name.Scalar());
      }
    }
    for (const auto& entry : value) {
      const std::string name = entry.first.Scalar(), place = at + "/" + name;
      const bool known = schema["properties"] && schema["properties"][name];
      std::string why;
      if (key == "propertyNames") why = problem(part, Node(entry.first), place);
      if (key == "properties" && known) why = problem(part[name], entry.second, place);
      if (key == "additionalProperties" && !known) why = problem(part, entry.second, place);
      if (!why.empty()) return why;
    }
    return "";
  }

  std::string scalar_keyword(const std::string& key, const Node& part, const Node& value,
                             const std::string& at) const {
    const std::string type = type_of(value);
    if (type == "number") {
      if (key == "minimum" && *number_of(value) < *number_of(part)) return fail(at, "too small");
      if (key == "maximum" && *number_of(value) > *number_of(part)) return fail(at, "too large");
    }
    if (type == "string") {
      const std::string& text = value.Scalar();
      if (key == "minLength" && text.size() < part.as<size_t>()) return fail(at, "too short");
      if (key == "pattern" && !std::regex_search(text, std::regex(part.Scalar()))) {
        return fail(at, "not as the pattern says");
      }
    }
    return "";
  }
};

void require(bool good, const std::string& at, const char* what) {
  if (!good) throw std::runtime_error("no valid schema at " + at + ": " + what);
}

// What the meta-schema asks of the keywords that are known here.
void check_schema(const Check& check, const Node& schema, const std::string& at) {
  static const std::set<std::string> types{"null",   "boolean", "number", "integer",
                                           "string", "array",   "object"};
  if (type_of(schema) == "boolean") return;
  require(schema.IsMap(), at, "a map or a truth");
  std::set<std::string> seen;
  for (const auto& entry : schema) {
    const std::string key = entry.first.Scalar(), place = at + "/" + key;
    const Node& part = entry.second;
    require(seen.insert(key).second, place, "the key stands once");
    if (key == "$schema" || key == "description") {
      require(type_of(part) == "string", place, "a text");
    } else if (key == "$ref") {
      check.definition(part.Scalar());
    } else if (key == "pattern") {
      std::regex{part.Scalar()};
    } else if (key == "minimum" || key == "maximum") {
      require(type_of(part) == "number", place, "a number");
    } else if (key == "minProperties" || key == "minLength" || key == "minItems") {
      require(has_type(part, "integer") && *number_of(part) >= 0, place, "a count");
    } else if (key == "deprecated") {
      require(type_of(part) == "boolean", place, "a truth");
    } else if (key == "type") {
      for (const Node& type : part.IsSequence() ? part : YAML::Load("[" + part.Scalar() + "]")) {
        require(types.count(type.Scalar()) > 0, place, "a type");
      }
    } else if (key == "enum" || key == "required") {
      require(part.IsSequence() && part.size() > 0, place, "a list that is not empty");
    } else if (key == "anyOf" || key == "allOf" || key == "oneOf") {
      require(part.IsSequence() && part.size() > 0, place, "a list that is not empty");
      for (size_t i = 0; i < part.size(); ++i)
        check_schema(check, part[i], place + "/" + std::to_string(i));
    } else if (key == "properties" || key == "$defs") {
      require(part.IsMap(), place, "a map");
      for (const auto& each : part)
        check_schema(check, each.second, place + "/" + each.first.Scalar());
    } else if (key == "if" || key == "then" || key == "not" || key == "propertyNames" ||
               key == "additionalProperties" || key == "items") {
      check_schema(check, part, place);
    } else {
      require(key == "const" || key == "default", place, "a keyword that is known");
    }
  }
}

}  // namespace

struct JsonSchema::Data {
  Node root;
};

JsonSchema::JsonSchema(const std::string& json) : data_(new Data{YAML::Load(json)}) {
  check_schema({data_->root}, data_->root, "");
}

JsonSchema::~JsonSchema() = default;

std::string JsonSchema::problem(const std::string& yaml) const {
  return Check{data_->root}.problem(data_->root, YAML::Load(yaml), "");
}

std::vector<std::string> JsonSchema::properties(const std::string& place) const {
  Node node = YAML::Clone(data_->root);
  for (size_t at = 0; at < place.size();) {
    const size_t end = std::min(place.find('/', at + 1), place.size());
    const std::string part = place.substr(at + 1, end - at - 1);
    node.reset(node.IsSequence() ? node[std::stoul(part)] : node[part]);
    at = end;
  }
  std::vector<std::string> names;
  for (const auto& entry : node["properties"]) names.push_back(entry.first.Scalar());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace pipeline::test
