// SPDX-License-Identifier: Apache-2.0
// Vector shapes: a view of an input and a builder for an output.
#pragma once

#include <pipeline/abi.h>
#include <pipeline/labels.hpp>

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace pipeline {

// Floats that each verb takes from coords.
inline constexpr std::array<uint8_t, 7> coords_of_verb{2, 2, 4, 6, 7, 5, 0};

// An input of paths.
class Paths {
 public:
  explicit Paths(const pipeline_paths& raw) : raw_(raw) {}

  uint32_t count() const { return raw_.count; }
  float width() const { return raw_.width; }
  float height() const { return raw_.height; }
  std::span<const uint8_t> verbs(uint32_t i) const {
    return {raw_.verbs + raw_.verb_begin[i], raw_.verb_begin[i + 1] - raw_.verb_begin[i]};
  }
  std::span<const float> coords(uint32_t i) const {
    return {raw_.coords + raw_.coord_begin[i], raw_.coord_begin[i + 1] - raw_.coord_begin[i]};
  }
  Colour fill(uint32_t i) const { return raw_.fill ? detail::colour_at(raw_.fill, i) : none(); }
  Colour stroke(uint32_t i) const {
    return raw_.stroke ? detail::colour_at(raw_.stroke, i) : none();
  }
  float stroke_width(uint32_t i) const { return raw_.stroke_width ? raw_.stroke_width[i] : 1; }
  uint8_t stroke_cap(uint32_t i) const { return raw_.stroke_cap ? raw_.stroke_cap[i] : 0; }
  uint8_t stroke_join(uint32_t i) const { return raw_.stroke_join ? raw_.stroke_join[i] : 0; }
  uint8_t fill_rule(uint32_t i) const { return raw_.fill_rule ? raw_.fill_rule[i] : 0; }
  uint32_t gradient(uint32_t i) const { return raw_.gradient ? raw_.gradient[i] : PIPELINE_NONE; }
  uint32_t label(uint32_t i) const { return raw_.label ? raw_.label[i] : PIPELINE_NONE; }
  const pipeline_gradient& gradient_at(uint32_t g) const { return raw_.gradients[g]; }
  uint32_t gradient_count() const { return raw_.gradient_count; }
  std::span<const pipeline_stop> stops(const pipeline_gradient& g) const {
    return {raw_.stops + g.stop_begin, g.stop_count};
  }
  const pipeline_paths& raw() const { return raw_; }

 private:
  static constexpr Colour none() { return {0, 0, 0, 0}; }
  pipeline_paths raw_;
};

// How one path is painted.
struct Paint {
  Colour fill{0, 0, 0, 0};
  uint8_t fill_rule = PIPELINE_NONZERO;
  Colour stroke{0, 0, 0, 0};
  float stroke_width = 1;
  uint8_t stroke_cap = PIPELINE_CAP_BUTT, stroke_join = PIPELINE_JOIN_MITER;
  uint32_t gradient = PIPELINE_NONE;
  uint32_t label = PIPELINE_NONE;
};

// Collects shapes in painter's order; Call::emit copies the result into host memory.
//   builder.begin(paint); builder.move(0, 0); builder.line(4, 0); builder.close();
class PathBuilder {
 public:
  PathBuilder(float width, float height) : width_(width), height_(height) {}

  // Room for so much in all: growing into it copies nothing.
  void reserve(size_t verbs, size_t coords) {
    verbs_.reserve(verbs);
    coords_.reserve(coords);
  }

  void begin(const Paint& paint) {
    verb_begin_.push_back(static_cast<uint32_t>(verbs_.size()));
    coord_begin_.push_back(static_cast<uint32_t>(coords_.size()));
    paints_.push_back(paint);
  }
  void move(float x, float y) { add(PIPELINE_MOVE, {x, y}); }
  void line(float x, float y) { add(PIPELINE_LINE, {x, y}); }
  void quad(float x1, float y1, float x, float y) { add(PIPELINE_QUAD, {x1, y1, x, y}); }
  void cubic(float x1, float y1, float x2, float y2, float x, float y) {
    add(PIPELINE_CUBIC, {x1, y1, x2, y2, x, y});
  }
  // rotation in degrees; large and sweep as in SVG's arc command.
  void arc(float rx, float ry, float rotation, bool large, bool sweep, float x, float y) {
    add(PIPELINE_ARC, {rx, ry, rotation, large ? 1.0F : 0.0F, sweep ? 1.0F : 0.0F, x, y});
  }
  void ellipse(float cx, float cy, float rx, float ry, float rotation = 0) {
    add(PIPELINE_ELLIPSE, {cx, cy, rx, ry, rotation});
  }
  void close() { add(PIPELINE_CLOSE, {}); }

  // The number to put into Paint::gradient.
  uint32_t linear_gradient(float x1, float y1, float x2, float y2,
                           std::span<const pipeline_stop> stops) {
    return gradient(PIPELINE_GRADIENT_LINEAR, {x1, y1, x2, y2, 0, 0}, stops);
  }
  uint32_t radial_gradient(float cx, float cy, float r, float fx, float fy,
                           std::span<const pipeline_stop> stops) {
    return gradient(PIPELINE_GRADIENT_RADIAL, {cx, cy, r, fx, fy, 0}, stops);
  }

  float width() const { return width_; }
  float height() const { return height_; }
  const std::vector<Paint>& paints() const { return paints_; }
  const std::vector<uint8_t>& verbs() const { return verbs_; }
  const std::vector<float>& coords() const { return coords_; }
  const std::vector<uint32_t>& verb_begin() const { return verb_begin_; }
  const std::vector<uint32_t>& coord_begin() const { return coord_begin_; }
  const std::vector<pipeline_gradient>& gradients() const { return gradients_; }
  const std::vector<pipeline_stop>& stops() const { return stops_; }

 private:
  void add(uint8_t verb, std::initializer_list<float> coords) {
    verbs_.push_back(verb);
    coords_.insert(coords_.end(), coords);
  }
  uint32_t gradient(uint32_t kind, std::array<float, 6> geometry,
                    std::span<const pipeline_stop> stops) {
    pipeline_gradient g{
        kind, static_cast<uint32_t>(stops_.size()), static_cast<uint32_t>(stops.size()), 0, {}};
    for (size_t i = 0; i < geometry.size(); ++i) g.geometry[i] = geometry[i];
    stops_.insert(stops_.end(), stops.begin(), stops.end());
    gradients_.push_back(g);
    return static_cast<uint32_t>(gradients_.size() - 1);
  }

  float width_, height_;
  std::vector<uint8_t> verbs_;
  std::vector<float> coords_;
  std::vector<uint32_t> verb_begin_, coord_begin_;
  std::vector<Paint> paints_;
  std::vector<pipeline_gradient> gradients_;
  std::vector<pipeline_stop> stops_;
};

}  // namespace pipeline
