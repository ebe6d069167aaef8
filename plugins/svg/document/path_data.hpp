// SPDX-License-Identifier: Apache-2.0
// The text of a path's `d`, as short as SVG's grammar allows command by command (SVG 1.1, 8.3.9).
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>

#include "plugins/svg/document/number.hpp"

namespace svg {

struct Units {
  int64_t x = 0, y = 0;
  friend bool operator==(const Units&, const Units&) = default;
};

// All coordinates are absolute and in units of `decimals`; the writer picks relative or absolute
// text.
class PathData {
 public:
  PathData(std::string& out, const Decimals& decimals) : out_(out), decimals_(decimals) {}

  // Written with the first thing drawn from it; a move with nothing after it leaves no text.
  void move(Units to);
  void line(Units to);
  void quad(Units control, Units to);
  void cubic(Units first, Units second, Units to);
  void arc(Units radii, int64_t rotation, bool large, bool sweep, Units to);
  void close();

  Units current() const { return pending_ ? pending_to_ : current_; }
  Units start() const { return pending_ ? pending_to_ : start_; }

 private:
  struct Choice;
  void begin();
  void add(char letter, std::initializer_list<int64_t> relative, char absolute_letter,
           std::initializer_list<int64_t> absolute);
  Choice text_of(char letter, std::initializer_list<int64_t> numbers) const;

  std::string& out_;
  const Decimals& decimals_;
  Units current_, start_, pending_to_;
  Units second_;          // of the cubic just written
  bool pending_ = false;  // a move not written yet
  bool after_cubic_ = false, point_seen_ = false;
  char implied_ = 0;  // the command that numbers alone would continue
};

}  // namespace svg
