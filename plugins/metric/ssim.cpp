// SPDX-License-Identifier: Apache-2.0
// Wang, Bovik, Sheikh and Simoncelli, "Image quality assessment: from error visibility to
// structural similarity", 2004: the mean over all places where the window lies inside the picture.
#include <algorithm>
#include <array>
#include <string>

#include "plugins/metric/common/picture.hpp"

namespace {

using namespace pipeline;

constexpr size_t window = 11;
// A Gaussian of sigma 1.5 that sums to 1; written out, so that it is the same on every machine.
constexpr std::array<double, window> gaussian{
    0.0010283800844791092, 0.007598758135239185, 0.03600077212843083,  0.10936068950970002,
    0.2130055377112537,    0.26601172486179436,  0.2130055377112537,   0.10936068950970002,
    0.03600077212843083,   0.007598758135239185, 0.0010283800844791092};
constexpr double c1 = 0.01 * 0.01, c2 = 0.03 * 0.03;

// Luma of ITU-R BT.601 of the encoded values.
void luma_row(const metric::Picture& picture, int64_t y, std::vector<double>& rgb, double* luma) {
  picture.row(y, rgb);
  for (size_t i = 0; i < rgb.size(); i += 3) {
    *luma++ = 0.299 * rgb[i] + 0.587 * rgb[i + 1] + 0.114 * rgb[i + 2];
  }
}

// Local means of x, y, x^2 + y^2 and x y: all that SSIM needs.
enum Moment { mean_x, mean_y, squares, product, moments };
using Moments = std::array<std::vector<double>, moments>;

void blur_across(const std::vector<double>& from, std::vector<double>& to) {
  std::fill(to.begin(), to.end(), 0.0);
  for (size_t k = 0; k < window; ++k) {
    for (size_t i = 0; i < to.size(); ++i) to[i] += gaussian[k] * from[i + k];
  }
}

double similarity(double x, double y, double xx_yy, double xy) {
  const double variances = xx_yy - x * x - y * y, covariance = xy - x * y;
  return (2 * x * y + c1) * (2 * covariance + c2) / ((x * x + y * y + c1) * (variances + c2));
}

// The rows of moments that a chunk needs, blurred across, and then one of them blurred down.
class Rows {
 public:
  Rows(const metric::Picture& a, const metric::Picture& b, size_t width)
      : a_(a), b_(b), x_(width), y_(width), raw_(width) {
    for (auto& moment : sum_) moment.resize(width - window + 1);
    for (auto& row : ring_) row = sum_;
  }

  // The sum of SSIM over row y of windows; y must be one more than in the last call, if any.
  double sum_of(int64_t y) {
    for (next_ = std::max(next_, y); next_ < y + static_cast<int64_t>(window); ++next_) load(next_);
    for (size_t m = 0; m < moments; ++m) {
      std::fill(sum_[m].begin(), sum_[m].end(), 0.0);
      for (size_t k = 0; k < window; ++k) {
        const auto& row = ring_[(static_cast<size_t>(y) + k) % window][m];
        for (size_t i = 0; i < row.size(); ++i) sum_[m][i] += gaussian[k] * row[i];
      }
    }
    double sum = 0;
    for (size_t i = 0; i < sum_[0].size(); ++i) {
      sum += similarity(sum_[mean_x][i], sum_[mean_y][i], sum_[squares][i], sum_[product][i]);
    }
    return sum;
  }

 private:
  void load(int64_t y) {
    Moments& row = ring_[static_cast<size_t>(y) % window];
    luma_row(a_, y, rgb_, x_.data());
    luma_row(b_, y, rgb_, y_.data());
    blur_across(x_, row[mean_x]);
    blur_across(y_, row[mean_y]);
    for (size_t i = 0; i < raw_.size(); ++i) raw_[i] = x_[i] * x_[i] + y_[i] * y_[i];
    blur_across(raw_, row[squares]);
    for (size_t i = 0; i < raw_.size(); ++i) raw_[i] = x_[i] * y_[i];
    blur_across(raw_, row[product]);
  }

  const metric::Picture &a_, &b_;
  std::vector<double> rgb_, x_, y_, raw_;
  Moments sum_;
  std::array<Moments, window> ring_;
  int64_t next_ = 0;
};

struct Ssim {
  static constexpr Stage stage{"metric.ssim",
                               "1.0.0",
                               "How alike two pictures are in structure, by the mean SSIM.",
                               PIPELINE_STAGE_PURE | PIPELINE_STAGE_REENTRANT,
                               48.0,
                               4 << 20};
  static constexpr In<AnyImage> reference{
      "reference", "What it should look like; 11 x 11 pixels at least", metric::seen};
  static constexpr In<AnyImage> test{"test", "What it does look like; the same size", metric::seen};
  static constexpr Out<Number> value{
      .name = "value",
      .doc =
          "Mean SSIM of the luma (BT.601): 1 for equal pictures; Gaussian window 11 x 11 of "
          "sigma 1.5, K1 0.01, K2 0.03, full size",
      .better = PIPELINE_BETTER_HIGHER};
  static constexpr Param<Colour> background{
      "background", "What both are seen over where they are transparent", {1, 1, 1, 1}};
  PIPELINE_INTERFACE(reference, test, value, background)

  void run(const Call<Ssim>& call) const {
    const AnyImage a_image = call[reference], b_image = call[test];
    metric::check_same_size(a_image, b_image);
    const metric::Picture a(a_image, "reference", call[background]);
    const metric::Picture b(b_image, "test", call[background]);
    const int64_t columns = a_image.width() - static_cast<int64_t>(window) + 1;
    const int64_t lines = a_image.height() - static_cast<int64_t>(window) + 1;
    if (columns < 1 || lines < 1) {
      throw Error(PIPELINE_BAD_ARGUMENT,
                  "the pictures are " + std::to_string(a_image.width()) + " x " +
                      std::to_string(a_image.height()) +
                      " pixels, and SSIM's window needs 11 x 11: use metric.psnr for such");
    }
    // Each row has a sum of its own; they are added in the order of the rows.
    std::vector<double> sums(static_cast<size_t>(lines));
    call.parallel_for(0, lines, 64, [&](int64_t y0, int64_t y1) {
      Rows rows(a, b, static_cast<size_t>(a_image.width()));
      for (int64_t y = y0; y < y1; ++y) sums[static_cast<size_t>(y)] = rows.sum_of(y);
    });
    double sum = 0;
    for (const double row : sums) sum += row;
    call.emit(value,
              metric::finite(sum / (static_cast<double>(columns) * static_cast<double>(lines))));
  }
};

}  // namespace

PIPELINE_STAGE(ssim, Ssim)
