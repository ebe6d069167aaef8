// SPDX-License-Identifier: Apache-2.0
// The text that a message points into, and places in it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace pipeline::graph {

class Diagnostics;

// A graph file, or a word of the command line (which has a name and no text).
class Source {
 public:
  explicit Source(std::string name, std::string text = {});

  const std::string& name() const { return name_; }  // as the user gave it
  const std::string& text() const { return text_; }

  // Line `number` (from 1) without its end; empty where there is none.
  std::string_view line(uint32_t number) const;

  // Its text from there to the end of the line.
  std::string_view rest(uint32_t line_number, uint32_t column) const;

 private:
  std::string name_, text_;
  std::vector<size_t> starts_;
};

// Bytes in one line. line from 1, 0: no place; column from 0.
struct Span {
  uint32_t line = 0, column = 0, length = 0;
};

struct Mark {
  std::shared_ptr<const Source> source;  // nullptr: nowhere
  Span at;
  Span via;  // the alias that brought it there, if one did
};

// A mark that is one word of the command line.
Mark command_line_mark(const std::string& word);

// yaml-cpp needs up to 1 second and 200 MB for 1 MiB: it keeps all tokens of a flow map that ends
// late.
constexpr size_t max_graph_bytes = size_t{1} << 19;

// Reads a graph file ("-": standard input) and makes sure that it is UTF-8 text of at most
// max_graph_bytes without control characters; a byte order mark is taken off. nullptr after an
// error, which points at `asked` if that is somewhere, else at the file.
std::shared_ptr<const Source> read_source(const std::filesystem::path& file, const Mark& asked,
                                          Diagnostics& diagnostics);

}  // namespace pipeline::graph
