// SPDX-License-Identifier: Apache-2.0
#include "framework/graph/source.hpp"

#include <cerrno>
#include <fstream>
#include <iostream>
#include <optional>
#include <system_error>

#include "framework/graph/diagnostic.hpp"
#include "framework/graph/graph_folder.hpp"
#include "framework/graph/suggest.hpp"
#include "framework/graph/utf8.hpp"

namespace pipeline::graph {

namespace {

namespace fs = std::filesystem;

// Ends soon after the limit, so that endless files end.
std::string read_bounded(std::istream& in) {
  std::string text;
  char part[4096];
  while (text.size() <= max_graph_bytes && (in.read(part, sizeof part) || in.gcount() > 0)) {
    text.append(part, static_cast<size_t>(in.gcount()));
  }
  return text;
}

std::optional<std::string> read_text(const fs::path& file, std::string& problem) {
  if (file == "-") return read_bounded(std::cin);
  std::error_code error;
  if (fs::is_directory(file, error)) {
    problem = "it is a folder";
    return std::nullopt;
  }
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    problem = errno ? std::generic_category().message(errno) : "it cannot be opened";
    return std::nullopt;
  }
  return read_bounded(in);
}

size_t first_control(std::string_view text) {
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const bool blank = c == '\t' || c == '\n' || c == '\r';
    if ((static_cast<unsigned char>(c) < 0x20 && !blank) || c == 0x7F) return at;
  }
  return std::string_view::npos;
}

Mark mark_at(const std::shared_ptr<const Source>& source, size_t offset) {
  const std::string_view before = std::string_view(source->text()).substr(0, offset);
  const size_t start = before.rfind('\n') + 1;  // npos + 1 is 0
  uint32_t line = 1;
  for (const char c : before) line += c == '\n';
  return {source, {line, static_cast<uint32_t>(offset - start), 1}, {}};
}

bool is_clean(const std::shared_ptr<const Source>& source, Diagnostics& diagnostics) {
  if (const size_t at = first_bad_byte(source->text()); at != std::string::npos) {
    diagnostics.error(mark_at(source, at), "this byte is not UTF-8",
                      {.fix = "save the file as UTF-8"});
    return false;
  }
  if (const size_t at = first_control(source->text()); at != std::string::npos) {
    diagnostics.error(mark_at(source, at), "a control character does not belong into a graph",
                      {.fix = "remove it"});
    return false;
  }
  return true;
}

// The graph of the same folder that this one was to be; empty where none is near.
fs::path near_graph(const fs::path& file) {
  std::error_code none;
  if (fs::exists(file, none)) return {};
  const GraphFolder graphs = graphs_in(file.has_parent_path() ? file.parent_path() : ".");
  const std::string near = suggest(file.stem().string(), stems_of(graphs));
  return near.empty() ? fs::path() : graphs.at(near);
}

}  // namespace

Source::Source(std::string name, std::string text)
    : name_(std::move(name)), text_(std::move(text)), starts_{0} {
  for (size_t at = text_.find('\n'); at != std::string::npos; at = text_.find('\n', at + 1)) {
    starts_.push_back(at + 1);
  }
}

std::string_view Source::line(uint32_t number) const {
  if (number == 0 || number > starts_.size()) return {};
  const size_t begin = starts_[number - 1];
  const size_t end = number < starts_.size() ? starts_[number] - 1 : text_.size();
  std::string_view line = std::string_view(text_).substr(begin, end - begin);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::string_view Source::rest(uint32_t line_number, uint32_t column) const {
  const std::string_view whole = line(line_number);
  return column < whole.size() ? whole.substr(column) : std::string_view();
}

Mark command_line_mark(const std::string& word) { return {std::make_shared<Source>(word), {}, {}}; }

std::shared_ptr<const Source> read_source(const fs::path& file, const Mark& asked,
                                          Diagnostics& diagnostics) {
  const std::string name = file == "-" ? "<stdin>" : file.string();
  const Mark blamed = asked.source ? asked : command_line_mark(name);
  std::string problem;
  auto text = read_text(file, problem);
  if (!text) {
    std::string fix = asked.source ? "name a graph file, relative to this graph's folder"
                                   : "name a graph file that can be read";
    if (const fs::path near = near_graph(file); !near.empty()) {
      const fs::path full = asked.source ? near : file.parent_path() / near;
      fix = "did you mean '" + full.string() + "'?";
    }
    diagnostics.error(blamed, "the graph " + name + " cannot be read: " + problem,
                      {.fix = std::move(fix)});
    return nullptr;
  }
  if (text->size() > max_graph_bytes) {
    diagnostics.error(blamed, "the graph " + name + " is too large",
                      {.expected = "at most 512 KiB of YAML",
                       .fix = "put parts into graph files of their own, used as stages"});
    return nullptr;
  }
  if (text->starts_with("\xEF\xBB\xBF")) text->erase(0, 3);
  auto source = std::make_shared<const Source>(name, std::move(*text));
  return is_clean(source, diagnostics) ? source : nullptr;
}

}  // namespace pipeline::graph
