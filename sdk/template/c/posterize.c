/* The plugin acme with the stage acme.posterize: each colour channel in a few levels. */
#include <pipeline/abi.h>

#include <stdlib.h>

/* The range 0..255 in `levels` parts of one size; each part becomes one value, the first 0, the
 * last 255. This is the algorithm: the line to change. */
static uint8_t in_levels(int value, int levels) {
  const int part = value * levels / 256;
  return (uint8_t)((part * 255 + (levels - 1) / 2) / (levels - 1));
}

/* ---- a run: create once, process for each picture, destroy once ---------------------------------
 */

/* What all pictures of a run need. Not written to after create. */
typedef struct instance {
  uint8_t table[256];
} instance;

/* args: the parameters in the order of `params` below; the host has checked them. */
static pipeline_status create(const pipeline_host* host, pipeline_ctx* ctx,
                              const pipeline_stage* stage, const pipeline_arg* args, void** made) {
  instance* self = malloc(sizeof *self);
  (void)stage;
  if (!self) return host->fail(ctx, PIPELINE_NO_MEMORY, "out of memory");
  for (int value = 0; value < 256; ++value) {
    self->table[value] = in_levels(value, (int)args[0].integer);
  }
  *made = self;
  return PIPELINE_OK;
}

static void destroy(void* self) { free(self); }

typedef struct work {
  const uint8_t* table;
  const pipeline_image* from;
  pipeline_image to;
} work;

/* Rows [begin, end), on any thread. A status other than OK would stop the loop. */
static pipeline_status rows(void* user, int64_t begin, int64_t end, uint32_t slot) {
  const work* w = user;
  const int channels = w->from->channels;
  const int colours = channels - (w->from->alpha == PIPELINE_ALPHA_NONE ? 0 : 1);
  (void)slot;
  for (int64_t y = begin; y < end; ++y) {
    const uint8_t* s = (const uint8_t*)w->from->pixels + (size_t)y * w->from->stride;
    uint8_t* d = (uint8_t*)w->to.pixels + (size_t)y * w->to.stride;
    for (int32_t x = 0; x < w->from->width; ++x, s += channels, d += channels) {
      for (int c = 0; c < channels; ++c) d[c] = c < colours ? w->table[s[c]] : s[c];
    }
  }
  return PIPELINE_OK;
}

/* inputs: in the order of `inputs` below. The host owns the memory of what comes out. */
static pipeline_status process(void* self, const pipeline_host* host, pipeline_ctx* ctx,
                               const pipeline_value* const* inputs) {
  const pipeline_image* from = inputs[0]->data;
  work w = {((const instance*)self)->table, from, *from};
  const pipeline_status status = host->new_image(ctx, 0, &w.to);
  if (status != PIPELINE_OK) return status;
  return host->parallel_for(ctx, 0, from->height, 16, rows, &w);
}

/* ---- what `pipeline describe` shows -------------------------------------------------------------
 */

static const pipeline_port input = {
    .struct_size = sizeof input,
    .name = "image",
    .type = PIPELINE_TYPE_IMAGE,
    .doc = "Picture",
    .samples = PIPELINE_U8,
    /* premultiplied alpha would end up below its colours */
    .alphas = PIPELINE_ALPHA_NONE | PIPELINE_ALPHA_STRAIGHT,
};
static const pipeline_port output = {
    .struct_size = sizeof output,
    .name = "image",
    .type = PIPELINE_TYPE_IMAGE,
    .doc = "In few levels; alpha as it is",
    .samples = PIPELINE_U8,
    .as_input = 1, /* all else as input 0 brings it */
};
static const pipeline_param levels = {
    .struct_size = sizeof levels,
    .kind = PIPELINE_INT,
    .name = "levels",
    .doc = "Levels of each channel",
    .min = 2,
    .max = 256,
    .step = 1,
    .preset = {.integer = 4},
};
static const pipeline_port *const inputs[] = {&input}, *const outputs[] = {&output};
static const pipeline_param* const params[] = {&levels};

/* A stage whose output changes raises its version. */
static const pipeline_stage stage = {
    .struct_size = sizeof stage,
    .flags = PIPELINE_STAGE_PURE | PIPELINE_STAGE_REENTRANT,
    .id = "acme.posterize",
    .version = "1.0.0",
    .doc = "Each colour channel in a few levels.",
    .input_count = 1,
    .output_count = 1,
    .param_count = 1,
    .inputs = inputs,
    .outputs = outputs,
    .params = params,
    .bytes_per_pixel = 4, /* of what comes out: 4 channels at most */
    .bytes = 1 << 20,     /* for the ends of rows */
    .create = create,
    .destroy = destroy,
    .process = process,
};

/* Another stage is another line here. */
static const pipeline_stage* const stages[] = {&stage};
static const pipeline_plugin plugin = {
    .struct_size = sizeof plugin,
    .abi_minor = PIPELINE_ABI_TARGET,
    .id = "acme",
    .version = "1.0.0",
    .doc = "Stages of my own.",
    .stage_count = sizeof stages / sizeof *stages,
    .stages = stages,
};

const pipeline_plugin* pipeline_plugin_v1(void) { return &plugin; }
