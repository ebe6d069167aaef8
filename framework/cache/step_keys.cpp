// SPDX-License-Identifier: Apache-2.0
#include "framework/compare/step_keys.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>

namespace pipeline::compare {

namespace {

// Takes parts one after the other; each is told apart from its neighbours.
class Hash {
 public:
  Hash() : state_(XXH3_createState(), &XXH3_freeState) { XXH3_128bits_reset(state_.get()); }

  Hash& add(std::string_view text) {
    number(text.size());
    XXH3_128bits_update(state_.get(), text.data(), text.size());
    return *this;
  }
  Hash& add(const Key& key) { return number(key.high).number(key.low); }
  template <class T>
  Hash& number(T value) {
    XXH3_128bits_update(state_.get(), &value, sizeof value);
    return *this;
  }
  Key key() const {
    const XXH128_hash_t hash = XXH3_128bits_digest(state_.get());
    return {hash.high64, hash.low64};
  }

 private:
  std::unique_ptr<XXH3_state_t, XXH_errorcode (*)(XXH3_state_t*)> state_;
};

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  if (!stream) throw std::runtime_error(file.string() + ": cannot be read");
  return bytes;
}

void add_argument(Hash& hash, const pipeline_param& param, const graph::Argument& argument) {
  hash.add(param.name);
  switch (param.kind) {
    case PIPELINE_FLOAT:
      hash.number(argument.value.real);
      return;
    case PIPELINE_STRING:
      hash.add(argument.text);
      return;
    case PIPELINE_FILE:
      if (argument.text.empty()) return;
      hash.add(key_of(bytes_of(argument.text)));
      return;
    case PIPELINE_COLOUR:
      for (const float part : argument.value.rgba) hash.number(part);
      return;
    default:
      hash.number(argument.value.integer);
  }
}

}  // namespace

Key key_of(std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return {hash.high64, hash.low64};
}

std::optional<Key> key_of(const host::Value& value) {
  if (const auto bytes = value.bytes()) return key_of(*bytes);
  if (const auto number = value.number()) return Hash().number(*number).key();
  return std::nullopt;
}

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
      hash.add(known != files.end() ? known->second
                                    : files.emplace(*file, key_of(bytes_of(*file))).first->second);
    }
    hash.add(node.stage->id);
    for (uint32_t p = 0; p < node.stage->param_count; ++p) {
      add_argument(hash, *node.stage->params[p], node.arguments[p]);
    }
    own_.push_back(hash.key());
  }
}

std::vector<std::optional<Key>> StepKeys::of(std::span<const Key> inputs) const {
  std::vector<std::optional<Key>> keys(steps_.size());
  for (size_t s = 0; s < steps_.size(); ++s) {
    bool known = steps_[s].pure;
    Hash hash;
    hash.add(own_[s]);
    for (const graph::Wire& wire : steps_[s].inputs) {
      hash.number(static_cast<uint32_t>(wire.from)).number(wire.port);
      if (wire.from == graph::Wire::From::input) hash.add(inputs[wire.index]);
      if (wire.from != graph::Wire::From::node) continue;
      known = known && keys[wire.index];
      if (known) hash.add(*keys[wire.index]);
    }
    if (known) keys[s] = hash.key();
  }
  return keys;
}

}  // namespace pipeline::compare
