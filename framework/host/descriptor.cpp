// SPDX-License-Identifier: Apache-2.0
#include "framework/host/descriptor.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "framework/graph/name.hpp"

namespace pipeline::host {

namespace {

using Flaw = std::optional<std::string>;

// Sizes at version 1.0 of the contract: the least that any plugin declares. What a later minor
// appends lies beyond them and may be touched only if it lies inside struct_size.
constexpr uint32_t port_size = 72, param_size = 96, stage_size = 128, plugin_size = 96,
                   type_size = 40;
static_assert(port_size <= sizeof(pipeline_port) && param_size <= sizeof(pipeline_param) &&
              stage_size <= sizeof(pipeline_stage) && plugin_size <= sizeof(pipeline_plugin) &&
              type_size <= sizeof(pipeline_type));

bool empty(const char* text) { return !text || !*text; }

Flaw check_port(const pipeline_port* port, bool output, uint32_t input_count) {
  if (!port || port->struct_size < port_size) return "struct_size is too small";
  if (empty(port->name) || !graph::is_name(port->name)) return "its name is not [a-z][a-z0-9_]*";
  if (empty(port->type)) return "it has no type";
  if (empty(port->doc)) return "it has no doc";
  if (port->flags & ~uint32_t{PIPELINE_PORT_OPTIONAL}) return "it has unknown flags";
  if ((port->samples & ~15U) || (port->channels & ~30U) || (port->colours & ~31U) ||
      (port->alphas & ~7U)) {
    return "a mask has unknown bits";
  }
  if (port->as_input > (output ? input_count : 0)) return "as_input names no input";
  if (port->better > PIPELINE_BETTER_HIGHER) return "better is none of the known";
  return std::nullopt;
}

Flaw check_number(const pipeline_param& p) {
  if (!std::isfinite(p.min) || !std::isfinite(p.max) || p.min > p.max) {
    return "its range is not a range";
  }
  const bool required = p.flags & PIPELINE_PARAM_REQUIRED;
  const double preset =
      p.kind == PIPELINE_INT ? static_cast<double>(p.preset.integer) : p.preset.real;
  const bool special =
      p.kind == PIPELINE_INT && p.choice_values &&
      std::count(p.choice_values, p.choice_values + p.choice_count, p.preset.integer) > 0;
  if (!required && !special && !(preset >= p.min && preset <= p.max)) {
    return "its default lies outside its range";
  }
  if (p.kind == PIPELINE_INT && p.choice_count && (!p.choices || !p.choice_values)) {
    return "its words have no values";
  }
  return std::nullopt;
}

Flaw check_param(const pipeline_param* p) {
  if (!p || p->struct_size < param_size) return "struct_size is too small";
  if (empty(p->name) || !graph::is_name(p->name)) return "its name is not [a-z][a-z0-9_]*";
  if (empty(p->doc)) return "it has no doc";
  if (p->flags & ~15U) return "it has unknown flags";
  const bool required = p->flags & PIPELINE_PARAM_REQUIRED;
  switch (p->kind) {
    case PIPELINE_BOOL:
      return std::nullopt;
    case PIPELINE_INT:
    case PIPELINE_FLOAT:
      return check_number(*p);
    case PIPELINE_ENUM: {
      if (!p->choices || p->choice_count == 0) return "it has no choices";
      const std::set<std::string_view> words(p->choices, p->choices + p->choice_count);
      if (words.size() != p->choice_count) return "a choice stands twice";
      const bool inside = p->preset.integer >= 0 && p->preset.integer < p->choice_count;
      if (!required && !inside) return "its default is none of its choices";
      return std::nullopt;
    }
    case PIPELINE_STRING:
    case PIPELINE_FILE:
      if (!required && !p->preset.string.text) return "it has no default and is not required";
      return std::nullopt;
    case PIPELINE_COLOUR:
      return std::nullopt;
    default:
      return "its kind is none of the known";
  }
}

// Names of ports or parameters: each good, none twice.
template <class T, class Check>
Flaw check_all(const T* const* items, uint32_t count, const char* what, Check check) {
  if (count && !items) return std::string("its ") + what + "s are NULL";
  std::set<std::string_view> names;
  for (uint32_t i = 0; i < count; ++i) {
    const std::string where =
        std::string(what) + " '" + (items[i] && items[i]->name ? items[i]->name : "?") + "': ";
    if (const Flaw wrong = check(items[i])) return where + *wrong;
    if (!names.insert(items[i]->name).second) return where + "its name stands twice";
  }
  return std::nullopt;
}

Flaw check_stage(const pipeline_stage& s, std::string_view plugin_id) {
  const std::string_view id = s.id;
  const bool prefixed = id.size() > plugin_id.size() + 1 && id.starts_with(plugin_id) &&
                        id[plugin_id.size()] == '.' &&
                        graph::is_name(id.substr(plugin_id.size() + 1));
  if (!prefixed) return "its id is not '" + std::string(plugin_id) + ".' and a name";
  if (empty(s.version) || empty(s.doc)) return "it has no version or no doc";
  if (s.flags & ~7U) return "it has unknown flags";
  if (!s.create || !s.destroy || !s.process) return "create, destroy or process is NULL";
  if (!(s.bytes_per_pixel >= 0)) return "bytes_per_pixel is negative";
  if (auto wrong = check_all(s.inputs, s.input_count, "input",
                             [](const pipeline_port* p) { return check_port(p, false, 0); })) {
    return wrong;
  }
  if (auto wrong = check_all(s.outputs, s.output_count, "output", [&](const pipeline_port* p) {
        return check_port(p, true, s.input_count);
      })) {
    return wrong;
  }
  return check_all(s.params, s.param_count, "parameter", check_param);
}

}  // namespace

Flaw flaw(const pipeline_stage& stage, std::string_view plugin_id) {
  if (stage.struct_size < stage_size) return "a stage's struct_size is too small";
  if (empty(stage.id)) return "a stage has no id";
  if (const Flaw wrong = check_stage(stage, plugin_id)) {
    return "stage '" + std::string(stage.id) + "': " + *wrong;
  }
  return std::nullopt;
}

Flaw flaw(const pipeline_plugin& plugin) {
  if (plugin.struct_size < plugin_size) return "the plugin's struct_size is too small";
  if (empty(plugin.version) || empty(plugin.doc)) return "the plugin has no version or no doc";
  if (plugin.stage_count && !plugin.stages) return "its stages are NULL";
  std::set<std::string_view> ids;
  for (uint32_t i = 0; i < plugin.stage_count; ++i) {
    if (!plugin.stages[i]) return "a stage is NULL";
    if (const Flaw wrong = flaw(*plugin.stages[i], plugin.id)) return wrong;
    if (!ids.insert(plugin.stages[i]->id).second) {
      return "stage '" + std::string(plugin.stages[i]->id) + "': its id stands twice";
    }
  }
  if (plugin.type_count && !plugin.types) return "its types are NULL";
  for (uint32_t i = 0; i < plugin.type_count; ++i) {
    const pipeline_type* type = plugin.types[i];
    if (!type) return "a type is NULL";
    if (type->struct_size < type_size) return "a type's struct_size is too small";
    if (empty(type->id)) return "a type has no id";
  }
  return std::nullopt;
}

}  // namespace pipeline::host
