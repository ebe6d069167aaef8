// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pipeline/labels.hpp>

#include <memory>
#include <string_view>

#include "plugins/svg/rasterize/librsvg.hpp"

namespace pipeline::svg {

struct Size {
  double width, height;  // pixels
};

// One document. It never loads another file: librsvg gets no base address.
class Drawing {
 public:
  // Throws Error where the document is no SVG.
  Drawing(const Librsvg& functions, std::string_view document);

  // That of its width and height, at 96 dpi; where those are relative, that of its viewBox. Throws
  // Error where it has neither.
  Size size() const;

  // Premultiplied ARGB in 32-bit words, drawn to fill width x height pixels, 1 to 32767 each, with
  // the aspect ratio that the document asks for. Throws Error.
  class Pixels;
  Pixels draw(int width, int height, const Colour& background) const;

 private:
  struct Unref {
    const Librsvg* functions;
    void operator()(RsvgHandle* handle) const { functions->g_object_unref(handle); }
  };
  const Librsvg& rsvg_;
  std::unique_ptr<RsvgHandle, Unref> handle_;
};

class Drawing::Pixels {
 public:
  const uint32_t* row(int64_t y) const {
    return reinterpret_cast<const uint32_t*>(data_ + y * stride_);
  }

 private:
  friend class Drawing;
  struct Destroy {
    const Librsvg* functions;
    void operator()(CairoSurface* surface) const { functions->cairo_surface_destroy(surface); }
  };
  std::unique_ptr<CairoSurface, Destroy> surface_;
  const unsigned char* data_ = nullptr;
  int stride_ = 0;
};

}  // namespace pipeline::svg
