// SPDX-License-Identifier: Apache-2.0
#include "framework/graph/diagnostic.hpp"

#include <algorithm>
#include <map>

#include "framework/graph/json.hpp"
#include "framework/graph/utf8.hpp"

namespace pipeline::graph {

namespace {

const char* word(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    default:
      return "note";
  }
}

Place place_of(const std::shared_ptr<const Source>& source, const Span& at) {
  Place place;
  if (!source) return place;
  place.file = source->name();
  if (at.line == 0) return place;
  const std::string_view line = source->line(at.line);
  const size_t begin = std::min<size_t>(at.column, line.size());
  const size_t length = std::min<size_t>(at.length, line.size() - begin);
  place.line = at.line;
  place.column = count_code_points(line.substr(0, begin)) + 1;
  place.length = std::max<size_t>(1, count_code_points(line.substr(begin, length)));
  place.excerpt = make_excerpt(line, begin, length);
  return place;
}

std::string header(const Place& place, Severity severity, const std::string& message) {
  std::string text = printable(place.file);
  if (place.line) text += ':' + std::to_string(place.line) + ':' + std::to_string(place.column);
  if (!text.empty()) text += ": ";
  return text + word(severity) + ": " + printable(message) + '\n';
}

std::string snippet(const Place& place) {
  if (place.line == 0 || place.excerpt.text.empty()) return {};
  const std::string margin(4, ' ');
  return margin + place.excerpt.text + '\n' + margin + std::string(place.excerpt.indent, ' ') +
         '^' + std::string(place.excerpt.width - 1, '~') + '\n';
}

std::string labelled(const char* label, const std::string& text) {
  return text.empty() ? "" : std::string("  ") + label + ": " + printable(text) + '\n';
}

std::string json_place(const Place& place, const std::string& message) {
  return "\"file\": " + json_string(place.file) + ", \"line\": " + std::to_string(place.line) +
         ", \"column\": " + std::to_string(place.column) +
         ", \"length\": " + std::to_string(place.length) + ", \"message\": " + json_string(message);
}

std::string json_object(const Diagnostic& item) {
  std::string text = std::string("{\"severity\": \"") + word(item.severity) + "\", " +
                     json_place(item.place, item.message);
  const auto add = [&](const char* key, const std::string& value) {
    if (!value.empty()) text += std::string(", \"") + key + "\": " + json_string(value);
  };
  add("expected", item.expected);
  add("found", item.found);
  add("fix", item.fix);
  if (!item.related.empty()) {
    text += ", \"related\": [";
    for (const auto& related : item.related) {
      text += (&related == &item.related.front() ? "{" : ", {") +
              json_place(related.place, related.message) + '}';
    }
    text += ']';
  }
  return text + '}';
}

}  // namespace

void Diagnostics::error(const Mark& mark, std::string message, Details details) {
  ++errors_;
  add(Severity::error, mark, std::move(message), std::move(details));
}

void Diagnostics::warning(const Mark& mark, std::string message, Details details) {
  add(Severity::warning, mark, std::move(message), std::move(details));
}

void Diagnostics::note(const Mark& mark, std::string message, Details details) {
  add(Severity::note, mark, std::move(message), std::move(details));
}

void Diagnostics::add(Severity severity, const Mark& mark, std::string message, Details details) {
  if (full()) {
    ++left_out_;
    return;
  }
  Diagnostic item{severity,
                  place_of(mark.source, mark.at),
                  std::move(message),
                  std::move(details.expected),
                  std::move(details.found),
                  std::move(details.fix),
                  {}};
  if (!seen_.insert(header(item.place, severity, item.message)).second) return;
  for (auto& [where, text] : details.related) {
    item.related.push_back({place_of(where.source, where.at), std::move(text)});
  }
  if (mark.via.line) {
    item.related.push_back({place_of(mark.source, mark.via), "it comes in by this alias"});
  }
  items_.push_back(std::move(item));
}

std::vector<const Diagnostic*> Diagnostics::sorted() const {
  std::map<std::string_view, size_t> rank;
  std::vector<const Diagnostic*> order;
  for (const Diagnostic& item : items_) {
    rank.emplace(item.place.file, rank.size());
    order.push_back(&item);
  }
  std::stable_sort(order.begin(), order.end(), [&](const Diagnostic* a, const Diagnostic* b) {
    const auto key = [&](const Diagnostic* d) {
      return std::tuple(rank.at(d->place.file), d->place.line, d->place.column);
    };
    return key(a) < key(b);
  });
  return order;
}

std::string Diagnostics::text() const {
  std::string text;
  for (const Diagnostic* item : sorted()) {
    text += header(item->place, item->severity, item->message) + snippet(item->place) +
            labelled("expected", item->expected) + labelled("found", item->found) +
            labelled("fix", item->fix);
    for (const auto& related : item->related) {
      text += header(related.place, Severity::note, related.message) + snippet(related.place);
    }
  }
  if (left_out_) text += "and " + std::to_string(left_out_) + " more\n";
  return text;
}

std::string Diagnostics::json() const {
  std::string text = "[";
  for (const Diagnostic* item : sorted()) {
    text += (text.size() > 1 ? ",\n " : "\n ") + json_object(*item);
  }
  return text + (items_.empty() ? "]\n" : "\n]\n");
}

}  // namespace pipeline::graph
