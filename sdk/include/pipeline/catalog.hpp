// SPDX-License-Identifier: Apache-2.0
// Stages known only at run time, such as one for each model file in a folder.
//
//   struct Engine {                                     // one instance of such a stage
//     Engine(const Card& card, const BasicCall& setup);
//     void run(const BasicCall& call) const;
//   };
//   void find(const BasicCall& call, const std::string& folder, const AddStage& add) {
//     RuntimeStage stage("acme.sharpen", "1.0.0", "Sharpens.");
//     stage.input({.name = "image", .type = PIPELINE_TYPE_IMAGE, .doc = "Picture"});
//     ...
//     add(stage.finish<Engine>(card));
//   }
//   PIPELINE_PLUGIN_CATALOG("acme", "1.0.0", "Models", find)
#pragma once

#include <pipeline/arguments.hpp>
#include <pipeline/basic_call.hpp>
#include <pipeline/ports.hpp>

#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace pipeline {

struct RuntimePort {
  std::string name, type, doc;
  Format format{};
  bool optional = false;
  uint32_t as_input = 0;  // outputs: 0, or 1 + the number of an input
  std::string unit{}, media_type{};
  uint32_t better = PIPELINE_BETTER_UNSTATED;
};

struct RuntimeParam {
  std::string name, doc;
  uint32_t kind = PIPELINE_FLOAT;
  pipeline_arg preset{};  // of STRING and FILE: preset_text
  double min = 0, max = 0;
  std::vector<std::string> choices{};  // ENUM
  std::string preset_text{}, unit{};
  uint32_t flags = 0;
};

// Collects a descriptor; finish() makes it live for as long as the library.
class RuntimeStage {
 public:
  RuntimeStage(const std::string& id, const std::string& version, const std::string& doc)
      : tables_(std::make_unique<Tables>()) {
    stage().struct_size = sizeof(pipeline_stage);
    stage().flags = PIPELINE_STAGE_PURE | PIPELINE_STAGE_REENTRANT;
    stage().id = keep(id);
    stage().version = keep(version);
    stage().doc = keep(doc);
  }

  void set_flags(uint32_t flags) { stage().flags = flags; }
  void input(const RuntimePort& port) { tables_->inputs.push_back(keep(port)); }
  void output(const RuntimePort& port) { tables_->outputs.push_back(keep(port)); }
  void param(const RuntimeParam& param) { tables_->params.push_back(keep(param)); }

  // Engine is created from `data` (shared by all instances) and the setup call.
  template <class Engine, class Data>
  const pipeline_stage* finish(std::shared_ptr<const Data> data) && {
    struct Shared {
      std::shared_ptr<const Data> data;
    };
    struct Instance {
      Instance(const pipeline_stage& stage, const pipeline_arg* from) : args(stage, from) {}
      detail::KeptArguments args;
      std::unique_ptr<const Engine> engine;
    };
    pipeline_stage& s = stage();
    s.input_count = static_cast<uint32_t>(tables_->inputs.size());
    s.output_count = static_cast<uint32_t>(tables_->outputs.size());
    s.param_count = static_cast<uint32_t>(tables_->params.size());
    s.inputs = tables_->inputs.data();
    s.outputs = tables_->outputs.data();
    s.params = tables_->params.data();
    s.user = new Shared{std::move(data)};
    s.create = [](const pipeline_host* host, pipeline_ctx* ctx, const pipeline_stage* self,
                  const pipeline_arg* args, void** out) noexcept -> pipeline_status {
      return guarded(host, ctx, [&] {
        auto instance = std::make_unique<Instance>(*self, args);
        instance->engine =
            std::make_unique<const Engine>(*static_cast<const Shared*>(self->user)->data,
                                           BasicCall(host, ctx, instance->args.data(), nullptr));
        *out = instance.release();
      });
    };
    s.destroy = [](void* instance) noexcept { delete static_cast<Instance*>(instance); };
    s.process = [](void* self, const pipeline_host* host, pipeline_ctx* ctx,
                   const pipeline_value* const* inputs) noexcept -> pipeline_status {
      return guarded(host, ctx, [&] {
        const auto* instance = static_cast<const Instance*>(self);
        instance->engine->run(BasicCall(host, ctx, instance->args.data(), inputs));
      });
    };
    // Never destroyed: it lives as long as the library.
    static auto& finished = *new std::deque<std::unique_ptr<Tables>>;
    finished.push_back(std::move(tables_));
    return &finished.back()->stage;
  }

