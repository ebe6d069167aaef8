// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/flat/palette.hpp"

#include <algorithm>
#include <cstdlib>

#include "plugins/quantize/common/rgba.hpp"

namespace pipeline::quantize {

namespace {

uint32_t premultiply(Rgba c) {
  if (c.a == 255) return pack(c);
  const auto scaled = [&](uint32_t v) { return static_cast<uint8_t>((v * c.a + 127) / 255); };
  return pack({scaled(c.r), scaled(c.g), scaled(c.b), c.a});
}

template <int Channels>
void pack_row(const uint8_t* from, int width, uint32_t* to) {
  for (int x = 0; x < width; ++x) to[x] = premultiply(read<Channels>(from + Channels * x));
}

bool near(uint32_t a, uint32_t b, int steps) {
  for (int shift = 0; shift < 32; shift += 8) {
    if (std::abs(static_cast<int>(a >> shift & 255) - static_cast<int>(b >> shift & 255)) > steps) {
      return false;
    }
  }
  return true;
}

// to[x]: whether a pixel equals its four neighbours; most do. The ends of the row are left 0.
void find_equal(const uint32_t* row, const uint32_t* above, const uint32_t* below, int width,
                uint8_t* to) {
  for (int x = 1; x < width - 1; ++x) {
    const uint32_t c = row[x];
    to[x] = ((c ^ row[x - 1]) | (c ^ row[x + 1]) | (c ^ above[x]) | (c ^ below[x])) == 0;
  }
}

// How many flat pixels have a colour, how many of these have flat neighbours only, and how many
// have neighbours of exactly that colour.
struct FlatColour {
  uint32_t rgba;
  int64_t count, deep, exact;
};

// Adds up neighbours of one colour.
void add_up(std::vector<FlatColour>& colours) {
  size_t kept = 0;
  for (size_t i = 1; i < colours.size(); ++i) {
    if (colours[kept].rgba == colours[i].rgba) {
      colours[kept].count += colours[i].count;
      colours[kept].deep += colours[i].deep;
      colours[kept].exact += colours[i].exact;
    } else {
      colours[++kept] = colours[i];
    }
  }
  colours.resize(std::min(colours.size(), kept + 1));
}

// Commonest first.
std::vector<FlatColour> count_colours(const PackedPicture& picture,
                                      const std::vector<uint8_t>& flat) {
  std::vector<FlatColour> colours;
  const auto width = static_cast<size_t>(picture.width);
  const auto flat_at = [&](size_t i) { return i < flat.size() && flat[i]; };
  const auto is = [&](size_t i, uint32_t colour) {
    return i < flat.size() && picture.pixels[i] == colour;
  };
  for (size_t begin = 0; begin < flat.size();) {
    if (!flat[begin]) {
      ++begin;
      continue;
    }
    const uint32_t colour = picture.pixels[begin];
    size_t end = begin + 1;
    while (end < flat.size() && flat[end] && picture.pixels[end] == colour) ++end;
    if (colours.empty() || colours.back().rgba != colour) colours.push_back({colour, 0, 0, 0});
    FlatColour& counted = colours.back();
    counted.count += static_cast<int64_t>(end - begin);
    if (end - begin > 4) {
      counted.deep += static_cast<int64_t>(end - begin) - 4;
    } else {
      for (size_t i = begin; i < end; ++i) {
        counted.deep += flat_at(i - 2) && flat_at(i - 1) && flat_at(i + 1) && flat_at(i + 2);
      }
    }
    for (size_t i = begin + 1; i + 1 < end; ++i) {
      counted.exact += is(i - width, colour) && is(i + width, colour);
    }
    begin = end;
  }
  std::sort(colours.begin(), colours.end(),
            [](const auto& a, const auto& b) { return a.rgba < b.rgba; });
  add_up(colours);
  std::sort(colours.begin(), colours.end(), [](const auto& a, const auto& b) {
    return a.count != b.count ? a.count > b.count : a.rgba < b.rgba;
  });
  return colours;
}

// On the segment between two others.
bool is_blend(uint32_t colour, const std::vector<uint32_t>& colours) {
  constexpr float off = 6;
  const Channels4 c = channels_of(colour);
  for (const uint32_t first : colours) {
    for (const uint32_t second : colours) {
      if (first == colour || second == colour || first >= second) continue;
      const Projection place(c, channels_of(first), channels_of(second));
      if (place.is_beside() && place.off_square() < off * off) return true;
    }
  }
  return false;
}

}  // namespace

PackedPicture pack_picture(const BasicCall& call, const Image<const uint8_t>& image) {
  PackedPicture picture{image.width(), image.height(), {}};
  picture.pixels.resize(static_cast<size_t>(image.width()) * static_cast<size_t>(image.height()));
  call.rows(image.height(), [&](int64_t y0, int64_t y1) {
    for (int64_t y = y0; y < y1; ++y) {
      uint32_t* to = picture.pixels.data() + y * image.width();
      image.channels() == 3 ? pack_row<3>(image.row(y), image.width(), to)
                            : pack_row<4>(image.row(y), image.width(), to);
    }
  });
  return picture;
}

std::vector<uint8_t> find_flat(const BasicCall& call, const PackedPicture& picture, int steps,
                               int every) {
  std::vector<uint8_t> flat(picture.pixels.size());
  const int width = picture.width;
  call.rows(picture.height, [&](int64_t y0, int64_t y1) {
    for (int64_t y = y0; y < y1; ++y) {
      if (y % every != 0) continue;
      const uint32_t* row = picture.row(y);
      const uint32_t* above = y > 0 ? row - width : row;
      const uint32_t* below = y + 1 < picture.height ? row + width : row;
      uint8_t* to = flat.data() + y * width;
      find_equal(row, above, below, width, to);
      for (int x = 0; x < width; ++x) {
        if (to[x]) continue;
        const uint32_t c = row[x];
        to[x] = near(c, row[std::max(x - 1, 0)], steps) &&
                near(c, row[std::min(x + 1, width - 1)], steps) && near(c, above[x], steps) &&
                near(c, below[x], steps);
      }
    }
  });
  return flat;
}

std::vector<uint32_t> all_colours(const PackedPicture& picture, size_t most) {
  std::vector<uint32_t> colours;
  for (size_t i = 0; i < picture.pixels.size(); ++i) {
    const uint32_t colour = picture.pixels[i];
    if (i > 0 && colour == picture.pixels[i - 1]) continue;
    if (std::find(colours.begin(), colours.end(), colour) != colours.end()) continue;
    if (colours.size() == most) return {};
    colours.push_back(colour);
  }
  return colours;
}

std::vector<uint32_t> crisp_palette(const PackedPicture& picture, size_t most) {
  auto colours = all_colours(picture, most);
  const bool blends =
      std::any_of(colours.begin(), colours.end(), [&](uint32_t c) { return is_blend(c, colours); });
  return blends ? std::vector<uint32_t>{} : colours;
}

std::vector<uint32_t> flat_palette(const PackedPicture& picture, const std::vector<uint8_t>& flat,
                                   float apart) {
  constexpr int64_t seldom = 6;
  // So many pixels of exactly one colour are an area, however near that is to another colour's.
  constexpr float least_apart = 6;
  const auto surely = std::max<int64_t>(64, std::count(flat.begin(), flat.end(), 1) / 1000);
  std::vector<FlatColour> chosen;
  for (const auto& colour : count_colours(picture, flat)) {
    if (colour.count < seldom || chosen.size() == most_flat_colours) break;
    const Channels4 channels = channels_of(colour.rgba);
    const float least = colour.exact >= surely ? least_apart : apart;
    const auto known = std::find_if(chosen.begin(), chosen.end(), [&](const FlatColour& other) {
      return square_distance(channels, channels_of(other.rgba)) < least * least;
    });
    if (known != chosen.end()) {
      known->deep += colour.deep;
    } else {
      chosen.push_back(colour);
    }
  }
  std::vector<uint32_t> colours, palette;
  for (const FlatColour& colour : chosen) colours.push_back(colour.rgba);
  for (const FlatColour& colour : chosen) {
    if (colour.deep > 0 || !is_blend(colour.rgba, colours)) palette.push_back(colour.rgba);
  }
  return palette;
}

bool palette_fits(const PackedPicture& picture, const std::vector<uint8_t>& flat,
                  const std::vector<uint32_t>& palette, float near, int every) {
  constexpr int64_t most_rows = 64;
  const int64_t step = std::max<int64_t>(1, picture.height / most_rows / every) * every;
  int64_t looked = 0, fit = 0;
  for (int64_t y = 0; y < picture.height; y += step) {
    const uint8_t* is_flat = flat.data() + y * picture.width;
    uint32_t last = 0;
    bool known = false, last_fits = false;
    for (int x = 0; x < picture.width; ++x) {
      if (!is_flat[x]) continue;
      if (const uint32_t colour = picture.row(y)[x]; !known || colour != last) {
        last = colour, known = true;
        last_fits = nearest_square(channels_of(colour), palette) <= near * near;
      }
      ++looked;
      fit += last_fits;
    }
  }
  return 5 * fit >= 4 * looked;
}

std::optional<uint32_t> missing_colour(const std::vector<uint32_t>& colours,
                                       const std::vector<uint32_t>& palette) {
  constexpr int64_t seldom = 6;
  const auto bin_of = [](uint32_t c) {
    return (c >> 4 & 15) | (c >> 8 & 0xF0) | (c >> 12 & 0xF00) | (c >> 16 & 0xF000);
  };
  struct Bin {
    uint32_t farthest = 0;
    int64_t count = 0;
    double sum = 0;
    float most = -1;
  };
  std::vector<Bin> bins(size_t{1} << 16);
  for (const uint32_t c : colours) {
    Bin& bin = bins[bin_of(c)];
    const float s = nearest_square(channels_of(c), palette);
    ++bin.count;
    bin.sum += s;
    if (s > bin.most || (s == bin.most && c < bin.farthest)) bin.most = s, bin.farthest = c;
  }
  const auto best = std::max_element(bins.begin(), bins.end(),
                                     [](const Bin& a, const Bin& b) { return a.sum < b.sum; });
  if (best->count < seldom) return {};
  return best->farthest;
}

}  // namespace pipeline::quantize
