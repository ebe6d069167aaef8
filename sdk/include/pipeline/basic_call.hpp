// SPDX-License-Identifier: Apache-2.0
// One create or process call seen by number: port k, parameter k. Call (call.hpp) is the typed face
// that most stages use; stages made at run time use this one.
#pragma once

#include <pipeline/abi.h>
#include <pipeline/error.hpp>
#include <pipeline/image.hpp>
#include <pipeline/labels.hpp>
#include <pipeline/paths.hpp>

#include <cstring>
#include <limits>
#include <mutex>
#include <string>
#include <string_view>
#include <type_traits>

namespace pipeline {

class BasicCall {
 public:
  BasicCall(const pipeline_host* host, pipeline_ctx* ctx, const pipeline_arg* args,
            const pipeline_value* const* inputs)
      : host_(host), ctx_(ctx), args_(args), inputs_(inputs) {}

  // Services; see pipeline_host for each. [any]
  void log(int level, const std::string& text) const { host_->log(ctx_, level, text.c_str()); }
  void progress(double fraction) const { host_->progress(ctx_, fraction); }
  bool cancelled() const { return host_->cancelled(ctx_) != 0; }
  uint32_t threads() const { return host_->threads(ctx_); }
  uint32_t slots() const { return host_->slots(ctx_); }
  const void* extension(const char* id) const { return host_->extension(ctx_, id); }
  const pipeline_host* host() const { return host_; }
  pipeline_ctx* ctx() const { return ctx_; }

  // body(begin, end) or body(begin, end, slot) over chunks of exactly `grain`. What a body throws
  // reaches the caller: of several, the one of the lowest chunk.
  template <class F>
  void parallel_for(int64_t begin, int64_t end, int64_t grain, F&& body) const {
    Loop<std::remove_reference_t<F>> loop{&body, {}, nullptr, std::numeric_limits<int64_t>::max()};
    const pipeline_status status =
        host_->parallel_for(ctx_, begin, end, grain, &Loop<std::remove_reference_t<F>>::run, &loop);
    if (loop.error) std::rethrow_exception(loop.error);
    check(status);
  }
  // body(y0, y1) over rows.
  template <class F>
  void rows(int64_t height, F&& body) const {
    parallel_for(0, height, 16, body);
  }

  const pipeline_arg& arg(size_t k) const { return args_[k]; }
  std::string_view text(size_t k) const { return {args_[k].string.text, args_[k].string.size}; }

  bool has(size_t k) const { return inputs_[k] != nullptr; }
  template <class Raw>
  const Raw& input(size_t k) const {
    return *static_cast<const Raw*>(inputs_[k]->data);
  }

  // io as in pipeline_host::new_image.
  pipeline_image new_image(uint32_t port, pipeline_image io) const {
    io.struct_size = sizeof io;
    check(host_->new_image(ctx_, port, &io));
    return io;
  }
  template <class T>
  T* new_buffer(size_t count) const {
    static_assert(std::is_trivially_copyable_v<T>);
    void* p = host_->new_buffer(ctx_, count * sizeof(T));
    if (!p) throw Refused(PIPELINE_NO_MEMORY);
    return static_cast<T*>(p);
  }
  template <class Raw>
  void emit(uint32_t port, const char* type, const Raw& raw) const {
    const pipeline_value value{type, &raw};
    check(host_->emit(ctx_, port, &value));
  }
  void emit_bytes(uint32_t port, const char* media_type, std::string_view bytes) const {
    char* copy = new_buffer<char>(bytes.size());
    std::memcpy(copy, bytes.data(), bytes.size());
    emit(port, PIPELINE_TYPE_BYTES,
         pipeline_bytes{sizeof(pipeline_bytes), 0, media_type, copy, bytes.size()});
  }
  void emit_number(uint32_t port, double value) const {
    emit(port, PIPELINE_TYPE_NUMBER, pipeline_number{sizeof(pipeline_number), 0, value});
  }
  void emit_paths(uint32_t port, const PathBuilder& builder) const;

