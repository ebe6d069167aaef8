// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/fills.hpp"

#include <algorithm>
#include <cmath>

#include "plugins/paths/common/point.hpp"

namespace trace {
namespace {

constexpr size_t first_look = 256, most_samples = 3000;

// An area's pixels that blends with others do not reach, some of each label.
class Interior {
 public:
  Interior(const pipeline::Image<const uint8_t>& image, const pipeline::Labels& labels)
      : image_(image), labels_(labels), parts_(labels.count()) {
    constexpr uint64_t enough = 1 << 17;
    const auto width = static_cast<uint64_t>(labels.width());
    const uint64_t all = width * static_cast<uint64_t>(labels.height());
    for (int y = 0; y < labels.height(); ++y) {
      for (int x = 0; x < labels.width(); ++x) {
        if (gradient::is_sampled(static_cast<uint64_t>(y) * width + static_cast<uint64_t>(x),
                                 enough, all)) {
          look(x, y);
          ++looked_;
        }
      }
    }
  }

  // Of a drawing much is; of a photograph's labels, little.
  bool is_large() const {
    size_t inside = 0;
    for (const Part& part : parts_) inside += part.samples.size();
    return 5 * inside >= 2 * looked_;
  }
  // Most are in line with those beside them.
  bool is_smooth(uint32_t label) const {
    return 2 * parts_[label].rough < parts_[label].samples.size();
  }
  std::vector<gradient::Sample> samples(uint32_t label) const {
    std::vector<gradient::Sample> chosen;
    const auto& all = parts_[label].samples;
    for (size_t i = 0; i < all.size(); ++i) {
      if (gradient::is_sampled(i, most_samples, all.size())) chosen.push_back(all[i]);
    }
    return chosen;
  }

 private:
  static constexpr int reach = 2;
  struct Part {
    std::vector<gradient::Sample> samples;
    size_t rough = 0;
  };

  void look(int x, int y) {
    constexpr float rough_square = 8 * 8;
    const uint32_t label = labels_.at(x, y);
    if (label >= parts_.size()) return;
    for (const auto& [dx, dy] :
         {std::pair(-reach, 0), std::pair(reach, 0), std::pair(0, -reach), std::pair(0, reach),
          std::pair(-1, -1), std::pair(1, -1), std::pair(-1, 1), std::pair(1, 1)}) {
      const int u = x + dx, v = y + dy;
      const bool inside = u >= 0 && v >= 0 && u < labels_.width() && v < labels_.height();
      if (inside && labels_.at(u, v) != label) return;
    }
    const Colour4 c = pixel_of(image_, x, y);
    parts_[label].samples.push_back({x + 0.5, y + 0.5, {c.v[0], c.v[1], c.v[2], c.v[3]}});
    if (x < reach || x + reach >= labels_.width()) return;
    const Colour4 bend =
        (pixel_of(image_, x - reach, y) - c) - (c - pixel_of(image_, x + reach, y));
    parts_[label].rough += dot(bend, bend) > rough_square;
  }

