// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/completion/candidates.hpp"

#include <algorithm>
#include <optional>

#include "framework/cli/common/options.hpp"

namespace pipeline::cli {

namespace {

const Command* command_of(const std::string& name, std::span<const Command> all) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Command& c) { return c.name == name; });
  return found == all.end() ? nullptr : &*found;
}

Candidates names_of(std::span<const Command> all) {
  Candidates found;
  for (const Command& command : all) {
    found.push_back({std::string(command.name), std::string(command.summary)});
  }
  found.push_back({"--help", "print what there is"});
  return found;
}

Candidates command_candidates() {
  Candidates found = names_of(commands());
  found.push_back({"help", "explain a command"});
  found.push_back({"--version", "print the version"});
  return found;
}

// One command line, up to the word that is typed.
class Line {
 public:
  Line(const Words& words, Declared declared, Console& console)
      : declared_(std::move(declared)), typed_(words.back()), console_(console) {
    for (size_t i = 1; i + 1 < words.size(); ++i) read(words[i]);
  }

  Candidates next() {
    if (awaited_) return values(value_name(*awaited_), typed_);
    const size_t equals = typed_.find('=');
    if (!only_words_ && typed_.starts_with("--") && equals != std::string::npos) {
      const std::string begin = typed_.substr(0, equals + 1);
      const auto* option = find(typed_.substr(2, equals - 2));
      return option ? behind(begin, values(value_name(*option), typed_.substr(equals + 1)))
                    : Candidates();
    }
    if (!only_words_ && typed_.starts_with('-')) return options();
    return place();
  }

 private:
  using Option = po::option_description;

  void read(const std::string& word) {
    before_.push_back(word);
    if (awaited_) {
      awaited_ = nullptr;
    } else if (only_words_ || word == "-" || !word.starts_with('-')) {
      places_.push_back(word);
    } else if (word == "--") {
      only_words_ = true;
    } else if (word.find('=') == std::string::npos) {
      const bool is_short = !word.starts_with("--");
      if (is_short && word.size() > 2) return;  // its value stands right behind it
      const Option* option = is_short ? find_short(word) : find(word.substr(2));
      if (option && takes_value(*option)) awaited_ = option;
    }
  }

  static bool takes_value(const Option& option) { return option.semantic()->max_tokens() > 0; }
  static std::string value_name(const Option& option) { return option.semantic()->name(); }

  const Option* find(const std::string& name) const {
    return declared_.options.find_nothrow(name, false);
  }
  const Option* find_short(const std::string& word) const {
    for (const auto& option : declared_.options.options()) {
      if (option->canonical_display_name(po::command_line_style::allow_dash_for_short) == word) {
        return option.get();
      }
    }
    return nullptr;
  }

  Candidates options() const {
    Candidates found;
    for (const auto& option : declared_.options.options()) {
      found.push_back({"--" + option->long_name(), option->description()});
    }
    return found;
  }

  static Candidates behind(const std::string& begin, Candidates values) {
    for (Candidate& value : values) value.word.insert(0, begin);
    return values;
  }

  // The options among the words typed that a session needs; wrong ones do not matter.
  Session& session() {
    if (session_) return *session_;
    po::variables_map values;
    try {
      po::command_line_parser parser(before_);
      po::store(parser.options(declared_.options).allow_unregistered().run(), values);
    } catch (const po::error&) {
      values.clear();
    }
    session_.emplace(values, console_);
    console_.set_level(Level::nothing);
    return *session_;
  }

  // By what an option calls its value.
  Candidates values(const std::string& name, const std::string& typed) {
    const std::string graph = places_.empty() ? "" : places_[0];
    if (name.starts_with("STAGE.PARAM=")) return set_candidates(graph, typed, session());
    if (name.starts_with("STAGE=")) return swap_candidates(graph, typed, session());
    if (name == "DIRS") {
      const size_t at = typed.rfind(':') + 1;
      return behind(typed.substr(0, at), file_candidates(typed.substr(at), FileKind::folder));
    }
    if (name == "DIR") return file_candidates(typed, FileKind::folder);
    if (name.find("FILE") != std::string::npos) {
      const size_t at = name.find("NAME=") == std::string::npos ? 0 : typed.find('=') + 1;
      return behind(typed.substr(0, at), file_candidates(typed.substr(at), FileKind::any));
    }
    Candidates found;
    if (name.find('|') == std::string::npos) return found;
    for (size_t at = 0; at <= name.size();) {
      const size_t end = std::min(name.find('|', at), name.size());
      found.push_back({name.substr(at, end - at), ""});
      at = end + 1;
    }
    return found;
  }

  // By what the command calls the place of a word without a dash.
  Candidates place() {
    if (declared_.positional.empty()) return {};
    const size_t last = declared_.positional.size() - 1;
    const std::string& name = declared_.positional[std::min(places_.size(), last)];
    if (name == "graph") return graph_candidates(typed_);
    if (name == "stage") return stage_candidates(session());
    if (name == "plugin") return plugin_candidates(session());
    if (name == "image") return file_candidates(typed_, FileKind::image);
    if (name == "file") return file_candidates(typed_, FileKind::any);
    if (name == "word") {  // of compare: more graphs, or images
      auto found = file_candidates(typed_, FileKind::image);
      for (auto& graph : file_candidates(typed_, FileKind::graph)) {
        if (!graph.word.ends_with('/')) found.push_back(std::move(graph));
      }
      return found;
    }
    return name == "shell" ? values("bash|zsh|fish", typed_) : Candidates();
  }

  const Declared declared_;
  const std::string typed_;
  Console& console_;
  Words before_, places_;
  const Option* awaited_ = nullptr;  // whose value comes next
  bool only_words_ = false;
  std::optional<Session> session_;
};

Candidates all_candidates(const Words& words, Console& console) {
  if (words.size() < 2) return command_candidates();
  if (words[0] == "help") return words.size() == 2 ? command_candidates() : Candidates();
  const Command* command = command_of(words[0], commands());
  if (!command) return {};
  if (!command->parts) return Line(words, declared(*command, console), console).next();
  const Words rest(words.begin() + 1, words.end());
  if (rest.size() < 2) return names_of(command->parts());
  const Command* part = command_of(rest[0], command->parts());
  return part ? Line(rest, declared(*part, console), console).next() : Candidates();
}

}  // namespace

Candidates candidates(const Words& words, Console& console) {
  Candidates found = all_candidates(words, console);
  const std::string typed = words.empty() ? "" : words.back();
  std::erase_if(found, [&](const Candidate& c) { return !c.word.starts_with(typed); });
  if (words.size() < 2 && !typed.starts_with('-')) {
    std::erase_if(found, [](const Candidate& c) { return c.word.starts_with('-'); });
  }
  return found;
}

}  // namespace pipeline::cli
