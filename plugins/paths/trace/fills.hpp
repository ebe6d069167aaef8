// SPDX-License-Identifier: Apache-2.0
// What each label is filled with: its colour, or a gradient that its pixels show.
#pragma once

#include <pipeline/basic_call.hpp>
#include <pipeline/image.hpp>
#include <pipeline/labels.hpp>
#include <pipeline/paths.hpp>

#include <optional>
#include <vector>

#include "plugins/common/gradient/fit.hpp"
#include "plugins/common/shading/shading.hpp"

namespace trace {

// Premultiplied, 0..255.
struct Colour4 {
  float v[4];

  friend Colour4 operator-(const Colour4& a, const Colour4& b) {
    return {{a.v[0] - b.v[0], a.v[1] - b.v[1], a.v[2] - b.v[2], a.v[3] - b.v[3]}};
  }
  friend float dot(const Colour4& a, const Colour4& b) {
    return a.v[0] * b.v[0] + a.v[1] * b.v[1] + a.v[2] * b.v[2] + a.v[3] * b.v[3];
  }
};

Colour4 pixel_of(const pipeline::Image<const uint8_t>& image, int x, int y);

class Fills {
 public:
  // The colours of the palette.
  explicit Fills(const pipeline::Labels& labels);

  // Gives a label a gradient where that is clearly nearer to what lies inside its areas than one
  // colour is, and near to nearly all of it.
  void find_gradients(const pipeline::BasicCall& call, const pipeline::Image<const uint8_t>& image,
                      const pipeline::Labels& labels);

  // Looks whether the commonest label is a ground of uneven brightness, as paper under a lamp. The
  // ground becomes the gradient that comes nearest to its shading, and all other colours are seen
  // as it makes them.
  void find_shading(const pipeline::Image<const uint8_t>& image, const pipeline::Labels& labels);

  // At the middle of a pixel.
  Colour4 at(uint32_t label, int x, int y) const {
    const auto& gradient = gradients_[label];
    if (!gradient) return shading_ ? shaded(colours_[label], x, y) : colours_[label];
    const auto c = gradient->at(x + 0.5, y + 0.5);
    return {{c[0], c[1], c[2], c[3]}};
  }
  bool is_shaded() const { return shading_.has_value(); }
  // Of a label that is as good as flat.
  const Colour4& colour(uint32_t label) const { return colours_[label]; }
  const std::optional<gradient::Gradient>& gradient(uint32_t label) const {
    return gradients_[label];
  }
  uint32_t count() const { return static_cast<uint32_t>(colours_.size()); }

 private:
  Colour4 shaded(Colour4 colour, int x, int y) const {
    const shading::Colour3 here = shading_->at(x, y);
    for (size_t k = 0; k < 3; ++k) colour.v[k] *= here[k] / ground_.v[k];
    return colour;
  }

  std::vector<Colour4> colours_;
  std::optional<shading::Shading> shading_;
  Colour4 ground_{};  // the colour that the shading changes
  std::vector<std::optional<gradient::Gradient>> gradients_;
};

// The number of the gradient among the builder's.
uint32_t add_gradient(pipeline::PathBuilder& builder, const gradient::Gradient& gradient);

}  // namespace trace
