// SPDX-License-Identifier: Apache-2.0
// Shapes in, text out.
#pragma once

#include <string>

#include "support/catch.hpp"
#include "support/stage.hpp"

namespace pipeline::test {

inline Result run_document(const PathBuilder& builder, const std::map<std::string, Setting>& with) {
  const host::Value paths = make_paths(builder);
  return run_stage("svg.document", with, {&paths});
}

// The whole document.
inline std::string document(const PathBuilder& builder,
                            const std::map<std::string, Setting>& with = {{"precision", 2}}) {
  const Result result = run_document(builder, with);
  REQUIRE(result.error == "");
  REQUIRE(result.status == PIPELINE_OK);
  return std::string(bytes_of(result.outputs[0]));
}

// What stands between <svg ...> and </svg>.
inline std::string body(const PathBuilder& builder,
                        const std::map<std::string, Setting>& with = {{"precision", 2}}) {
  const std::string text = document(builder, with);
  const size_t begin = text.find('>') + 1, end = text.rfind("</svg>");
  return text.substr(begin, end - begin);
}

inline Paint filled(int r, int g, int b, int a = 255) {
  Paint paint;
  paint.fill = Colour::from_u8(r, g, b, a);
  return paint;
}

inline void square(PathBuilder& builder, float x, float y, float size) {
  builder.move(x, y);
  builder.line(x + size, y);
  builder.line(x + size, y + size);
  builder.line(x, y + size);
  builder.close();
}

}  // namespace pipeline::test
