// SPDX-License-Identifier: Apache-2.0
// A page of the documentation that is carried out: its commands, its listings, what it says that is
// printed.
#pragma once

#include <sstream>
#include <string>
#include <vector>

namespace pipeline::test {

struct Block {
  int line = 0;  // where it starts on the page
  std::string language, text;
  std::string file;  // the last name of a file in the text before it
};

// The fenced blocks of a page in Markdown.
inline std::vector<Block> blocks_of(const std::string& page) {
  std::vector<Block> blocks;
  std::istringstream lines(page);
  std::string file;
  bool inside = false;
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.starts_with("```")) {
      inside = !inside;
      if (inside) blocks.push_back({number, line.substr(3), "", file});
    } else if (inside) {
      blocks.back().text += line + "\n";
    } else if (const size_t begin = line.find("In `"); begin != std::string::npos) {
      file = line.substr(begin + 4, line.find('`', begin + 4) - begin - 4);
    }
  }
  return blocks;
}

// Whether all that is said is there in that order; "..." stands for anything, and so do the
// beginning and the end.
inline bool says(const std::string& printed, std::string expected) {
  expected.pop_back();
  for (size_t at = 0; !expected.empty();) {
    const size_t end = expected.find("...");
    const std::string part = expected.substr(0, end);
    at = printed.find(part, at);
    if (at == std::string::npos) return false;
    at += part.size();
    expected = end == std::string::npos ? "" : expected.substr(end + 3);
  }
  return true;
}

// `text` with the listing in the place of the lines from its first line to its last; empty if these
// are not there.
inline std::string with_listing(const std::string& text, const std::string& listing) {
  const std::string first = "\n" + listing.substr(0, listing.find('\n') + 1);
  const std::string last = listing.substr(listing.rfind('\n', listing.size() - 2));
  const size_t begin = text.find(first), end = text.find(last, begin);
  if (begin == std::string::npos || end == std::string::npos) return "";
  return text.substr(0, begin + 1) + listing + text.substr(end + last.size());
}

}  // namespace pipeline::test
