// SPDX-License-Identifier: Apache-2.0
// The attributes of a document in XML, one after the other, in one pass over its text: whatever the
// text is, the time is linear in its length, nothing is copied and nothing is expanded. What is not
// well-formed is read as far as it can be.
#pragma once

#include <optional>
#include <string_view>

namespace pipeline::metric {

struct Attribute {
  std::string_view name;   // as written, with its prefix
  std::string_view value;  // between the quotes, as written
};

class Markup {
 public:
  explicit Markup(std::string_view text) : text_(text) {}

  // The next attribute of any element; comments, CDATA, processing instructions and declarations
  // have none.
  std::optional<Attribute> next();

  // Whether an element of local name svg was among those read.
  bool has_svg() const { return has_svg_; }

 private:
  bool enter_tag();
  void skip_past(std::string_view end);
  void skip_declaration();
  void skip_blanks();
  std::string_view take_name();

  std::string_view text_;
  size_t at_ = 0;
  bool in_tag_ = false, has_svg_ = false;
};

}  // namespace pipeline::metric
