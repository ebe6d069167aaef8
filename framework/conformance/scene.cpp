// SPDX-License-Identifier: Apache-2.0
#include "framework/conformance/scene.hpp"

namespace pipeline::conformance {

std::string_view name_of(Content content) {
  switch (content) {
    case Content::smooth:
      return "a picture";
    case Content::noise:
      return "noise";
    case Content::zero:
      return "all zero";
    case Content::full:
      return "all at their maximum";
    default:
      return "values out of range";
  }
}

std::string Scene::text() const {
  std::string text =
      std::to_string(width) + " x " + std::to_string(height) + ", " + std::string(name_of(content));
  if (strided) text += ", strided";
  if (!optional) text += ", without optional inputs";
  if (others_differ) text += ", further inputs of another size";
  return text;
}

std::vector<Scene> sizes() {
  const std::pair<int32_t, int32_t> pairs[] = {{1, 1},    {1, 2},    {2, 1},    {3, 3},   {1, 257},
                                               {257, 1},  {7, 5},    {64, 64},  {65, 63}, {31, 130},
                                               {5000, 1}, {1, 5000}, {513, 129}};
  std::vector<Scene> scenes;
  for (const auto& [width, height] : pairs) {
    for (const bool strided : {false, true}) {
      Scene scene;
      scene.width = width, scene.height = height, scene.strided = strided;
      scene.content = strided ? Content::noise : Content::smooth;
      scenes.push_back(scene);
    }
  }
  for (const auto& [width, height] : {std::pair{30000, 2}, {2, 30000}, {3001, 2003}}) {
    Scene scene;
    scene.width = width, scene.height = height;
    scenes.push_back(scene);
  }
  return scenes;
}

}  // namespace pipeline::conformance
