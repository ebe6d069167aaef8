// SPDX-License-Identifier: Apache-2.0
#include "plugins/svg/document/writer.hpp"

#include <pipeline/error.hpp>

#include <algorithm>
#include <vector>

#include "plugins/svg/document/paint.hpp"
#include "plugins/svg/document/shape.hpp"

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

void open_document(std::string& out, const Paths& paths, int steps, std::string_view title) {
  const Decimals decimals(6), scaled(6, steps);
  std::string width, height;
  append(width, decimals, paths.width());
  append(height, decimals, paths.height());
  out += "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + width + "\" height=\"" + height +
         "\" viewBox=\"0 0 ";
  append(out, scaled, paths.width());
  out += ' ';
  append(out, scaled, paths.height());
  out += "\">";
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

// Paths of one look that make one element. Any two of them are apart, and nothing painted between
// the first and the last meets those after it, so that it paints the same.
struct Group {
  std::string paint;
  std::vector<uint32_t> paths;
  std::vector<Box> boxes;
  Box all;
  bool ellipse;

  bool meets(const Box& box) const {
    return all.meets(box) &&
           std::any_of(boxes.begin(), boxes.end(), [&](const Box& b) { return b.meets(box); });
  }
  void add(uint32_t path, const Box& box) {
    all = paths.empty() ? box
                        : Box{std::min(all.x0, box.x0), std::min(all.y0, box.y0),
                              std::max(all.x1, box.x1), std::max(all.y1, box.y1)};
    paths.push_back(path);
    boxes.push_back(box);
  }
};

std::vector<Group> group_paths(const Paths& paths, const Decimals& decimals,
                               const pipeline::BasicCall& call) {
  // Further back and in longer lists it is rarely worth the search.
  constexpr size_t farthest = 64, longest = 64;
  std::vector<Group> groups;
  for (uint32_t i = 0; i < paths.count(); ++i) {
    if (i % 1024 == 0 && call.cancelled()) throw pipeline::Error(PIPELINE_CANCELLED, "stopped");
    std::string paint = paint_attributes(paths, i, decimals);
    const Box box = bounds(paths, i);
    const bool ellipse = lone_ellipse(paths, i) != nullptr;
    Group* home = nullptr;
    for (size_t k = 0; !ellipse && k < std::min(farthest, groups.size()); ++k) {
      Group& group = groups[groups.size() - 1 - k];
      if (group.meets(box)) break;
      if (group.ellipse || group.paint != paint || group.paths.size() >= longest) continue;
      home = &group;
      break;
    }
    if (!home) home = &groups.emplace_back(Group{std::move(paint), {}, {}, {}, ellipse});
    home->add(i, box);
  }
  return groups;
}

void write_group(std::string& out, const Paths& paths, const Group& group, const Decimals& decimals,
                 const pipeline::BasicCall& call) {
  if (group.ellipse) {
    ellipse_element(out, lone_ellipse(paths, group.paths[0]), group.paint, decimals);
    return;
  }
  const size_t element = out.size();
  out += "<path" + group.paint + " d=\"";
  const size_t begin = out.size();
  PathData data(out, decimals);
  for (const uint32_t i : group.paths) write_shape(data, paths, i, decimals, call);
  if (out.size() == begin) {
    out.resize(element);  // it draws nothing
  } else {
    out += "\"/>";
  }
}

}  // namespace

std::string write_document(const Paths& paths, const Decimals& decimals, std::string_view title,
                           const pipeline::BasicCall& call) {
  check_canvas(paths);
  for (uint32_t i = 0; i < paths.count(); ++i) check_shape(paths, i);
  std::string out;
  open_document(out, paths, decimals.steps(), title);
  out += gradient_definitions(paths, decimals);
  for (const Group& group : group_paths(paths, decimals, call)) {
    write_group(out, paths, group, decimals, call);
  }
  out += "</svg>\n";
  return out;
}

}  // namespace svg
