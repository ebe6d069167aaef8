// SPDX-License-Identifier: Apache-2.0
// cv::kmeans over every visible pixel, with the ports and parameters of quantize.kmeans, to swap
// the one for the other. Started by k-means++ (Arthur and Vassilvitskii, 2007), one attempt. Labels
// are OpenCV's: each pixel's nearest centre before the last step moved the centres. OpenCV sums a
// cluster in floats, so that centres of clusters of many millions of pixels are off.
#include <pipeline/opencv.hpp>
#include <pipeline/stage.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <string>
#include <tuple>
#include <vector>

#include "plugins/opencv/common/host_threads.hpp"

namespace {

using namespace pipeline;

using Rgba = std::array<uint8_t, 4>;

// A palette, and for each of OpenCV's centres its place in it.
struct Palette {
  std::vector<Rgba> colours;
  std::vector<uint8_t> place;
};

struct Clusters {
  cv::Mat labels;   // one int32 a point
  cv::Mat centres;  // a row of floats each: red, green, blue, premultiplied if alpha follows
};

cv::Mat opaque_points(const Image<const uint8_t>& image) {
  cv::Mat points;
  as_mat(image).convertTo(points, CV_32F);
  return points.reshape(3, static_cast<int>(points.total()));
}

template <class Visit>
void each_pixel(const Image<const uint8_t>& image, Visit visit) {
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) visit(x, y, image.pixel(x, y));
  }
}

// Pixels that are not fully transparent, row by row, premultiplied.
cv::Mat visible_points(const Image<const uint8_t>& image) {
  int count = 0;
  each_pixel(image, [&](int, int, const uint8_t* p) { count += p[3] != 0; });
  cv::Mat points(count, 1, CV_32FC4);
  auto* to = points.ptr<float>();
  each_pixel(image, [&](int, int, const uint8_t* p) {
    if (!p[3]) return;
    for (int c = 0; c < 3; ++c) *to++ = static_cast<float>(p[c] * p[3]) / 255;
    *to++ = p[3];
  });
  return points;
}

uint8_t to_byte(float v) { return static_cast<uint8_t>(std::clamp(v, 0.0F, 255.0F) + 0.5F); }

Rgba colour_of(const float* centre, int channels) {
  if (channels == 3) return {to_byte(centre[0]), to_byte(centre[1]), to_byte(centre[2]), 255};
  const float scale = 255 / centre[3];
  // Visible, however faint: nothing but the transparent label has no alpha.
  return {to_byte(centre[0] * scale), to_byte(centre[1] * scale), to_byte(centre[2] * scale),
          std::max<uint8_t>(to_byte(centre[3]), 1)};
}

// From dark to light; centres of one 8-bit colour share a place.
Palette palette_of(const cv::Mat& centres) {
  const auto count = static_cast<size_t>(centres.rows);
  std::vector<Rgba> own;
  for (int i = 0; i < centres.rows; ++i)
    own.push_back(colour_of(centres.ptr<float>(i), centres.cols));
  std::vector<size_t> order(count);
  std::iota(order.begin(), order.end(), size_t{0});
  const auto key = [&](size_t i) {
    const Rgba& c = own[i];
    return std::tuple(2126 * c[0] + 7152 * c[1] + 722 * c[2], c);
  };
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return key(a) < key(b); });
  Palette palette{{}, std::vector<uint8_t>(count)};
  for (const size_t i : order) {
    if (palette.colours.empty() || palette.colours.back() != own[i]) {
      palette.colours.push_back(own[i]);
    }
    palette.place[i] = static_cast<uint8_t>(palette.colours.size() - 1);
  }
  return palette;
}