 private:
  struct Tables {
    pipeline_stage stage{};
    std::deque<std::string> texts;
    std::deque<pipeline_port> ports;
    std::deque<pipeline_param> parameters;
    std::deque<std::vector<const char*>> choices;
    std::vector<const pipeline_port*> inputs, outputs;
    std::vector<const pipeline_param*> params;
  };
  pipeline_stage& stage() { return tables_->stage; }
  const char* keep(const std::string& text) { return tables_->texts.emplace_back(text).c_str(); }
  const char* keep_or_null(const std::string& text) { return text.empty() ? nullptr : keep(text); }
  const pipeline_port* keep(const RuntimePort& p) {
    return &tables_->ports.emplace_back(pipeline_port{
        sizeof(pipeline_port), p.optional ? uint32_t{PIPELINE_PORT_OPTIONAL} : 0U, keep(p.name),
        keep(p.type), keep(p.doc), p.format.samples, p.format.channels, p.format.colours,
        p.format.alphas, p.as_input, p.better, keep_or_null(p.unit), keep_or_null(p.media_type)});
  }
  const pipeline_param* keep(const RuntimeParam& p) {
    auto& words = tables_->choices.emplace_back();
    for (const std::string& word : p.choices) words.push_back(keep(word));
    pipeline_param& kept = tables_->parameters.emplace_back();
    kept.struct_size = sizeof kept;
    kept.flags = p.flags;
    kept.kind = p.kind;
    kept.choice_count = static_cast<uint32_t>(words.size());
    kept.name = keep(p.name), kept.doc = keep(p.doc), kept.unit = keep_or_null(p.unit);
    kept.min = p.min, kept.max = p.max;
    kept.preset = p.preset;
    if (p.kind == PIPELINE_STRING || p.kind == PIPELINE_FILE) {
      kept.preset.string = {keep(p.preset_text), p.preset_text.size()};
    }
    kept.choices = words.empty() ? nullptr : words.data();
    return &kept;
  }

  std::unique_ptr<Tables> tables_;
};

// Hands a finished stage to the host; throws what the host refuses.
class AddStage {
 public:
  AddStage(pipeline_add add, void* user) : add_(add), user_(user) {}
  void operator()(const pipeline_stage* stage) const {
    if (const pipeline_status status = add_(user_, stage); status != PIPELINE_OK) {
      throw Refused(status);
    }
  }

 private:
  pipeline_add add_;
  void* user_;
};

}  // namespace pipeline

// A plugin in one file whose stages are found at run time by find(call, folder, add).
#define PIPELINE_PLUGIN_CATALOG(id, version, doc, find)                                 \
  static pipeline_status pipeline_catalog(const pipeline_host* host, pipeline_ctx* ctx, \
                                          const char* folder, pipeline_add add,         \
                                          void* user) noexcept {                        \
    return ::pipeline::guarded(host, ctx, [&] {                                         \
      find(::pipeline::BasicCall(host, ctx, nullptr, nullptr), std::string(folder),     \
           ::pipeline::AddStage(add, user));                                            \
    });                                                                                 \
  }                                                                                     \
  extern "C" PIPELINE_EXPORT const pipeline_plugin* pipeline_plugin_v1() noexcept {     \
    static constexpr pipeline_plugin plugin{sizeof(pipeline_plugin),                    \
                                            PIPELINE_ABI_TARGET,                        \
                                            id,                                         \
                                            version,                                    \
                                            doc,                                        \
                                            nullptr,                                    \
                                            nullptr,                                    \
                                            nullptr,                                    \
                                            0,                                          \
                                            0,                                          \
                                            nullptr,                                    \
                                            nullptr,                                    \
                                            &pipeline_catalog,                          \
                                            nullptr};                                   \
    return &plugin;                                                                     \
  }
