// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/flat/gradients.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>

namespace pipeline::quantize {

namespace {

constexpr int largest_bend = 3;   // levels: two steps in one direction differ by no more
constexpr int largest_step = 16;  // levels from pixel to pixel
constexpr int least_range = 8;    // levels, from the least to the most in any channel
constexpr int thick = 6;          // pixels, the side of a square that fits into an area
constexpr size_t most_gradients = 24;
constexpr size_t most_samples = 3000;
constexpr size_t most_fits = 96;

// Whether colours change evenly from a over b to c.
bool runs_evenly(uint32_t a, uint32_t b, uint32_t c) {
  for (int shift = 0; shift < 32; shift += 8) {
    const int p = static_cast<int>(a >> shift & 255), q = static_cast<int>(b >> shift & 255),
              r = static_cast<int>(c >> shift & 255);
    if (std::abs(p + r - 2 * q) > largest_bend || std::abs(q - p) > largest_step) return false;
  }
  return true;
}

bool is_even(const PackedPicture& picture, int x, int y) {
  const bool across = x > 0 && x + 1 < picture.width, down = y > 0 && y + 1 < picture.height;
  const uint32_t* row = picture.row(y) + x;
  const uint32_t here = *row;
  const int width = picture.width;
  if (across && !runs_evenly(row[-1], here, row[1])) return false;
  if (down && !runs_evenly(row[-width], here, row[width])) return false;
  return !across || !down ||
         (runs_evenly(row[-width - 1], here, row[width + 1]) &&
          runs_evenly(row[-width + 1], here, row[width - 1]));
}

// A look at some rows: whether some of the picture changes, and most of it evenly.
bool may_have_gradients(const PackedPicture& picture) {
  constexpr int most_rows = 64;
  constexpr int64_t changing_of_thousand = 3, even_of_hundred = 40;
  int64_t looked = 0, even = 0, changing = 0;
  const int rows = std::min(most_rows, picture.height);
  for (int i = 0; i < rows; ++i) {
    const auto y = static_cast<int>((2LL * i + 1) * picture.height / (2 * rows));
    const uint32_t* row = picture.row(y);
    for (int x = 0; x < picture.width; ++x) {
      ++looked;
      const bool same = (x == 0 || row[x] == row[x - 1]) &&
                        (y == 0 || row[x] == picture.row(y - 1)[x]) &&
                        (y + 1 == picture.height || row[x] == picture.row(y + 1)[x]);
      if (!same && !is_even(picture, x, y)) continue;
      ++even;
      changing += !same;
    }
  }
  return 1000 * changing >= changing_of_thousand * looked && 100 * even >= even_of_hundred * looked;
}

struct Area {
  std::vector<uint32_t> pixels;
  std::vector<gradient::Sample> samples;
  std::optional<gradient::Fit> fit;
};

bool is_gradient(const std::optional<gradient::Fit>& fit) {
  constexpr double largest_error = 2, part = 0.3, strangers = 0.02;
  return fit && fit->error <= largest_error && fit->error <= part * fit->explained &&
         fit->off <= strangers;
}

class GradientFinder {
 public:
  GradientFinder(const BasicCall& call, const PackedPicture& picture)
      : call_(call),
        picture_(picture),
        width_(static_cast<size_t>(picture.width)),
        even_(picture.pixels.size()) {}

  GradientAreas find() {
    call_.rows(picture_.height, [&](int64_t y0, int64_t y1) {
      for (int64_t y = y0; y < y1; ++y) {
        uint8_t* row = even_.data() + y * picture_.width;
        for (int x = 0; x < picture_.width; ++x) {
          row[x] = is_even(picture_, x, static_cast<int>(y));
        }
      }
    });
    gather();
    call_.parallel_for(0, static_cast<int64_t>(areas_.size()), 1, [&](int64_t begin, int64_t end) {
      for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
        areas_[i].fit = gradient::fit_gradient(areas_[i].samples);
      }
    });
    std::erase_if(areas_, [](const Area& area) { return !is_gradient(area.fit); });
    unite();
    GradientAreas found;
    if (areas_.empty()) return found;
    found.owner.assign(even_.size(), GradientAreas::none);
    for (const Area& area : areas_) {
      const auto number = static_cast<uint8_t>(found.gradients.size());
      found.gradients.push_back(area.fit->gradient);
      found.means.push_back(mean_of(area));
      for (const uint32_t p : area.pixels) found.owner[p] = number;
    }
    grow(found);
    return found;
  }

 private:
  // Pixels at which squares of even pixels end, their lower right corners.
  std::vector<uint8_t> square_ends() const {
    std::vector<uint8_t> side(even_);
    for (size_t i = width_ + 1; i < side.size(); ++i) {
      if (!side[i] || i % width_ == 0) continue;
      side[i] = static_cast<uint8_t>(
          std::min({side[i - 1], side[i - width_], side[i - width_ - 1], uint8_t{thick - 1}}) + 1);
    }
    return side;
  }

  template <class Visit>
  void each_beside(size_t i, Visit visit) const {
    const size_t x = i % width_;
    if (x > 0) visit(i - 1);
    if (x + 1 < width_) visit(i + 1);
    if (i >= width_) visit(i - width_);
    if (i + width_ < even_.size()) visit(i + width_);
  }

