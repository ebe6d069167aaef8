// SPDX-License-Identifier: Apache-2.0
#include "plugins/io/read/orient.hpp"

#include <cstring>

namespace pipeline::io {

namespace {

// Whether column and row of the stored picture run backwards along the axes of the upright one.
struct Turn {
  bool transposed, flip_x, flip_y;
};

Turn turn_of(int orientation) {
  constexpr Turn turns[] = {{false, false, false}, {false, true, false}, {false, true, true},
                            {false, false, true},  {true, false, false}, {true, false, true},
                            {true, true, true},    {true, true, false}};
  return turns[orientation - 1];
}

struct Job {
  Raster from, to;
  int64_t width, height;  // as stored
  Turn turn;
};

template <size_t N>
void rows(const Job& job, int64_t y0, int64_t y1) {
  for (int64_t y = y0; y < y1; ++y) {
    const unsigned char* from = job.from.row(job.turn.flip_y ? job.height - 1 - y : y);
    unsigned char* to = job.to.row(y);
    for (int64_t x = 0; x < job.width; ++x) {
      const auto at = static_cast<size_t>(job.turn.flip_x ? job.width - 1 - x : x);
      std::memcpy(to + static_cast<size_t>(x) * N, from + at * N, N);
    }
  }
}

// Upright rows y0..y1 are stored columns: a chunk of them walks down the stored rows, so that both
// sides stay in the cache.
template <size_t N>
void columns(const Job& job, int64_t y0, int64_t y1) {
  for (int64_t x = 0; x < job.height; ++x) {
    const unsigned char* from = job.from.row(job.turn.flip_y ? job.height - 1 - x : x);
    for (int64_t y = y0; y < y1; ++y) {
      const auto at = static_cast<size_t>(job.turn.flip_x ? job.width - 1 - y : y);
      std::memcpy(job.to.row(y) + static_cast<size_t>(x) * N, from + at * N, N);
    }
  }
}

template <size_t N>
void run(const Job& job, const BasicCall& call) {
  const int64_t upright = job.turn.transposed ? job.width : job.height;
  call.rows(upright, [&](int64_t y0, int64_t y1) {
    job.turn.transposed ? columns<N>(job, y0, y1) : rows<N>(job, y0, y1);
  });
}

}  // namespace

void orient(const Raster& from, int64_t from_width, int64_t from_height, int orientation,
            size_t pixel, const Raster& to, const BasicCall& call) {
  const Job job{from, to, from_width, from_height, turn_of(orientation)};
  switch (pixel) {
    case 1:
      return run<1>(job, call);
    case 2:
      return run<2>(job, call);
    case 3:
      return run<3>(job, call);
    case 4:
      return run<4>(job, call);
    case 6:
      return run<6>(job, call);
    case 8:
      return run<8>(job, call);
    case 12:
      return run<12>(job, call);
    default:
      return run<16>(job, call);
  }
}

}  // namespace pipeline::io
