// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/flat/wear.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "plugins/quantize/flat/palette.hpp"

namespace pipeline::quantize {

namespace {

constexpr int side = 8;                 // of a square
constexpr int gap = 2;                  // columns between pixels that are compared
constexpr float edge_square = 32 * 32;  // a step of the smoothed picture that is an edge

Channels4 premultiplied(const Image<const uint8_t>& picture, int x, int y) {
  const uint8_t* p = picture.pixel(x, y);
  Channels4 c{static_cast<float>(p[0]), static_cast<float>(p[1]), static_cast<float>(p[2]), 255};
  if (picture.channels() == 4) {
    c[3] = static_cast<float>(p[3]);
    for (size_t k = 0; k < 3; ++k) c[k] *= c[3] / 255;
  }
  return c;
}

// Part of a row, from `left` on: means over 3 x 3 pixels, inner ones weighted more (1 2 1).
void smooth_row(const Image<const uint8_t>& picture, int left, int y,
                std::vector<Channels4>& column, std::vector<Channels4>& out) {
  const auto width = static_cast<int>(out.size());
  const int above = std::max(0, y - 1), below = std::min(picture.height() - 1, y + 1);
  for (int x = 0; x < width; ++x) {
    const Channels4 a = premultiplied(picture, left + x, above),
                    b = premultiplied(picture, left + x, y),
                    c = premultiplied(picture, left + x, below);
    for (size_t k = 0; k < 4; ++k) column[static_cast<size_t>(x)][k] = a[k] + 2 * b[k] + c[k];
  }
  for (int x = 0; x < width; ++x) {
    const Channels4 &a = column[static_cast<size_t>(std::max(0, x - 1))],
                    &b = column[static_cast<size_t>(x)],
                    &c = column[static_cast<size_t>(std::min(width - 1, x + 1))];
    for (size_t k = 0; k < 4; ++k) out[static_cast<size_t>(x)][k] = (a[k] + 2 * b[k] + c[k]) / 16;
  }
}

float bend(const Channels4& a, const Channels4& b, const Channels4& c) {
  float sum = 0;
  for (size_t k = 0; k < 4; ++k) {
    const float d = a[k] - 2 * b[k] + c[k];
    sum += d * d;
  }
  return sum;
}

// Squared distances of two pixels, and of a pixel from the middle between two others (as much of
// noise, nothing of a gradient), where no edge runs.
struct Differences {
  std::vector<float> steps, bends;
  size_t blank = 0;  // of transparent pixels

