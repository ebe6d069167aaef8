// SPDX-License-Identifier: Apache-2.0
#include "plugins/metric/nodes/markup.hpp"

#include <algorithm>

namespace pipeline::metric {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool ends_name(char c) { return is_blank(c) || c == '=' || c == '>' || c == '/' || c == '<'; }

std::string_view local_name(std::string_view name) {
  const size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

}  // namespace

std::optional<Attribute> Markup::next() {
  while (in_tag_ || enter_tag()) {
    skip_blanks();
    if (at_ == text_.size()) return {};
    const std::string_view name = take_name();
    if (name.empty()) {
      const char c = text_[at_];
      // A '<' here is of the next tag: this one was not ended.
      if (c != '<') ++at_;
      if (c == '>' || c == '<') in_tag_ = false;
      continue;
    }
    skip_blanks();
    if (at_ == text_.size() || text_[at_] != '=') continue;
    ++at_;
    skip_blanks();
    if (at_ == text_.size()) return {};
    const char quote = text_[at_];
    if (quote != '"' && quote != '\'') continue;
    const size_t begin = ++at_;
    at_ = std::min(text_.find(quote, begin), text_.size());
    const std::string_view value = text_.substr(begin, at_ - begin);
    if (at_ < text_.size()) ++at_;
    return Attribute{name, value};
  }
  return {};
}

// Goes on to the name of the next start tag and past it.
bool Markup::enter_tag() {
  while (true) {
    at_ = std::min(text_.find('<', at_), text_.size());
    if (at_ == text_.size()) return false;
    const std::string_view rest = text_.substr(at_);
    if (rest.starts_with("<!--")) {
      at_ += 4;
      skip_past("-->");
    } else if (rest.starts_with("<![CDATA[")) {
      at_ += 9;
      skip_past("]]>");
    } else if (rest.starts_with("<?")) {
      at_ += 2;
      skip_past("?>");
    } else if (rest.starts_with("<!")) {
      skip_declaration();
    } else if (rest.starts_with("</")) {
      at_ += 2;
      skip_past(">");
    } else {
      ++at_;
      has_svg_ = local_name(take_name()) == "svg" || has_svg_;
      return in_tag_ = true;
    }
  }
}

void Markup::skip_past(std::string_view end) {
  const size_t found = text_.find(end, at_);
  at_ = found == std::string_view::npos ? text_.size() : found + end.size();
}

// A document type may hold declarations in brackets, and any of them '>' in quotes.
void Markup::skip_declaration() {
  int depth = 0;
  for (; at_ < text_.size(); ++at_) {
    if (text_.substr(at_, 4) == "<!--") skip_past("-->");
    if (at_ == text_.size()) return;
    const char c = text_[at_];
    if (c == '"' || c == '\'') {
      at_ = text_.find(c, at_ + 1);
      if (at_ == std::string_view::npos) break;
    }
    if (c == '<') ++depth;
    if (c == '>' && --depth == 0) break;
  }
  at_ = at_ < text_.size() ? at_ + 1 : text_.size();
}

void Markup::skip_blanks() {
  while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
}

std::string_view Markup::take_name() {
  const size_t begin = at_;
  while (at_ < text_.size() && !ends_name(text_[at_])) ++at_;
  return text_.substr(begin, at_ - begin);
}

}  // namespace pipeline::metric
