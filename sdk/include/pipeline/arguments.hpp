// SPDX-License-Identifier: Apache-2.0
// Arguments that outlive create: strings passed to a call live for that call only.
#pragma once

#include <pipeline/abi.h>

#include <string>
#include <vector>

namespace pipeline::detail {

class KeptArguments {
 public:
  KeptArguments(const pipeline_stage& stage, const pipeline_arg* args)
      : args_(args, args + stage.param_count) {
    texts_.reserve(stage.param_count);
    for (uint32_t i = 0; i < stage.param_count; ++i) {
      const uint32_t kind = stage.params[i]->kind;
      if (kind != PIPELINE_STRING && kind != PIPELINE_FILE) continue;
      auto& string = args_[i].string;
      string.text = texts_.emplace_back(string.text, string.size).c_str();
    }
  }
  KeptArguments(const KeptArguments&) = delete;
  KeptArguments& operator=(const KeptArguments&) = delete;

  const pipeline_arg* data() const { return args_.data(); }

 private:
  std::vector<pipeline_arg> args_;
  std::vector<std::string> texts_;
};

}  // namespace pipeline::detail
