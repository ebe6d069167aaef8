// SPDX-License-Identifier: Apache-2.0
#include "plugins/svg/rasterize/librsvg.hpp"

#include <dlfcn.h>
#include <pipeline/error.hpp>

namespace pipeline::svg {

namespace {

constexpr char file[] = "librsvg-2.so.2";
constexpr char fix[] =
    "; the package librsvg2-2 has it (in a clone, './pipeline setup svg' gets it)";

// A handle finds the functions of the libraries that the library is linked to, too.
template <class Function>
void find(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(dlsym(library, name));
  if (!function) {
    throw Error(PIPELINE_UNSUPPORTED, std::string(file) + " is too old, it has no " + name + fix);
  }
}

Librsvg open() {
  void* library = dlopen(file, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (!library) throw Error(PIPELINE_UNSUPPORTED, std::string(dlerror()) + fix);
  Librsvg r{};
#define PIPELINE_FIND(name) find(library, #name, r.name)
  PIPELINE_FIND(rsvg_handle_new_from_data);
  PIPELINE_FIND(rsvg_handle_set_dpi);
  PIPELINE_FIND(rsvg_handle_get_intrinsic_size_in_pixels);
  PIPELINE_FIND(rsvg_handle_get_intrinsic_dimensions);
  PIPELINE_FIND(rsvg_handle_render_document);
  PIPELINE_FIND(g_object_unref);
  PIPELINE_FIND(g_error_free);
  PIPELINE_FIND(cairo_image_surface_create);
  PIPELINE_FIND(cairo_surface_status);
  PIPELINE_FIND(cairo_surface_flush);
  PIPELINE_FIND(cairo_image_surface_get_data);
  PIPELINE_FIND(cairo_image_surface_get_stride);
  PIPELINE_FIND(cairo_surface_destroy);
  PIPELINE_FIND(cairo_create);
  PIPELINE_FIND(cairo_set_source_rgba);
  PIPELINE_FIND(cairo_paint);
  PIPELINE_FIND(cairo_status);
  PIPELINE_FIND(cairo_destroy);
  PIPELINE_FIND(cairo_status_to_string);
#undef PIPELINE_FIND
  return r;
}

}  // namespace

const Librsvg& librsvg() {
  static const Librsvg functions = open();
  return functions;
}

std::string absent_librsvg() {
  try {
    librsvg();
    return "";
  } catch (const Error& error) {
    return error.what();
  }
}

}  // namespace pipeline::svg
