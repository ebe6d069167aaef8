// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/chains/curves.hpp"

#include <algorithm>

#include "plugins/paths/trace/chains/junctions.hpp"

namespace trace {
namespace {

constexpr int64_t chunk_chains = 1024;

// By half, where its junction lies.
std::vector<Point> place_junctions(const pipeline::BasicCall& call, const ChainSet& set,
                                   const SubPixel* subpixel) {
  const auto halves = static_cast<int64_t>(2 * set.chains.size());
  std::vector<Point> ends(2 * set.chains.size());
  call.parallel_for(0, halves, chunk_chains, [&](int64_t begin, int64_t end) {
    for (int64_t h = begin; h < end; ++h) {
      place_junction(set, static_cast<uint32_t>(h), subpixel, ends);
    }
  });
  return ends;
}

}  // namespace

Curves::Curves(const pipeline::BasicCall& call, const ChainSet& set, const FitRule& rule,
               const SubPixel* subpixel) {
  const auto count = static_cast<int64_t>(set.chains.size());
  const std::vector<Point> ends =
      rule.mode == Mode::pixel ? std::vector<Point>() : place_junctions(call, set, subpixel);
  chunks_.resize(static_cast<size_t>((count + chunk_chains - 1) / chunk_chains));
  call.parallel_for(0, count, chunk_chains, [&](int64_t begin, int64_t end) {
    ChainFitter fitter(set, rule, ends, subpixel);
    std::vector<Segment> segments;
    Chunk chunk;
    for (int64_t c = begin; c < end; ++c) {
      segments.clear();
      const Point start = fitter.fit(static_cast<uint32_t>(c), segments);
      append(chunk, start, segments);
    }
    append(chunk, {}, {});
    chunk.points.shrink_to_fit(), chunk.cubic.shrink_to_fit();
    chunks_[static_cast<size_t>(begin / chunk_chains)] = std::move(chunk);
  });
  for (const Chunk& chunk : chunks_) {
    const auto cubics = static_cast<size_t>(std::count(chunk.cubic.begin(), chunk.cubic.end(), 1));
    cubics_ += cubics, lines_ += chunk.cubic.size() - cubics;
  }
}

void Curves::append(Chunk& chunk, Point start, const std::vector<Segment>& segments) {
  chunk.places.push_back(
      {static_cast<uint32_t>(chunk.points.size()), static_cast<uint32_t>(chunk.cubic.size())});
  chunk.add(start);
  for (const Segment& segment : segments) {
    chunk.cubic.push_back(segment.curve);
    if (segment.curve) chunk.add(segment.first), chunk.add(segment.second);
    chunk.add(segment.end);
  }
}

void Curves::read(uint32_t chain, Curve& curve) const {
  const Chunk& chunk = chunks_[chain / chunk_chains];
  const Place* place = &chunk.places[chain % chunk_chains];
  size_t point = place[0].point;
  curve.start = chunk.at(point++);
  curve.segments.clear();
  for (uint32_t s = place[0].segment; s < place[1].segment; ++s) {
    if (chunk.cubic[s]) {
      curve.segments.push_back({chunk.at(point), chunk.at(point + 1), chunk.at(point + 2), true});
      point += 3;
    } else {
      curve.segments.push_back({{}, {}, chunk.at(point++), false});
    }
  }
}

}  // namespace trace