struct Kmeans {
  static constexpr Stage stage{"opencv.kmeans",
                               "1.0.0",
                               "A palette by OpenCV's k-means over all pixels.",
                               PIPELINE_STAGE_PURE | PIPELINE_STAGE_REENTRANT,
                               64.0,
                               1 << 20};
  static constexpr In<Image<uint8_t>> image{
      "image",
      "Picture; straight alpha counts as a fourth, premultiplied channel",
      {.channels = PIPELINE_CHANNELS(3) | PIPELINE_CHANNELS(4),
       .colours = PIPELINE_COLOUR_SRGB,
       .alphas = PIPELINE_ALPHA_NONE | PIPELINE_ALPHA_STRAIGHT}};
  static constexpr Out<Labels> labels{
      "labels",
      "Each pixel's palette colour; fully transparent pixels have a label of their own",
      {.samples = PIPELINE_U8}};
  static constexpr Out<Image<uint8_t>> painted{
      "image", "The picture in its palette's colours", {}, &image};
  static constexpr Param<int> colors{"colors", "Colours at most, a transparent one included", 16, 2,
                                     256};
  static constexpr Param<int> seed{"seed",
                                   "Another number starts from other random colours",
                                   1,
                                   0,
                                   2147483647,
                                   nullptr,
                                   PIPELINE_PARAM_ADVANCED};
  static constexpr Param<int> max_iterations{
      "max_iterations",
      "Cap on the refining steps; OpenCV makes 2 at least and 100 at most",
      100,
      1,
      10000,
      nullptr,
      PIPELINE_PARAM_ADVANCED};
  static constexpr Param<double> tolerance{
      "tolerance",
      "Refining ends when no colour moves farther than this; 1 is the whole range of a channel",
      3e-4,
      0,
      1,
      nullptr,
      PIPELINE_PARAM_ADVANCED};
  PIPELINE_INTERFACE(image, labels, painted, colors, seed, max_iterations, tolerance)

  void run(const Call<Kmeans>& call) const {
    const opencv_stages::HostThreads threads(call);
    const auto picture = call[image];
    check(picture);
    const cv::Mat points = picture.has_alpha() ? visible_points(picture) : opaque_points(picture);
    const bool hole = int64_t{points.rows} < int64_t{picture.width()} * picture.height();
    const auto clusters = cluster(call, points, call[colors] - (hole ? 1 : 0));
    auto palette = palette_of(clusters.centres);
    if (hole) palette.colours.push_back({0, 0, 0, 0});
    paint(call, picture, clusters, palette);
  }

  static void check(const Image<const uint8_t>& picture) {
    if (picture.has_alpha() != (picture.channels() == 4)) {
      throw Error(PIPELINE_BAD_ARGUMENT,
                  "the image has " + std::to_string(picture.channels()) + " channels " +
                      (picture.has_alpha() ? "with" : "without") +
                      " alpha; expected 3 without or 4 with alpha: put image.convert before");
    }
    // OpenCV counts bytes of a row of points and points of a picture in int.
    constexpr int64_t most = std::numeric_limits<int>::max() / 16;
    if (int64_t{picture.width()} * picture.height() > most) {
      throw Error(PIPELINE_UNSUPPORTED, "the image has more than " + std::to_string(most) +
                                            " pixels, the most OpenCV's k-means can take; use "
                                            "quantize.kmeans");
    }
  }

  // OpenCV's random numbers are a thread's own: overlapping calls do not disturb each other.
  static Clusters cluster(const Call<Kmeans>& call, const cv::Mat& points, int wanted) {
    Clusters clusters;
    if (points.empty()) return clusters;
    cv::setRNGSeed(call[seed]);
    const cv::TermCriteria until(cv::TermCriteria::COUNT | cv::TermCriteria::EPS,
                                 call[max_iterations], 255 * call[tolerance]);
    cv::kmeans(points, std::min(wanted, points.rows), clusters.labels, until, 1,
               cv::KMEANS_PP_CENTERS, clusters.centres);
    return clusters;
  }

  static void paint(const Call<Kmeans>& call, const Image<const uint8_t>& picture,
                    const Clusters& clusters, const Palette& palette) {
    const auto& colours = palette.colours;
    const auto map = call.make_labels<uint8_t>(labels, picture.width(), picture.height(),
                                               static_cast<uint32_t>(colours.size()));
    for (uint32_t i = 0; i < colours.size(); ++i) {
      const auto& c = colours[i];
      map.set_palette(i, Colour::from_u8(c[0], c[1], c[2], c[3]));
    }
    const auto out = call.make_like(painted, picture);
    const auto hidden = static_cast<uint8_t>(colours.size() - 1);
    const int* next = clusters.labels.ptr<int>();
    const int channels = picture.channels();
    each_pixel(picture, [&](int x, int y, const uint8_t* p) {
      const bool visible = channels == 3 || p[3];
      const uint8_t label = visible ? palette.place[static_cast<size_t>(*next++)] : hidden;
      map.row(y)[x] = label;
      std::copy_n(colours[label].begin(), channels, out.pixel(x, y));
    });
  }
};

}  // namespace

PIPELINE_STAGE(kmeans, Kmeans)
