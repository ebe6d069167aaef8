// SPDX-License-Identifier: Apache-2.0
#include "framework/host/scan_wire.hpp"

#include <cstring>
#include <deque>

#include "framework/host/descriptor.hpp"

namespace pipeline::host {

namespace {

constexpr uint32_t no_text = UINT32_MAX;

// Numbers as they lie in memory; a text as its length, its bytes and a 0, so that it can be used
// where it lies.
class Writer {
 public:
  template <class T>
  void number(T value) {
    char bytes[sizeof value];
    std::memcpy(bytes, &value, sizeof value);
    out_.append(bytes, sizeof value);
  }
  void text(const char* text) {
    if (!text) return number(no_text);
    const size_t size = std::strlen(text);
    number(static_cast<uint32_t>(size));
    out_.append(text, size + 1);
  }
  void text(const std::string& text) { this->text(text.c_str()); }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

// After the first thing that is wrong all else is 0, and good() is false.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : left_(bytes) {}

  template <class T>
  T number() {
    T value{};
    if (sizeof value > left_.size()) return fail(value);
    std::memcpy(&value, left_.data(), sizeof value);
    left_.remove_prefix(sizeof value);
    return value;
  }
  // Each item takes a byte or more, so that a lie about their number costs nothing.
  uint32_t count() {
    const auto value = number<uint32_t>();
    return value <= left_.size() ? value : fail(0U);
  }
  const char* text_or_null() {
    const auto size = number<uint32_t>();
    if (size == no_text) return nullptr;
    if (size >= left_.size() || left_[size] != 0) return fail("");
    const char* text = left_.data();
    left_.remove_prefix(size_t{size} + 1);
    return text;
  }
  const char* text() {
    const char* text = text_or_null();
    return text ? text : fail("");
  }
  bool good() const { return good_; }
  bool done() const { return good_ && left_.empty(); }

 private:
  template <class T>
  T fail(T value) {
    good_ = false;
    left_ = {};
    return value;
  }

  std::string_view left_;
  bool good_ = true;
};

bool is_text(uint32_t kind) { return kind == PIPELINE_STRING || kind == PIPELINE_FILE; }

void write(Writer& to, const pipeline_port& port) {
  for (const uint32_t value : {port.flags, port.samples, port.channels, port.colours, port.alphas,
                               port.as_input, port.better}) {
    to.number(value);
  }
  for (const char* text : {port.name, port.type, port.doc, port.unit, port.media_type}) {
    to.text(text);
  }
}

void write(Writer& to, const pipeline_param& param) {
  to.number(param.flags);
  to.number(param.kind);
  for (const char* text : {param.name, param.doc, param.unit}) to.text(text);
  for (const double value : {param.min, param.max, param.step}) to.number(value);
  to.number(is_text(param.kind) ? pipeline_arg{} : param.preset);
  to.text(is_text(param.kind) ? param.preset.string.text : nullptr);
  const uint32_t words = param.choices ? param.choice_count : 0;
  to.number(words);
  for (uint32_t i = 0; i < words; ++i) to.text(param.choices[i]);
  const uint32_t values = param.choice_values ? words : 0;
  to.number(values);
  for (uint32_t i = 0; i < values; ++i) to.number(param.choice_values[i]);
}

void write(Writer& to, const ScannedStage& scanned) {
  const pipeline_stage& stage = *scanned.stage;
  to.number(stage.flags);
  for (const char* text : {stage.id, stage.version, stage.doc}) to.text(text);
  to.number(stage.bytes_per_pixel);
  to.number(stage.bytes);
  to.number(stage.input_count);
  for (uint32_t i = 0; i < stage.input_count; ++i) write(to, *stage.inputs[i]);
  to.number(stage.output_count);
  for (uint32_t i = 0; i < stage.output_count; ++i) write(to, *stage.outputs[i]);
  to.number(stage.param_count);
  for (uint32_t i = 0; i < stage.param_count; ++i) write(to, *stage.params[i]);
  to.text(scanned.lacks);
}

pipeline_status cannot_create(const pipeline_host*, pipeline_ctx*, const pipeline_stage*,
                              const pipeline_arg*, void**) noexcept {
  return PIPELINE_UNSUPPORTED;
}
void nothing_to_destroy(void*) noexcept {}
pipeline_status cannot_process(void*, const pipeline_host*, pipeline_ctx*,
                               const pipeline_value* const*) noexcept {
  return PIPELINE_UNSUPPORTED;
}

// The bytes that all texts lie in, and what points into them.
struct Copies {
  std::string bytes;
  std::deque<pipeline_stage> stages;
  std::deque<pipeline_port> ports;
  std::deque<pipeline_param> params;
  std::deque<std::vector<const pipeline_port*>> port_lists;
  std::deque<std::vector<const pipeline_param*>> param_lists;
  std::deque<std::vector<const char*>> words;
  std::deque<std::vector<int64_t>> values;
};

class StageReader {
 public:
  StageReader(Reader& from, Copies& memory) : from_(from), memory_(memory) {}

