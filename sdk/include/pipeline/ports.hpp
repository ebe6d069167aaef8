// SPDX-License-Identifier: Apache-2.0
// How a stage declares itself: static constexpr members In, Out and Param. A member is at once the
// declaration, the documentation and the typed key by which Call hands out the value.
#pragma once

#include <pipeline/abi.h>
#include <pipeline/image.hpp>
#include <pipeline/labels.hpp>
#include <pipeline/paths.hpp>

#include <concepts>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace pipeline {

struct Bytes {};   // port of a media type and bytes
struct Number {};  // port of one double

// Limits on images (and, for samples, labels); a mask of 0 leaves what the port's type says.
struct Format {
  uint32_t samples = 0, channels = 0, colours = 0, alphas = 0;
};

template <class T>
struct In {
  const char *name, *doc;
  Format format{};
  bool optional = false;
  const char* media_type = nullptr;  // In<Bytes>
};

// The input that an output's format follows: write &input.
struct AsInput {
  std::string_view name{};
  constexpr AsInput() = default;
  template <class T>
  constexpr AsInput(const In<T>* input) : name(input->name) {}
};

template <class T>
struct Out {
  const char *name, *doc;
  Format format{};
  AsInput as_input{};  // what no mask says is as this input brings it
  bool optional = false;
  const char* media_type = nullptr;            // Out<Bytes>
  const char* unit = nullptr;                  // Out<Number>
  uint32_t better = PIPELINE_BETTER_UNSTATED;  // Out<Number>
};

struct Text {};  // Param<Text>: any string
struct File {};  // Param<File>: a path, absolute when it arrives

// Numbers: T is int or double, both bounds inclusive. `words` are names of special values of an int
// that lie outside [min, max], such as "auto".
template <class T>
struct Param {
  static_assert(std::same_as<T, int> || std::same_as<T, double>);
  const char *name, *doc;
  T preset, min, max;
  const char* unit = nullptr;
  uint32_t flags = 0;
  const char* const* words = nullptr;
  const int64_t* word_values = nullptr;
  uint32_t word_count = 0;
};

template <>
struct Param<bool> {
  const char *name, *doc;
  bool preset;
  uint32_t flags = 0;
};

// Text and files; no preset: required.
template <class T>
requires(std::same_as<T, Text> || std::same_as<T, File>) struct Param<T> {
  const char *name, *doc;
  const char* preset = nullptr;
  uint32_t flags = 0;
};

template <>
struct Param<Colour> {
  const char *name, *doc;
  Colour preset{};
  uint32_t flags = 0;
};

// One of an enum class whose values count from 0; names in that order.
template <class E>
requires std::is_enum_v<E>
struct Param<E> {
  template <size_t N>
  constexpr Param(const char* name_, const char* doc_, E preset_, const char* const (&names_)[N],
                  uint32_t flags_ = 0)
      : name(name_), doc(doc_), preset(preset_), names(names_), count(N), flags(flags_) {}
  const char *name, *doc;
  E preset;
  const char* const* names;
  uint32_t count;
  uint32_t flags;
};

// A third party's own value: a trivially copyable struct with `pipeline_type`, its name and
// revision.
template <class T>
concept CustomValue = std::is_trivially_copyable_v<T> && requires {
  { T::pipeline_type } -> std::convertible_to<const char*>;
};

namespace detail {
template <class T>
struct PortTraits;
template <class T, int N>
struct PortTraits<Image<T, N>> {
  static constexpr const char* type = PIPELINE_TYPE_IMAGE;
  static constexpr uint32_t samples = sample_of<T>;
  static constexpr uint32_t channels = N ? PIPELINE_CHANNELS(N) : 0;
};
template <>
struct PortTraits<AnyImage> {
  static constexpr const char* type = PIPELINE_TYPE_IMAGE;
  static constexpr uint32_t samples = 0, channels = 0;
};
template <class T>
struct PlainTraits {
  static constexpr uint32_t samples = 0, channels = 0;
};
template <>
struct PortTraits<Labels> : PlainTraits<Labels> {
  static constexpr const char* type = PIPELINE_TYPE_LABELS;
};
template <>
struct PortTraits<Paths> : PlainTraits<Paths> {
  static constexpr const char* type = PIPELINE_TYPE_PATHS;
};
template <>
struct PortTraits<Bytes> : PlainTraits<Bytes> {
  static constexpr const char* type = PIPELINE_TYPE_BYTES;
};
template <>
struct PortTraits<Number> : PlainTraits<Number> {
  static constexpr const char* type = PIPELINE_TYPE_NUMBER;
};
template <CustomValue T>
struct PortTraits<T> : PlainTraits<T> {
  static constexpr const char* type = T::pipeline_type;
};

template <class>
inline constexpr bool is_in = false;
template <class T>
inline constexpr bool is_in<In<T>> = true;
template <class>
inline constexpr bool is_out = false;
template <class T>
inline constexpr bool is_out<Out<T>> = true;
template <class>
inline constexpr bool is_param = false;
template <class T>
inline constexpr bool is_param<Param<T>> = true;
}  // namespace detail

}  // namespace pipeline
