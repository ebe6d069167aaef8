// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/regions/relax.hpp"

namespace regions {

namespace {

constexpr int sweeps = 3;  // the fourth moves next to nothing
// Bytes for an edge between pixels, and for a corner between them (by measurement on photographs).
constexpr float bytes_a_side = 2.2F / 1.7F, bytes_a_diagonal = 0.7F * bytes_a_side;

using Mean = std::array<float, channels>;

struct Move {
  uint32_t pixel, from;
};

std::vector<Mean> means_of(const std::vector<Tally>& tallies) {
  std::vector<Mean> means(tallies.size());
  for (size_t r = 0; r < tallies.size(); ++r) {
    if (tallies[r].count <= 0) continue;
    for (size_t k = 0; k < channels; ++k) {
      means[r][k] = static_cast<float>(tallies[r].sum[k] / tallies[r].count);
    }
  }
  return means;
}

class Sweep {
 public:
  Sweep(const Samples& samples, float lambda, const std::vector<Mean>& means,
        std::vector<uint32_t>& ids)
      : samples_(samples), lambda_(lambda), means_(means), ids_(ids) {}

  void row(int y, std::vector<Move>& moves) const {
    const int width = samples_.width;
    uint32_t* const here = ids_.data() + int64_t{y} * width;
    // Beyond the canvas lies whatever lies at its edge: it costs nothing.
    const uint32_t* const above = y > 0 ? here - width : here;
    const uint32_t* const below = y + 1 < samples_.height ? here + width : here;
    for (int x = 0; x < width; ++x) {
      const int l = x > 0 ? x - 1 : x, r = x + 1 < width ? x + 1 : x;
      const uint32_t own = here[x];
      const std::array<uint32_t, 4> sides{here[l], here[r], above[x], below[x]};
      if (sides[0] == own && sides[1] == own && sides[2] == own && sides[3] == own) continue;
      const std::array<uint32_t, 4> corners{above[l], above[r], below[l], below[r]};
      const auto pixel = static_cast<uint32_t>(int64_t{y} * width + x);
      uint32_t best = own;
      float least = cost(pixel, own, sides, corners);
      for (const uint32_t id : sides) {
        if (id == best || id == own) continue;
        const float c = cost(pixel, id, sides, corners);
        if (c < least) least = c, best = id;
      }
      if (best == own) continue;
      here[x] = best;
      moves.push_back({pixel, own});
    }
  }

 private:
  float cost(uint32_t pixel, uint32_t id, const std::array<uint32_t, 4>& sides,
             const std::array<uint32_t, 4>& corners) const {
    const Sample& s = samples_.pixels[pixel];
    const Mean& mean = means_[id];
    float square = 0;
    for (size_t k = 0; k < channels; ++k) {
      const float d = static_cast<float>(s[k]) - mean[k];
      square += d * d;
    }
    int cracks = 0, diagonals = 0;
    for (size_t k = 0; k < 4; ++k) cracks += sides[k] != id, diagonals += corners[k] != id;
    return square + lambda_ * (bytes_a_side * static_cast<float>(cracks) +
                               bytes_a_diagonal * static_cast<float>(diagonals));
  }

  const Samples& samples_;
  float lambda_;
  const std::vector<Mean>& means_;
  std::vector<uint32_t>& ids_;
};

}  // namespace

void relax(const pipeline::BasicCall& call, const Samples& samples, double lambda,
           Partition& partition) {
  constexpr int64_t grain = 32;
  for (int sweep = 0; sweep < sweeps; ++sweep) {
    const auto means = means_of(partition.tallies);
    const Sweep step(samples, static_cast<float>(lambda), means, partition.ids);
    // Even rows see only odd ones beside them and the other way round, so that no thread reads
    // what another writes.
    for (int parity = 0; parity < 2; ++parity) {
      const int64_t rows = (samples.height + 1 - parity) / 2;
      std::vector<std::vector<Move>> moves(static_cast<size_t>((rows + grain - 1) / grain));
      call.parallel_for(0, rows, grain, [&](int64_t begin, int64_t end) {
        for (int64_t k = begin; k < end; ++k) {
          step.row(static_cast<int>(2 * k + parity), moves[static_cast<size_t>(begin / grain)]);
        }
      });
      for (const auto& chunk : moves) {
        for (const Move& m : chunk) {
          const Sample& s = samples.pixels[m.pixel];
          partition.tallies[m.from].add(s, -1);
          partition.tallies[partition.ids[m.pixel]].add(s);
        }
      }
    }
  }
}

}  // namespace regions
