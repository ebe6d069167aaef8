// SPDX-License-Identifier: Apache-2.0
#include "plugins/common/enlargement/reduced.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "plugins/common/enlargement/line_fit.hpp"
#include "plugins/common/enlargement/search.hpp"
#include "plugins/common/enlargement/settle.hpp"
#include "plugins/common/enlargement/soft.hpp"

namespace enlargement {

namespace {

using pipeline::Image;
using pipeline::resize::Filter;

constexpr int smallest_side = 8, largest_side = 2048;  // of the small and of the large picture
constexpr float sharp = 0.8F, nearly_sharp = 0.6F;     // share of a step

using Picture = Image<const uint8_t>;

float sample(const Picture& picture, int x, int y, int channel) {
  const uint8_t* p = picture.pixel(x, y);
  const auto v = static_cast<float>(p[channel]);
  return picture.channels() == 4 && channel < 3 ? v * static_cast<float>(p[3]) / 255 : v;
}

Line column_of(const Picture& picture, int x, int channel) {
  Line line;
  line.reserve(static_cast<size_t>(picture.height()));
  for (int y = 0; y < picture.height(); ++y) line.push_back(sample(picture, x, y, channel));
  return line;
}

float variation(const Line& line) {
  float sum = 0;
  for (size_t i = 1; i < line.size(); ++i) sum += std::abs(line[i] - line[i - 1]);
  return sum;
}

// Those lines, of some dozens of all, that change most. at(place, channel): a line.
template <class At>
std::vector<Line> telling_lines(int all, int channels, At at) {
  constexpr int looked_at = 48;
  constexpr size_t wanted = 5;
  const int count = std::min(looked_at, all);
  std::vector<Line> lines;
  for (int i = 0; i < count; ++i) {
    const auto place = static_cast<int>((2LL * i + 1) * all / (2 * count));
    Line best;
    float most = 0;
    for (int c = 0; c < channels; ++c) {
      Line line = at(place, c);
      if (const float v = variation(line); v > most) most = v, best = std::move(line);
    }
    if (!best.empty()) lines.push_back(std::move(best));
  }
  std::stable_sort(lines.begin(), lines.end(),
                   [](const Line& a, const Line& b) { return variation(a) > variation(b); });
  if (lines.size() > wanted) lines.resize(wanted);
  return lines;
}

// One plane for each channel.
struct Planes {
  int width, height;
  std::vector<std::vector<float>> samples;

  Planes(int w, int h, int channels) : width(w), height(h) {
    samples.resize(static_cast<size_t>(channels));
    for (auto& plane : samples) plane.resize(static_cast<size_t>(w) * static_cast<size_t>(h));
  }
  int channels() const { return static_cast<int>(samples.size()); }
  float& at(int x, int y, int c) {
    return samples[static_cast<size_t>(c)]
                  [static_cast<size_t>(y) * static_cast<size_t>(width) + static_cast<size_t>(x)];
  }
  std::span<float> row(int y, int c) {
    const auto length = static_cast<size_t>(width);
    return std::span(samples[static_cast<size_t>(c)])
        .subspan(static_cast<size_t>(y) * length, length);
  }
};

// Undoes the filter along columns, then along rows: the other way round from how pictures are
// enlarged, for after the first way samples are cut off and rounded.
class Shrinker {
 public:
  explicit Shrinker(const Picture& picture) : picture_(picture) {}

  std::optional<Planes> run() {
    const int width = picture_.width(), height = picture_.height(), channels = picture_.channels();
    const auto columns =
        telling_lines(width, channels, [&](int x, int c) { return column_of(picture_, x, c); });
    const auto down =
        find_origin(columns, known_filters(), shortest(height), longest(height), usual_off);
    if (!down) return {};
    down_.emplace(down->filter, down->length, height);
    halfway_.emplace(width, down->length, channels);
    const Bounds between = bounds_of_columns(down->filter);
    shrink_columns(between, [&](int x, int c) { return column_of(picture_, x, c); });
    const auto rows = telling_lines(down->length, channels, [&](int y, int c) {
      const auto row = halfway_->row(y, c);
      return Line(row.begin(), row.end());
    });
    // The same factor, but for rounding. What was cut off has left its marks in the rows; whether
    // they fit is seen in the end.
    constexpr double more = 8;
    const double middle = static_cast<double>(width) * down->length / height;
    const Filter filters[] = {down->filter};
    const auto across = find_origin(
        rows, filters, std::max(shortest(width), static_cast<int>(std::floor(middle)) - 1),
        std::min(longest(width), static_cast<int>(std::ceil(middle)) + 1), more * usual_off);
    if (!across) return {};
    across_.emplace(across->filter, across->length, width);
    small_.emplace(across->length, down->length, channels);
    shrink_rows(Bounds::as_small);
    if (between == Bounds::seen) restore_cut_off();
    for (auto& plane : small_->samples) {
      for (float& v : plane) v = std::floor(v + 0.5F);
    }
    if (!is_near()) return {};
    return std::move(small_);
  }

 private:
  static int shortest(int large) {
    return std::max(smallest_side, static_cast<int>(std::ceil(large / largest_factor)));
  }
  static int longest(int large) { return static_cast<int>(large / least_factor); }

  // at(x, channel): a column.
  template <class At>
  void shrink_columns(Bounds bounds, At at) {
    for (int c = 0; c < halfway_->channels(); ++c) {
      for (int x = 0; x < halfway_->width; ++x) {
        const auto column = down_->shrink(at(x, c), bounds);
        for (int y = 0; y < halfway_->height; ++y) {
          halfway_->at(x, y, c) = column[static_cast<size_t>(y)];
        }
      }
    }
  }

