/* SPDX-License-Identifier: Apache-2.0
 * Plugins that a host must refuse, one for each macro given. */
#include <pipeline/abi.h>

#if defined(NO_ENTRY)
PIPELINE_EXPORT int something_else(void);
#ifdef CALLS_NOBODY
int pipeline_nobody(void);
int something_else(void) { return pipeline_nobody(); }
#else
int something_else(void) { return 1; }
#endif
#elif defined(OTHER_MAJOR)
PIPELINE_EXPORT const void *pipeline_plugin_v2(void);
const void *pipeline_plugin_v2(void) { return 0; }
#elif defined(RETURNS_NULL)
const pipeline_plugin *pipeline_plugin_v1(void) { return 0; }
#else

#ifdef TOO_NEW
#define MINOR (PIPELINE_ABI_MINOR + 1)
#else
#define MINOR PIPELINE_ABI_MINOR
#endif
#ifdef OTHER_ID
#define ID "somebody"
#else
#define ID PLUGIN_ID
#endif

static pipeline_status create(const pipeline_host *host, pipeline_ctx *ctx, const pipeline_stage *stage,
                              const pipeline_arg *args, void **instance) {
  (void)host, (void)ctx, (void)stage, (void)args, (void)instance;
  return PIPELINE_OK;
}
static void destroy(void *instance) { (void)instance; }
static pipeline_status process(void *instance, const pipeline_host *host, pipeline_ctx *ctx,
                               const pipeline_value *const *inputs) {
  (void)instance, (void)host, (void)ctx, (void)inputs;
  return PIPELINE_OK;
}
static const pipeline_param level = {
    .struct_size = sizeof level, .kind = PIPELINE_FLOAT, .name = "level", .doc = "A level",
    .min = 0, .max = 1,
#ifdef BAD_RANGE
    .preset = {.real = 2},
#endif
};
static const pipeline_param *const params[] = {&level};
static const pipeline_stage stage = {
    .struct_size = sizeof stage, .flags = PIPELINE_STAGE_PURE, .id = PLUGIN_ID ".stage",
    .version = "1.0.0", .doc = "A stage", .param_count = 1, .params = params, .create = create,
    .destroy = destroy,
#ifndef NO_PROCESS
    .process = process,
#endif
};
static const pipeline_stage *const stages[] = {&stage};
#ifdef NAMELESS_TYPE
static const pipeline_type type = {.struct_size = sizeof type, .doc = "A type"};
static const pipeline_type *const types[] = {&type};
#endif
static const pipeline_plugin plugin = {
    .struct_size = sizeof plugin, .abi_minor = MINOR, .id = ID, .version = "1.0.0", .doc = "Bad",
    .stage_count = 1, .stages = stages,
#ifdef NAMELESS_TYPE
    .type_count = 1, .types = types,
#endif
};
const pipeline_plugin *pipeline_plugin_v1(void) { return &plugin; }
/* Keeps `process` used where the table leaves it out. */
void *pipeline_unused(void);
void *pipeline_unused(void) { return (void *)(size_t)process; }
#endif