  void add(const Channels4& a, const Channels4& b, const Channels4& c) {
    blank += a[3] + b[3] + c[3] <= 0;
    steps.push_back(square_distance(a, c));
    // A bend has three times as much of noise as a step has.
    bends.push_back(bend(a, b, c) / 3);
  }
};

struct Areas {
  Differences near, far;  // from edges
};

void compare_row(const std::vector<Channels4>& row, Areas& areas) {
  constexpr int blur = 2, beside = 10;  // columns from an edge: blended with it, still ringing
  const auto width = static_cast<int>(row.size());
  const auto is_edge = [&](size_t x) {
    return x >= 2 && square_distance(row[x], row[x - 2]) > edge_square;
  };
  int begin = 0;  // of columns without an edge
  for (int end = 1; end <= width; ++end) {
    if (end < width && !is_edge(static_cast<size_t>(end))) continue;
    for (int x = begin + blur; x + 2 * gap < end - blur; ++x) {
      const auto i = static_cast<size_t>(x);
      const int inside = std::min(x - begin, end - 1 - (x + 2 * gap));
      (inside <= beside ? areas.near : areas.far).add(row[i], row[i + gap], row[i + 2 * gap]);
    }
    begin = end;
  }
}

float quantile(std::vector<float>& values, size_t percent) {
  constexpr size_t few = 64;
  if (values.size() < few) return 0;
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(values.size() * percent / 100);
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

// Of the marks of compression, bends show less than steps do.
float noise_square(Differences& differences, size_t percent) {
  return std::min(quantile(differences.steps, percent), 9 * quantile(differences.bends, percent));
}

float noise_square(Areas& areas) {
  constexpr size_t calm = 70;     // percent
  constexpr float times = 8 * 8;  // squared
  // Beside edges noise is nearly everywhere, unless nothing is; where most is calm, what differs is
  // faint thin lines.
  const size_t all = areas.near.steps.size();
  float near = noise_square(areas.near, 85);
  if (all > areas.near.blank) {
    const size_t blank = 100 * areas.near.blank / all;
    near = std::min(near, times * noise_square(areas.near, blank + calm * (100 - blank) / 100));
  }
  return std::max(near, noise_square(areas.far, 75));
}

// Compression, noise and scaling leave hardly two pixels beside an edge the same, but where they
// are cut off at black or white. Small drawings show little else than edges.
bool is_exact_beside_edges(const Image<const uint8_t>& picture) {
  constexpr int most_rows = 64, reach = 3, edge = 48, calm = 12, few = 24;
  const int channels = picture.channels(), width = picture.width(), height = picture.height();
  const auto apart = [&](int x, int y, int u, int v) {
    const uint8_t *a = picture.pixel(x, y), *b = picture.pixel(u, v);
    int most = 0;
    for (int k = 0; k < channels; ++k) most = std::max(most, std::abs(a[k] - b[k]));
    return most;
  };
  const auto is_cut_off = [&](int x, int y) {
    const uint8_t* p = picture.pixel(x, y);
    return std::all_of(p, p + channels, [](uint8_t v) { return v == 0 || v == 255; });
  };
  int64_t exact = 0, all = 0;
  const int rows = std::min(most_rows, height);
  for (int i = 0; i < rows; ++i) {
    const auto y = static_cast<int>((2LL * i + 1) * height / (2 * rows));
    if (y < reach || y + reach >= height) continue;
    for (int x = reach; x + reach < width; ++x) {
      const int most = std::max(std::max(apart(x, y, x - 1, y), apart(x, y, x + 1, y)),
                                std::max(apart(x, y, x, y - 1), apart(x, y, x, y + 1)));
      if (most > calm || is_cut_off(x, y)) continue;
      const int step = std::max(std::max(apart(x, y, x - reach, y), apart(x, y, x + reach, y)),
                                std::max(apart(x, y, x, y - reach), apart(x, y, x, y + reach)));
      if (step < edge) continue;
      ++all;
      exact += most == 0;
    }
  }
  return all >= few && 10 * exact >= 7 * all;
}

Channels4 mean_of_square(const Image<const uint8_t>& picture, int left, int top) {
  Channels4 mean{};
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const Channels4 c = premultiplied(picture, left + x, top + y);
      for (size_t k = 0; k < 4; ++k) mean[k] += c[k] / (side * side);
    }
  }
  return mean;
}

// The largest crowd first, then those that remain without it and what is around it.
float crowded_part(const std::vector<Channels4>& means) {
  constexpr float reach = 8;
  constexpr int most_crowds = 24;
  const size_t all = means.size();
  const int least = std::max(3, static_cast<int>(all / 100));
  const auto near = [](const Channels4& a, const Channels4& b, float distance) {
    return square_distance(a, b) < distance * distance;
  };
  std::vector<int> company(all);  // how many are near
  for (size_t i = 0; i < all; ++i) {
    for (size_t k = 0; k < all; ++k) company[i] += near(means[i], means[k], reach);
  }
  std::vector<char> gone(all);
  int inside = 0, around = 0;
  for (int crowd = 0; crowd < most_crowds; ++crowd) {
    const auto middle =
        static_cast<size_t>(std::max_element(company.begin(), company.end()) - company.begin());
    if (company[middle] < least) break;
    for (size_t i = 0; i < all; ++i) {
      if (gone[i] || !near(means[i], means[middle], 2 * reach)) continue;
      (near(means[i], means[middle], reach) ? inside : around) += 1;
      gone[i] = 1;
      for (size_t k = 0; k < all; ++k) company[k] -= near(means[i], means[k], reach);
    }
    for (size_t i = 0; i < all; ++i) company[i] = gone[i] ? 0 : company[i];
  }
  return static_cast<float>(inside - around) / static_cast<float>(all);
}

}  // namespace

Wear measure_wear(const Image<const uint8_t>& picture) {
  constexpr int most_rows = 40, most_columns = 384, most_squares = 16;
  const int width = picture.width(), height = picture.height();
  Wear wear;
  if (width < 2 * side || height < 2 * side) return wear;
  // A part of a row is enough, each time another one.
  const int columns = std::min(most_columns, width), rest = width - columns;
  std::vector<Channels4> column(static_cast<size_t>(columns)), row(column);
  Areas areas;
  const int rows = std::min(most_rows, height);
  for (int i = 0; i < rows; ++i) {
    const auto y = static_cast<int>((2LL * i + 1) * height / (2 * rows));
    smooth_row(picture, static_cast<int>(static_cast<int64_t>(i * 7 % rows) * rest / rows), y,
               column, row);
    compare_row(row, areas);
  }
  wear.noise = std::sqrt(noise_square(areas));
  if (wear.noise > little_noise && is_exact_beside_edges(picture)) wear.noise = 0;
  if (wear.noise <= little_noise) return wear;
  std::vector<Channels4> means;
  const int down = std::min(most_squares, height / side),
            across = std::min(most_squares, width / side);
  const auto place = [](int i, int count, int length) {
    return static_cast<int>(static_cast<int64_t>(i) * (length - side) / (count - 1));
  };
  for (int i = 0; i < down; ++i) {
    for (int k = 0; k < across; ++k) {
      means.push_back(mean_of_square(picture, place(k, across, width), place(i, down, height)));
    }
  }
  wear.crowded = crowded_part(means);
  return wear;
}

}  // namespace pipeline::quantize
