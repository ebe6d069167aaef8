// SPDX-License-Identifier: Apache-2.0
// Everything that stages make, as files that a person can look at.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "framework/host/registry.hpp"
#include "framework/run/program.hpp"
#include "framework/run/tool.hpp"

namespace pipeline::run {

// Writes FOLDER/NN_STAGE.PORT.EXT for each value, NN its stage's place in the graph, a folder for
// each frame; "01_cleanup-blur.image.png" of the stage cleanup/blur.
//   image   a picture as io.write makes them, through image.convert where it must: samples beyond
//           0..1 are clipped; one a channel (.channelN) where they are no colours
//   labels  a picture, painted with the palette
//   paths   as svg.document writes them
//   bytes   as they are, the extension by media type
//   number  a line of text, with its unit
//   others  what the type's to_bytes gives, or a text that says there is none
class Saver {
 public:
  // folders: by frame; made when first needed. program, registry and environment outlive this.
  // Null after an error: then `problem` is one line. [one thread]
  static std::unique_ptr<Saver> make(const Program& program, host::Registry& registry,
                                     const host::Environment& environment,
                                     std::vector<std::filesystem::path> folders,
                                     std::string& problem);

  // Each file appears whole or not at all. environment: the frame's; what encoding takes is on its
  // account, and freed on return. [any thread]
  std::optional<Failure> save(size_t frame, uint32_t step, std::span<const host::Value> outputs,
                              const host::Environment& environment) const;

 private:
  // What is known beforehand of one output of a step.
  struct Port {
    std::string name;  // of the file, without extension
    const pipeline_port* port = nullptr;
    const pipeline_type* type = nullptr;  // a third party's
    std::filesystem::path library;        // that declares it
  };
  // The stages that save, made where some output needs them.
  struct Tools {
    std::unique_ptr<Tool> write, to_srgb, to_straight, document;
  };
  class Call;

  std::string make_tools(const Port& port, host::Registry& registry,
                         const host::Environment& environment);

  std::vector<std::filesystem::path> folders_;
  std::vector<std::vector<Port>> ports_;  // by step, then by output
  Tools tools_;
};

}  // namespace pipeline::run
