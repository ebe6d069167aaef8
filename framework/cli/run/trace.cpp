// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/run/trace.hpp"

#include <cstdio>
#include <map>
#include <set>

#include "framework/graph/json.hpp"

namespace pipeline::cli {

namespace {

// What a slice does not know is not said.
std::string unless_zero(const char* name, size_t value) {
  return value ? std::string(", \"") + name + "\": " + std::to_string(value) : "";
}

using graph::json_string;

// Times are in microseconds.
std::string microseconds(std::chrono::nanoseconds time) {
  char text[48];
  std::snprintf(text, sizeof text, "%.3f", std::chrono::duration<double, std::micro>(time).count());
  return text;
}

std::string name_of(const run::Program& program, uint32_t step) {
  const auto& steps = program.steps();
  return step < steps.size() ? steps[step].name : run::Span::names[UINT32_MAX - step];
}

std::string uses_of(const run::Program& program, uint32_t step) {
  return step < program.steps().size() ? program.steps()[step].instance->stage().id : "";
}

std::string place(const run::Span& span, std::chrono::nanoseconds time) {
  return "\"pid\": 1, \"tid\": " + std::to_string(span.thread + 1) +
         ", \"ts\": " + microseconds(time);
}

}  // namespace

std::string trace_json(const run::Program& program, const run::Spans& spans,
                       const std::function<std::string(size_t frame)>& image) {
  const std::vector<run::Span> sorted = spans.sorted();
  std::set<uint32_t> threads;
  std::map<size_t, size_t> left;  // spans of each frame
  for (const run::Span& span : sorted) {
    threads.insert(span.thread);
    ++left[span.frame];
  }
  std::string text = "{\"displayTimeUnit\": \"ms\", \"traceEvents\": [";
  const char* separator = "\n";
  const auto event = [&](const std::string& fields) {
    text += separator + ("{" + fields) + "}";
    separator = ",\n";
  };
  event(
      "\"name\": \"process_name\", \"ph\": \"M\", \"pid\": 1, \"args\": {\"name\": \"pipeline\"}");
  for (const uint32_t thread : threads) {
    event("\"name\": \"thread_name\", \"ph\": \"M\", \"pid\": 1, \"tid\": " +
          std::to_string(thread + 1) + ", \"args\": {\"name\": \"thread " +
          std::to_string(thread + 1) + "\"}");
  }
  std::set<size_t> seen;
  for (const run::Span& span : sorted) {
    const std::string frame = std::to_string(span.frame);
    event("\"name\": " + json_string(name_of(program, span.step)) +
          ", \"cat\": \"stage\", \"ph\": \"X\", " + place(span, span.begin) +
          ", \"dur\": " + microseconds(span.end - span.begin) +
          ", \"args\": {\"image\": " + json_string(image(span.frame)) + ", \"number\": " + frame +
          ", \"uses\": " + json_string(uses_of(program, span.step)) +
          unless_zero("pixels", span.pixels) + unless_zero("bytes", span.bytes) + "}");
    const bool first = seen.insert(span.frame).second, last = --left[span.frame] == 0;
    if (first && last) continue;
    event("\"name\": " + json_string(image(span.frame)) + ", \"cat\": \"image\", \"ph\": \"" +
          (first  ? "s"
           : last ? "f"
                  : "t") +
          "\", \"id\": " + frame + ", " + (last ? "\"bp\": \"e\", " : "") +
          place(span, (span.begin + span.end) / 2));
  }
  return text + "\n]}\n";
}

}  // namespace pipeline::cli
