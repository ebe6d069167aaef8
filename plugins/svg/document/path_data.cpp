// SPDX-License-Identifier: Apache-2.0
#include "plugins/svg/document/path_data.hpp"

#include <cstring>

namespace svg {

struct PathData::Choice {
  char text[8 * (Decimals::longest + 1)];
  size_t size = 0;
  bool point_seen = false;  // whether the last number has a decimal point
};

// A number needs no separator after a letter, before a minus, or before a leading point when the
// number in front has its own point already.
PathData::Choice PathData::text_of(char letter, std::initializer_list<int64_t> numbers) const {
  Choice choice;
  char* to = choice.text;
  bool after_number = letter == implied_;
  bool point_seen = point_seen_;
  if (!after_number) *to++ = letter;
  for (const int64_t number : numbers) {
    char digits[Decimals::longest];
    const Decimals::Text written = decimals_.write(digits, number);
    const auto size = static_cast<size_t>(written.end - digits);
    const bool joins = digits[0] == '-' || (digits[0] == '.' && point_seen);
    if (after_number && !joins) *to++ = ' ';
    std::memcpy(to, digits, size);
    to += size;
    point_seen = written.point;
    after_number = true;
  }
  choice.size = static_cast<size_t>(to - choice.text);
  choice.point_seen = point_seen;
  return choice;
}

void PathData::add(char letter, std::initializer_list<int64_t> relative, char absolute_letter,
                   std::initializer_list<int64_t> absolute) {
  const Choice near = text_of(letter, relative), far = text_of(absolute_letter, absolute);
  const bool use_far = far.size < near.size;
  const Choice& best = use_far ? far : near;
  out_.append(best.text, best.size);
  point_seen_ = best.point_seen;
  implied_ = use_far ? absolute_letter : letter;
  if (implied_ == 'm') implied_ = 'l';
  if (implied_ == 'M') implied_ = 'L';
}

void PathData::move(Units to) {
  pending_ = true;
  pending_to_ = to;
  after_cubic_ = false;
}

void PathData::begin() {
  if (!pending_) return;
  pending_ = false;
  const Units to = pending_to_;
  add('m', {to.x - current_.x, to.y - current_.y}, 'M', {to.x, to.y});
  current_ = start_ = to;
}

void PathData::line(Units to) {
  begin();
  const int64_t dx = to.x - current_.x, dy = to.y - current_.y;
  if (dy == 0) {
    add('h', {dx}, 'H', {to.x});
  } else if (dx == 0) {
    add('v', {dy}, 'V', {to.y});
  } else {
    add('l', {dx, dy}, 'L', {to.x, to.y});
  }
  current_ = to;
  after_cubic_ = false;
}

void PathData::quad(Units c, Units to) {
  begin();
  const Units o = current_;
  add('q', {c.x - o.x, c.y - o.y, to.x - o.x, to.y - o.y}, 'Q', {c.x, c.y, to.x, to.y});
  current_ = to;
  after_cubic_ = false;
}

void PathData::cubic(Units a, Units b, Units to) {
  begin();
  const Units o = current_;
  const bool mirrored =
      after_cubic_ && a.x - o.x == o.x - second_.x && a.y - o.y == o.y - second_.y;
  if (mirrored) {
    add('s', {b.x - o.x, b.y - o.y, to.x - o.x, to.y - o.y}, 'S', {b.x, b.y, to.x, to.y});
  } else {
    add('c', {a.x - o.x, a.y - o.y, b.x - o.x, b.y - o.y, to.x - o.x, to.y - o.y}, 'C',
        {a.x, a.y, b.x, b.y, to.x, to.y});
  }
  current_ = to;
  second_ = b;
  after_cubic_ = true;
}

// The grammar allows flags without separators, but not every reader does: they are kept.
void PathData::arc(Units r, int64_t rotation, bool large, bool sweep, Units to) {
  begin();
  const Units o = current_;
  const int64_t one = decimals_.scale(), l = large ? one : 0, s = sweep ? one : 0;
  add('a', {r.x, r.y, rotation, l, s, to.x - o.x, to.y - o.y}, 'A',
      {r.x, r.y, rotation, l, s, to.x, to.y});
  current_ = to;
  after_cubic_ = false;
}

void PathData::close() {
  begin();
  if (implied_ == 'z') return;
  out_ += 'z';
  current_ = start_;
  implied_ = 'z';
  point_seen_ = after_cubic_ = false;
}

}  // namespace svg
