// SPDX-License-Identifier: Apache-2.0
#include "plugins/svg/document/number.hpp"

#include <charconv>
#include <cmath>

namespace svg {

Decimals::Decimals(int digits, int steps) : digits_(digits), steps_(steps), scale_(1) {
  for (int i = 0; i < digits; ++i) scale_ *= 10;
}

int64_t Decimals::plain_units(double value) const {
  return std::llround(value * static_cast<double>(scale_));
}

Decimals::Text Decimals::write(char* to, int64_t units) const {
  if (units < 0) *to++ = '-', units = -units;
  const int64_t whole = units / scale_;
  int64_t part = units % scale_;
  if (whole != 0 || part == 0) to = std::to_chars(to, to + longest, whole).ptr;
  if (part == 0) return {to, false};
  int digits = digits_;
  for (; part % 10 == 0; part /= 10) --digits;
  *to++ = '.';
  for (int i = digits - 1; i >= 0; part /= 10) to[i--] = static_cast<char>('0' + part % 10);
  return {to + digits, true};
}

void append(std::string& out, const Decimals& decimals, double value) {
  char text[Decimals::longest];
  out.append(text, decimals.write(text, decimals.units(value)).end);
}

}  // namespace svg
