// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/flat/gradients.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "plugins/quantize/flat/even_areas.hpp"
#include "plugins/quantize/flat/gradient_area.hpp"
#include "plugins/quantize/flat/neighbours.hpp"

namespace pipeline::quantize {

namespace {

constexpr int least_range = 8;  // levels: less is as good as one colour
constexpr size_t most_gradients = 24, most_fits = 96, most_samples = 3000;
constexpr uint32_t nobody = UINT32_MAX;

class GradientFinder {
 public:
  GradientFinder(const BasicCall& call, const PackedPicture& picture)
      : call_(call), picture_(picture), width_(static_cast<size_t>(picture.width)) {}

  GradientAreas find() {
    gather();
    unite();
    GradientAreas found;
    found.owner.assign(picture_.pixels.size(), GradientAreas::none);
    for (const GradientArea& area : areas_) {
      if (!is_gradient(area.fit) || found.count() == most_gradients) continue;
      const auto number = static_cast<uint8_t>(found.count());
      found.gradients.push_back(area.fit->gradient);
      found.means.push_back(mean_of(area));
      for (const uint32_t p : area.pixels) found.owner[p] = number;
    }
    if (found.count() == 0) return {};
    grow(found);
    return found;
  }

 private:
  // Where two gradients cross, their areas hang together until slight bends are looked for.
  void gather() {
    // What is fully transparent is no part of a gradient that fades out: it stays as clear as it
    // is.
    std::vector<uint8_t> within(picture_.pixels.size());
    for (size_t i = 0; i < within.size(); ++i) within[i] = !is_clear(i);
    for (const int reach : {1, 4, 8}) {
      std::vector<GradientArea> found;
      for (EvenArea& even : find_even_areas(call_, picture_, within, reach)) {
        if (found.size() == most_fits) break;
        GradientArea area{std::move(even.pixels), even.thickness, {}, {}};
        area.samples = samples_of(area.pixels);
        if (even.range < least_range) {
          if (reach == 1) flat_.push_back(std::move(area));
        } else {
          found.push_back(std::move(area));
        }
      }
      fit(found);
      std::fill(within.begin(), within.end(), 0);
      bool left = false;
      for (GradientArea& area : found) {
        if (is_gradient(area.fit) && !is_no_fill(area)) {
          areas_.push_back(std::move(area));
        } else {
          for (const uint32_t p : area.pixels) within[p] = 1;
          left = true;
        }
      }
      if (!left) break;
    }
    std::stable_sort(areas_.begin(), areas_.end(),
                     [](const GradientArea& a, const GradientArea& b) {
                       return a.pixels.size() > b.pixels.size();
                     });
  }

  // The largest first, and no more where many in a row are no gradient: a photograph has hundreds
  // of smooth areas.
  void fit(std::vector<GradientArea>& areas) const {
    constexpr size_t in_a_row = 24;
    bool any = true;
    for (size_t first = 0; first < areas.size() && any; first += in_a_row) {
      const size_t last = std::min(areas.size(), first + in_a_row);
      call_.parallel_for(static_cast<int64_t>(first), static_cast<int64_t>(last), 1,
                         [&](int64_t begin, int64_t end) {
                           for (int64_t i = begin; i < end; ++i) {
                             fit_area(areas[static_cast<size_t>(i)]);
                           }
                         });
      any = std::any_of(areas.begin() + static_cast<std::ptrdiff_t>(first),
                        areas.begin() + static_cast<std::ptrdiff_t>(last),
                        [](const GradientArea& area) { return is_gradient(area.fit); });
    }
  }

  // A few samples tell what is far from one.
  static void fit_area(GradientArea& area) {
    constexpr size_t few = 300;
    if (area.samples.size() >= 2 * few) {
      std::vector<gradient::Sample> some;
      for (size_t k = 0; k < few; ++k) some.push_back(area.samples[k * area.samples.size() / few]);
      if (!may_be_gradient(gradient::fit_gradient(some))) return;
    }
    area.fit = gradient::fit_gradient(area.samples);
  }

