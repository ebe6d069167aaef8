// SPDX-License-Identifier: Apache-2.0
// Photographs as regions of one colour each: neighbouring pixels are merged as long as that saves
// more bytes than it costs in error, and the regions are then drawn exactly along pixels, or
// smoothly.
#include <pipeline/stage.hpp>

#include "regions_colours.hpp"
#include "regions_merge.hpp"
#include "regions_relax.hpp"
#include "trace_shapes.hpp"

namespace {

using namespace pipeline;

enum class Edge { pixel, smooth };
constexpr const char* edge_names[] = {"pixel", "smooth"};

// A label map in scratch memory.
class Map {
 public:
  Map(const regions::Picture& picture, const regions::Partition& partition,
      const regions::Colours& colours) {
    for (const uint32_t region : partition.region) labels_.push_back(colours.label[region]);
    for (const Colour& c : colours.palette) palette_.insert(palette_.end(), {c.r, c.g, c.b, c.a});
    raw_.struct_size = sizeof raw_;
    raw_.width = picture.width;
    raw_.height = picture.height;
    raw_.sample = PIPELINE_U32;
    raw_.count = static_cast<uint32_t>(colours.palette.size());
    raw_.stride = static_cast<size_t>(picture.width) * sizeof(uint32_t);
    raw_.labels = labels_.data();
    raw_.palette = palette_.data();
  }
  Labels labels() const { return Labels(raw_); }

 private:
  std::vector<uint32_t> labels_;
  std::vector<float> palette_;
  pipeline_labels raw_{};
};

struct Regions {
  static constexpr Stage stage{
      "paths.regions",
      "1.0.0",
      "Traces a photograph as regions, by the trade of error against bytes.",
      PIPELINE_STAGE_PURE | PIPELINE_STAGE_REENTRANT,
      512.0,
      4 << 20};
  static constexpr In<Image<uint8_t>> image{
      "image",
      "Picture; straight alpha counts as a fourth, premultiplied channel",
      {0, PIPELINE_CHANNELS(3) | PIPELINE_CHANNELS(4), PIPELINE_COLOUR_SRGB,
       PIPELINE_ALPHA_NONE | PIPELINE_ALPHA_STRAIGHT}};
  static constexpr Out<Paths> paths{"paths", "Shapes, one or few for each colour"};
  static constexpr Param<double> error_a_byte{
      "error_a_byte",
      "Squared error, summed over pixels and channels of 0..255, that a byte of SVG is worth: more "
      "makes fewer and larger regions",
      150, 1, 100000};
  static constexpr Param<Edge> edge{
      "edge", "pixel: boundaries exactly along pixels, without seams; smooth: curves", Edge::pixel,
      edge_names};
  static constexpr Param<int> color_step{
      "color_step", "Colours are grouped in steps of so many levels; 1 keeps nearly all apart", 8,
      1, 64};
  static constexpr Param<double> tolerance{"tolerance",
                                           "How far smooth may stray from the traced boundary",
                                           0.6,
                                           0.05,
                                           16.0,
                                           "px",
                                           PIPELINE_PARAM_PIXELS};
  PIPELINE_INTERFACE(image, paths, error_a_byte, edge, color_step, tolerance)

  void run(const Call<Regions>& call) const {
    trace::Pace pace(call);
    const auto picture = call[image];
    const regions::Picture pixels(picture);
    regions::Partition partition = regions::merge(pixels, call[error_a_byte], pace);
    regions::relax(pixels, call[error_a_byte], partition, pace);
    const Map map(pixels, partition, regions::group_colours(partition, call[color_step]));
    trace::TraceRule rule;
    const bool smooth = call[edge] == Edge::smooth;
    rule.fit = {smooth ? trace::Mode::smooth : trace::Mode::pixel, call[tolerance]};
    rule.stacked = smooth;
    call.emit(paths, trace::trace_shapes(call, map.labels(), smooth ? &picture : nullptr, rule));
  }
};

}  // namespace

PIPELINE_STAGE(regions, Regions)
