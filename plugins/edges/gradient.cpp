// SPDX-License-Identifier: Apache-2.0
// Edges where colour or texture changes, at two scales. Cut into chunks of rows; the bytes do not
// depend on the cuts.
#include <pipeline/stage.hpp>

#include <algorithm>
#include <cstdio>
#include <string>

#include "plugins/edges/common/edge_ports.hpp"
#include "plugins/edges/common/vectorized.hpp"
#include "plugins/edges/gradient/bank.hpp"
#include "plugins/edges/gradient/channels.hpp"
#include "plugins/edges/gradient/thin.hpp"

namespace {

using namespace pipeline;
using edge::FloatPlanes;

constexpr int64_t rows_per_chunk = 32;
// The coarse scale over the fine one, and how long lines are at each. These and the presets are the
// best of a search over the validation pictures of BSDS500.
constexpr double coarser = 2.5, fine_length = 3, coarse_length = 2;

std::string short_number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", value);
  return text;
}

// Responses of all rows at half size, bilinear in between.
class Coarse {
 public:
  Coarse(const BasicCall& call, const FloatPlanes& planes, double sigma)
      : bank_(sigma / 2, coarse_length) {
    const FloatPlanes half = blurred(call, half_size(call, planes, bank_.margin() + 1), sigma / 2);
    const int width = half[0].width(), height = half[0].height();
    for (size_t i = 0; i < edge::directions; ++i) planes_.emplace_back(width, height, 1);
    call.parallel_for(0, height, rows_per_chunk, [&](int64_t y0, int64_t y1) {
      edge::Responses responses;
      bank_.respond(half, y0, y1, responses);
      for (size_t i = 0; i < edge::directions; ++i) {
        for (int64_t y = y0; y < y1; ++y) {
          std::copy_n(responses[i].data() + (y - y0) * width, width, planes_[i].row(y));
          planes_[i].extend_row(y);
        }
      }
    });
    for (auto& plane : planes_) plane.extend_rows();
  }

  // out[x] = (out[x] + this at (x, y)) / 2: a full-size row, whose samples lie a quarter off.
  void mix_into(size_t direction, int64_t y, int width, float* out) const {
    const auto& plane = planes_[direction];
    const float* const near = plane.row(y / 2);
    const float* const far = plane.row(y / 2 + (y % 2 ? 1 : -1));
    edge::vectorized([=] {
      for (int x = 0; x < width; ++x) {
        const int nearer = x / 2, other = nearer + (x % 2 ? 1 : -1);
        const float one = 0.75F * near[nearer] + 0.25F * far[nearer];
        const float two = 0.75F * near[other] + 0.25F * far[other];
        out[x] = 0.5F * (out[x] + (0.75F * one + 0.25F * two));
      }
    });
  }

 private:
  edge::Bank bank_;
  FloatPlanes planes_;
};

struct Gradient {
  static constexpr Stage stage{
      "edges.gradient",
      "1.0.0",
      "Thin edges where colour or texture changes, over larger regions than Canny's method sees.",
      PIPELINE_STAGE_PURE | PIPELINE_STAGE_REENTRANT,
      80.0,
      8 << 20};
  static constexpr In<Image<uint8_t>> image{
      "image", "Picture, grey or sRGB; transparency is seen over white", edge::picture_format};
  static constexpr Out<GreyF> strength{
      "strength",
      "How different the two sides of a pixel are; 1 is a step from black to white, or more",
      edge::map_format};
  static constexpr auto edges = edge::edges_port;
  static constexpr Param<double> low{"low", "Edges end where the strength is not above this", 0.12,
                                     0, 1};
  static constexpr Param<double> high{"high", "Edges must somewhere have a strength above this",
                                      0.24, 0, 1};
  static constexpr Param<double> scale{
      "scale",
      "Sigma of the finer of two Gaussians; the coarser is 2.5 times as wide. Less finds finer "
      "edges, and more of them",
      2.0,
      0.5,
      20,
      "px",
      PIPELINE_PARAM_PIXELS};
  static constexpr Param<double> colour{
      "colour", "Weight of a difference in a* or b* over the same in L*", 1.75, 0, 10};
  static constexpr Param<double> texture{
      "texture", "Weight of a difference in local contrast over the same in L*; 0: none", 3, 0, 10};
  PIPELINE_INTERFACE(image, strength, edges, low, high, scale, colour, texture)

  explicit Gradient(const Setup<Gradient>& setup) {
    if (setup[low] <= setup[high]) return;
    throw Error(PIPELINE_BAD_ARGUMENT, "low (" + short_number(setup[low]) + ") is above high (" +
                                           short_number(setup[high]) +
                                           "); give low at most as large as high");
  }

  void run(const Call<Gradient>& call) const {
    const auto picture = call[image];
    const int width = picture.width(), height = picture.height();
    const double sigma = call[scale];
    const edge::Bank bank(sigma, fine_length);
    FloatPlanes planes =
        edge::gradient_channels(call, picture, {call[colour], call[texture]}, bank.margin() + 1);
    const Coarse coarse(call, planes, sigma * coarser);
    planes = edge::blurred(call, planes, sigma);

    const auto slope = call.make(strength, width, height, 1, PIPELINE_COLOUR_DATA);
    const auto lines = call.make(edges, width, height, 1, PIPELINE_COLOUR_DATA);
    std::vector<uint8_t> direction(static_cast<size_t>(width) * static_cast<size_t>(height));
    call.parallel_for(0, height, rows_per_chunk, [&](int64_t y0, int64_t y1) {
      edge::Responses responses;
      bank.respond(planes, y0, y1, responses);
      for (int64_t y = y0; y < y1; ++y) {
        strongest(responses, coarse, y0, y, slope, direction.data() + y * width);
      }
    });

    edge::EdgeBits bits(width, height,
                        call.new_buffer<uint64_t>(edge::EdgeBits::words_for(width, height)));
    const auto from = static_cast<float>(call[low]), above = static_cast<float>(call[high]);
    call.parallel_for(0, height, rows_per_chunk, [&](int64_t y0, int64_t y1) {
      edge::thin(Image<const float, 1>(slope.raw()), direction, from, above, y0, y1, bits);
      bits.spread(y0, y1);
    });
    bits.join(rows_per_chunk);
    call.parallel_for(0, height, rows_per_chunk, [&](int64_t y0, int64_t y1) {
      for (int64_t y = y0; y < y1; ++y) bits.get_row(y, lines.row(y));
    });
  }

  // Of row y the largest response, and its direction.
  static void strongest(edge::Responses& responses, const Coarse& coarse, int64_t y0, int64_t y,
                        const GreyF& strength, uint8_t* direction) {
    const int width = strength.width();
    float* const best = strength.row(y);
    for (size_t i = 0; i < edge::directions; ++i) {
      float* const mine = responses[i].data() + (y - y0) * width;
      coarse.mix_into(i, y, width, mine);
      edge::vectorized([=, first = i == 0, number = static_cast<uint8_t>(i)] {
        for (int x = 0; x < width; ++x) {
          const float v = mine[x] < 1.0F ? mine[x] : 1.0F;
          const bool more = first | (v > best[x]);
          direction[x] = more ? number : direction[x];
          best[x] = more ? v : best[x];
        }
      });
    }
  }
};

}  // namespace

PIPELINE_STAGE(gradient, Gradient)
