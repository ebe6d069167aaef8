// SPDX-License-Identifier: Apache-2.0
// A plugin without the C++ layer, whose exception leaves it.
#include <pipeline/abi.h>

namespace {

pipeline_status create(const pipeline_host*, pipeline_ctx*, const pipeline_stage*,
                       const pipeline_arg*, void**) noexcept {
  return PIPELINE_OK;
}
void destroy(void*) noexcept {}
pipeline_status process(void*, const pipeline_host*, pipeline_ctx*, const pipeline_value* const*) {
  throw 42;
}

using Process = decltype(pipeline_stage::process);
const pipeline_port port{sizeof port, 0, "image", "image", "Picture", 0,      0,
                         0,           0, 0,       0,       nullptr,   nullptr};
const pipeline_port* const ports[] = {&port};
// The contract's type forbids it, as this cast does not.
const pipeline_stage stage{sizeof stage,
                           0,
                           "thrower.throw",
                           "1.0.0",
                           "Throws.",
                           1,
                           1,
                           0,
                           0,
                           ports,
                           ports,
                           nullptr,
                           0,
                           0,
                           &create,
                           &destroy,
                           reinterpret_cast<Process>(&process),
                           nullptr,
                           nullptr};
const pipeline_stage* const stages[] = {&stage};
const pipeline_plugin plugin{sizeof plugin,
                             PIPELINE_ABI_TARGET,
                             "thrower",
                             "1.0.0",
                             "Throws",
                             nullptr,
                             nullptr,
                             nullptr,
                             1,
                             0,
                             stages,
                             nullptr,
                             nullptr,
                             nullptr};

}  // namespace

extern "C" PIPELINE_EXPORT const pipeline_plugin* pipeline_plugin_v1() noexcept { return &plugin; }
