// SPDX-License-Identifier: Apache-2.0
#include "framework/cache/step_keys.hpp"

#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>

namespace pipeline::cache {

namespace {

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  if (!stream) throw std::runtime_error(file.string() + ": cannot be read");
  return bytes;
}

void add_argument(Hash& hash, const pipeline_param& param, const graph::Argument& argument) {
  hash.text(param.name);
  switch (param.kind) {
    case PIPELINE_FLOAT:
      hash.number(argument.value.real);
      return;
    case PIPELINE_STRING:
      hash.text(argument.text);
      return;
    case PIPELINE_FILE:
      if (argument.text.empty()) return;
      hash.key(key_of(bytes_of(argument.text)));
      return;
    case PIPELINE_COLOUR:
      for (const float part : argument.value.rgba) hash.number(part);
      return;
    default:
      hash.number(argument.value.integer);
  }
}

}  // namespace

StepKeys::StepKeys(const graph::Graph& graph, const host::Registry& registry) {
  std::vector<uint32_t> step_of(graph.nodes.size());
  std::map<std::filesystem::path, Key> files;
  for (size_t n = 0; n < graph.nodes.size(); ++n) {
    const graph::Node& node = graph.nodes[n];
    if (!node.needed) continue;
    step_of[n] = static_cast<uint32_t>(steps_.size());
    Step step{node.inputs, (node.stage->flags & PIPELINE_STAGE_PURE) != 0};
    for (graph::Wire& wire : step.inputs) {
      if (wire.from == graph::Wire::From::node) wire.index = step_of[wire.index];
    }
    steps_.push_back(std::move(step));
    const std::filesystem::path* file = registry.file_of(*node.stage);
    Hash hash;
    if (file) {
      const auto known = files.find(*file);
      hash.key(known != files.end() ? known->second
                                    : files.emplace(*file, key_of(bytes_of(*file))).first->second);
    }
    hash.text(node.stage->id);
    for (uint32_t p = 0; p < node.stage->param_count; ++p) {
      add_argument(hash, *node.stage->params[p], node.arguments[p]);
    }
    own_.push_back(hash.result());
  }
}

std::vector<std::optional<Key>> StepKeys::of(std::span<const Key> inputs) const {
  std::vector<std::optional<Key>> keys(steps_.size());
  for (size_t s = 0; s < steps_.size(); ++s) {
    bool known = steps_[s].pure;
    Hash hash;
    hash.key(own_[s]);
    for (const graph::Wire& wire : steps_[s].inputs) {
      hash.number(static_cast<uint32_t>(wire.from)).number(wire.port);
      if (wire.from == graph::Wire::From::input) hash.key(inputs[wire.index]);
      if (wire.from != graph::Wire::From::node) continue;
      known = known && keys[wire.index];
      if (known) hash.key(*keys[wire.index]);
    }
    if (known) keys[s] = hash.result();
  }
  return keys;
}

}  // namespace pipeline::cache
