// SPDX-License-Identifier: Apache-2.0
// A plugin whose entry is written by hand: what pipeline_add_plugin(... STAGES ...) generates
// otherwise.
#include <pipeline/abi.h>

extern "C" {
const pipeline_stage* pipeline_stage_params();
const pipeline_stage* pipeline_stage_optional();
const pipeline_stage* pipeline_stage_lacking();
const pipeline_stage* pipeline_stage_make_depth();
const pipeline_stage* pipeline_stage_use_depth();
const pipeline_stage* pipeline_stage_number();
const pipeline_stage* pipeline_stage_add();
const pipeline_stage* pipeline_stage_sum();
const pipeline_stage* pipeline_stage_fault();
const pipeline_stage* pipeline_stage_wait();
const pipeline_stage* pipeline_stage_alone();
const pipeline_stage* pipeline_stage_crop();
const pipeline_stage* pipeline_stage_plain();
const pipeline_stage* pipeline_stage_split();
const pipeline_stage* pipeline_stage_shapes();
const pipeline_stage* pipeline_stage_field();
const pipeline_stage* pipeline_stage_make_secret();
const pipeline_stage* pipeline_stage_tell_secret();
const pipeline_type* pipeline_type_depth();
const pipeline_type* pipeline_type_secret();
const pipeline_stage* pipeline_stage_shuffle();
const pipeline_stage* pipeline_stage_shuffle_alone();
const pipeline_stage* pipeline_stage_race();
const pipeline_stage* pipeline_stage_last_chunk();
const pipeline_stage* pipeline_stage_moody();
const pipeline_stage* pipeline_stage_work();
}

extern "C" PIPELINE_EXPORT const pipeline_plugin* pipeline_plugin_v1() noexcept {
  static const pipeline_stage* const stages[] = {
      pipeline_stage_params(),     pipeline_stage_optional(),      pipeline_stage_make_depth(),
      pipeline_stage_use_depth(),  pipeline_stage_number(),        pipeline_stage_add(),
      pipeline_stage_sum(),        pipeline_stage_fault(),         pipeline_stage_wait(),
      pipeline_stage_alone(),      pipeline_stage_crop(),          pipeline_stage_split(),
      pipeline_stage_shapes(),     pipeline_stage_plain(),         pipeline_stage_lacking(),
      pipeline_stage_field(),      pipeline_stage_make_secret(),   pipeline_stage_tell_secret(),
      pipeline_stage_shuffle(),    pipeline_stage_shuffle_alone(), pipeline_stage_race(),
      pipeline_stage_last_chunk(), pipeline_stage_moody(),         pipeline_stage_work(),
  };
  static const pipeline_type* const types[] = {pipeline_type_depth(), pipeline_type_secret()};
  static const pipeline_plugin plugin{sizeof(pipeline_plugin),
                                      PIPELINE_ABI_TARGET,
                                      "kinds",
                                      "1.0.0",
                                      "Every kind of value, parameter and fault",
                                      nullptr,
                                      nullptr,
                                      nullptr,
                                      sizeof stages / sizeof *stages,
                                      sizeof types / sizeof *types,
                                      stages,
                                      types,
                                      nullptr,
                                      nullptr};
  return &plugin;
}
