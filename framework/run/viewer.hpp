// SPDX-License-Identifier: Apache-2.0
// Anything that stages make, as pictures, documents and texts that a person can look at.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "framework/host/registry.hpp"
#include "framework/run/program.hpp"
#include "framework/run/tool.hpp"

namespace pipeline::run {

//   image   as io.write takes it, through image.convert where it must be: samples beyond 0..1 are
//           clipped then; one picture a channel where they are no colours
//   labels  a picture, painted with the palette
//   paths   the document that svg.document writes
//   bytes   as they are
//   number  a line of text, with its unit
//   others  what the type's to_bytes gives, or a text that says there is none
class Viewer {
 public:
  struct View {
    std::string part;   // ".channel1" of a value that is several pictures; else ""
    host::Value value;  // an image or bytes; empty: `text`
    std::string text;
  };

  // purpose: what messages call the stages that it needs ("for --save-all"). program, registry and
  // environment outlive this. Null after an error: then `problem` is one line. [one thread]
  static std::unique_ptr<Viewer> make(const Program& program, host::Registry& registry,
                                      const host::Environment& environment,
                                      std::string_view purpose, std::string& problem);

  // Of what a step put out at its output, one view or one for each channel. environment: the
  // frame's; what the views take is on its account. [any thread]
  host::Outcome view(uint32_t step, uint32_t output, const host::Value& value,
                     const host::Environment& environment, std::vector<View>& views) const;

 private:
  // What is known beforehand of one output of a step.
  struct Port {
    std::string name;  // "edges.strength"
    const pipeline_port* port = nullptr;
    const pipeline_type* type = nullptr;  // a third party's
    std::filesystem::path library;        // that declares it
  };

  std::string make_tools(const Port& port, host::Registry& registry,
                         const host::Environment& environment, std::string_view purpose);
  host::Outcome view_image(const host::Value& value, const pipeline_image& image,
                           const host::Environment& environment, std::vector<View>& views) const;
  host::Outcome view_other(const Port& port, const host::Value& value,
                           const host::Environment& environment, std::vector<View>& views) const;

  std::vector<std::vector<Port>> ports_;  // by step, then by output
  std::unique_ptr<Tool> to_srgb_, to_straight_, document_;
};

}  // namespace pipeline::run
