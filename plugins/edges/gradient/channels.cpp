// SPDX-License-Identifier: Apache-2.0
#include "plugins/edges/gradient/channels.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

#include "plugins/edges/common/vectorized.hpp"

namespace pipeline::edge {

namespace {

constexpr int64_t rows_per_chunk = 32;
constexpr double texture_sigma = 3;

// v in 0..1 to the power of 2.4 by Newton's method for the fifth root of v^2.
double power_2_4(double v) {
  double y = v;
  for (int i = 0; i < 40; ++i) y -= (y - v * v / (y * y * y * y)) / 5;
  return v * v * y;
}

// Linear light of sRGB's 8-bit values (IEC 61966-2-1).
const float* linear_light() {
  static const std::vector<float> table = [] {
    std::vector<float> values;
    for (int i = 0; i < 256; ++i) {
      const double v = i / 255.0;
      values.push_back(
          static_cast<float>(v <= 0.04045 ? v / 12.92 : power_2_4((v + 0.055) / 1.055)));
    }
    return values;
  }();
  return table.data();
}

// CIE's companding: the cube root with a straight start. A rough root from the bits of the float,
// then two steps of Halley's method: right within a few units in the last place.
inline float companded(float v) {
  constexpr float edge = 216.0F / 24389, slope = 841.0F / 108;
  float y = std::bit_cast<float>(std::bit_cast<int32_t>(v) / 3 + 709921077);
  for (int i = 0; i < 2; ++i) {
    const float cube = y * y * y;
    y = y * (cube + v + v) / (cube + cube + v);
  }
  return v > edge ? y : v * slope + 4.0F / 29;
}

int over_white(int value, int alpha) { return (value * alpha + 255 * (255 - alpha) + 127) / 255; }

// A row as linear light, one colour after the other; grey only in the first.
void load_row(const Image<const uint8_t>& image, int64_t y, std::vector<float>* light) {
  const float* const table = linear_light();
  const int channels = image.channels();
  const uint8_t* p = image.row(y);
  for (size_t x = 0; x < light[0].size(); ++x, p += channels) {
    const int alpha = channels == 4 ? p[3] : 255;
    for (int c = 0; c < std::min(channels, 3); ++c) light[c][x] = table[over_white(p[c], alpha)];
  }
}

void lab_row(const std::vector<float>* light, float colour, FloatPlanes& out, int64_t y) {
  float *l = out[0].row(y), *a = out[1].row(y), *b = out[2].row(y);
  vectorized(
      [=, r = light[0].data(), g = light[1].data(), u = light[2].data(), width = out[0].width()] {
        for (int x = 0; x < width; ++x) {
          // X and Z over those of white.
          const float fx = companded(0.433953F * r[x] + 0.376219F * g[x] + 0.189828F * u[x]);
          const float fy = companded(0.212673F * r[x] + 0.715152F * g[x] + 0.072175F * u[x]);
          const float fz = companded(0.017757F * r[x] + 0.109469F * g[x] + 0.872774F * u[x]);
          l[x] = 1.16F * fy - 0.16F;
          a[x] = colour * 5 * (fx - fy);
          b[x] = colour * 2 * (fy - fz);
        }
      });
}

void grey_row(const std::vector<float>& light, FloatPlanes& out, int64_t y) {
  float* l = out[0].row(y);
  vectorized([=, v = light.data(), width = out[0].width()] {
    for (int x = 0; x < width; ++x) l[x] = 1.16F * companded(v[x]) - 0.16F;
  });
}

std::vector<float> gaussian(double sigma) {
  const int radius = static_cast<int>(std::ceil(3 * sigma));
  std::vector<double> exact;
  double sum = 0;
  for (int i = -radius; i <= radius; ++i) {
    exact.push_back(std::exp(-0.5 * i * i / (sigma * sigma)));
    sum += exact.back();
  }
  // Rounded to 20 bits: whatever the last digit of exp() is, the weights are the same.
  std::vector<float> weights;
  for (const double e : exact) {
    weights.push_back(static_cast<float>(std::nearbyint(e / sum * 0x100000) / 0x100000));
  }
  return weights;
}

// Sum of weights times samples `step` apart around `in`.
void weighted_sum(const float* in, ptrdiff_t step, const std::vector<float>& weights, int width,
                  float* out) {
  const auto radius = static_cast<ptrdiff_t>(weights.size() / 2);
  vectorized([=, w = weights.data()] {
    constexpr int group = 64;
    for (int begin = 0; begin < width; begin += group) {
      float sum[group] = {};
      const int n = std::min(group, width - begin);
      for (ptrdiff_t k = -radius; k <= radius; ++k) {
        const float* const from = in + begin + k * step;
        const float weight = w[k + radius];
        if (n == group) {
          for (int i = 0; i < group; ++i) sum[i] += weight * from[i];
        } else {
          for (int i = 0; i < n; ++i) sum[i] += weight * from[i];
        }
      }
      for (int i = 0; i < n; ++i) out[begin + i] = sum[i];
    }
  });
}

FloatPlane blurred(const BasicCall& call, const FloatPlane& plane, double sigma) {
  const auto weights = gaussian(sigma);
  const int width = plane.width(), height = plane.height(), margin = plane.margin();
  const int radius = static_cast<int>(weights.size() / 2);
  FloatPlane out(width, height, margin);
  call.parallel_for(0, height, rows_per_chunk, [&](int64_t y0, int64_t y1) {
    const int64_t first = y0 - radius, last = y1 + radius;
    const auto stride = static_cast<size_t>(width);
    std::vector<float> line(stride + 2 * static_cast<size_t>(radius));
    std::vector<float> across(static_cast<size_t>(last - first) * stride);
    for (int64_t y = first; y < last; ++y) {
      const float* const from = plane.row(std::clamp<int64_t>(y, 0, height - 1));
      for (int x = -radius; x < width + radius; ++x) {
        line[static_cast<size_t>(x + radius)] = from[std::clamp(x, 0, width - 1)];
      }
      weighted_sum(line.data() + radius, 1, weights, width,
                   across.data() + static_cast<size_t>(y - first) * stride);
    }
    for (int64_t y = y0; y < y1; ++y) {
      weighted_sum(across.data() + static_cast<size_t>(y - first) * stride,
                   static_cast<ptrdiff_t>(stride), weights, width, out.row(y));
      out.extend_row(y);
    }
  });
  out.extend_rows();
  return out;
}

// |v - smooth|, squared, smoothed, and the root of that.
FloatPlane texture(const BasicCall& call, const FloatPlane& lightness, double weight) {
  const auto each = [&](FloatPlane& plane, auto change) {
    call.parallel_for(0, plane.height(), rows_per_chunk, [&](int64_t y0, int64_t y1) {
      for (int64_t y = y0; y < y1; ++y) change(plane.row(y), y);
    });
  };
  const int width = lightness.width();
  FloatPlane fine = blurred(call, lightness, texture_sigma);
  each(fine, [&](float* p, int64_t y) {
    vectorized([=, v = lightness.row(y)] {
      for (int x = 0; x < width; ++x) p[x] = (v[x] - p[x]) * (v[x] - p[x]);
    });
  });
  FloatPlane out = blurred(call, fine, texture_sigma);
  each(out, [&](float* p, int64_t y) {
    vectorized([=, scale = static_cast<float>(weight)] {
      for (int x = 0; x < width; ++x) p[x] = scale * std::sqrt(p[x] + 1e-6F);
    });
    out.extend_row(y);
  });
  out.extend_rows();
  return out;
}

}  // namespace

FloatPlanes gradient_channels(const BasicCall& call, const Image<const uint8_t>& image,
                              const ChannelWeights& weights, int margin) {
  const int width = image.width(), height = image.height();
  FloatPlanes out;
  for (int c = 0; c < std::min(image.channels(), 3); ++c) out.emplace_back(width, height, margin);
  call.parallel_for(0, height, rows_per_chunk, [&](int64_t y0, int64_t y1) {
    std::vector<float> light[3];
    for (auto& line : light) line.resize(static_cast<size_t>(width));
    for (int64_t y = y0; y < y1; ++y) {
      load_row(image, y, light);
      if (out.size() == 1) {
        grey_row(light[0], out, y);
      } else {
        lab_row(light, static_cast<float>(weights.colour), out, y);
      }
      for (auto& plane : out) plane.extend_row(y);
    }
  });
  for (auto& plane : out) plane.extend_rows();
  if (weights.texture > 0) out.push_back(texture(call, out[0], weights.texture));
  return out;
}

FloatPlanes half_size(const BasicCall& call, const FloatPlanes& planes, int margin) {
  FloatPlanes out;
  for (const auto& plane : planes) {
    FloatPlane& half = out.emplace_back((plane.width() + 1) / 2, (plane.height() + 1) / 2, margin);
    call.parallel_for(0, half.height(), rows_per_chunk, [&](int64_t y0, int64_t y1) {
      for (int64_t y = y0; y < y1; ++y) {
        vectorized([p = plane.row(2 * y), q = plane.row(2 * y + 1), to = half.row(y),
                    width = half.width()] {
          for (int x = 0; x < width; ++x) {
            to[x] = ((p[2 * x] + p[2 * x + 1]) + (q[2 * x] + q[2 * x + 1])) * 0.25F;
          }
        });
        half.extend_row(y);
      }
    });
    half.extend_rows();
  }
  return out;
}

FloatPlanes blurred(const BasicCall& call, const FloatPlanes& planes, double sigma) {
  FloatPlanes out;
  for (const auto& plane : planes) out.push_back(blurred(call, plane, sigma));
  return out;
}

}  // namespace pipeline::edge
