// SPDX-License-Identifier: Apache-2.0
#include "plugins/image/convert/rows.hpp"

#include <algorithm>
#include <vector>

#include "plugins/image/convert/curve.hpp"
#include "plugins/image/convert/oklab.hpp"

namespace pipeline::convert {

namespace {

template <class T>
constexpr double full = sizeof(T) == 1   ? 255
                        : sizeof(T) == 2 ? 65535
                                         : 1;

// Rounded to nearest, clamped, NaN is 0; floats as they are.
template <class To>
To stored(double v) {
  if constexpr (std::is_floating_point_v<To>) {
    return static_cast<To>(v);
  } else {
    return v > 0 ? static_cast<To>(std::min(v, 1.0) * full<To> + 0.5) : To{0};
  }
}

template <class To, class From>
To resampled(From v) {
  if constexpr (std::is_same_v<To, From>) {
    return v;
  } else if constexpr (sizeof(From) == 1 && sizeof(To) == 2) {
    return static_cast<To>(v * 257U);
  } else if constexpr (sizeof(From) == 2 && sizeof(To) == 1) {
    return static_cast<To>((v + 128U) / 257U);
  } else if constexpr (std::is_floating_point_v<From>) {
    return stored<To>(v);
  } else {
    return static_cast<To>(v / full<From>);
  }
}

// Samples and channels change, colours and alpha do not.
template <class From, class To>
void plain(const Plan& p, int32_t width, const From* from, To* to) {
  const int n = p.from_colours + p.from_alpha;
  if (n == p.to.channels) {
    std::transform(from, from + int64_t{width} * n, to, [](From v) { return resampled<To>(v); });
    return;
  }
  const bool grey = p.from_colours == 1;
  for (int32_t x = 0; x < width; ++x, from += n, to += p.to.channels) {
    for (int c = 0; c < p.to_colours; ++c) to[c] = resampled<To>(from[grey ? 0 : c]);
    if (!p.to_alpha) continue;
    to[p.to_colours] = p.from_alpha ? resampled<To>(from[n - 1]) : static_cast<To>(full<To>);
  }
}

// One row as r g b a; grey in all three.
using Row = std::vector<double>;

template <class From>
void load(const Plan& p, const From* from, Row& row) {
  const int n = p.from_colours + p.from_alpha;
  const bool grey = p.from_colours == 1;
  for (size_t i = 0; i < row.size(); i += 4, from += n) {
    for (size_t c = 0; c < 3; ++c) row[i + c] = from[grey ? 0 : c] / full<From>;
    row[i + 3] = p.from_alpha ? from[n - 1] / full<From> : 1;
  }
}

// The same, and into linear light.
template <class From>
void load_light(const Plan& p, const From* from, const double* light, Row& row) {
  const int n = p.from_colours + p.from_alpha;
  const bool grey = p.from_colours == 1;
  for (size_t i = 0; i < row.size(); i += 4, from += n) {
    for (size_t c = 0; c < 3; ++c) row[i + c] = light[from[grey ? 0 : c]];
    row[i + 3] = p.from_alpha ? from[n - 1] / full<From> : 1;
  }
}

void straighten(Row& row) {
  for (size_t i = 0; i < row.size(); i += 4) {
    for (size_t c = 0; c < 3; ++c) row[i + c] = row[i + 3] > 0 ? row[i + c] / row[i + 3] : 0;
  }
}

void blend(const Plan& p, Row& row) {
  for (size_t i = 0; i < row.size(); i += 4) {
    const double a = row[i + 3];
    for (size_t c = 0; c < 3; ++c) row[i + c] = row[i + c] * a + p.background[c] * (1 - a);
  }
}

void multiply(Row& row) {
  for (size_t i = 0; i < row.size(); i += 4) {
    for (size_t c = 0; c < 3; ++c) row[i + c] *= row[i + 3];
  }
}

void into_light(const Plan& p, Row& row) {
  for (size_t i = 0; i < row.size(); i += 4) {
    if (p.from_scale == Scale::oklab) oklab_to_linear(&row[i]);
    if (p.from_scale != Scale::encoded) continue;
    for (size_t c = 0; c < 3; ++c) row[i + c] = to_linear(row[i + c]);
  }
}

// Luminance of Rec. 709 primaries.
void desaturate(Row& row) {
  for (size_t i = 0; i < row.size(); i += 4) {
    const double y = 0.2126 * row[i] + 0.7152 * row[i + 1] + 0.0722 * row[i + 2];
    row[i] = row[i + 1] = row[i + 2] = y;
  }
}

void out_of_light(const Plan& p, Row& row) {
  for (size_t i = 0; i < row.size(); i += 4) {
    if (p.to_scale == Scale::oklab) linear_to_oklab(&row[i]);
    if (p.to_scale != Scale::encoded) continue;
    for (int c = 0; c < p.to_colours; ++c) {
      double& v = row[i + static_cast<size_t>(c)];
      v = to_encoded(v);
    }
  }
}

template <class To, class Store>
void store(const Plan& p, const Row& row, To* to, Store of) {
  for (size_t i = 0; i < row.size(); i += 4, to += p.to.channels) {
    for (int c = 0; c < p.to_colours; ++c) to[c] = of(row[i + static_cast<size_t>(c)]);
    if (p.to_alpha) to[p.to_colours] = stored<To>(row[i + 3]);
  }
}

// Fills the row; true when it is in linear light already.
template <class From>
bool load_any(const Plan& p, const From* from, Row& row) {
  const bool direct =
      p.through_light() && p.from_scale == Scale::encoded && !p.unpremultiply && !p.blend;
  if constexpr (!std::is_floating_point_v<From>) {
    if (direct) {
      load_light(p, from, sizeof(From) == 1 ? linear_of_u8() : linear_of_u16(), row);
      return true;
    }
  }
  load(p, from, row);
  if (p.unpremultiply) straighten(row);
  if (p.blend) blend(p, row);
  return false;
}

template <class From, class To>
void general(const Plan& p, const From* from, To* to, Row& row) {
  const bool in_light = load_any(p, from, row);
  if (p.through_light()) {
    if (!in_light) into_light(p, row);
    if (p.to_colours < p.from_colours) desaturate(row);
    if constexpr (sizeof(To) == 1) {
      if (p.to_scale == Scale::encoded && !p.premultiply) return store(p, row, to, to_encoded8);
    }
    out_of_light(p, row);
  }
  if (p.premultiply) multiply(row);
  store(p, row, to, stored<To>);
}

template <class From, class To>
void typed_rows(const Plan& p, const pipeline_image& from, const pipeline_image& to, int64_t y0,
                int64_t y1) {
  const bool simple = p.is_plain();
  Row row(simple ? 0 : 4 * static_cast<size_t>(from.width));
  for (int64_t y = y0; y < y1; ++y) {
    const auto* source = detail::row_at<const From>(from.pixels, y, from.stride);
    auto* target = detail::row_at<To>(to.pixels, y, to.stride);
    if (simple) {
      plain(p, from.width, source, target);
    } else {
      general(p, source, target, row);
    }
  }
}

template <class From>
void rows_from(const Plan& p, const pipeline_image& from, const pipeline_image& to, int64_t y0,
               int64_t y1) {
  switch (to.sample) {
    case PIPELINE_U8:
      return typed_rows<From, uint8_t>(p, from, to, y0, y1);
    case PIPELINE_U16:
      return typed_rows<From, uint16_t>(p, from, to, y0, y1);
    default:
      return typed_rows<From, float>(p, from, to, y0, y1);
  }
}

}  // namespace

void convert_rows(const Plan& plan, const pipeline_image& from, const pipeline_image& to,
                  int64_t y0, int64_t y1) {
  switch (from.sample) {
    case PIPELINE_U8:
      return rows_from<uint8_t>(plan, from, to, y0, y1);
    case PIPELINE_U16:
      return rows_from<uint16_t>(plan, from, to, y0, y1);
    default:
      return rows_from<float>(plan, from, to, y0, y1);
  }
}

}  // namespace pipeline::convert
