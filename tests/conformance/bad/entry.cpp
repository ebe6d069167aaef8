// SPDX-License-Identifier: Apache-2.0
// The stages stand several to a file, so the entry is written by hand.
#include <pipeline/abi.h>

#define BAD_STAGES(X)                                                                            \
  X(refuses)                                                                                     \
  X(silent)                                                                                      \
  X(tall)                                                                                        \
  X(picky) X(odd) X(limit) X(foretells) X(mislabels) X(writes_input) X(reads_past) X(counts)     \
      X(unwritten) X(ordered) X(shares) X(hungry) X(misnames) X(deaf) X(leaks) X(opens) X(moves) \
          X(handles) X(starts) X(prints) X(exits) X(hangs) X(rare) X(writes_past) X(threads)     \
              X(slots) X(homely) X(swallows) X(masks) X(forks)

extern "C" {
#define DECLARE(name) const pipeline_stage* pipeline_stage_##name();
BAD_STAGES(DECLARE)
#undef DECLARE
}

extern "C" PIPELINE_EXPORT const pipeline_plugin* pipeline_plugin_v1() noexcept {
#define CALL(name) pipeline_stage_##name(),
  static const pipeline_stage* const stages[] = {BAD_STAGES(CALL)};
#undef CALL
  static const pipeline_plugin plugin{sizeof(pipeline_plugin),
                                      PIPELINE_ABI_TARGET,
                                      "bad",
                                      "1.0.0",
                                      "A stage for each rule that it breaks",
                                      nullptr,
                                      nullptr,
                                      nullptr,
                                      sizeof stages / sizeof *stages,
                                      0,
                                      stages,
                                      nullptr,
                                      nullptr,
                                      nullptr};
  return &plugin;
}
