// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/flat/modes.hpp"

#include <algorithm>

namespace pipeline::quantize {

namespace {

// Flat pixels of nearly one colour.
struct Bin {
  uint32_t key;
  int64_t count;
  std::array<int64_t, 4> sum;

  Channels4 mean() const {
    Channels4 m;
    for (size_t k = 0; k < 4; ++k) m[k] = static_cast<float>(sum[k]) / static_cast<float>(count);
    return m;
  }
};

// Of some rows of a large picture.
std::vector<Bin> count_bins(const PackedPicture& picture, const std::vector<uint8_t>& flat) {
  constexpr uint32_t fine = 0xFCFCFCFC;
  constexpr size_t enough = size_t{1} << 19;
  const auto step = static_cast<int64_t>((flat.size() + enough - 1) / enough);
  std::vector<uint32_t> colours;
  for (int64_t y = 0; y < picture.height; y += step) {
    const uint32_t* row = picture.row(y);
    const uint8_t* is_flat = flat.data() + y * picture.width;
    for (int x = 0; x < picture.width; ++x) {
      if (is_flat[x]) colours.push_back(row[x]);
    }
  }
  std::sort(colours.begin(), colours.end(), [](uint32_t a, uint32_t b) {
    return (a & fine) != (b & fine) ? (a & fine) < (b & fine) : a < b;
  });
  std::vector<Bin> bins;
  for (const uint32_t colour : colours) {
    if (bins.empty() || bins.back().key != (colour & fine)) bins.push_back({colour & fine, 0, {}});
    Bin& bin = bins.back();
    ++bin.count;
    for (size_t k = 0; k < 4; ++k) bin.sum[k] += colour >> 8 * k & 255;
  }
  return bins;
}

// The mean of bins around a colour, until it stays.
Channels4 shift_to_mode(const std::vector<Bin>& bins, Channels4 at, float reach) {
  for (int round = 0; round < 8; ++round) {
    Bin around{};
    for (const Bin& bin : bins) {
      if (square_distance(bin.mean(), at) >= reach * reach) continue;
      around.count += bin.count;
      for (size_t k = 0; k < 4; ++k) around.sum[k] += bin.sum[k];
    }
    if (around.count == 0) break;
    const Channels4 mean = around.mean();
    const bool still = square_distance(mean, at) < 0.01F;
    at = mean;
    if (still) break;
  }
  return at;
}

uint32_t packed(const Channels4& c) {
  uint32_t p = 0;
  for (size_t k = 0; k < 4; ++k) p |= static_cast<uint32_t>(c[k] + 0.5F) << 8 * k;
  return p;
}

// By colour, the side of the largest square, up to `largest`, whose pixels all have it.
std::vector<int> widest_squares(const PackedPicture& picture, const std::vector<uint8_t>& flat,
                                const std::vector<Channels4>& colours, float reach, int largest) {
  constexpr uint8_t none = 255;
  std::vector<int> widest(colours.size());
  // By column, of the row above and this one: colour, and side of the square that ends there.
  const auto width = static_cast<size_t>(picture.width);
  std::vector<uint8_t> above(width, none), here(width);
  std::vector<int> side_above(width), side(width);
  for (int y = 0; y < picture.height; ++y) {
    const uint32_t* row = picture.row(y);
    const uint8_t* is_flat = flat.data() + static_cast<int64_t>(y) * picture.width;
    for (size_t x = 0; x < width; ++x) {
      here[x] = none, side[x] = 0;
      if (!is_flat[x]) continue;
      if (x > 0 && here[x - 1] != none && row[x] == row[x - 1]) {
        here[x] = here[x - 1];
      } else {
        const Channels4 c = channels_of(row[x]);
        float least = reach * reach;
        for (size_t k = 0; k < colours.size(); ++k) {
          const float s = square_distance(c, colours[k]);
          if (s < least) least = s, here[x] = static_cast<uint8_t>(k);
        }
        if (here[x] == none) continue;
      }
      const bool inner =
          x > 0 && here[x - 1] == here[x] && above[x] == here[x] && above[x - 1] == here[x];
      side[x] =
          inner ? std::min({side[x - 1], side_above[x], side_above[x - 1], largest - 1}) + 1 : 1;
      widest[here[x]] = std::max(widest[here[x]], side[x]);
    }
    above.swap(here);
    side_above.swap(side);
  }
  return widest;
}

// On the segment between two others, or nearly so.
bool is_between(const Channels4& c, const std::vector<Channels4>& colours, float off) {
  for (size_t i = 0; i < colours.size(); ++i) {
    for (size_t j = i + 1; j < colours.size(); ++j) {
      const Projection place(c, colours[i], colours[j]);
      if (place.is_beside() && place.off_square() < off * off) return true;
    }
  }
  return false;
}

bool is_near(const Channels4& c, const std::vector<Channels4>& colours, float distance) {
  return std::any_of(colours.begin(), colours.end(), [&](const Channels4& other) {
    return square_distance(c, other) < distance * distance;
  });
}

// Of the flat pixels that are not near to the known colours; commonest first.
std::vector<Channels4> find_modes(const PackedPicture& picture, const std::vector<uint8_t>& flat,
                                  const std::vector<Channels4>& known, float apart) {
  constexpr int64_t seldom = 16;
  constexpr size_t most = 128;
  std::vector<Bin> bins = count_bins(picture, flat);
  std::erase_if(bins, [&](const Bin& bin) { return is_near(bin.mean(), known, apart); });
  std::sort(bins.begin(), bins.end(), [](const Bin& a, const Bin& b) {
    return a.count != b.count ? a.count > b.count : a.key < b.key;
  });
  std::vector<Channels4> modes;
  while (!bins.empty() && modes.size() < most) {
    const uint32_t commonest = bins.front().key;
    const Channels4 mode = shift_to_mode(bins, bins.front().mean(), apart / 2);
    int64_t count = 0;
    std::erase_if(bins, [&](const Bin& bin) {
      const bool near = bin.key == commonest || square_distance(bin.mean(), mode) < apart * apart;
      if (near) count += bin.count;
      return near;
    });
    if (count >= seldom && !is_near(mode, modes, apart)) modes.push_back(mode);
  }
  return modes;
}

}  // namespace

std::vector<uint32_t> flat_modes(const PackedPicture& smoothed, const std::vector<uint8_t>& flat,
                                 const std::vector<uint8_t>& nearly_flat, float apart,
                                 float strange) {
  constexpr int surely = 5, likely = 3;
  std::vector<Channels4> colours;
  const auto modes = find_modes(smoothed, flat, {}, apart);
  const auto sides = widest_squares(smoothed, flat, modes, apart, surely);
  for (size_t k = 0; k < modes.size(); ++k) {
    if (sides[k] >= surely) colours.push_back(modes[k]);
  }
  const auto others = find_modes(smoothed, nearly_flat, colours, apart);
  const auto other_sides = widest_squares(smoothed, nearly_flat, others, apart, surely);
  for (size_t k = 0; k < others.size(); ++k) {
    const float least = other_sides[k] >= surely ? (apart + strange) / 2 : strange;
    if (other_sides[k] >= likely && !is_near(others[k], colours, least) &&
        !is_between(others[k], colours, least)) {
      colours.push_back(others[k]);
    }
  }
  std::vector<uint32_t> palette;
  for (const Channels4& c : colours) {
    if (palette.size() < most_flat_colours) palette.push_back(packed(c));
  }
  return palette;
}

void keep_near(const PackedPicture& smoothed, const std::vector<uint8_t>& labels,
               const std::vector<uint32_t>& palette, float apart, std::vector<uint8_t>& flat) {
  constexpr int64_t few = 16;
  std::vector<int64_t> counts(palette.size());
  for (size_t i = 0; i < flat.size(); ++i) {
    flat[i] = flat[i] && square_distance(channels_of(smoothed.pixels[i]),
                                         channels_of(palette[labels[i]])) < apart * apart;
    counts[labels[i]] += flat[i];
  }
  for (size_t i = 0; i < flat.size(); ++i) flat[i] = flat[i] && counts[labels[i]] >= few;
}

void settle_colours(const PackedPicture& picture, const std::vector<uint8_t>& flat,
                    const std::vector<uint8_t>& labels, std::vector<uint32_t>& palette) {
  std::vector<std::array<std::array<int64_t, 256>, 4>> counts(palette.size());
  for (size_t i = 0; i < flat.size(); ++i) {
    if (!flat[i]) continue;
    const uint32_t p = picture.pixels[i];
    for (size_t k = 0; k < 4; ++k) ++counts[labels[i]][k][p >> 8 * k & 255];
  }
  for (size_t c = 0; c < palette.size(); ++c) {
    uint32_t median = 0;
    int64_t all = 0;
    for (const int64_t n : counts[c][0]) all += n;
    if (all == 0) continue;
    for (size_t k = 0; k < 4; ++k) {
      uint32_t v = 0;
      for (int64_t below = counts[c][k][0]; 2 * below < all; below += counts[c][k][v]) ++v;
      median |= v << 8 * k;
    }
    palette[c] = median;
  }
}

}  // namespace pipeline::quantize
