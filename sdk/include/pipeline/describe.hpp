// SPDX-License-Identifier: Apache-2.0
// From a C++ stage class to the constant C tables of abi.h.
#pragma once

#include <pipeline/arguments.hpp>
#include <pipeline/call.hpp>

#include <array>
#include <concepts>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>

namespace pipeline::detail {

// What inputs and outputs declare alike. Port is In<T> or Out<T>.
template <class T, class Port>
constexpr pipeline_port describe_port(const Port& p) {
  using Traits = PortTraits<T>;
  pipeline_port r{};
  r.struct_size = sizeof r;
  r.flags = p.optional ? uint32_t{PIPELINE_PORT_OPTIONAL} : 0U;
  r.name = p.name, r.type = Traits::type, r.doc = p.doc;
  r.samples = p.format.samples ? p.format.samples : Traits::samples;
  r.channels = p.format.channels ? p.format.channels : Traits::channels;
  r.colours = p.format.colours, r.alphas = p.format.alphas;
  r.media_type = p.media_type;
  return r;
}

template <class T>
constexpr pipeline_port describe(const In<T>& p) {
  return describe_port<T>(p);
}

template <class T>
constexpr pipeline_port describe(const Out<T>& p, uint32_t as_input) {
  pipeline_port r = describe_port<T>(p);
  r.as_input = as_input, r.better = p.better, r.unit = p.unit;
  return r;
}

constexpr size_t length(const char* text) {
  size_t n = 0;
  while (text && text[n]) ++n;
  return n;
}

template <class T>
constexpr pipeline_param describe(const Param<T>& p) {
  pipeline_param r{};
  r.struct_size = sizeof r;
  r.flags = p.flags;
  r.name = p.name;
  r.doc = p.doc;
  if constexpr (std::is_same_v<T, bool>) {
    r.kind = PIPELINE_BOOL;
    r.preset.integer = p.preset;
  } else if constexpr (std::is_same_v<T, int>) {
    r.kind = PIPELINE_INT;
    r.preset.integer = p.preset;
    r.min = p.min, r.max = p.max, r.step = 1, r.unit = p.unit;
    r.choices = p.words, r.choice_values = p.word_values, r.choice_count = p.word_count;
  } else if constexpr (std::is_same_v<T, double>) {
    r.kind = PIPELINE_FLOAT;
    r.preset = pipeline_arg{.real = p.preset};
    r.min = p.min, r.max = p.max, r.unit = p.unit;
  } else if constexpr (std::is_same_v<T, Colour>) {
    r.kind = PIPELINE_COLOUR;
    r.preset = pipeline_arg{.rgba = {p.preset.r, p.preset.g, p.preset.b, p.preset.a}};
  } else if constexpr (std::is_enum_v<T>) {
    r.kind = PIPELINE_ENUM;
    r.preset.integer = static_cast<int64_t>(p.preset);
    r.choices = p.names, r.choice_count = p.count;
  } else {
    r.kind = std::is_same_v<T, File> ? PIPELINE_FILE : PIPELINE_STRING;
    r.preset = pipeline_arg{.string = {p.preset, length(p.preset)}};
    if (!p.preset) r.flags |= PIPELINE_PARAM_REQUIRED;
  }
  return r;
}

// The tables and entry points of stage class S.
template <class S>
struct Describe {
  using Members = decltype(S::interface());

  template <class Kind>
  static constexpr size_t count_if(Kind kind) {
    return std::apply([&](const auto&... m) { return (size_t{0} + ... + (kind(m) ? 1 : 0)); },
                      S::interface());
  }
  static constexpr auto in_kind = []<class M>(const M&) { return is_in<M>; };
  static constexpr auto out_kind = []<class M>(const M&) { return is_out<M>; };
  static constexpr auto param_kind = []<class M>(const M&) { return is_param<M>; };
  static constexpr size_t inputs = count_if(in_kind), outputs = count_if(out_kind),
                          params = count_if(param_kind);

  // By name: g++ 12 takes no comparison of addresses as constant once sanitizers are on.
  static constexpr uint32_t input_number(const AsInput& as_input) {
    uint32_t number = 0, i = 0;
    const auto look = [&]<class M>(const M& m) {
      if constexpr (is_in<M>) {
        ++i;
        if (as_input.name == m.name) number = i;
      }
    };
    std::apply([&](const auto&... m) { (look(m), ...); }, S::interface());
    return number;
  }

