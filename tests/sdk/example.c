/* SPDX-License-Identifier: Apache-2.0 */
#include <pipeline/abi.h>

static pipeline_status invert_rows(void *user, int64_t begin, int64_t end, uint32_t slot) {
  const pipeline_image *from = ((pipeline_image **)user)[0], *to = ((pipeline_image **)user)[1];
  (void)slot;
  for (int64_t y = begin; y < end; ++y) {
    const uint8_t *s = (const uint8_t *)from->pixels + (size_t)y * from->stride;
    uint8_t *d = (uint8_t *)to->pixels + (size_t)y * to->stride;
    for (int32_t i = 0; i < from->width * from->channels; ++i) d[i] = (uint8_t)(255 - s[i]);
  }
  return PIPELINE_OK;
}
static pipeline_status create(const pipeline_host *host, pipeline_ctx *ctx, const pipeline_stage *stage,
                              const pipeline_arg *args, void **instance) {
  (void)host, (void)ctx, (void)stage, (void)args, (void)instance;
  return PIPELINE_OK;
}
static void destroy(void *instance) { (void)instance; }
static pipeline_status process(void *instance, const pipeline_host *host, pipeline_ctx *ctx,
                               const pipeline_value *const *inputs) {
  pipeline_image from = *(const pipeline_image *)inputs[0]->data, to = from, *both[2] = {&from, &to};
  const pipeline_status status = host->new_image(ctx, 0, &to);
  (void)instance;
  return status ? status : host->parallel_for(ctx, 0, from.height, 16, invert_rows, both);
}
static const pipeline_port in = {sizeof in, 0, "image", "image", "Picture", PIPELINE_U8, 0, 0, 0, 0, 0, 0, 0};
static const pipeline_port out = {sizeof out, 0, "image", "image", "Its negative", 0, 0, 0, 0, 1, 0, 0, 0};
static const pipeline_port *const ins[] = {&in}, *const outs[] = {&out};
static const pipeline_stage stage = {
    sizeof stage, PIPELINE_STAGE_PURE | PIPELINE_STAGE_REENTRANT, "example_c.invert", "1.0.0", "Negative.",
    1, 1, 0, 0, ins, outs, NULL, 0, 0, create, destroy, process, NULL, NULL};
static const pipeline_stage *const stages[] = {&stage};
static const pipeline_plugin plugin = {sizeof plugin, PIPELINE_ABI_TARGET, "example_c", "1.0.0", "In C",
                                       NULL, NULL, NULL, 1, 0, stages, NULL, NULL, NULL};
const pipeline_plugin *pipeline_plugin_v1(void) { return &plugin; }
