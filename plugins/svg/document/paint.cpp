// SPDX-License-Identifier: Apache-2.0
#include "plugins/svg/document/paint.hpp"

#include <cmath>

namespace svg {
namespace {

using pipeline::Colour;
using pipeline::Paths;

void attribute(std::string& out, const char* name, const std::string& value) {
  out.append(" ").append(name).append("=\"").append(value).append("\"");
}

std::string number(const Decimals& decimals, double value) {
  std::string text;
  append(text, decimals, value);
  return text;
}

std::string gradient_id(uint32_t g) {
  std::string id("g");
  id += std::to_string(g);
  return id;
}

std::string hex(const std::array<uint8_t, 4>& c) {
  static constexpr char digits[] = "0123456789abcdef";
  const bool doubled = c[0] % 17 == 0 && c[1] % 17 == 0 && c[2] % 17 == 0;
  std::string text = "#";
  for (size_t k = 0; k < 3; ++k) {
    text += digits[c[k] / 16];
    if (!doubled) text += digits[c[k] % 16];
  }
  return text;
}

// The fewest decimals that still name the same of 256 steps.
std::string opacity(uint8_t alpha) {
  for (int digits = 1;; ++digits) {
    const Decimals decimals(digits);
    const double kept =
        static_cast<double>(decimals.units(alpha / 255.0)) / static_cast<double>(decimals.scale());
    if (std::lround(kept * 255) == alpha) return number(decimals, alpha / 255.0);
  }
}

void solid(std::string& out, const char* name, const Colour& colour, const std::string& preset) {
  const auto c = colour.to_u8();
  const std::string text = c[3] == 0 ? "none" : hex(c);
  if (text != preset) attribute(out, name, text);
  if (c[3] != 0 && c[3] != 255)
    attribute(out, (std::string(name) + "-opacity").c_str(), opacity(c[3]));
}

void stroke_attributes(std::string& out, const Paths& paths, uint32_t i, const Decimals& decimals) {
  static constexpr const char* caps[] = {nullptr, "round", "square"};
  static constexpr const char* joins[] = {nullptr, "round", "bevel"};
  solid(out, "stroke", paths.stroke(i), "none");
  if (const auto width = number(decimals, paths.stroke_width(i)); width != "1") {
    attribute(out, "stroke-width", width);
  }
  if (const char* cap = caps[paths.stroke_cap(i)]) attribute(out, "stroke-linecap", cap);
  if (const char* join = joins[paths.stroke_join(i)]) attribute(out, "stroke-linejoin", join);
}

void stop_element(std::string& out, const pipeline_stop& stop) {
  const auto c = Colour{stop.rgba[0], stop.rgba[1], stop.rgba[2], stop.rgba[3]}.to_u8();
  out += "<stop";
  if (const auto offset = number(Decimals(3), stop.offset); offset != "0") {
    attribute(out, "offset", offset);
  }
  if (const auto colour = hex(c); colour != "#000") attribute(out, "stop-color", colour);
  if (c[3] != 255) attribute(out, "stop-opacity", opacity(c[3]));
  out += "/>";
}

void gradient_element(std::string& out, const Paths& paths, uint32_t g, const Decimals& decimals) {
  static constexpr const char* linear[] = {"x1", "y1", "x2", "y2"};
  static constexpr const char* radial[] = {"cx", "cy", "r", "fx", "fy"};
  const pipeline_gradient& gradient = paths.gradient_at(g);
  const bool is_linear = gradient.kind == PIPELINE_GRADIENT_LINEAR;
  const char* tag = is_linear ? "linearGradient" : "radialGradient";
  out.append("<").append(tag);
  attribute(out, "id", gradient_id(g));
  attribute(out, "gradientUnits", "userSpaceOnUse");
  for (size_t k = 0; k < (is_linear ? 4U : 5U); ++k) {
    const bool centred = !is_linear && k > 2 && gradient.geometry[k] == gradient.geometry[k - 3];
    if (centred) continue;  // fx and fy default to cx and cy
    const std::string value = number(decimals, gradient.geometry[k]);
    // A linear gradient runs from 0, 0 to 100 %, 0 when nothing is said.
    if (is_linear && k != 2 && value == "0") continue;
    attribute(out, is_linear ? linear[k] : radial[k], value);
  }
  out += ">";
  for (const pipeline_stop& stop : paths.stops(gradient)) stop_element(out, stop);
  out.append("</").append(tag).append(">");
}

}  // namespace

bool has_stroke(const Paths& paths, uint32_t i) { return paths.stroke(i).to_u8()[3] != 0; }

std::string paint_attributes(const Paths& paths, uint32_t i, const Decimals& decimals) {
  std::string out;
  if (const uint32_t g = paths.gradient(i); g != PIPELINE_NONE) {
    attribute(out, "fill", "url(#" + gradient_id(g) + ")");
  } else {
    solid(out, "fill", paths.fill(i), "#000");
  }
  if (paths.fill_rule(i) == PIPELINE_EVEN_ODD) attribute(out, "fill-rule", "evenodd");
  if (has_stroke(paths, i)) stroke_attributes(out, paths, i, decimals);
  return out;
}

std::string gradient_definitions(const Paths& paths, const Decimals& decimals) {
  std::vector<char> used(paths.gradient_count());
  for (uint32_t i = 0; i < paths.count(); ++i) {
    if (const uint32_t g = paths.gradient(i); g != PIPELINE_NONE) used[g] = true;
  }
  std::string out;
  for (uint32_t g = 0; g < used.size(); ++g) {
    if (used[g]) gradient_element(out, paths, g, decimals);
  }
  return out;
}

}  // namespace svg
