// SPDX-License-Identifier: Apache-2.0
#include "framework/graph/syntax_error.hpp"

#include <yaml-cpp/exceptions.h>

#include <algorithm>

#include "framework/graph/diagnostic.hpp"
#include "framework/graph/suggest.hpp"
#include "framework/graph/tree_builder.hpp"

namespace pipeline::graph {

namespace {

// yaml-cpp stands behind the last line when something never ends; a message shows the last line
// instead.
Mark inside(Mark mark) {
  if (!mark.source) return mark;
  const auto& text = mark.source->text();
  const auto lines = static_cast<uint32_t>(std::count(text.begin(), text.end(), '\n')) + 1;
  if (mark.at.line <= lines && !mark.source->line(mark.at.line).empty()) return mark;
  mark.at.line = std::min(mark.at.line, lines);
  while (mark.at.line > 1 && mark.source->line(mark.at.line).empty()) --mark.at.line;
  mark.at.column = static_cast<uint32_t>(mark.source->line(mark.at.line).size());
  mark.at.length = 1;
  return mark;
}

std::string way_out(const std::string& text, const Mark& mark) {
  const std::string_view line = mark.source ? mark.source->line(mark.at.line) : std::string_view();
  const std::string_view indent = line.substr(0, line.find_first_not_of(" \t"));
  if (indent.find('\t') != std::string_view::npos) return "indent with spaces, not with a tab";
  if (text == YAML::ErrorMsg::EOF_IN_SCALAR) return "close the quote";
  if (text == YAML::ErrorMsg::MAP_VALUE) {
    return "indent this line as its neighbours; a text with ': ' in it needs quotes";
  }
  if (text == YAML::ErrorMsg::UNKNOWN_TOKEN)
    return "put quotes around a text that starts like this";
  if (text == YAML::ErrorMsg::FLOW_END) return "remove this bracket, or add the one that opens it";
  if (text.starts_with(YAML::ErrorMsg::INVALID_ESCAPE)) return "write '\\\\' for a backslash";
  return "mend the quotes, brackets or indentation here";
}

}  // namespace

void report_syntax(const std::string& text, const Mark& where, const TreeBuilder& read,
                   const std::vector<std::string>& anchors, Diagnostics& diagnostics) {
  const std::string_view rest =
      where.source ? where.source->rest(where.at.line, where.at.column) : "";
  if (text.starts_with(YAML::ErrorMsg::UNKNOWN_ANCHOR) && rest.starts_with('*')) {
    const std::string name(rest.substr(1, rest.find_first_of(" \t,]}", 1) - 1));
    Mark whole = where;
    whole.at.length = static_cast<uint32_t>(name.size() + 1);
    std::string fix = did_you_mean(name, anchors);
    if (fix.empty()) fix = "put '&" + name + "' before the value that is meant";
    return diagnostics.error(whole, "there is no anchor '&" + name + "' before this alias",
                             {.fix = std::move(fix)});
  }
  const bool list = text == YAML::ErrorMsg::END_OF_SEQ_FLOW;
  if (list || text == YAML::ErrorMsg::END_OF_MAP_FLOW) {
    if (const auto opened = read.unclosed(list ? '[' : '{')) {
      const std::string open = list ? "[" : "{", close = list ? "]" : "}";
      return diagnostics.error(*opened, "this '" + open + "' is not closed",
                               {.fix = "add '" + close + "' where it ends"});
    }
  }
  const Mark mark = inside(where);
  diagnostics.error(mark, "this is not YAML: " + text, {.fix = way_out(text, mark)});
}

}  // namespace pipeline::graph
