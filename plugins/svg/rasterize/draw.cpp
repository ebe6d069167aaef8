// SPDX-License-Identifier: Apache-2.0
#include "plugins/svg/rasterize/draw.hpp"

#include <pipeline/error.hpp>

#include <algorithm>

namespace pipeline::svg {

namespace {

constexpr double pixels_per_inch = 96;  // CSS
constexpr int argb32 = 0;               // CAIRO_FORMAT_ARGB32
constexpr int no_memory = 1;            // CAIRO_STATUS_NO_MEMORY

// Takes the error over. librsvg's texts may have several lines.
[[noreturn]] void fail(const Librsvg& rsvg, const char* what, GError* error) {
  std::string text = error && error->message ? error->message : "no reason given";
  if (error) rsvg.g_error_free(error);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  std::replace(text.begin(), text.end(), '\n', ' ');
  throw Error(PIPELINE_BAD_ARGUMENT, std::string(what) + text);
}

void check(const Librsvg& rsvg, int status) {
  if (status == 0) return;
  throw Error(status == no_memory ? PIPELINE_NO_MEMORY : PIPELINE_BAD_ARGUMENT,
              std::string("cairo cannot draw this: ") + rsvg.cairo_status_to_string(status));
}

}  // namespace

Drawing::Drawing(const Librsvg& functions, std::string_view document)
    : rsvg_(functions), handle_(nullptr, Unref{&functions}) {
  if (document.empty()) throw Error(PIPELINE_BAD_ARGUMENT, "the SVG is empty");
  GError* error = nullptr;
  handle_.reset(rsvg_.rsvg_handle_new_from_data(
      reinterpret_cast<const unsigned char*>(document.data()), document.size(), &error));
  if (!handle_) fail(rsvg_, "librsvg cannot read this: ", error);
  rsvg_.rsvg_handle_set_dpi(handle_.get(), pixels_per_inch);
}

Size Drawing::size() const {
  Size size{};
  const bool given =
      rsvg_.rsvg_handle_get_intrinsic_size_in_pixels(handle_.get(), &size.width, &size.height) != 0;
  if (given && size.width > 0 && size.height > 0) return size;
  int has_width = 0, has_height = 0, has_box = 0;
  RsvgLength width{}, height{};
  RsvgRectangle box{};
  rsvg_.rsvg_handle_get_intrinsic_dimensions(handle_.get(), &has_width, &width, &has_height,
                                             &height, &has_box, &box);
  if (has_box != 0 && box.width > 0 && box.height > 0) return {box.width, box.height};
  throw Error(PIPELINE_BAD_ARGUMENT,
              "the SVG says no size, and has no viewBox: give width and height");
}

Drawing::Pixels Drawing::draw(int width, int height, const Colour& background) const {
  Pixels pixels;
  pixels.surface_ = {rsvg_.cairo_image_surface_create(argb32, width, height),
                     Pixels::Destroy{&rsvg_}};
  CairoSurface* surface = pixels.surface_.get();
  check(rsvg_, rsvg_.cairo_surface_status(surface));
  {
    const auto destroy = [this](Cairo* cairo) { rsvg_.cairo_destroy(cairo); };
    const std::unique_ptr<Cairo, decltype(destroy)> cairo(rsvg_.cairo_create(surface), destroy);
    rsvg_.cairo_set_source_rgba(cairo.get(), background.r, background.g, background.b,
                                background.a);
    rsvg_.cairo_paint(cairo.get());
    const RsvgRectangle all{0, 0, static_cast<double>(width), static_cast<double>(height)};
    GError* error = nullptr;
    if (!rsvg_.rsvg_handle_render_document(handle_.get(), cairo.get(), &all, &error)) {
      fail(rsvg_, "librsvg cannot draw this: ", error);
    }
    check(rsvg_, rsvg_.cairo_status(cairo.get()));
  }
  rsvg_.cairo_surface_flush(surface);
  pixels.data_ = rsvg_.cairo_image_surface_get_data(surface);
  pixels.stride_ = rsvg_.cairo_image_surface_get_stride(surface);
  return pixels;
}

}  // namespace pipeline::svg