  void shrink_rows(Bounds bounds) {
    for (int c = 0; c < small_->channels(); ++c) {
      for (int y = 0; y < small_->height; ++y) {
        const auto row = across_->shrink(halfway_->row(y, c), bounds);
        std::copy(row.begin(), row.end(), small_->row(y, c).begin());
      }
    }
  }

  // visit(x, channel, column of the picture, column of the small one's enlargement).
  template <class Visit>
  void each_column(Bounds between, Bounds end, Visit visit) {
    std::vector<float> column(static_cast<size_t>(small_->height)),
        large(static_cast<size_t>(picture_.height()));
    for (int c = 0; c < small_->channels(); ++c) {
      for (int y = 0; y < small_->height; ++y) {
        across_->enlarge(small_->row(y, c), between, halfway_->row(y, c));
      }
      for (int x = 0; x < picture_.width(); ++x) {
        for (int y = 0; y < small_->height; ++y) {
          column[static_cast<size_t>(y)] = halfway_->at(x, y, c);
        }
        down_->enlarge(column, end, large);
        visit(x, c, column_of(picture_, x, c), large);
      }
    }
  }

  // Where both ways are cut off together, neither can be undone alone: what was cut off is put
  // back as the small picture so far foretells it, again and again.
  void restore_cut_off() {
    constexpr int rounds = 8;
    for (int round = 0; round < rounds; ++round) {
      std::vector<Line> columns;
      each_column(Bounds::none, Bounds::none,
                  [&](int, int, Line column, const std::vector<float>& large) {
                    for (size_t y = 0; y < column.size(); ++y) {
                      if (column[y] <= darkest) column[y] = std::min(column[y], large[y]);
                      if (column[y] >= brightest) column[y] = std::max(column[y], large[y]);
                    }
                    columns.push_back(std::move(column));
                  });
      shrink_columns(Bounds::none, [&](int x, int c) -> const Line& {
        return columns[static_cast<size_t>(c) * static_cast<size_t>(picture_.width()) +
                       static_cast<size_t>(x)];
      });
      shrink_rows(Bounds::none);
      for (auto& plane : small_->samples) {
        for (float& v : plane) v = std::clamp(v, darkest, brightest);
      }
    }
  }

  // Whether the small picture, enlarged, is near to the large one.
  bool is_near() {
    constexpr double most_off = 5;  // levels, root of the mean square where the picture changes
    constexpr float change = 4;
    double square = 0;
    size_t changes = 0;
    const Bounds between =
        bounds_of_columns(down_->filter()) == Bounds::as_small ? Bounds::seen : Bounds::none;
    each_column(between, Bounds::seen,
                [&](int, int, const Line& column, const std::vector<float>& large) {
                  for (size_t y = 1; y + 1 < column.size(); ++y) {
                    if (std::abs(column[y + 1] - column[y - 1]) <= change) continue;
                    const double d = column[y] - large[y];
                    square += d * d;
                    ++changes;
                  }
                });
    return changes > 0 && square <= most_off * most_off * static_cast<double>(changes);
  }

  const Picture& picture_;
  std::optional<LineFit> across_, down_;
  std::optional<Planes> halfway_, small_;
};

uint32_t straight(float v, float alpha) {
  return static_cast<uint32_t>(alpha <= 0 ? 0 : std::min(255.0F, v * 255 / alpha + 0.5F));
}

// Not premultiplied.
std::vector<uint32_t> packed(Planes& planes) {
  std::vector<uint32_t> pixels;
  for (int y = 0; y < planes.height; ++y) {
    for (int x = 0; x < planes.width; ++x) {
      const float alpha = planes.channels() == 4 ? planes.at(x, y, 3) : brightest;
      uint32_t p = static_cast<uint32_t>(alpha) << 24;
      for (int c = 0; c < 3; ++c) p |= straight(planes.at(x, y, c), alpha) << 8 * c;
      pixels.push_back(p);
    }
  }
  return pixels;
}

}  // namespace

Reduced::Reduced(const Picture& like, int width, int height, const std::vector<uint32_t>& pixels,
                 bool few_colours)
    : raw_(like.raw()), few_colours_(few_colours) {
  raw_.width = width, raw_.height = height;
  raw_.stride = static_cast<size_t>(width) * static_cast<size_t>(raw_.channels);
  for (const uint32_t p : pixels) {
    for (int c = 0; c < raw_.channels; ++c) pixels_.push_back(static_cast<uint8_t>(p >> 8 * c));
  }
}

Picture Reduced::image() const {
  pipeline_image raw = raw_;
  raw.pixels = const_cast<uint8_t*>(pixels_.data());
  return Picture(raw);
}

std::optional<Reduced> find_reduced(const Picture& picture) {
  if (std::min(picture.width(), picture.height()) < smallest_side * least_factor ||
      std::max(picture.width(), picture.height()) > largest_side) {
    return {};
  }
  if (has_sharp_edges(picture, sharp)) return {};
  auto small = Shrinker(picture).run();
  if (!small) return {};
  std::vector<uint32_t> pixels = packed(*small);
  const bool few_colours = settle_on_few_colours(pixels, small->width);
  if (!few_colours && !shows_areas(pixels, small->width)) return {};
  Reduced reduced(picture, small->width, small->height, pixels, few_colours);
  if (!has_sharp_edges(reduced.image(), nearly_sharp)) return {};
  return reduced;
}

}  // namespace enlargement
