// SPDX-License-Identifier: Apache-2.0
// cv::findContours (Suzuki and Abe 1985), with the ports of paths.trace so that the one can stand
// in for the other. Contours run through the centres of a region's outermost pixels; a stroke of
// one pixel in the same colour fills what is left to the pixels' edges.
#include <pipeline/opencv.hpp>
#include <pipeline/stage.hpp>

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include "plugins/opencv/common/host_threads.hpp"

namespace {

using namespace pipeline;

using Contour = std::vector<cv::Point>;
using Component = std::vector<Contour>;  // its outline, then its holes

// The 8-connected components of what is not 0, with coordinates from `origin`. A tolerance of 0
// keeps every corner.
std::vector<Component> components(const cv::Mat& mask, cv::Point origin, double tolerance) {
  std::vector<Contour> contours;
  std::vector<cv::Vec4i> links;  // next, previous, first child, parent
  cv::findContours(mask, contours, links, cv::RETR_CCOMP, cv::CHAIN_APPROX_SIMPLE, origin);
  std::vector<Component> found;
  const auto add = [&](Component& to, int i) {
    Contour& contour = contours[static_cast<size_t>(i)];
    if (tolerance > 0) cv::approxPolyDP(Contour(contour), contour, tolerance, true);
    to.push_back(std::move(contour));
  };
  for (int i = 0; i < static_cast<int>(links.size()); ++i) {
    if (links[static_cast<size_t>(i)][3] >= 0) continue;
    add(found.emplace_back(), i);
    for (int hole = links[static_cast<size_t>(i)][2]; hole >= 0;
         hole = links[static_cast<size_t>(hole)][0]) {
      add(found.back(), hole);
    }
  }
  return found;
}

void write(PathBuilder& builder, const Component& component, const Paint& paint) {
  builder.begin(paint);
  for (const Contour& contour : component) {
    // Pixels have their centres at halves.
    const auto x = [](const cv::Point& p) { return static_cast<float>(p.x) + 0.5F; };
    const auto y = [](const cv::Point& p) { return static_cast<float>(p.y) + 0.5F; };
    builder.move(x(contour[0]), y(contour[0]));
    for (size_t i = 1; i < contour.size(); ++i) builder.line(x(contour[i]), y(contour[i]));
    if (contour.size() > 2) {
      builder.close();
    } else if (contour.size() == 1) {
      builder.line(x(contour[0]), y(contour[0]));  // a dot, by its caps
    }
  }
}

// The smallest rectangle that holds all of each label; empty for one that has no pixel.
std::vector<cv::Rect> boxes_of(const Labels& map) {
  std::vector<cv::Rect> boxes(map.count());
  for (int y = 0; y < map.height(); ++y) {
    for (int x = 0; x < map.width(); ++x) boxes[map.at(x, y)] |= cv::Rect(x, y, 1, 1);
  }
  return boxes;
}

struct Contours {
  static constexpr Stage stage{"opencv.contours",
                               "1.0.0",
                               "Traces regions or edges as polygons, by OpenCV's findContours.",
                               PIPELINE_STAGE_PURE | PIPELINE_STAGE_REENTRANT,
                               280.0,
                               4 << 20};
  static constexpr In<Labels> labels{
      .name = "labels", .doc = "Regions to fill, in their palette's colours", .optional = true};
  static constexpr In<AnyImage> edges{
      "edges",
      "Edges to outline, where labels are not wired: what is above the threshold",
      {PIPELINE_U8 | PIPELINE_F32, PIPELINE_CHANNELS(1), 0, PIPELINE_ALPHA_NONE},
      true};
  static constexpr In<AnyImage> image{
      .name = "image", .doc = "Not looked at; paths.trace has it", .optional = true};
  static constexpr Out<Paths> paths{"paths", "A polygon with its holes for each connected region"};
  static constexpr Param<double> tolerance{
      "tolerance",
      "How far polygons may stray from the contour (cv::approxPolyDP); 0: not at all",
      0.6,
      0,
      16,
      "px",
      PIPELINE_PARAM_PIXELS};
  static constexpr Param<double> threshold{
      "threshold", "An edge is above this; 1 is the whole range of a sample", 0.5, 0, 1};
  static constexpr Param<Colour> stroke{"stroke", "Colour of outlined edges", {0, 0, 0, 1}};
  PIPELINE_INTERFACE(labels, edges, image, paths, tolerance, threshold, stroke)

  void run(const Call<Contours>& call) const {
    const opencv_stages::HostThreads threads(call);
    if (call.has(labels)) return fill_labels(call, call[labels]);
    if (call.has(edges)) return outline_edges(call, call[edges]);
    throw Error(PIPELINE_BAD_ARGUMENT, "neither labels nor edges is wired: wire one of them");
  }

 private:
  static Paint line(const Colour& colour) {
    Paint paint;
    paint.stroke = colour;
    paint.stroke_cap = PIPELINE_CAP_SQUARE;
    paint.stroke_join = PIPELINE_JOIN_ROUND;
    return paint;
  }

  static void fill_labels(const Call<Contours>& call, const Labels& map) {
    if (!map.has_palette()) {
      throw Error(PIPELINE_BAD_ARGUMENT, "labels has no palette, so that shapes have no colours");
    }
    const auto boxes = boxes_of(map);
    std::vector<std::vector<Component>> found(map.count());
    call.parallel_for(0, map.count(), 1, [&](int64_t begin, int64_t) {
      const auto label = static_cast<uint32_t>(begin);
      const cv::Rect& box = boxes[label];
      if (box.empty() || map.palette(label).a <= 0) return;
      cv::Mat mask(box.size(), CV_8U);
      for (int y = 0; y < box.height; ++y) {
        for (int x = 0; x < box.width; ++x) {
          mask.ptr(y)[x] = map.at(box.x + x, box.y + y) == label ? 255 : 0;
        }
      }
      found[label] = components(mask, box.tl(), call[tolerance]);
    });
    PathBuilder builder(static_cast<float>(map.width()), static_cast<float>(map.height()));
    for (uint32_t label = 0; label < map.count(); ++label) {
      Paint paint = line(map.palette(label));
      paint.fill = paint.stroke;
      paint.fill_rule = PIPELINE_EVEN_ODD;
      paint.label = label;
      for (const Component& component : found[label]) write(builder, component, paint);
    }
    call.emit(paths, builder);
  }

  static void outline_edges(const Call<Contours>& call, const AnyImage& picture) {
    const double full = picture.sample() == PIPELINE_U8 ? 255 : 1;
    const cv::Mat from = as_mat(picture);
    const cv::Mat mask = from > call[threshold] * full;
    PathBuilder builder(static_cast<float>(picture.width()), static_cast<float>(picture.height()));
    for (const Component& component : components(mask, {}, call[tolerance])) {
      write(builder, component, line(call[stroke]));
    }
    call.emit(paths, builder);
  }
};

}  // namespace

PIPELINE_STAGE(contours, Contours)