  const pipeline_stage* read() {
    pipeline_stage stage{};
    stage.struct_size = sizeof stage;
    stage.flags = from_.number<uint32_t>();
    stage.id = from_.text();
    stage.version = from_.text();
    stage.doc = from_.text();
    stage.bytes_per_pixel = from_.number<double>();
    stage.bytes = from_.number<uint64_t>();
    stage.inputs = list(memory_.port_lists, &StageReader::port, stage.input_count);
    stage.outputs = list(memory_.port_lists, &StageReader::port, stage.output_count);
    stage.params = list(memory_.param_lists, &StageReader::param, stage.param_count);
    stage.create = &cannot_create;
    stage.destroy = &nothing_to_destroy;
    stage.process = &cannot_process;
    return &memory_.stages.emplace_back(stage);
  }

 private:
  template <class T>
  const T* const* list(std::deque<std::vector<const T*>>& lists, const T* (StageReader::*item)(),
                       uint32_t& count) {
    auto& items = lists.emplace_back();
    const uint32_t said = from_.count();
    for (uint32_t i = 0; i < said && from_.good(); ++i) items.push_back((this->*item)());
    count = static_cast<uint32_t>(items.size());
    return items.data();
  }

  const pipeline_port* port() {
    pipeline_port port{};
    port.struct_size = sizeof port;
    for (uint32_t* value : {&port.flags, &port.samples, &port.channels, &port.colours, &port.alphas,
                            &port.as_input, &port.better}) {
      *value = from_.number<uint32_t>();
    }
    for (const char** text : {&port.name, &port.type, &port.doc}) *text = from_.text();
    for (const char** text : {&port.unit, &port.media_type}) *text = from_.text_or_null();
    return &memory_.ports.emplace_back(port);
  }

  const pipeline_param* param() {
    pipeline_param param{};
    param.struct_size = sizeof param;
    param.flags = from_.number<uint32_t>();
    param.kind = from_.number<uint32_t>();
    param.name = from_.text();
    param.doc = from_.text();
    param.unit = from_.text_or_null();
    for (double* value : {&param.min, &param.max, &param.step}) *value = from_.number<double>();
    param.preset = from_.number<pipeline_arg>();
    const char* text = from_.text_or_null();
    if (is_text(param.kind)) param.preset.string = {text, text ? std::strlen(text) : 0};
    auto& words = memory_.words.emplace_back();
    for (uint32_t left = from_.count(); left > 0 && from_.good(); --left) {
      words.push_back(from_.text());
    }
    auto& values = memory_.values.emplace_back();
    for (uint32_t left = from_.count(); left > 0 && from_.good(); --left) {
      values.push_back(from_.number<int64_t>());
    }
    param.choice_count = static_cast<uint32_t>(words.size());
    param.choices = words.empty() ? nullptr : words.data();
    param.choice_values = values.size() == words.size() ? values.data() : nullptr;
    return &memory_.params.emplace_back(param);
  }

  Reader& from_;
  Copies& memory_;
};

}  // namespace

std::string encode(const Scan& scan) {
  Writer to;
  for (const std::string* text : {&scan.version, &scan.doc, &scan.reason, &scan.fix}) {
    to.text(*text);
  }
  to.number(scan.contract_minor);
  to.number(scan.threads);
  for (const auto* texts : {&scan.missing, &scan.remarks, &scan.complaints}) {
    to.number(static_cast<uint32_t>(texts->size()));
    for (const std::string& text : *texts) to.text(text);
  }
  to.number(static_cast<uint32_t>(scan.stages.size()));
  for (const ScannedStage& stage : scan.stages) write(to, stage);
  return to.take();
}

std::optional<Scan> decode(std::string_view bytes, std::string_view id) {
  const auto memory = std::make_shared<Copies>();
  memory->bytes = bytes;
  Reader from(memory->bytes);
  Scan scan;
  for (std::string* text : {&scan.version, &scan.doc, &scan.reason, &scan.fix}) {
    *text = from.text();
  }
  scan.contract_minor = from.number<uint32_t>();
  scan.threads = from.number<unsigned>();
  for (auto* texts : {&scan.missing, &scan.remarks, &scan.complaints}) {
    for (uint32_t left = from.count(); left > 0 && from.good(); --left) {
      texts->emplace_back(from.text());
    }
  }
  StageReader stages(from, *memory);
  for (uint32_t left = from.count(); left > 0 && from.good(); --left) {
    const pipeline_stage* stage = stages.read();
    scan.stages.push_back({stage, from.text()});
  }
  if (!from.done()) return std::nullopt;
  for (const ScannedStage& stage : scan.stages) {
    if (flaw(*stage.stage, id)) return std::nullopt;
  }
  scan.memory = memory;
  return scan;
}

}  // namespace pipeline::host