  std::vector<gradient::Sample> samples_of(const std::vector<uint32_t>& pixels) const {
    std::vector<gradient::Sample> samples;
    const uint64_t count = pixels.size();
    for (const uint32_t p : pixels) {
      if (!gradient::is_sampled(p, most_samples, count)) continue;
      samples.push_back({static_cast<double>(p % width_) + 0.5,
                         static_cast<double>(p / width_) + 0.5, channels_of(picture_.pixels[p])});
    }
    return samples;
  }

  // Areas are parted where a gradient has a stop, and by what lies upon it.
  void unite() {
    if (areas_.empty()) return;
    const size_t gradients = areas_.size();
    for (GradientArea& area : flat_) areas_.push_back(std::move(area));
    std::vector<uint32_t> owner(picture_.pixels.size(), nobody);
    for (uint32_t i = 0; i < areas_.size(); ++i) {
      for (const uint32_t p : areas_[i].pixels) owner[p] = i;
    }
    constexpr size_t most_tries = 64;
    std::vector<uint32_t> now(areas_.size());  // by area: that which it is a part of
    for (uint32_t i = 0; i < now.size(); ++i) now[i] = i;
    const auto root = [&](uint32_t i) {
      while (now[i] != i) i = now[i];
      return i;
    };
    size_t tries = 0;
    const auto try_pair = [&](uint32_t a, uint32_t b) {
      a = root(a), b = root(b);
      if (a > b) std::swap(a, b);
      if (a == b || a >= gradients || ++tries > most_tries) return;
      if (join(areas_[a], areas_[b])) now[b] = a;
    };
    for (const auto& [pair, contact] : contacts(owner)) try_pair(pair.first, pair.second);
    for (uint32_t a = 0; a < gradients; ++a) {
      for (uint32_t b = a + 1; b < gradients; ++b) {
        if (root(a) == a && root(b) == b && goes_on(areas_[a], areas_[b])) try_pair(a, b);
      }
    }
    flat_.clear();
    for (size_t i = gradients; i < areas_.size(); ++i) {
      if (now[i] == i) flat_.push_back(std::move(areas_[i]));
    }
    areas_.resize(gradients);
  }

