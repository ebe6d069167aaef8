// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/thin/grounds.hpp"

namespace trace {

Around around(const Sheet& sheet, uint32_t pixel, uint32_t stroke) {
  Around found;
  const int x = sheet.x_of(pixel), y = sheet.y_of(pixel);
  sheet.each_near(pixel, 1, [&](uint32_t n) {
    const uint32_t label = sheet.labels[n];
    if (label == stroke) return;
    const int weight = (sheet.x_of(n) == x ? 2 : 1) * (sheet.y_of(n) == y ? 2 : 1);
    int k = 0;
    while (k < found.count && found.labels[k] != label) ++k;
    if (k == found.count) found.labels[k] = label, found.weights[found.count++] = 0;
    found.weights[k] += weight;
  });
  return found;
}

Grounds grounds_of(const Sheet& sheet, uint32_t pixel, uint32_t stroke) {
  const Around found = around(sheet, pixel, stroke);
  if (found.count == 0) return {stroke, stroke, 1, false};
  int first = 0, second = -1;
  for (int k = 1; k < found.count; ++k) {
    if (found.weights[k] > found.weights[first]) first = k;
  }
  for (int k = 0; k < found.count; ++k) {
    if (k != first && (second < 0 || found.weights[k] > found.weights[second])) second = k;
  }
  if (second < 0) return {found.labels[first], found.labels[first], 1, false};
  return {found.labels[first], found.labels[second], found.share(first, second), true};
}

}  // namespace trace
