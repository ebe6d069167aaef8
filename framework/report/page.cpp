// SPDX-License-Identifier: Apache-2.0
#include "framework/report/page.hpp"

#include "framework/report/base64.hpp"

namespace pipeline::report {

namespace {

// All of one kind, in order.
std::string parts_of(std::string_view extension) {
  std::string text;
  for (const Part& part : page_parts) {
    if (part.name.ends_with(extension)) text += part.text;
  }
  return text;
}

void put(std::string& page, std::string_view place, std::string_view text) {
  page.replace(page.find(place), place.size(), text);
}

}  // namespace

std::string script_text(std::string json) {
  constexpr std::string_view safe = "\\u003c";  // `<` stands in strings only
  for (size_t at = 0; (at = json.find('<', at)) != std::string::npos; at += safe.size()) {
    json.replace(at, 1, safe);
  }
  return json;
}

std::string make_page(const std::string& comparison, const graph::Json& details,
                      const std::vector<host::Value>& files) {
  std::string page = parts_of(".html");
  put(page, "/* style */", parts_of(".css"));
  put(page, "/* script */", parts_of(".js"));
  constexpr std::string_view data = "<!-- data -->";
  const size_t place = page.find(data);
  std::string whole = page.substr(0, place);
  whole += "<script type=\"application/json\" id=\"comparison\">" + script_text(comparison) +
           "</script>\n<script type=\"application/json\" id=\"details\">" +
           script_text(details.text()) + "</script>\n";
  for (size_t i = 0; i < files.size(); ++i) {
    const std::string_view media_type = files[i].media_type();
    whole += "<script type=\"text/plain\" id=\"file-" + std::to_string(i) +
             "\">data:" + std::string(media_type.substr(0, media_type.find_first_of("; "))) +
             ";base64," + base64(*files[i].bytes()) + "</script>\n";
  }
  return whole + page.substr(place + data.size());
}

}  // namespace pipeline::report
