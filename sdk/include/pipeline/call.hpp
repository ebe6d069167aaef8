// SPDX-License-Identifier: Apache-2.0
// The typed face of one call: inputs, outputs and parameters by the members that declare them.
#pragma once

#include <pipeline/basic_call.hpp>
#include <pipeline/ports.hpp>

#include <string_view>
#include <tuple>

namespace pipeline {

namespace detail {
// The number of `member` among the interface members of its kind (In, Out or Param).
template <class S, class M>
constexpr uint32_t number_of(const M& member) {
  uint32_t found = UINT32_MAX, i = 0;
  const auto look = [&]<class Other>(const Other& other) {
    if constexpr (is_in<M> == is_in<Other> && is_out<M> == is_out<Other>) {
      if constexpr (std::is_same_v<M, Other>) {
        if (&other == &member) found = i;
      }
      ++i;
    }
  };
  std::apply([&](const auto&... members) { (look(members), ...); }, S::interface());
  return found;
}

template <class T>
auto argument(const Param<T>&, const pipeline_arg& arg) {
  if constexpr (std::is_same_v<T, bool>) {
    return arg.integer != 0;
  } else if constexpr (std::is_same_v<T, int>) {
    return static_cast<int>(arg.integer);
  } else if constexpr (std::is_same_v<T, double>) {
    return arg.real;
  } else if constexpr (std::is_same_v<T, Colour>) {
    return Colour{arg.rgba[0], arg.rgba[1], arg.rgba[2], arg.rgba[3]};
  } else if constexpr (std::is_enum_v<T>) {
    return static_cast<T>(arg.integer);
  } else {
    return std::string_view(arg.string.text, arg.string.size);
  }
}
}  // namespace detail

// What a stage sees while it is created: its parameters and the services. A stage that prepares
// something once (reads a file, builds a table) has a constructor that takes const Setup<Stage>&.
template <class S>
class Setup : public BasicCall {
 public:
  using BasicCall::BasicCall;

  // bool, int, double, Colour, the enum, or a std::string_view that lives as long as the stage.
  template <class T>
  auto operator[](const Param<T>& param) const {
    return detail::argument(param, arg(detail::number_of<S>(param)));
  }
};

// One process call of stage S. [call, but for what BasicCall marks as any]
template <class S>
class Call : public Setup<S> {
 public:
  using Setup<S>::Setup;
  using Setup<S>::operator[];
  using BasicCall::has;

  template <class T>
  bool has(const In<T>& port) const {
    return BasicCall::has(detail::number_of<S>(port));
  }

  // Views of inputs; they live until run() returns.
  template <class T, int N>
  Image<const T, N> operator[](const In<Image<T, N>>& port) const {
    return Image<const T, N>(raw<pipeline_image>(port));
  }
  AnyImage operator[](const In<AnyImage>& port) const {
    return AnyImage(raw<pipeline_image>(port));
  }
  Labels operator[](const In<Labels>& port) const { return Labels(raw<pipeline_labels>(port)); }
  Paths operator[](const In<Paths>& port) const { return Paths(raw<pipeline_paths>(port)); }
  std::string_view operator[](const In<Bytes>& port) const {
    const auto& bytes = raw<pipeline_bytes>(port);
    return {static_cast<const char*>(bytes.bytes), bytes.size};
  }
  double operator[](const In<Number>& port) const { return raw<pipeline_number>(port).value; }
  template <CustomValue T>
  const T& operator[](const In<T>& port) const {
    return raw<T>(port);
  }

  // A new image as this output; samples uninitialised. colour and alpha 0: by the channel count.
  template <class T, int N>
  Image<T, N> make(const Out<Image<T, N>>& port, int width, int height, int channels = N,
                   uint32_t colour = 0, uint32_t alpha = 0) const {
    pipeline_image io{0,      width, height, channels, detail::sample_of<T>,
                      colour, alpha, 0,      0,        nullptr};
    return Image<T, N>(this->new_image(number(port), io));
  }
  // A new image with size, channels, colour and alpha of `like`.
  template <class T, int N, class Like>
  Image<T, N> make_like(const Out<Image<T, N>>& port, const Like& like) const {
    return make(port, like.width(), like.height(), like.channels(), like.colour(), like.alpha());
  }
  AnyImage make(const Out<AnyImage>& port, const pipeline_image& shape) const {
    return AnyImage(this->new_image(number(port), shape));
  }
  // T is uint8_t (count <= 256) or uint32_t.
  template <class T>
  LabelsOut<T> make_labels(const Out<Labels>& port, int width, int height, uint32_t count) const {
    return this->template new_labels<T>(number(port), width, height, count);
  }
  template <CustomValue T>
  T& make(const Out<T>& port) const {
    T* value = this->template new_buffer<T>(1);
    BasicCall::emit(number(port), T::pipeline_type, *value);
    return *value;
  }

  void emit(const Out<Paths>& port, const PathBuilder& paths) const {
    this->emit_paths(number(port), paths);
  }
  void emit(const Out<Bytes>& port, const char* media_type, std::string_view bytes) const {
    this->emit_bytes(number(port), media_type, bytes);
  }
  void emit(const Out<Number>& port, double value) const { this->emit_number(number(port), value); }
  // Hands an input on, or a view into one, without a copy.
  template <class View, class T>
  void forward(const Out<T>& port, const View& view) const {
    BasicCall::emit(number(port), detail::PortTraits<T>::type, view.raw());
  }

 private:
  template <class T>
  static uint32_t number(const Out<T>& port) {
    return detail::number_of<S>(port);
  }
  template <class Raw, class T>
  const Raw& raw(const In<T>& port) const {
    return this->template input<Raw>(detail::number_of<S>(port));
  }
};

}  // namespace pipeline