  const pipeline::Image<const uint8_t>& image_;
  const pipeline::Labels& labels_;
  std::vector<Part> parts_;  // by label
  size_t looked_ = 0;        // pixels
};

// Whether most pixels have the label's own colour.
bool is_flat(std::span<const gradient::Sample> samples, const Colour4& colour) {
  constexpr float near_square = 4 * 4;
  size_t near = 0;
  for (const gradient::Sample& s : samples) {
    const Colour4 off = Colour4{{s.colour[0], s.colour[1], s.colour[2], s.colour[3]}} - colour;
    near += dot(off, off) <= near_square;
  }
  return 5 * near >= 3 * samples.size();
}

// leniency: 1 or more, where few samples tell.
bool is_better(const std::optional<gradient::Fit>& fit, double leniency) {
  constexpr double worth_it = 3, near = 1.6, part = 0.35, strangers = 0.25;
  return fit && fit->explained >= worth_it && fit->error <= leniency * near &&
         fit->error <= leniency * part * fit->explained && fit->off <= leniency * strangers;
}

// The mean of the pixels in a square that are inside areas of a label, not beside its edges.
std::optional<shading::Colour3> mean_inside(const pipeline::Image<const uint8_t>& image,
                                            const pipeline::Labels& labels, uint32_t label,
                                            int left, int top, int side) {
  constexpr int beside = 3;
  constexpr float least_share = 0.1F;
  const int right = std::min(labels.width(), left + side),
            bottom = std::min(labels.height(), top + side);
  const auto is_inside = [&](int x, int y) {
    return labels.at(x, y) == label && labels.at(std::max(0, x - beside), y) == label &&
           labels.at(std::min(labels.width() - 1, x + beside), y) == label &&
           labels.at(x, std::max(0, y - beside)) == label &&
           labels.at(x, std::min(labels.height() - 1, y + beside)) == label;
  };
  shading::Colour3 sum{};
  float count = 0;
  for (int y = top; y < bottom; ++y) {
    for (int x = left; x < right; ++x) {
      if (!is_inside(x, y)) continue;
      const Colour4 c = pixel_of(image, x, y);
      for (size_t k = 0; k < 3; ++k) sum[k] += c.v[k];
      ++count;
    }
  }
  if (count < least_share * static_cast<float>((right - left) * (bottom - top))) return {};
  for (float& v : sum) v /= count;
  return sum;
}

// What a shading looks like, as near as a gradient comes to it; nothing where that is hardly nearer
// than one colour.
std::optional<gradient::Gradient> gradient_of(const shading::Shading& shading, int width,
                                              int height) {
  constexpr int along = 32;  // samples along each side
  constexpr double worth_it = 0.7;
  std::vector<gradient::Sample> samples;
  for (int i = 0; i < along * along; ++i) {
    const int x = (2 * (i % along) + 1) * width / (2 * along),
              y = (2 * (i / along) + 1) * height / (2 * along);
    const shading::Colour3 c = shading.at(x, y);
    samples.push_back({x + 0.5, y + 0.5, {c[0], c[1], c[2], 255}});
  }
  const auto fit = gradient::fit_gradient(samples);
  if (!fit || fit->error > worth_it * fit->explained) return {};
  return fit->gradient;
}

pipeline_stop stop_of(double offset, const gradient::Channels& c) {
  pipeline_stop stop{};
  stop.offset = static_cast<float>(offset);
  for (size_t k = 0; k < 4; ++k) stop.rgba[k] = static_cast<float>(c[k] / 255);
  return stop;
}

}  // namespace

Colour4 pixel_of(const pipeline::Image<const uint8_t>& image, int x, int y) {
  const uint8_t* p = image.pixel(x, y);
  const auto r = static_cast<float>(p[0]), g = static_cast<float>(p[1]),
             b = static_cast<float>(p[2]);
  if (image.channels() == 3) return {{r, g, b, 255}};
  const float scale = static_cast<float>(p[3]) / 255;
  return {{r * scale, g * scale, b * scale, static_cast<float>(p[3])}};
}

Fills::Fills(const pipeline::Labels& labels) : gradients_(labels.count()) {
  for (uint32_t i = 0; i < labels.count(); ++i) {
    const auto c = labels.palette(i);
    const float a = 255 * c.a;
    colours_.push_back({{c.r * a, c.g * a, c.b * a, a}});
  }
}

void Fills::find_gradients(const pipeline::BasicCall& call,
                           const pipeline::Image<const uint8_t>& image,
                           const pipeline::Labels& labels) {
  const Interior interior(image, labels);
  if (!interior.is_large()) return;
  call.parallel_for(0, labels.count(), 1, [&](int64_t begin, int64_t end) {
    for (auto label = static_cast<uint32_t>(begin); label < static_cast<uint32_t>(end); ++label) {
      if (!interior.is_smooth(label)) continue;
      const std::vector<gradient::Sample> samples = interior.samples(label);
      if (is_flat(samples, colours_[label])) continue;
      // Most labels that are no gradients show it in a few pixels.
      if (samples.size() > 2 * first_look) {
        std::vector<gradient::Sample> some;
        for (size_t i = 0; i < first_look; ++i) {
          some.push_back(samples[i * samples.size() / first_look]);
        }
        if (!is_better(gradient::fit_most(some), 1.3)) continue;
      }
      const auto fit = gradient::fit_most(samples);
      if (is_better(fit, 1)) gradients_[label] = fit->gradient;
    }
  });
}

void Fills::find_shading(const pipeline::Image<const uint8_t>& image,
                         const pipeline::Labels& labels) {
  constexpr int every = 4;  // rows that are counted
  std::vector<int64_t> counts(colours_.size());
  for (int y = 0; y < labels.height(); y += every) {
    for (int x = 0; x < labels.width(); ++x) {
      if (labels.at(x, y) < counts.size()) ++counts[labels.at(x, y)];
    }
  }
  const auto label =
      static_cast<uint32_t>(std::max_element(counts.begin(), counts.end()) - counts.begin());
  ground_ = colours_[label];
  if (gradients_[label] || ground_.v[3] < 255 ||
      std::any_of(ground_.v, ground_.v + 3, [](float v) { return v < 1; }))
    return;
  shading_ =
      shading::Shading::find(labels.width(), labels.height(), [&](int left, int top, int side) {
        return mean_inside(image, labels, label, left, top, side);
      });
  if (shading_) gradients_[label] = gradient_of(*shading_, labels.width(), labels.height());
}

uint32_t add_gradient(pipeline::PathBuilder& builder, const gradient::Gradient& gradient) {
  const auto& axis = gradient.axis;
  const auto& knots = gradient.profile.knots();
  const auto& colours = gradient.profile.colours();
  const auto narrow = [](double v) { return static_cast<float>(v); };
  const double begin = axis.radial ? 0 : knots.front(), length = knots.back() - begin;
  std::vector<pipeline_stop> stops;
  for (size_t i = 0; i < knots.size(); ++i) {
    stops.push_back(stop_of((knots[i] - begin) / length, colours[i]));
  }
  if (axis.radial) {
    return builder.radial_gradient(narrow(axis.x), narrow(axis.y), narrow(length), narrow(axis.x),
                                   narrow(axis.y), stops);
  }
  // It may start anywhere on a line across it: where that meets an axis of the canvas, if not too
  // far off, one of its numbers is 0.
  const Point along{axis.dx, axis.dy}, middle{axis.x, axis.y};
  Point from = middle + along * knots.front();
  const double across = from.x * along.x + from.y * along.y;
  const double farthest = 4.0 * std::max(builder.width(), builder.height());
  const bool level = std::abs(along.x) >= std::abs(along.y);
  const double meets = across / (level ? along.x : along.y);
  if (std::abs(meets) <= farthest) from = level ? Point{meets, 0} : Point{0, meets};
  const Point to = from + along * length;
  return builder.linear_gradient(narrow(from.x), narrow(from.y), narrow(to.x), narrow(to.y), stops);
}

}  // namespace trace
