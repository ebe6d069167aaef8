// SPDX-License-Identifier: Apache-2.0
// pipeline completion: scripts for shells, and the candidates that these ask for.
#include "framework/cli/common/options.hpp"
#include "framework/cli/completion/candidates.hpp"
#include "framework/cli/completion/scripts.hpp"
#include "framework/graph/utf8.hpp"

namespace pipeline::cli {

namespace {

constexpr Help help{
    "pipeline completion bash|zsh|fish",
    "Prints a script with which the shell completes commands, options, graphs, images, ids of\n"
    "stages and their parameters. It asks the program each time, so that it knows the plugins\n"
    "that are there.",
    "  source <(pipeline completion bash)       # in ~/.bashrc\n"
    "  source <(pipeline completion zsh)        # in ~/.zshrc, after compinit\n"
    "  pipeline completion fish | source        # in ~/.config/fish/config.fish\n"};

// A line each: the word, a tab, what it is.
std::string text_of(const Candidates& found) {
  std::string text;
  for (const Candidate& candidate : found) {
    if (candidate.word.find_first_of("\n\t") != std::string::npos) continue;  // no line's word
    const std::string doc = candidate.doc.substr(0, candidate.doc.find('\n'));
    text += candidate.word + "\t" + graph::printable(doc) + "\n";
  }
  return text;
}

}  // namespace

int completion_command(const Words& arguments, Console& console) {
  po::options_description own("options");
  own.add_options()("candidates",
                    "print what could come after the words behind '--', the last of which is being "
                    "typed; for the scripts");
  const auto values = parse(arguments, own, {"shell"}, help, console);
  if (!values) return exit_ok;
  const auto words = list_of(*values, "shell");
  if (values->count("candidates")) {
    console.result(text_of(candidates(words, console)));
    return exit_ok;
  }
  if (words.size() != 1) throw UsageError("completion needs a shell: " + std::string(help.usage));
  const std::string_view script = completion_script(words[0]);
  if (script.empty()) {
    throw UsageError("completion " + graph::printable(words[0]) + ": expected bash, zsh or fish");
  }
  console.result(script);
  return exit_ok;
}

}  // namespace pipeline::cli
