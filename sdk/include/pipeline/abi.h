/* SPDX-License-Identifier: Apache-2.0
 *
 * The contract between the pipeline host and stage plugins. Pure C11; the only promise.
 *
 * Rules that hold for every line below:
 *  - Growable structs start with struct_size and only grow at their end. A reader touches a field only
 *    if it lies inside struct_size. Minor versions append; a break would be a new major, and its number
 *    is in the name of the exported symbol.
 *  - Strings are UTF-8. Strings of descriptors live as long as the library; strings passed to a call
 *    live for that call.
 *  - No function here may throw or longjmp across the boundary.
 *  - All bulk memory of an output comes from the host (new_image, new_buffer) and lives as long as any
 *    value that points into it. Inputs are read-only and shared; outputs are private to the stage until
 *    process returns PIPELINE_OK and immutable from then on. Scratch memory is the plugin's own.
 *  - Flag and mask bits not defined here are zero; a host refuses a descriptor that sets them.
 * Threads: [any] callable on any thread; [call] only on the thread that runs create/process and before
 * it returns.
 */
#ifndef PIPELINE_ABI_H
#define PIPELINE_ABI_H

#include <stddef.h>
#include <stdint.h>

#define PIPELINE_ABI_MAJOR 1u
#define PIPELINE_ABI_MINOR 0u

/* The minor version a plugin is written against: define it before the include to a lower value to run
 * in older hosts; fields and functions newer than it are then left unused. */
#ifndef PIPELINE_ABI_TARGET
#define PIPELINE_ABI_TARGET PIPELINE_ABI_MINOR
#endif

#define PIPELINE_EXPORT __attribute__((visibility("default")))

