// SPDX-License-Identifier: Apache-2.0
#include "document_writer.hpp"

#include <pipeline/error.hpp>

#include <algorithm>
#include <vector>

#include "document_paint.hpp"
#include "document_shape.hpp"

namespace svg {
namespace {

using pipeline::Paths;

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') {
      throw pipeline::Error(PIPELINE_BAD_ARGUMENT, "title: control character " +
                                                       std::to_string(byte) +
                                                       " cannot stand in XML; leave it out");
    }
    if (c == '<') {
      out += "&lt;";
    } else if (c == '&') {
      out += "&amp;";
    } else if (c == '>') {
      out += "&gt;";
    } else {
      out += c;
    }
  }
  return out;
}

void open_document(std::string& out, const Paths& paths, std::string_view title) {
  const Decimals decimals(6);
  std::string width, height;
  append(width, decimals, paths.width());
  append(height, decimals, paths.height());
  out += "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + width + "\" height=\"" + height +
         "\" viewBox=\"0 0 " + width + " " + height + "\">";
  if (!title.empty()) out += "<title>" + escaped(title) + "</title>";
}

void ellipse_element(std::string& out, const float* c, const std::string& paint,
                     const Decimals& decimals) {
  const bool circle = c[2] == c[3];
  const auto attribute = [&](const char* name, float value) {
    out.append(" ").append(name).append("=\"");
    append(out, decimals, value);
    out += '"';
  };
  out += circle ? "<circle" : "<ellipse";
  attribute("cx", c[0]);
  attribute("cy", c[1]);
  attribute(circle ? "r" : "rx", std::abs(c[2]));
  if (!circle) attribute("ry", std::abs(c[3]));
  out += paint + "/>";
}

// Paths that follow one another, look equal and do not meet become one element: it paints the same.
uint32_t end_of_group(const Paths& paths, uint32_t begin, const std::string& paint,
                      const Decimals& decimals) {
  // A longer list is rarely worth the quadratic search.
  constexpr uint32_t longest = 64;
  std::vector<Box> boxes{bounds(paths, begin)};
  uint32_t end = begin + 1;
  for (; end < paths.count() && end - begin < longest; ++end) {
    if (lone_ellipse(paths, end) || paint_attributes(paths, end, decimals) != paint) break;
    const Box box = bounds(paths, end);
    if (std::any_of(boxes.begin(), boxes.end(), [&](const Box& b) { return b.meets(box); })) break;
    boxes.push_back(box);
  }
  return end;
}

uint32_t write_group(std::string& out, const Paths& paths, uint32_t i, const Decimals& decimals,
                     const pipeline::BasicCall& call) {
  const std::string paint = paint_attributes(paths, i, decimals);
  if (const float* ellipse = lone_ellipse(paths, i)) {
    ellipse_element(out, ellipse, paint, decimals);
    return i + 1;
  }
  const uint32_t end = end_of_group(paths, i, paint, decimals);
  const size_t element = out.size();
  out += "<path" + paint + " d=\"";
  const size_t begin = out.size();
  PathData data(out, decimals);
  for (; i < end; ++i) write_shape(data, paths, i, decimals, call);
  if (out.size() == begin) {
    out.resize(element);  // it draws nothing
  } else {
    out += "\"/>";
  }
  return end;
}

}  // namespace

std::string write_document(const Paths& paths, int digits, std::string_view title,
                           const pipeline::BasicCall& call) {
  check_canvas(paths);
  for (uint32_t i = 0; i < paths.count(); ++i) check_shape(paths, i);
  const Decimals decimals(digits);
  std::string out;
  open_document(out, paths, title);
  out += gradient_definitions(paths, decimals);
  for (uint32_t i = 0; i < paths.count();) i = write_group(out, paths, i, decimals, call);
  out += "</svg>\n";
  return out;
}

}  // namespace svg