  // Areas of even pixels that hold a square and more than one colour.
  void gather() {
    const std::vector<uint8_t> side = square_ends();
    std::vector<uint8_t> seen(even_.size());
    for (size_t first = 0; first < side.size(); ++first) {
      if (side[first] < thick || seen[first]) continue;
      Area area;
      std::array<uint8_t, 4> least, most;
      least.fill(255), most.fill(0);
      area.pixels.push_back(static_cast<uint32_t>(first));
      seen[first] = 1;
      for (size_t k = 0; k < area.pixels.size(); ++k) {
        const uint32_t colour = picture_.pixels[area.pixels[k]];
        for (size_t c = 0; c < 4; ++c) {
          const auto v = static_cast<uint8_t>(colour >> 8 * c & 255);
          least[c] = std::min(least[c], v), most[c] = std::max(most[c], v);
        }
        each_beside(area.pixels[k], [&](size_t n) {
          if (!even_[n] || seen[n]) return;
          seen[n] = 1;
          area.pixels.push_back(static_cast<uint32_t>(n));
        });
      }
      int range = 0;
      for (size_t c = 0; c < 4; ++c) range = std::max(range, most[c] - least[c]);
      if (range < least_range || areas_.size() == most_fits) continue;
      take_samples(area);
      areas_.push_back(std::move(area));
    }
  }

  // Evenly spread, with no regard to rows and columns.
  void take_samples(Area& area) const {
    const uint64_t count = area.pixels.size();
    for (const uint32_t p : area.pixels) {
      const uint64_t hash = p * 0x9E3779B97F4A7C15U;
      if ((hash >> 32) * count >> 32 >= most_samples) continue;
      area.samples.push_back({static_cast<double>(p % width_) + 0.5,
                              static_cast<double>(p / width_) + 0.5,
                              channels_of(picture_.pixels[p])});
    }
  }

  // The largest first; smaller ones that go on like a larger one become parts of it.
  void unite() {
    std::stable_sort(areas_.begin(), areas_.end(), [](const Area& a, const Area& b) {
      return a.pixels.size() > b.pixels.size();
    });
    std::vector<Area> kept;
    for (Area& area : areas_) {
      const auto larger = std::find_if(kept.begin(), kept.end(),
                                       [&](Area& other) { return joins(area, other); });
      if (larger == kept.end() && kept.size() < most_gradients) kept.push_back(std::move(area));
    }
    areas_ = std::move(kept);
  }

  static bool joins(const Area& area, Area& larger) {
    constexpr double roughly = 4;
    double sum = 0;
    for (const gradient::Sample& s : area.samples) {
      sum += static_cast<double>(square_distance(s.colour, larger.fit->gradient.at(s.x, s.y)));
    }
    if (sum > roughly * roughly * static_cast<double>(area.samples.size())) return false;
    std::vector<gradient::Sample> samples = larger.samples;
    samples.insert(samples.end(), area.samples.begin(), area.samples.end());
    const auto fit = gradient::fit_gradient(samples);
    if (!is_gradient(fit) || fit->error > 1.3 * std::max(larger.fit->error, area.fit->error)) {
      return false;
    }
    larger.samples = std::move(samples);
    larger.fit = fit;
    larger.pixels.insert(larger.pixels.end(), area.pixels.begin(), area.pixels.end());
    return true;
  }

  uint32_t mean_of(const Area& area) const {
    std::array<uint64_t, 4> sum{};
    bool opaque = true;
    for (const uint32_t p : area.pixels) {
      const uint32_t colour = picture_.pixels[p];
      for (size_t k = 0; k < 4; ++k) sum[k] += colour >> 8 * k & 255;
      opaque = opaque && colour >> 24 == 255;
    }
    const uint64_t count = area.pixels.size();
    uint32_t mean = 0;
    for (size_t k = 0; k < 4; ++k) {
      auto v = static_cast<uint32_t>((sum[k] + count / 2) / count);
      if (k == 3 && !opaque) v = std::min(v, 254U);
      mean |= v << 8 * k;
    }
    return mean;
  }

  // Pixels at the rim of an area are not even, but some are as the gradient says.
  void grow(GradientAreas& found) const {
    constexpr float near_square = 4 * 4;
    std::vector<uint32_t> rim;
    for (size_t i = 0; i < even_.size(); ++i) {
      if (found.owner[i] != GradientAreas::none) rim.push_back(static_cast<uint32_t>(i));
    }
    while (!rim.empty()) {
      std::vector<uint32_t> next;
      for (const uint32_t i : rim) {
        const uint8_t own = found.owner[i];
        each_beside(i, [&](size_t n) {
          if (even_[n] || found.owner[n] != GradientAreas::none) return;
          const Channels4 c = found.gradients[own].at(static_cast<double>(n % width_) + 0.5,
                                                      static_cast<double>(n / width_) + 0.5);
          if (square_distance(c, channels_of(picture_.pixels[n])) > near_square) return;
          found.owner[n] = own;
          next.push_back(static_cast<uint32_t>(n));
        });
      }
      rim.swap(next);
    }
  }

  const BasicCall& call_;
  const PackedPicture& picture_;
  size_t width_;
  std::vector<uint8_t> even_;  // by pixel
  std::vector<Area> areas_;
};

}  // namespace

GradientAreas find_gradients(const BasicCall& call, const PackedPicture& picture) {
  if (!may_have_gradients(picture)) return {};
  return GradientFinder(call, picture).find();
}

}  // namespace pipeline::quantize
