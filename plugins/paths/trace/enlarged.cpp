// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/enlarged.hpp"

#include <cmath>
#include <span>

namespace trace {
namespace {

using pipeline::PathBuilder;

class Scaler {
 public:
  Scaler(const PathBuilder& from, float width, float height)
      : from_(from), x_(width / from.width()), y_(height / from.height()), to_(width, height) {
    to_.reserve(from.verbs().size(), from.coords().size());
  }

  PathBuilder run() {
    for (const pipeline_gradient& g : from_.gradients()) add_gradient(g);
    for (size_t i = 0; i < from_.paints().size(); ++i) {
      pipeline::Paint paint = from_.paints()[i];
      paint.stroke_width *= mean();
      to_.begin(paint);
      const size_t end =
          i + 1 < from_.paints().size() ? from_.verb_begin()[i + 1] : from_.verbs().size();
      const float* c = from_.coords().data() + from_.coord_begin()[i];
      for (size_t v = from_.verb_begin()[i]; v < end; ++v) {
        add_verb(from_.verbs()[v], c);
        c += pipeline::coords_of_verb[from_.verbs()[v]];
      }
    }
    return std::move(to_);
  }

 private:
  float mean() const { return std::sqrt(x_ * y_); }

  void add_gradient(const pipeline_gradient& g) {
    const auto stops = std::span(from_.stops()).subspan(g.stop_begin, g.stop_count);
    const float* p = g.geometry;
    if (g.kind == PIPELINE_GRADIENT_LINEAR) {
      to_.linear_gradient(p[0] * x_, p[1] * y_, p[2] * x_, p[3] * y_, stops);
    } else {
      to_.radial_gradient(p[0] * x_, p[1] * y_, p[2] * mean(), p[3] * x_, p[4] * y_, stops);
    }
  }

  void add_verb(uint8_t verb, const float* c) {
    switch (verb) {
      case PIPELINE_MOVE:
        return to_.move(c[0] * x_, c[1] * y_);
      case PIPELINE_LINE:
        return to_.line(c[0] * x_, c[1] * y_);
      case PIPELINE_QUAD:
        return to_.quad(c[0] * x_, c[1] * y_, c[2] * x_, c[3] * y_);
      case PIPELINE_CUBIC:
        return to_.cubic(c[0] * x_, c[1] * y_, c[2] * x_, c[3] * y_, c[4] * x_, c[5] * y_);
      case PIPELINE_ARC:
        return to_.arc(c[0] * x_, c[1] * y_, c[2], c[3] > 0, c[4] > 0, c[5] * x_, c[6] * y_);
      case PIPELINE_ELLIPSE:
        return to_.ellipse(c[0] * x_, c[1] * y_, c[2] * x_, c[3] * y_, c[4]);
      default:
        return to_.close();
    }
  }

  const PathBuilder& from_;
  float x_, y_;
  PathBuilder to_;
};

}  // namespace

SmallLabels::SmallLabels(const pipeline::Labels& large, int width, int height) : raw_(large.raw()) {
  labels_.reserve(static_cast<size_t>(width) * static_cast<size_t>(height));
  const auto middle = [](int i, int small, int all) {
    return static_cast<int>((2LL * i + 1) * all / (2 * small));
  };
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      labels_.push_back(
          large.at(middle(x, width, large.width()), middle(y, height, large.height())));
    }
  }
  raw_.width = width, raw_.height = height;
  raw_.sample = PIPELINE_U32;
  raw_.stride = static_cast<size_t>(width) * sizeof(uint32_t);
}

pipeline::Labels SmallLabels::labels() const {
  pipeline_labels raw = raw_;
  raw.labels = const_cast<uint32_t*>(labels_.data());
  return pipeline::Labels(raw);
}

PathBuilder scaled(const PathBuilder& shapes, float width, float height) {
  return Scaler(shapes, width, height).run();
}

}  // namespace trace