#ifdef __cplusplus
#define PIPELINE_NOEXCEPT noexcept
extern "C" {
#else
#define PIPELINE_NOEXCEPT
#endif

typedef int32_t pipeline_status;
enum {
  PIPELINE_OK = 0,
  PIPELINE_BAD_ARGUMENT = 1, /* a parameter or an input outside the declared contract */
  PIPELINE_UNSUPPORTED = 2,  /* a legal request that this build cannot serve */
  PIPELINE_NO_MEMORY = 3,    /* an allocation failed or a memory limit was reached */
  PIPELINE_IO = 4,           /* a file could not be read, or its content is damaged */
  PIPELINE_CANCELLED = 5,    /* stopped because the host asked to */
  PIPELINE_INTERNAL = 6      /* a defect: uncaught exception, broken invariant */
};

/* ---- values on edges ---------------------------------------------------------------------------- */

#define PIPELINE_TYPE_IMAGE "image"
#define PIPELINE_TYPE_LABELS "labels"
#define PIPELINE_TYPE_PATHS "paths"
#define PIPELINE_TYPE_BYTES "bytes"
#define PIPELINE_TYPE_NUMBER "number"
/* A third party's type is named "vendor.name/revision", such as "acme.depth/1". */

/* Sample types; each is one bit, so that they also make masks. */
enum {
  PIPELINE_U8 = 1u,  /* 0..255 is 0..1 */
  PIPELINE_U16 = 2u, /* 0..65535 is 0..1 */
  PIPELINE_U32 = 4u, /* labels only */
  PIPELINE_F32 = 8u  /* nominally 0..1; values outside are legal */
};

/* Colour spaces; bits. GREY is sRGB-encoded luminance; DATA is no colour (a mask, a strength). */
enum {
  PIPELINE_COLOUR_GREY = 1u,
  PIPELINE_COLOUR_SRGB = 2u,
  PIPELINE_COLOUR_LINEAR = 4u, /* sRGB primaries, linear light */
  PIPELINE_COLOUR_OKLAB = 8u,  /* L, a, b after Ottosson 2020; F32 only */
  PIPELINE_COLOUR_DATA = 16u
};

/* Alpha kinds; bits. With alpha, it is the last channel. */
enum {
  PIPELINE_ALPHA_NONE = 1u,
  PIPELINE_ALPHA_STRAIGHT = 2u,
  PIPELINE_ALPHA_PREMULTIPLIED = 4u
};

/* Channel counts as a mask: PIPELINE_CHANNELS(3) | PIPELINE_CHANNELS(4). */
#define PIPELINE_CHANNELS(n) (1u << (n))

#define PIPELINE_MAX_SIDE (1 << 28) /* pixels; stride x height stays far below 2^63 */

/* Interleaved samples, origin top left, y down. Row y starts at pixels + y * stride. Rows that the host
 * allocates are 64-byte aligned and stride is a multiple of 64. */
typedef struct pipeline_image {
  uint32_t struct_size;
  int32_t width, height; /* pixels, 1..PIPELINE_MAX_SIDE */
  int32_t channels;      /* 1..4, alpha included */
  uint32_t sample;       /* U8, U16 or F32 */
  uint32_t colour, alpha;
  uint32_t reserved;
  size_t stride; /* bytes */
  void *pixels;
} pipeline_image;

/* An index map with its palette. Each label is < count. */
typedef struct pipeline_labels {
  uint32_t struct_size;
  int32_t width, height;
  uint32_t sample; /* U8 (count <= 256) or U32 */
  uint32_t count;
  uint32_t reserved;
  size_t stride; /* bytes */
  void *labels;
  const float *palette; /* count x RGBA, sRGB-encoded, straight alpha, 0..1; NULL: none */
} pipeline_labels;

/* Verbs and the floats each takes from coords, all in pixels of the canvas, y down. */
enum {
  PIPELINE_MOVE = 0,    /* 2: x y */
  PIPELINE_LINE = 1,    /* 2: x y */
  PIPELINE_QUAD = 2,    /* 4: x1 y1 x y */
  PIPELINE_CUBIC = 3,   /* 6: x1 y1 x2 y2 x y */
  PIPELINE_ARC = 4,     /* 7: rx ry rotation(degrees) large(0|1) sweep(0|1) x y, as SVG's A */
  PIPELINE_ELLIPSE = 5, /* 5: cx cy rx ry rotation(degrees), a whole closed figure */
  PIPELINE_CLOSE = 6    /* 0 */
};
enum { PIPELINE_NONZERO = 0, PIPELINE_EVEN_ODD = 1 };
enum { PIPELINE_CAP_BUTT = 0, PIPELINE_CAP_ROUND = 1, PIPELINE_CAP_SQUARE = 2 };
enum { PIPELINE_JOIN_MITER = 0, PIPELINE_JOIN_ROUND = 1, PIPELINE_JOIN_BEVEL = 2 };
enum { PIPELINE_GRADIENT_LINEAR = 0, PIPELINE_GRADIENT_RADIAL = 1 };
#define PIPELINE_NONE UINT32_MAX

typedef struct pipeline_gradient { /* frozen */
  uint32_t kind, stop_begin, stop_count, reserved;
  float geometry[6]; /* linear: x1 y1 x2 y2 - -; radial: cx cy r fx fy - */
} pipeline_gradient;

typedef struct pipeline_stop { /* frozen */
  float offset;  /* 0..1, not decreasing */
  float rgba[4]; /* sRGB-encoded, straight */
} pipeline_stop;

/* Shapes in painter's order, first is lowest. Structure of arrays; path i owns verbs
 * [verb_begin[i], verb_begin[i+1]) and coords likewise. A NULL array means its default for all. */
typedef struct pipeline_paths {
  uint32_t struct_size;
  uint32_t count;
  float width, height; /* canvas, pixels */
  const uint8_t *verbs;
  const float *coords;
  const uint32_t *verb_begin, *coord_begin; /* count + 1 each */
  const float *fill;                        /* count x RGBA sRGB straight; alpha 0 or NULL: none */
  const uint8_t *fill_rule;                 /* NULL: NONZERO */
  const float *stroke;                      /* count x RGBA; NULL: none */
  const float *stroke_width;                /* pixels; NULL: 1 */
  const uint8_t *stroke_cap, *stroke_join;  /* NULL: BUTT, MITER */
  const uint32_t *gradient;                 /* index or PIPELINE_NONE; goes before fill; NULL: none */
  const uint32_t *label;                    /* label each path came from, or PIPELINE_NONE */
  const pipeline_gradient *gradients;
  const pipeline_stop *stops;
  uint32_t gradient_count, stop_count;
} pipeline_paths;

typedef struct pipeline_bytes {
  uint32_t struct_size;
  uint32_t reserved;
  const char *media_type; /* "image/svg+xml"; copied by emit */
  const void *bytes;
  size_t size;
} pipeline_bytes;

typedef struct pipeline_number { /* unit and which way is better stand in the port */
  uint32_t struct_size;
  uint32_t reserved;
  double value;
} pipeline_number;

typedef struct pipeline_value { /* frozen */
  const char *type;             /* PIPELINE_TYPE_* or a third party's type */
  const void *data;             /* the struct of that type */
} pipeline_value;

/* ---- host services ------------------------------------------------------------------------------ */

typedef struct pipeline_ctx pipeline_ctx; /* one create, process, catalog or conversion call; opaque */
typedef struct pipeline_stage pipeline_stage;

/* One chunk of parallel_for. slot < slots(ctx) is held by no other running chunk of this loop.
 * A status other than OK stops further chunks and becomes the loop's result. */
typedef pipeline_status (*pipeline_body)(void *user, int64_t begin, int64_t end,
                                         uint32_t slot) PIPELINE_NOEXCEPT;

enum {
  PIPELINE_LOG_DEBUG = 0,
  PIPELINE_LOG_INFO = 1,
  PIPELINE_LOG_WARNING = 2,
  PIPELINE_LOG_ERROR = 3
};

typedef struct pipeline_host {
  uint32_t struct_size, abi_minor;
  const char *name, *version;

  /* Sets output `port` to a new image of io's width, height, channels, sample, colour and alpha, and
   * fills in stride and pixels (uninitialised). colour 0: SRGB for 3 and 4 channels, else GREY; alpha 0:
   * STRAIGHT for 2 and 4 channels, else NONE. Once for each port. [call] */
  pipeline_status (*new_image)(pipeline_ctx *, uint32_t port, pipeline_image *io) PIPELINE_NOEXCEPT;

  /* Memory for an output or scratch, 64-byte aligned and uninitialised; NULL after a fail when it cannot be
   * had. Freed by the host: with the last value that points into it, or with this call. [call] */
  void *(*new_buffer)(pipeline_ctx *, size_t bytes)PIPELINE_NOEXCEPT;

  /* Sets output `port`. The struct is copied; what it points to must lie in buffers of this call or in
   * inputs of it (a view into an input is legal and costs nothing). Once for each port. [call] */
  pipeline_status (*emit)(pipeline_ctx *, uint32_t port, const pipeline_value *) PIPELINE_NOEXCEPT;

  /* Stores a copy of the text and returns the status, so that `return host->fail(...)` reads well. The
   * first text of a call is kept. Without it the user sees the status alone. [call] */
  pipeline_status (*fail)(pipeline_ctx *, pipeline_status, const char *text) PIPELINE_NOEXCEPT;

  void (*log)(pipeline_ctx *, int32_t level, const char *text) PIPELINE_NOEXCEPT; /* [any] */

  /* Non-zero once the run is being stopped: return PIPELINE_CANCELLED soon. [any] */
  int32_t (*cancelled)(pipeline_ctx *) PIPELINE_NOEXCEPT;

  void (*progress)(pipeline_ctx *, double fraction) PIPELINE_NOEXCEPT; /* 0..1 of this call. [any] */

  /* How many threads a library with a pool of its own may use in this call. [any] */
  uint32_t (*threads)(pipeline_ctx *) PIPELINE_NOEXCEPT;

  /* The exclusive bound of slot in parallel_for: the size of per-slot scratch. [any] */
  uint32_t (*slots)(pipeline_ctx *) PIPELINE_NOEXCEPT;

  /* Runs body over [begin, end) cut into chunks of exactly `grain` (the last may be shorter), the same
   * cuts at any thread count, so that a reduction kept per chunk and folded in order is the same
   * everywhere. Blocks until done; may be nested. grain >= 1. [any, from within the call] */
  pipeline_status (*parallel_for)(pipeline_ctx *, int64_t begin, int64_t end, int64_t grain,
                                  pipeline_body, void *user) PIPELINE_NOEXCEPT;

  /* An optional service by name ("pipeline.name/revision" or "vendor.name/revision"), or NULL. [any] */
  const void *(*extension)(pipeline_ctx *, const char *id)PIPELINE_NOEXCEPT;
} pipeline_host;

/* ---- what a plugin declares: constant data ------------------------------------------------------ */

enum { PIPELINE_PORT_OPTIONAL = 1u };
enum { PIPELINE_BETTER_UNSTATED = 0, PIPELINE_BETTER_LOWER = 1, PIPELINE_BETTER_HIGHER = 2 };

/* An input accepts what its masks allow; an output promises it. A mask of 0 allows anything, or, on an
 * output with as_input = k + 1, promises what input k brings. */
typedef struct pipeline_port {
  uint32_t struct_size, flags;
  const char *name, *type, *doc; /* name: [a-z][a-z0-9_]* */
  uint32_t samples, channels, colours, alphas;
  uint32_t as_input;      /* outputs: 0, or 1 + the number of an input */
  uint32_t better;        /* number outputs: PIPELINE_BETTER_* */
  const char *unit;       /* number outputs: "dB"; may be NULL */
  const char *media_type; /* bytes ports: the one media type; NULL: any */
} pipeline_port;

enum {
  PIPELINE_BOOL = 0,
  PIPELINE_INT = 1,
  PIPELINE_FLOAT = 2,
  PIPELINE_ENUM = 3,
  PIPELINE_STRING = 4,
  PIPELINE_FILE = 5, /* an absolute path when it arrives; relative to the graph file where written */
  PIPELINE_COLOUR = 6
};
enum {
  PIPELINE_PARAM_REQUIRED = 1u, /* has no default */
  PIPELINE_PARAM_LOG_SCALE = 2u,
  PIPELINE_PARAM_ADVANCED = 4u,
  PIPELINE_PARAM_PIXELS = 8u /* a length that scales with the resolution */
};

typedef union pipeline_arg { /* 16 bytes, frozen */
  int64_t integer;           /* BOOL 0 or 1; INT; ENUM: the number of the choice */
  double real;
  struct {
    const char *text; /* STRING, FILE; also 0-terminated; valid during create */
    size_t size;
  } string;
  float rgba[4]; /* COLOUR: sRGB-encoded, straight, 0..1 */
} pipeline_arg;

typedef struct pipeline_param {
  uint32_t struct_size, flags;
  uint32_t kind;
  uint32_t choice_count;
  const char *name, *doc, *unit;    /* name as a port's; unit may be NULL */
  double min, max;                  /* INT, FLOAT: both inclusive */
  double step;                      /* 0: continuous */
  pipeline_arg preset;              /* the default */
  const char *const *choices;       /* ENUM: the words. INT: words for special values, or NULL */
  const int64_t *choice_values;     /* INT: what each word stands for, outside [min, max] */
} pipeline_param;

enum {
  PIPELINE_STAGE_PURE = 1u,      /* same bytes in, same bytes out, at any thread count */
  PIPELINE_STAGE_REENTRANT = 2u, /* process may overlap itself on one instance */
  PIPELINE_STAGE_DEPRECATED = 4u
};

struct pipeline_stage {
  uint32_t struct_size, flags;
  const char *id;      /* the plugin's id, a dot and a name: "acme.posterize" */
  const char *version; /* semantic; a stage whose output changes raises the minor */
  const char *doc;     /* one line */
  uint32_t input_count, output_count, param_count;
  uint32_t reserved;
  const pipeline_port *const *inputs;
  const pipeline_port *const *outputs;
  const pipeline_param *const *params;

  /* Peak memory of one process call, outputs included and inputs not: bytes_per_pixel x the pixels of the
   * largest image or label map taken or delivered + bytes. Both 0: not stated. */
  double bytes_per_pixel;
  uint64_t bytes;

  /* Makes an instance from param_count checked arguments; *instance may stay NULL. An instance is
   * immutable afterwards. Never overlaps another call on that instance. */
  pipeline_status (*create)(const pipeline_host *, pipeline_ctx *, const pipeline_stage *,
                            const pipeline_arg *args, void **instance) PIPELINE_NOEXCEPT;
  void (*destroy)(void *instance) PIPELINE_NOEXCEPT;

  /* inputs: input_count pointers; NULL where an optional input is not wired. Overlaps itself only if
   * REENTRANT. Outputs of a call that fails are dropped. */
  pipeline_status (*process)(void *instance, const pipeline_host *, pipeline_ctx *,
                             const pipeline_value *const *inputs) PIPELINE_NOEXCEPT;

  const void *(*extension)(const pipeline_stage *, const char *id)PIPELINE_NOEXCEPT; /* may be NULL */
  const void *user; /* the plugin's own; for stages made at run time */
};

/* What extension(stage, PIPELINE_OUTPUT_FORMAT) of a stage answers, where the masks of its output cannot
 * tell what its arguments decide. A host asks before anything runs, so that a format which the next stage
 * does not take is found when the graph is checked. */
#define PIPELINE_OUTPUT_FORMAT "pipeline.output_format/1"
typedef struct pipeline_output_format {
  uint32_t struct_size, reserved;
  /* image: sample, channels, colour and alpha of what comes in at input 0; size and pixels are 0. On OK
   * they have become those of what leaves at `output`; any other status: the stage refuses such an image.
   * args as for create. [any] */
  pipeline_status (*predict)(const pipeline_stage *, const pipeline_arg *args, uint32_t output,
                             pipeline_image *image) PIPELINE_NOEXCEPT;
} pipeline_output_format;

/* What extension(stage, PIPELINE_LACKS) of a stage answers that can only be made where something is that
 * may be absent, such as a library that it opens when it is created. Tools tell of it. */
#define PIPELINE_LACKS "pipeline.lacks/1"
typedef struct pipeline_lacks {
  uint32_t struct_size, reserved;
  /* Writes one line, cut to size and ended by 0, that says what is absent on this machine and how to get
   * it; an empty one: nothing is. [any] */
  void (*what)(const pipeline_stage *, char *text, size_t size)PIPELINE_NOEXCEPT;
} pipeline_lacks;

/* A third party's value type. Without to_bytes and from_bytes its values are neither cached nor
 * isolated. data points into host memory, as all that it points to. */
typedef struct pipeline_type {
  uint32_t struct_size, flags;
  const char *id, *doc;
  pipeline_status (*to_bytes)(const pipeline_host *, pipeline_ctx *, const void *data,
                              pipeline_bytes *out) PIPELINE_NOEXCEPT;
  pipeline_status (*from_bytes)(const pipeline_host *, pipeline_ctx *, const pipeline_bytes *,
                                const void **data) PIPELINE_NOEXCEPT;
} pipeline_type;

/* Takes one stage found by a catalog; the stage lives as long as the library. */
typedef pipeline_status (*pipeline_add)(void *user, const pipeline_stage *) PIPELINE_NOEXCEPT;

typedef struct pipeline_plugin {
  uint32_t struct_size, abi_minor; /* abi_minor: PIPELINE_ABI_TARGET */
  const char *id;                  /* the file is <id>.so */
  const char *version, *doc, *vendor, *license, *url; /* vendor, license and url may be NULL */
  uint32_t stage_count, type_count;
  const pipeline_stage *const *stages;
  const pipeline_type *const *types;

  /* Finds the stages that stand in one folder of the model search path and hands each to `add`; NULL:
   * none. Called once for each folder, never concurrently. */
  pipeline_status (*catalog)(const pipeline_host *, pipeline_ctx *, const char *folder, pipeline_add add,
                             void *user) PIPELINE_NOEXCEPT;
  const void *(*extension)(const char *id)PIPELINE_NOEXCEPT; /* may be NULL */
} pipeline_plugin;

/* The one exported symbol of a plugin; [any], constant. */
#define PIPELINE_ENTRY "pipeline_plugin_v1"
PIPELINE_EXPORT const pipeline_plugin *pipeline_plugin_v1(void) PIPELINE_NOEXCEPT;

#ifdef __cplusplus
}
#endif
#endif
