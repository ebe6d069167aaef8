// SPDX-License-Identifier: Apache-2.0
#include "framework/run/output_paths.hpp"

#include <map>
#include <set>

namespace pipeline::run {

namespace {

namespace fs = std::filesystem;

std::string identity(const std::string& path) {
  std::error_code none;
  return fs::weakly_canonical(fs::absolute(path, none), none).string();
}

std::string describe(const Target& target) {
  return "output '" + target.output + "' of " + target.source.string();
}

}  // namespace

std::string expand(std::string_view pattern, const fs::path& source, size_t index,
                   std::string_view output) {
  const bool standard_input = source == "-";
  const std::map<std::string_view, std::string> words{
      {"{stem}", standard_input ? "stdin" : source.stem().string()},
      {"{name}", standard_input ? "stdin" : source.filename().string()},
      {"{index}", std::to_string(index)},
      {"{output}", std::string(output)}};
  std::string text;
  while (!pattern.empty()) {
    const size_t end = pattern[0] == '{' ? pattern.find('}') : std::string_view::npos;
    const auto word =
        end == std::string_view::npos ? words.end() : words.find(pattern.substr(0, end + 1));
    if (word != words.end()) {
      text += word->second;
      pattern.remove_prefix(end + 1);
    } else {
      text += pattern[0];
      pattern.remove_prefix(1);
    }
  }
  return text;
}

std::vector<fs::path> folders_by_stem(const fs::path& folder,
                                      const std::vector<fs::path>& sources) {
  std::vector<fs::path> folders;
  std::set<std::string> taken;
  std::map<std::string, size_t> last;  // number that a stem was given
  for (const fs::path& source : sources) {
    std::string stem = source == "-" ? "stdin" : source.stem().string();
    if (stem.empty() || stem == "." || stem == "..") stem = "image";
    std::string name = stem;
    for (size_t& n = last.try_emplace(stem, 1).first->second; !taken.insert(name).second;) {
      name = stem + "_" + std::to_string(++n);
    }
    folders.push_back(folder / name);
  }
  return folders;
}

std::vector<std::string> conflicts(const std::vector<Target>& targets) {
  std::vector<std::string> problems;
  std::map<std::string, const Target*> sources;
  for (const Target& target : targets) {
    if (target.source != "-" && !target.source.empty()) {
      sources.emplace(identity(target.source.string()), &target);
    }
  }
  std::map<std::string, const Target*> seen;
  for (const Target& target : targets) {
    if (target.path == "-") continue;
    const std::string path = identity(target.path);
    if (sources.count(path)) {
      problems.push_back(describe(target) + " would overwrite the input " + target.path);
    }
    const auto [other, first] = seen.emplace(path, &target);
    if (!first) {
      problems.push_back(describe(target) + " and " + describe(*other->second) +
                         " would both be written to " + target.path);
    }
  }
  return problems;
}

}  // namespace pipeline::run
