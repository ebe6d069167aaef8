// SPDX-License-Identifier: Apache-2.0
#include "framework/run/output_paths.hpp"

#include <map>
#include <set>

#include "framework/graph/utf8.hpp"

namespace pipeline::run {

namespace {

namespace fs = std::filesystem;

bool is_file(const FileUse& use) { return !use.file.empty() && use.file != "-"; }

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

std::string identity(const fs::path& path) {
  std::error_code none;
  return fs::weakly_canonical(fs::absolute(path, none), none).string();
}

std::vector<Conflict> conflicts(const std::vector<FileUse>& written,
                                const std::vector<FileUse>& read) {
  std::map<std::string, const FileUse*> taken, made;
  for (const FileUse& use : read) {
    if (is_file(use)) taken.emplace(identity(use.file), &use);
  }
  std::vector<Conflict> problems;
  for (const FileUse& use : written) {
    if (!is_file(use)) continue;
    const std::string path = identity(use.file);
    if (const auto source = taken.find(path); source != taken.end()) {
      problems.push_back({use.name + " would overwrite " + source->second->name,
                          "name another file, or -o DIR/ for another folder"});
    }
    const auto [other, first] = made.emplace(path, &use);
    if (first) continue;
    if (other->second->name == use.name) {
      problems.push_back({use.name + " would be written twice: the image is named twice",
                          "name each image once, or use {index} in the path"});
    } else {
      const std::string file = graph::printable(use.file.string());
      problems.push_back(
          {use.name + " and " + other->second->name + " would both be written to " + file,
           use.file.has_extension()
               ? "use {stem}, {name} or {index} in the path, or name another file"
               : "write '" + file +
                     "/' if a folder is meant, or use {stem}, {name} "
                     "or {index} in the path"});
    }
  }
  return problems;
}

}  // namespace pipeline::run
