// SPDX-License-Identifier: Apache-2.0
// The octree quantizer: M. Gervautz and W. Purgathofer, A simple method for color quantization:
// octree quantization, in New Trends in Computer Graphics, 1988. Colours go into a tree that halves
// every channel at each level; whenever there are too many leaves, the least populated of the
// deepest nodes, of equals the oldest, becomes one. With alpha, a node has 16 children.
#include <algorithm>
#include <array>

#include "plugins/quantize/common/colour_sum.hpp"
#include "plugins/quantize/common/deliver.hpp"

namespace {

using namespace pipeline;

class Tree {
 public:
  explicit Tree(size_t max_leaves) : max_leaves_(max_leaves) { nodes_.emplace_back(); }

  void insert(const quantize::WeightedColour& colour) {
    const auto levels = quantize::levels_of(colour.rgba);
    size_t at = 0;
    nodes_[at].sum.add(colour);
    for (size_t depth = 0; depth < max_depth && !nodes_[at].leaf; ++depth) {
      at = child(at, levels, depth);
      nodes_[at].sum.add(colour);
    }
    while (leaves_ > max_leaves_) fold();
  }

  quantize::Palette palette() const {
    quantize::Palette palette;
    append_colours(0, palette);
    return palette;
  }

 private:
  static constexpr size_t max_depth = 8;

  struct Node {
    quantize::ColourSum sum;         // of all below
    std::array<size_t, 16> child{};  // 0: none
    bool leaf = false;
  };

  size_t child(size_t parent, const quantize::Levels& levels, size_t depth) {
    size_t number = 0;
    for (size_t d = 0; d < 4; ++d) number |= static_cast<size_t>(levels[d] >> (7 - depth) & 1) << d;
    if (const size_t known = nodes_[parent].child[number]) return known;
    size_t made = nodes_.size();
    if (free_.empty()) {
      nodes_.emplace_back();
    } else {
      made = free_.back(), free_.pop_back();
      nodes_[made] = {};
    }
    nodes_[parent].child[number] = made;
    if (depth + 1 == max_depth) {
      nodes_[made].leaf = true;
      ++leaves_;
    }
    auto& parents = inner_[depth];
    if (std::find(parents.begin(), parents.end(), parent) == parents.end()) {
      parents.push_back(parent);
    }
    return made;
  }

  // The least populated of the deepest inner nodes becomes a leaf.
  void fold() {
    auto deepest = inner_.rbegin();
    while (deepest->empty()) ++deepest;
    const auto least = std::min_element(deepest->begin(), deepest->end(), [&](size_t a, size_t b) {
      return nodes_[a].sum.weight < nodes_[b].sum.weight;
    });
    Node& node = nodes_[*least];
    for (size_t& child : node.child) {
      if (!child) continue;
      free_.push_back(child);
      child = 0;
      --leaves_;
    }
    node.leaf = true;
    ++leaves_;
    deepest->erase(least);
  }

  void append_colours(size_t at, quantize::Palette& palette) const {
    if (nodes_[at].leaf) return palette.push_back(nodes_[at].sum.mean());
    for (const size_t child : nodes_[at].child) {
      if (child) append_colours(child, palette);
    }
  }

  size_t max_leaves_, leaves_ = 0;
  std::vector<Node> nodes_;
  std::vector<size_t> free_;
  std::array<std::vector<size_t>, max_depth> inner_;  // nodes with children, by depth
};

struct Octree {
  static constexpr Stage stage{"quantize.octree",
                               "1.0.0",
                               "A palette from an octree, for comparison.",
                               PIPELINE_STAGE_PURE | PIPELINE_STAGE_REENTRANT,
                               8.0,
                               64 << 20};
  static constexpr auto image = quantize::image_port;
  static constexpr auto labels = quantize::labels_port;
  static constexpr auto painted = quantize::painted_port;
  static constexpr auto colors = quantize::colors_param;
  PIPELINE_INTERFACE(image, labels, painted, colors)

  void run(const Call<Octree>& call) const {
    quantize::deliver_plain(call, [](const quantize::Gathered& gathered, size_t wanted) {
      Tree tree(wanted);
      for (const auto& colour : gathered.colours) tree.insert(colour);
      return tree.palette();
    });
  }
};

}  // namespace

PIPELINE_STAGE(octree, Octree)
