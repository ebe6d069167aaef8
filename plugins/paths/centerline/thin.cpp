// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/centerline/thin.hpp"

#include <array>
#include <bit>
#include <vector>

namespace centerline {
namespace {

// Bit d is set when the neighbour in direction d is in the mask: right, down right, down, ...
uint32_t around(const Mask& mask, size_t i) {
  uint32_t bits = 0;
  for (int d = 0; d < 8; ++d) {
    bits |= uint32_t{mask[i + static_cast<size_t>(mask.step(d))] != 0} << d;
  }
  return bits;
}

bool has(uint32_t bits, int direction) { return bits >> (direction % 8) & 1; }

// How often one goes from outside the mask into it on a way round the pixel.
int entries(uint32_t bits) {
  const uint32_t before = (bits << 1 | bits >> 7) & 0xFF;
  return std::popcount(bits & ~before);
}

constexpr int right = 0, down = 2, left = 4, up = 6;

bool may_go(uint32_t bits, bool second) {
  const int count = std::popcount(bits);
  if (count < 2 || count > 6 || entries(bits) != 1) return false;
  if (!second) {
    return !(has(bits, up) && has(bits, right) && has(bits, down)) &&
           !(has(bits, right) && has(bits, down) && has(bits, left));
  }
  return !(has(bits, up) && has(bits, right) && has(bits, left)) &&
         !(has(bits, up) && has(bits, down) && has(bits, left));
}

std::array<bool, 256> table(bool second) {
  std::array<bool, 256> result{};
  for (uint32_t bits = 0; bits < 256; ++bits) result[bits] = may_go(bits, second);
  return result;
}

// The inner corner of a staircase: two neighbours at a right angle, which touch without it, and
// nothing beside them that hangs on it alone.
bool is_step(uint32_t bits) {
  for (int d = 0; d < 8; d += 2) {
    const uint32_t corner = (1U << d | 1U << (d + 2) % 8);
    const uint32_t opposite =
        0xFFU & ~(corner | 1U << (d + 1) | 1U << (d + 7) % 8 | 1U << (d + 3) % 8);
    if ((bits & corner) == corner && (bits & opposite) == 0) return true;
  }
  return false;
}

}  // namespace

void thin(Mask& mask, trace::Pace& pace) {
  static const std::array<std::array<bool, 256>, 2> goes{table(false), table(true)};
  std::vector<size_t> open, going;
  for (size_t i = 0; i < mask.size(); ++i) {
    if (mask[i]) open.push_back(i);
  }
  for (bool changed = true; changed;) {
    changed = false;
    for (const auto& rule : goes) {
      pace.look();
      going.clear();
      for (const size_t i : open) {
        if (rule[around(mask, i)]) going.push_back(i);
      }
      for (const size_t i : going) mask[i] = 0;
      changed = changed || !going.empty();
      std::erase_if(open, [&](size_t i) { return !mask[i]; });
    }
  }
  for (const size_t i : open) {
    if (is_step(around(mask, i))) mask[i] = 0;
  }
}

}  // namespace centerline
