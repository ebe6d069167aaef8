// SPDX-License-Identifier: Apache-2.0
#include "plugins/metric/edge_f/matching.hpp"

#include <algorithm>
#include <cmath>

namespace pipeline::metric {

namespace {

void look(const BasicCall& call, size_t step) {
  if (step % 1024 == 0 && call.cancelled()) throw Error(PIPELINE_CANCELLED, "stopped");
}

}  // namespace

EdgeMatching::EdgeMatching(const Image<const uint8_t>& found, const Image<const uint8_t>& wanted,
                           double reach)
    : width_(found.width()),
      height_(found.height()),
      wanted_(static_cast<size_t>(width_) * static_cast<size_t>(height_), nobody) {
  size_t place = 0;
  for (int32_t y = 0; y < height_; ++y) {
    const uint8_t *one = found.row(y), *two = wanted.row(y);
    for (int32_t x = 0; x < width_; ++x, ++place) {
      if (one[x] >= 128) found_.push_back({x, y});
      if (two[x] >= 128) wanted_[place] = static_cast<int32_t>(wanted_count_++);
    }
  }
  const auto r = static_cast<int32_t>(std::floor(reach));
  for (int32_t y = -r; y <= r; ++y) {
    for (int32_t x = -r; x <= r; ++x) {
      if (x * x + y * y <= reach * reach) around_.push_back({x, y});
    }
  }
  std::stable_sort(around_.begin(), around_.end(), [](const Point& a, const Point& b) {
    return a.x * a.x + a.y * a.y < b.x * b.x + b.y * b.y;
  });
}

int32_t EdgeMatching::wanted_at(const Point& p, size_t k) const {
  const int32_t x = p.x + around_[k].x, y = p.y + around_[k].y;
  if (x < 0 || y < 0 || x >= width_ || y >= height_) return nobody;
  return wanted_[static_cast<size_t>(y) * static_cast<size_t>(width_) + static_cast<size_t>(x)];
}

size_t EdgeMatching::pairs(const BasicCall& call) {
  partner_of_found_.assign(found_.size(), nobody);
  partner_of_wanted_.assign(wanted_count_, nobody);
  pair_nearest(call);
  while (set_levels(call)) {
    std::fill(next_.begin(), next_.end(), 0U);
    for (size_t i = 0; i < found_.size(); ++i) {
      look(call, i);
      if (partner_of_found_[i] == nobody) augment(i);
    }
  }
  return found_.size() - static_cast<size_t>(std::count(partner_of_found_.begin(),
                                                        partner_of_found_.end(), nobody));
}

void EdgeMatching::pair_nearest(const BasicCall& call) {
  for (size_t k = 0; k < around_.size(); ++k) {
    look(call, 0);
    for (size_t i = 0; i < found_.size(); ++i) {
      if (partner_of_found_[i] != nobody) continue;
      const int32_t j = wanted_at(found_[i], k);
      if (j == nobody || partner_of_wanted_[static_cast<size_t>(j)] != nobody) continue;
      partner_of_found_[i] = j;
      partner_of_wanted_[static_cast<size_t>(j)] = static_cast<int32_t>(i);
    }
  }
}

// Breadth first from all lonely found pixels at once; true if a lonely wanted one is in reach.
bool EdgeMatching::set_levels(const BasicCall& call) {
  level_.assign(found_.size(), nobody);
  next_.resize(found_.size());
  queue_.clear();
  for (size_t i = 0; i < found_.size(); ++i) {
    if (partner_of_found_[i] != nobody) continue;
    level_[i] = 0;
    queue_.push_back(static_cast<int32_t>(i));
  }
  int32_t last = nobody;  // level at which a lonely wanted pixel was met
  for (size_t q = 0; q < queue_.size(); ++q) {
    look(call, q);
    const auto i = static_cast<size_t>(queue_[q]);
    if (last != nobody && level_[i] >= last) break;
    for (size_t k = 0; k < around_.size(); ++k) {
      const int32_t j = wanted_at(found_[i], k);
      if (j == nobody) continue;
      const int32_t owner = partner_of_wanted_[static_cast<size_t>(j)];
      if (owner == nobody) {
        last = level_[i] + 1;
      } else if (level_[static_cast<size_t>(owner)] == nobody) {
        level_[static_cast<size_t>(owner)] = level_[i] + 1;
        queue_.push_back(owner);
      }
    }
  }
  return last != nobody;
}

// Depth first along rising levels to a lonely wanted pixel; the pairs on the way change over. The
// queue's memory serves as the stack.
bool EdgeMatching::augment(size_t from) {
  queue_.assign(1, static_cast<int32_t>(from));
  while (!queue_.empty()) {
    const auto i = static_cast<size_t>(queue_.back());
    if (next_[i] == around_.size()) {
      queue_.pop_back();
      continue;
    }
    const int32_t j = wanted_at(found_[i], next_[i]++);
    if (j == nobody) continue;
    const int32_t owner = partner_of_wanted_[static_cast<size_t>(j)];
    if (owner == nobody) {
      for (const int32_t member : queue_) {
        const auto m = static_cast<size_t>(member);
        partner_of_found_[m] = wanted_at(found_[m], next_[m] - 1);
        partner_of_wanted_[static_cast<size_t>(partner_of_found_[m])] = member;
      }
      return true;
    }
    if (level_[static_cast<size_t>(owner)] == level_[i] + 1) queue_.push_back(owner);
  }
  return false;
}

}  // namespace pipeline::metric
