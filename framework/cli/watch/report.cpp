// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/watch/report.hpp"

#include <set>

#include "framework/host/open_file.hpp"

namespace pipeline::cli {

namespace {

// The first byte of a record. `file` and `images` go on with the state, a 1 and the name: neither
// has such a byte but for names that nobody gives.
constexpr char file_mark = 'f', images_mark = 'i', output_mark = 'o', complete_mark = 'c',
               account_mark = 'a', separator = '\1';

std::string list_of(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

}  // namespace

// A watcher that is gone ends this process, too.
void Reporter::tell(const std::string& record) const {
  host::write_all(descriptor_, record + '\0');
}

void Reporter::depends_on_images(const std::string& word) const {
  std::error_code none;
  if (std::filesystem::is_regular_file(word, none)) return;  // it will be read
  tell(images_mark + state_of_images(word) + separator + word);
}

void Reporter::will_read(const std::filesystem::path& file) {
  tell(file_mark + state_of_file(file) + separator + file.string());
}

void Reporter::begins(const std::vector<run::Item>& items) {
  std::set<std::filesystem::path> inputs;
  for (const run::Item& item : items) {
    inputs.insert(item.inputs.begin(), item.inputs.end());
    for (const std::string& output : item.outputs) tell(output_mark + output);
  }
  inputs.erase(std::filesystem::path());
  for (const auto& file : inputs) will_read(file);
  tell({complete_mark});
}

void Reporter::ends(const run::Program& program, const run::Spans& spans) {
  std::set<uint32_t> ran;
  for (const run::Span& span : spans.sorted()) ran.insert(span.step);
  std::vector<std::string> computed, reused;
  for (uint32_t s = 0; s < program.steps().size(); ++s) {
    (ran.count(s) ? computed : reused).push_back(program.steps()[s].name);
  }
  std::string text = computed.empty() ? "computed nothing" : "computed " + list_of(computed);
  if (!reused.empty()) text += "; reused " + list_of(reused);
  tell(account_mark + text);
}

std::optional<std::string> hear(const std::string& record, WatchedFiles& files) {
  using Kind = WatchedFiles::Kind;
  const std::string rest = record.substr(1);
  const size_t at = rest.find(separator);
  switch (record.front()) {
    case file_mark:
      files.add(Kind::file, rest.substr(at + 1), rest.substr(0, at));
      return std::nullopt;
    case images_mark:
      files.add(Kind::images, rest.substr(at + 1), rest.substr(0, at));
      return std::nullopt;
    case output_mark:
      files.add_output(rest);
      return std::nullopt;
    case complete_mark:
      files.is_complete();
      return std::nullopt;
    default:
      return rest;
  }
}

}  // namespace pipeline::cli