  // Pairs of areas, one of them a gradient, that a few pixels part, over which the colour hardly
  // changes; those with the most such places first.
  std::vector<std::pair<std::pair<uint32_t, uint32_t>, int>> contacts(
      const std::vector<uint32_t>& owner) const {
    constexpr int widest = 4, least = 4;
    constexpr float close_square = 40 * 40;
    std::map<std::pair<uint32_t, uint32_t>, int> count;
    const auto meet = [&](size_t i, size_t step, size_t room) {
      const uint32_t own = owner[i];
      if (own == nobody || room == 0 || owner[i + step] == own) return;
      for (size_t k = 1; k <= std::min<size_t>(room, widest); ++k) {
        const uint32_t other = owner[i + k * step];
        if (other == nobody) continue;
        if (other != own &&
            square_distance(channels_of(picture_.pixels[i]),
                            channels_of(picture_.pixels[i + k * step])) < close_square) {
          ++count[std::minmax(own, other)];
        }
        return;
      }
    };
    const auto height = static_cast<size_t>(picture_.height);
    for (size_t y = 0; y < height; ++y) {
      for (size_t x = 0; x < width_; ++x) {
        meet(y * width_ + x, 1, width_ - 1 - x);
        meet(y * width_ + x, width_, height - 1 - y);
      }
    }
    std::vector<std::pair<std::pair<uint32_t, uint32_t>, int>> pairs;
    for (const auto& entry : count) {
      if (entry.second >= least) pairs.push_back(entry);
    }
    std::stable_sort(pairs.begin(), pairs.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    return pairs;
  }

  // Whether one's gradient is roughly right for the other.
  static bool goes_on(const GradientArea& area, const GradientArea& other) {
    constexpr float roughly = 4;
    float sum = 0;
    for (const gradient::Sample& s : other.samples) {
      sum += square_distance(s.colour, area.fit->gradient.at(s.x, s.y));
    }
    return sum <= roughly * roughly * static_cast<float>(other.samples.size());
  }

  static bool join(GradientArea& area, GradientArea& other) {
    constexpr double rounding = 0.6, worse = 1.15;
    // What is mostly flat is as good as flat.
    if (!other.fit && other.pixels.size() > area.pixels.size()) return false;
    std::vector<gradient::Sample> samples = area.samples;
    samples.insert(samples.end(), other.samples.begin(), other.samples.end());
    const auto fit = gradient::fit_gradient(samples);
    const double apart = std::max(area.fit->error, other.fit ? other.fit->error : 0);
    if (!is_gradient(fit) || fit->error > worse * std::max(rounding, apart)) return false;
    area.samples = std::move(samples);
    area.fit = fit;
    area.pixels.insert(area.pixels.end(), other.pixels.begin(), other.pixels.end());
    other = {};
    return true;
  }

  uint32_t mean_of(const GradientArea& area) const {
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

  bool is_clear(size_t pixel) const { return picture_.pixels[pixel] >> 24 == 0; }

  bool agrees(const gradient::Gradient& gradient, size_t pixel) const {
    constexpr float near_square = 4 * 4;
    const Channels4 c = gradient.at(static_cast<double>(pixel % width_) + 0.5,
                                    static_cast<double>(pixel / width_) + 0.5);
    return square_distance(c, channels_of(picture_.pixels[pixel])) <= near_square;
  }

  // Through gaps in what lies upon a gradient, too narrow to be areas, it shows: where a pixel and
  // those around it are as it says.
  void find_islands(const std::vector<uint8_t>& closed, GradientAreas& found) const {
    const auto height = static_cast<size_t>(picture_.height);
    std::vector<size_t> islands;
    for (size_t g = 0; g < found.count(); ++g) {
      size_t x0 = width_, y0 = height, x1 = 0, y1 = 0;
      for (size_t i = 0; i < found.owner.size(); ++i) {
        if (found.owner[i] != g) continue;
        x0 = std::min(x0, i % width_), x1 = std::max(x1, i % width_);
        y0 = std::min(y0, i / width_), y1 = std::max(y1, i / width_);
      }
      for (size_t y = y0 + 1; y < y1; ++y) {
        for (size_t x = x0 + 1; x < x1; ++x) {
          const size_t i = y * width_ + x;
          const auto fits = [&](size_t n) {
            return !closed[n] && found.owner[n] == GradientAreas::none &&
                   agrees(found.gradients[g], n);
          };
          if (fits(i) && fits(i - 1) && fits(i + 1) && fits(i - width_) && fits(i + width_)) {
            islands.push_back(i);
          }
        }
      }
      for (const size_t i : islands) found.owner[i] = static_cast<uint8_t>(g);
      islands.clear();
    }
  }

  // Into pixels that are as a gradient beside them says, but not into flat areas.
  void grow(GradientAreas& found) const {
    std::vector<uint8_t> closed(picture_.pixels.size());
    for (size_t i = 0; i < closed.size(); ++i) closed[i] = is_clear(i);
    for (const GradientArea& area : flat_) {
      for (const uint32_t p : area.pixels) closed[p] = 1;
    }
    find_islands(closed, found);
    std::vector<uint32_t> rim;
    for (size_t i = 0; i < closed.size(); ++i) {
      if (found.owner[i] != GradientAreas::none) rim.push_back(static_cast<uint32_t>(i));
    }
    while (!rim.empty()) {
      std::vector<uint32_t> next;
      for (const uint32_t i : rim) {
        const uint8_t own = found.owner[i];
        each_neighbour(i, width_, closed.size(), [&](size_t n) {
          if (closed[n] || found.owner[n] != GradientAreas::none) return;
          if (!agrees(found.gradients[own], n)) return;
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
  std::vector<GradientArea> areas_, flat_;
};

}  // namespace

double GradientAreas::cover() const {
  if (owner.empty()) return 0;
  const auto free = std::count(owner.begin(), owner.end(), none);
  return 1 - static_cast<double>(free) / static_cast<double>(owner.size());
}

GradientAreas find_gradients(const BasicCall& call, const PackedPicture& picture) {
  if (!changes_evenly(picture)) return {};
  return GradientFinder(call, picture).find();
}

}  // namespace pipeline::quantize
