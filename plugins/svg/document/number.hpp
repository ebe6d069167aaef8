// SPDX-License-Identifier: Apache-2.0
// Decimal numbers as SVG wants them: the shortest text for a fixed number of decimals.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace svg {

// Fixed point with 0..6 decimals of a step, of which a pixel has `steps`. Coordinates become whole
// units once; every sum and difference after that is exact, so that the rounding of relative
// coordinates cannot add up.
class Decimals {
 public:
  explicit Decimals(int digits, int steps = 1);

  int digits() const { return digits_; }
  int steps() const { return steps_; }
  int64_t scale() const { return scale_; }
  // Of pixels. |value| < 1e12 / steps.
  int64_t units(double value) const { return plain_units(value * steps_); }
  // Of what has no pixels, such as an angle.
  int64_t plain_units(double value) const;

  static constexpr size_t longest = 24;
  struct Text {
    char* end;
    bool point;  // whether it has a decimal point
  };
  // Writes at most `longest` characters: "-.5", "12", "0".
  Text write(char* to, int64_t units) const;

 private:
  int digits_, steps_;
  int64_t scale_;
};

// Appends the shortest text of `value` at these decimals.
void append(std::string& out, const Decimals& decimals, double value);

}  // namespace svg