  template <class Row, size_t N, class Fill>
  static constexpr auto table(Fill fill) {
    std::array<Row, N + 1> rows{};  // one more: never a zero-length array
    size_t i = 0;
    std::apply([&](const auto&... m) { (fill(m, rows, i), ...); }, S::interface());
    return rows;
  }
  static constexpr auto input_rows =
      table<pipeline_port, inputs>([](const auto& m, auto& rows, size_t& i) {
        if constexpr (is_in<std::remove_cvref_t<decltype(m)>>) rows[i++] = describe(m);
      });
  static constexpr auto output_rows =
      table<pipeline_port, outputs>([](const auto& m, auto& rows, size_t& i) {
        if constexpr (is_out<std::remove_cvref_t<decltype(m)>>) {
          rows[i++] = describe(m, input_number(m.as_input));
        }
      });
  static constexpr auto param_rows =
      table<pipeline_param, params>([](const auto& m, auto& rows, size_t& i) {
        if constexpr (is_param<std::remove_cvref_t<decltype(m)>>) rows[i++] = describe(m);
      });
  template <class Rows>
  static constexpr auto pointers(const Rows& rows) {
    std::array<const typename Rows::value_type*, std::tuple_size_v<Rows>> p{};
    for (size_t i = 0; i + 1 < p.size(); ++i) p[i] = &rows[i];
    return p;
  }
  static constexpr auto input_pointers = pointers(input_rows);
  static constexpr auto output_pointers = pointers(output_rows);
  static constexpr auto param_pointers = pointers(param_rows);

  struct Instance {
    explicit Instance(const pipeline_arg* from) : args(stage, from) {}
    KeptArguments args;
    std::unique_ptr<const S> self;
  };

  static pipeline_status create(const pipeline_host* host, pipeline_ctx* ctx, const pipeline_stage*,
                                const pipeline_arg* args, void** out) noexcept {
    return guarded(host, ctx, [&] {
      auto instance = std::make_unique<Instance>(args);
      if constexpr (std::is_constructible_v<S, const Setup<S>&>) {
        instance->self =
            std::make_unique<const S>(Setup<S>(host, ctx, instance->args.data(), nullptr));
      } else {
        instance->self = std::make_unique<const S>();
      }
      *out = instance.release();
    });
  }
  static void destroy(void* instance) noexcept { delete static_cast<Instance*>(instance); }
  static pipeline_status process(void* self, const pipeline_host* host, pipeline_ctx* ctx,
                                 const pipeline_value* const* in) noexcept {
    return guarded(host, ctx, [&] {
      const auto* instance = static_cast<const Instance*>(self);
      instance->self->run(Call<S>(host, ctx, instance->args.data(), in));
    });
  }

  // For stages with `static pipeline_image output_format(const Setup<S>&, pipeline_image input)`:
  // the format of their one output, before anything runs. The services of that Setup must not be
  // used.
  static constexpr bool predicts = requires(const Setup<S>& setup, pipeline_image image) {
    { S::output_format(setup, image) } -> std::same_as<pipeline_image>;
  };
  static pipeline_status predict(const pipeline_stage*, const pipeline_arg* args, uint32_t output,
                                 pipeline_image* image) noexcept {
    if constexpr (predicts) {
      if (output != 0) return PIPELINE_UNSUPPORTED;
      try {
        *image = S::output_format(Setup<S>(nullptr, nullptr, args, nullptr), *image);
        return PIPELINE_OK;
      } catch (...) {
      }
    }
    return PIPELINE_UNSUPPORTED;
  }

  // For stages with `static std::string lacks()`: what is absent on this machine and how to get it,
  // in one line; empty if nothing is.
  static constexpr bool may_lack = requires {
    { S::lacks() } -> std::same_as<std::string>;
  };
  static void lacks(const pipeline_stage*, char* text, size_t size) noexcept {
    if (size == 0) return;
    *text = 0;
    if constexpr (may_lack) {
      try {
        text[S::lacks().copy(text, size - 1)] = 0;
      } catch (...) {
      }
    }
  }

  static const void* extension(const pipeline_stage*, const char* id) noexcept {
    static constexpr pipeline_output_format format{sizeof format, 0, &predict};
    static constexpr pipeline_lacks lack{sizeof lack, 0, &lacks};
    if (predicts && std::string_view(id) == PIPELINE_OUTPUT_FORMAT) return &format;
    return may_lack && std::string_view(id) == PIPELINE_LACKS ? &lack : nullptr;
  }

  static constexpr pipeline_stage stage{sizeof(pipeline_stage),
                                        S::stage.flags,
                                        S::stage.id,
                                        S::stage.version,
                                        S::stage.doc,
                                        uint32_t{inputs},
                                        uint32_t{outputs},
                                        uint32_t{params},
                                        0,
                                        input_pointers.data(),
                                        output_pointers.data(),
                                        param_pointers.data(),
                                        S::stage.bytes_per_pixel,
                                        S::stage.bytes,
                                        &create,
                                        &destroy,
                                        &process,
                                        predicts || may_lack ? &extension : nullptr,
                                        nullptr};
};

}  // namespace pipeline::detail
