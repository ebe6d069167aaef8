// SPDX-License-Identifier: Apache-2.0
// Any bytes as a graph file, beside another one that it may use. What must hold: a graph or an
// error, and messages that a terminal and a JSON reader can take.
#include <unistd.h>

#include <cstdint>
#include <fstream>

#include "framework/graph/build.hpp"
#include "framework/graph/fake_stages.hpp"
#include "fuzz/fuzz.hpp"

using namespace pipeline::graph;
using pipeline::fuzz::is_clean;
using pipeline::fuzz::must;

namespace {

constexpr size_t most_text = size_t{1} << 20;  // bytes of messages

// A folder of its own.
struct Folder {
  std::filesystem::path path;
  Folder() {
    std::string name = std::filesystem::temp_directory_path() / "pipeline_fuzz_XXXXXX";
    must(::mkdtemp(name.data()) != nullptr, "no folder for temporary files");
    path = name;
    std::ofstream(path / "part.yaml")
        << "pipeline: 1\ninputs: { image: image }\nstages:\n"
           "  quantize: { uses: quantize.kmeans, in: image }\n"
           "parameters: { colors: quantize.colors }\noutputs: { labels: quantize.labels }\n";
  }
  ~Folder() {
    std::error_code none;
    std::filesystem::remove_all(path, none);
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const Folder folder;
  const auto file = folder.path / "g.yaml";
  std::ofstream(file, std::ios::binary)
      .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
  const pipeline::fuzz::Soon soon;
  test::FakeStages stages;
  Diagnostics diagnostics;
  Overrides overrides;
  overrides.metrics = true;
  const auto graph = build(file, stages, overrides, diagnostics);
  must(graph.has_value() != diagnostics.has_errors(), "neither a graph nor an error, or both");
  const std::string text = diagnostics.text(), json = diagnostics.json();
  must(text.size() < most_text && json.size() < most_text, "endless messages");
  must(is_clean(text, "\n") && is_clean(json, "\n"), "a message has bytes that harm a terminal");
  for (const Diagnostic& problem : diagnostics.items()) {
    must(problem.severity == Severity::note || !problem.fix.empty(), "no word of what to do");
  }
  return 0;
}
