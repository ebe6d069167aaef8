// SPDX-License-Identifier: Apache-2.0
// What is wrong with a graph, where, and what to do: collected, then shown as text or JSON.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "framework/graph/excerpt.hpp"
#include "framework/graph/source.hpp"

namespace pipeline::graph {

enum class Severity { error, warning, note };

struct Place {
  std::string file;   // as the user gave it; or a word of the command line
  size_t line = 0;    // from 1; 0: the file as a whole
  size_t column = 0;  // from 1, in characters
  size_t length = 0;  // in characters
  Excerpt excerpt;    // the line, for the text form
};

struct Diagnostic {
  Severity severity = Severity::error;
  Place place;
  std::string message;
  std::string expected, found, fix;  // may be empty

  struct Related {  // another place that has to do with it
    Place place;
    std::string message;
  };
  std::vector<Related> related;
};

// What may stand below a message; all of it optional.
struct Details {
  std::string expected = {}, found = {}, fix = {};
  std::vector<std::pair<Mark, std::string>> related = {};
};

class Diagnostics {
 public:
  // A second one of the same place and message is dropped. Beyond `capacity` they are only counted,
  // so that a hostile file cannot make it slow.
  void error(const Mark& mark, std::string message, Details details = {});
  void warning(const Mark& mark, std::string message, Details details = {});
  void note(const Mark& mark, std::string message, Details details = {});

  bool empty() const { return items_.empty(); }
  bool has_errors() const { return errors_ > 0; }
  size_t errors() const { return errors_; }
  bool full() const { return items_.size() >= capacity; }
  const std::vector<Diagnostic>& items() const { return items_; }  // in the order they were found

  // By file (in the order the files were met), line and column. Each:
  //   graph.yaml:7:54: error: stage 'edges' has no parameter 'treshold'
  //       edges: { uses: edges.canny, in: image, with: { treshold: 40 } }
  //                                                      ^~~~~~~~
  //     expected: one of low, high, threshold
  //     fix: did you mean 'threshold'?
  std::string text() const;

  // An array of objects {severity, file, line, column, length, message} and, where there are any,
  // expected, found, fix, related; one a line; line 0 where it is no place in a file.
  std::string json() const;

  static constexpr size_t capacity = 200;

 private:
  void add(Severity severity, const Mark& mark, std::string message, Details details);
  std::vector<const Diagnostic*> sorted() const;

  std::vector<Diagnostic> items_;
  std::set<std::string> seen_;
  size_t errors_ = 0, left_out_ = 0;
};

}  // namespace pipeline::graph
