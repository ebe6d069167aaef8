// SPDX-License-Identifier: Apache-2.0
// librsvg and cairo, opened when the first svg.rasterize is created and not before: loading them
// takes longer than a small picture, and svg.document does without. Only what is stable in their C
// interfaces is declared here (librsvg-2.so.2, libcairo.so.2), so that no header is needed to
// build.
#pragma once

#include <cstddef>
#include <string>

namespace pipeline::svg {

struct RsvgHandle;
struct CairoSurface;
struct Cairo;
struct GError {
  unsigned domain;
  int code;
  char* message;
};
struct RsvgRectangle {
  double x, y, width, height;
};
struct RsvgLength {
  double length;
  int unit;
};

// Functions under their own names; gboolean is int.
struct Librsvg {
  RsvgHandle* (*rsvg_handle_new_from_data)(const unsigned char*, size_t, GError**);
  void (*rsvg_handle_set_dpi)(RsvgHandle*, double);
  int (*rsvg_handle_get_intrinsic_size_in_pixels)(RsvgHandle*, double*, double*);
  void (*rsvg_handle_get_intrinsic_dimensions)(RsvgHandle*, int*, RsvgLength*, int*, RsvgLength*,
                                               int*, RsvgRectangle*);
  int (*rsvg_handle_render_document)(RsvgHandle*, Cairo*, const RsvgRectangle*, GError**);
  void (*g_object_unref)(void*);
  void (*g_error_free)(GError*);
  CairoSurface* (*cairo_image_surface_create)(int format, int width, int height);
  int (*cairo_surface_status)(CairoSurface*);
  void (*cairo_surface_flush)(CairoSurface*);
  unsigned char* (*cairo_image_surface_get_data)(CairoSurface*);
  int (*cairo_image_surface_get_stride)(CairoSurface*);
  void (*cairo_surface_destroy)(CairoSurface*);
  Cairo* (*cairo_create)(CairoSurface*);
  void (*cairo_set_source_rgba)(Cairo*, double, double, double, double);
  void (*cairo_paint)(Cairo*);
  int (*cairo_status)(Cairo*);
  void (*cairo_destroy)(Cairo*);
  const char* (*cairo_status_to_string)(int);
};

// Opens them once; they stay. Throws Error with absent_librsvg()'s text. [any]
const Librsvg& librsvg();

// What is absent and how to get it; empty if nothing is. [any]
std::string absent_librsvg();

}  // namespace pipeline::svg
