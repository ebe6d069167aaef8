// SPDX-License-Identifier: Apache-2.0
// Photographs as regions of one colour each: neighbouring pixels are merged as long as that saves
// more bytes than it costs in error, and the regions are then drawn exactly along pixels, or
// smoothly.
#include <pipeline/stage.hpp>

#include <vector>

#include "plugins/paths/common/ports.hpp"
#include "plugins/paths/regions/colours.hpp"
#include "plugins/paths/regions/outline.hpp"
#include "plugins/paths/regions/relax.hpp"
#include "plugins/paths/trace/shapes.hpp"

namespace {

using namespace pipeline;

enum class Edge { pixel, smooth };
constexpr const char* edge_names[] = {"pixel", "smooth"};

// The numbers of the colours as a label map.
pipeline_labels map_of(const regions::Partition& partition, const std::vector<Colour>& colours,
                       const Image<const uint8_t>& picture, std::vector<float>& palette) {
  for (const Colour& c : colours) palette.insert(palette.end(), {c.r, c.g, c.b, c.a});
  pipeline_labels map{};
  map.struct_size = sizeof map;
  map.width = picture.width();
  map.height = picture.height();
  map.sample = PIPELINE_U32;
  map.count = static_cast<uint32_t>(colours.size());
  map.stride = static_cast<size_t>(picture.width()) * sizeof(uint32_t);
  map.labels = const_cast<uint32_t*>(partition.ids.data());
  map.palette = palette.data();
  return map;
}

struct Regions {
  static constexpr Stage stage{
      "paths.regions",
      "1.0.0",
      "Traces a photograph as regions, by the trade of error against bytes.",
      PIPELINE_STAGE_PURE | PIPELINE_STAGE_REENTRANT,
      512.0,
      4 << 20};
  static constexpr In<Image<uint8_t>> image{
      "image", "Picture; straight alpha counts as a fourth, premultiplied channel",
      trace::picture_format};
  static constexpr Out<Paths> paths{"paths", "Shapes, one or few for each colour"};
  static constexpr Param<double> error_a_byte{
      "error_a_byte",
      "Squared error, summed over pixels and channels of 0..255, that a byte of SVG is worth: more "
      "makes fewer and larger regions",
      130, 1, 1e6};
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

  void run(const Call<Regions>& call) const { call.emit(paths, shapes(call, call[image])); }

 private:
  // All that it needs besides is freed when it returns, before the shapes are copied.
  static PathBuilder shapes(const Call<Regions>& call, const Image<const uint8_t>& picture) {
    regions::Partition partition;
    {
      const regions::Samples samples = regions::read_samples(call, picture);
      partition = regions::merge_regions(call, samples, call[error_a_byte]);
      regions::relax(call, samples, call[error_a_byte], partition);
    }
    const auto colours = regions::group_colours(call, call[color_step], partition);
    partition.tallies = {};
    if (call[edge] == Edge::smooth) return smooth_shapes(call, picture, partition, colours);
    trace::Pace pace(call);
    PathBuilder builder(static_cast<float>(picture.width()), static_cast<float>(picture.height()));
    regions::write_outlines(builder, picture.width(), picture.height(), partition.ids, colours,
                            pace);
    return builder;
  }

  static PathBuilder smooth_shapes(const Call<Regions>& call, const Image<const uint8_t>& picture,
                                   const regions::Partition& partition,
                                   const std::vector<Colour>& colours) {
    std::vector<float> palette;
    const pipeline_labels map = map_of(partition, colours, picture, palette);
    trace::TraceRule rule;
    rule.fit = {trace::Mode::smooth, call[tolerance]};
    return trace::trace_shapes(call, Labels(map), &picture, rule);
  }
};

}  // namespace

PIPELINE_STAGE(regions, Regions)
