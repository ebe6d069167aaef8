// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "framework/run/program.hpp"
#include "framework/run/spans.hpp"

namespace pipeline::cli {

// A run in the Trace Event Format, which Perfetto (ui.perfetto.dev) and chrome://tracing open: a
// row a thread, a slice a call with stage and image, arrows from slice to slice of one image.
// image(frame): what to call it.
std::string trace_json(const run::Program& program, const run::Spans& spans,
                       const std::function<std::string(size_t frame)>& image);

}  // namespace pipeline::cli
