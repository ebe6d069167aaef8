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
#include "framework/run/viewer.hpp"

namespace pipeline::run {

// Writes FOLDER/NN_STAGE.PORT.EXT for each value, NN its stage's place in the graph, a folder for
// each frame; "01_cleanup-blur.image.png" of the stage cleanup/blur. Each is shown as by Viewer:
// pictures as io.write makes them, bytes with the extension of their media type, the rest as text.
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
  std::vector<std::filesystem::path> folders_;
  std::vector<std::vector<std::string>> names_;  // of files, without extension; by step and output
  std::unique_ptr<Viewer> viewer_;
  std::unique_ptr<Tool> write_;  // made where there is a picture to write
};

}  // namespace pipeline::run
