// SPDX-License-Identifier: Apache-2.0
// What a child tells of the rule it tries: what it is doing, and then how the rule ended.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "framework/host/scan_board.hpp"

namespace pipeline::conformance {

enum class Ended : char { kept = 'K', broken = 'B', skipped = 'S', remark = 'R' };

class BoardNote {
 public:
  bool good() const { return board_.good(); }

  // So that a crash can be told of with its circumstances. [child]
  void doing(std::string_view text);
  void ended(Ended how, std::string_view text);
  // How it ended by a fault in guarded memory. [child; async-signal-safe]
  void fault(const char* text);

  struct Told {
    std::optional<Ended> how;  // nothing: it did not come to an end
    std::string text, doing;
  };
  Told told() const;

 private:
  host::Board board_;
};

}  // namespace pipeline::conformance
