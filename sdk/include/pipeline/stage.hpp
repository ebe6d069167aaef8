// SPDX-License-Identifier: Apache-2.0
// The C++ way to write a stage; the only include one needs.
//
//   struct Invert {
//     static constexpr pipeline::Stage stage{"acme.invert", "1.0.0", "Photographic negative."};
//     static constexpr pipeline::In<pipeline::Rgb8> image{"image", "Picture"};
//     static constexpr pipeline::Out<pipeline::Rgb8> out{"image", "Its negative"};
//     PIPELINE_INTERFACE(image, out)
//     void run(const pipeline::Call<Invert>& call) const { ... }
//   };
//   PIPELINE_PLUGIN("acme", "1.0.0", "What it brings.", Invert)
//
// run() is const: an instance is immutable. By default a stage promises to be pure and reentrant;
// one that is not says so in its Stage. This layer is compiled into the plugin; only abi.h is a
// contract.
#pragma once

#include <pipeline/abi.h>
#include <pipeline/describe.hpp>

#include <array>
#include <tuple>

namespace pipeline {

// What a stage says of itself; see pipeline_stage for each field.
struct Stage {
  const char *id, *version, *doc;
  uint32_t flags = PIPELINE_STAGE_PURE | PIPELINE_STAGE_REENTRANT;
  double bytes_per_pixel = 0;
  uint64_t bytes = 0;
};

namespace detail {
template <class... S>
struct PluginTables {
  static constexpr std::array<const pipeline_stage*, sizeof...(S)> stages{&Describe<S>::stage...};
};
}  // namespace detail

}  // namespace pipeline

// Inside a stage class: its ports and parameters, in the order users see.
#define PIPELINE_INTERFACE(...) \
  static constexpr auto interface() { return std::tie(__VA_ARGS__); }

// One stage of a plugin built by pipeline_add_plugin(... STAGES name): in name.cpp, at file scope.
#define PIPELINE_STAGE(name, Class)                          \
  extern "C" const pipeline_stage* pipeline_stage_##name() { \
    return &::pipeline::detail::Describe<Class>::stage;      \
  }

// A whole plugin in one file. id is the file's name.
#define PIPELINE_PLUGIN(id, version, doc, ...)                                      \
  extern "C" PIPELINE_EXPORT const pipeline_plugin* pipeline_plugin_v1() noexcept { \
    using Tables = ::pipeline::detail::PluginTables<__VA_ARGS__>;                   \
    static constexpr pipeline_plugin plugin{sizeof(pipeline_plugin),                \
                                            PIPELINE_ABI_TARGET,                    \
                                            id,                                     \
                                            version,                                \
                                            doc,                                    \
                                            nullptr,                                \
                                            nullptr,                                \
                                            nullptr,                                \
                                            uint32_t{Tables::stages.size()},        \
                                            0,                                      \
                                            Tables::stages.data(),                  \
                                            nullptr,                                \
                                            nullptr,                                \
                                            nullptr};                               \
    return &plugin;                                                                 \
  }
