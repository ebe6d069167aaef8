// SPDX-License-Identifier: Apache-2.0
// A stage that the program calls for itself: it has no codec of its own.
#pragma once

#include <initializer_list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "framework/graph/stage_source.hpp"
#include "framework/host/instance.hpp"

namespace pipeline::run {

class Tool {
 public:
  // A parameter, and its value as a graph file has it; all others are at their defaults.
  struct Setting {
    std::string_view parameter, value;
  };
  struct Kind {
    std::string_view id;            // "io.write"
    std::string_view takes, gives;  // types of its first input and output
    std::string_view purpose;       // how messages tell it from a stage of the graph
    std::initializer_list<Setting> settings{};
  };

  // Null if there is no such stage or it cannot be made: then `problem` is one line that says why.
  // [one thread]
  static std::unique_ptr<Tool> make(const Kind& kind, graph::StageSource& stages,
                                    const host::Environment& environment, std::string& problem);

  // From its first input to its first output. [any thread]
  host::Outcome run(const host::Value& from, host::Value& to,
                    const host::Environment& environment) const;

 private:
  std::string name_;
  std::unique_ptr<host::Instance> instance_;
  mutable std::mutex mutex_;  // of an instance that is not reentrant
};

}  // namespace pipeline::run