  // Labels and palette uninitialised; count is the palette's size.
  template <class T>
  LabelsOut<T> new_labels(uint32_t port, int width, int height, uint32_t count) const {
    const size_t stride = (static_cast<size_t>(width) * sizeof(T) + 63) / 64 * 64;
    auto* labels = new_buffer<char>(stride * static_cast<size_t>(height));
    auto* palette = new_buffer<float>(4 * static_cast<size_t>(count));
    const pipeline_labels raw{sizeof(pipeline_labels),
                              width,
                              height,
                              detail::sample_of<T>,
                              count,
                              0,
                              stride,
                              labels,
                              palette};
    emit(port, PIPELINE_TYPE_LABELS, raw);
    return LabelsOut<T>(raw, palette);
  }

 protected:
  static void check(pipeline_status status) {
    if (status != PIPELINE_OK) throw Refused(status);
  }

 private:
  template <class F>
  struct Loop {
    F* body;
    std::mutex mutex;
    std::exception_ptr error;
    int64_t error_begin;

    static pipeline_status run(void* user, int64_t begin, int64_t end, uint32_t slot) noexcept {
      auto& self = *static_cast<Loop*>(user);
      try {
        if constexpr (std::is_invocable_v<F&, int64_t, int64_t, uint32_t>) {
          (*self.body)(begin, end, slot);
        } else {
          (*self.body)(begin, end);
        }
        return PIPELINE_OK;
      } catch (...) {
        const std::lock_guard lock(self.mutex);
        if (begin < self.error_begin)
          self.error = std::current_exception(), self.error_begin = begin;
        return PIPELINE_INTERNAL;
      }
    }
  };

  const pipeline_host* host_;
  pipeline_ctx* ctx_;
  const pipeline_arg* args_;
  const pipeline_value* const* inputs_;
};

inline void BasicCall::emit_paths(uint32_t port, const PathBuilder& b) const {
  const auto copy = [this](const auto& from) {
    using T = typename std::remove_cvref_t<decltype(from)>::value_type;
    T* to = new_buffer<T>(from.size());
    if (!from.empty()) std::memcpy(to, from.data(), from.size() * sizeof(T));
    return to;
  };
  const size_t n = b.paints().size();
  auto verb_begin = b.verb_begin();
  auto coord_begin = b.coord_begin();
  verb_begin.push_back(static_cast<uint32_t>(b.verbs().size()));
  coord_begin.push_back(static_cast<uint32_t>(b.coords().size()));
  auto* fill = new_buffer<float>(4 * n);
  auto* stroke = new_buffer<float>(4 * n);
  auto* width = new_buffer<float>(n);
  auto* rule = new_buffer<uint8_t>(n);
  auto* cap = new_buffer<uint8_t>(n);
  auto* join = new_buffer<uint8_t>(n);
  auto* gradient = new_buffer<uint32_t>(n);
  auto* label = new_buffer<uint32_t>(n);
  for (size_t i = 0; i < n; ++i) {
    const Paint& p = b.paints()[i];
    std::memcpy(fill + 4 * i, &p.fill, sizeof p.fill);
    std::memcpy(stroke + 4 * i, &p.stroke, sizeof p.stroke);
    width[i] = p.stroke_width;
    rule[i] = p.fill_rule;
    cap[i] = p.stroke_cap;
    join[i] = p.stroke_join;
    gradient[i] = p.gradient;
    label[i] = p.label;
  }
  pipeline_paths raw{};
  raw.struct_size = sizeof raw;
  raw.count = static_cast<uint32_t>(n);
  raw.width = b.width(), raw.height = b.height();
  raw.verbs = copy(b.verbs()), raw.coords = copy(b.coords());
  raw.verb_begin = copy(verb_begin), raw.coord_begin = copy(coord_begin);
  raw.fill = fill, raw.fill_rule = rule;
  raw.stroke = stroke, raw.stroke_width = width, raw.stroke_cap = cap, raw.stroke_join = join;
  raw.gradient = gradient, raw.label = label;
  raw.gradients = copy(b.gradients()), raw.stops = copy(b.stops());
  raw.gradient_count = static_cast<uint32_t>(b.gradients().size());
  raw.stop_count = static_cast<uint32_t>(b.stops().size());
  emit(port, PIPELINE_TYPE_PATHS, raw);
}

}  // namespace pipeline
