// SPDX-License-Identifier: Apache-2.0
// What a shell offers when a word is begun.
#include <algorithm>
#include <sstream>

#include "support/catch.hpp"
#include "support/process.hpp"

using namespace pipeline::test;

namespace {

namespace fs = std::filesystem;

using Words = std::vector<std::string>;

Words lines(const std::string& text) {
  Words words;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) words.push_back(line.substr(0, line.find('\t')));
  return words;
}

bool has(const Words& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Words for the shell; the last one is being typed.
Words candidates(const Workplace& here, const std::string& words) {
  const Ran ran = here.run("completion --candidates -- " + words);
  CHECK(ran.status == 0);
  CHECK(ran.err.empty());
  return lines(ran.out);
}

// What bash's function replies to a line that it has cut into `words`.
Words in_bash(const Workplace& here, const std::string& words) {
  const Ran ran = here.shell(
      "HOME=. bash --norc -c 'source <(\"$0\" completion bash); COMP_WORDS=(\"$0\" " + words +
      "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _pipeline \"$0\"; "
      "((${#COMPREPLY[@]} == 0)) || printf \"%s\\n\" \"${COMPREPLY[@]}\"' '" TEST_PIPELINE "'");
  CHECK(ran.status == 0);
  CHECK(ran.err.empty());
  return lines(ran.out);
}

bool is_there(const Workplace& here, const std::string& shell) {
  if (here.shell("command -v " + shell).status == 0) return true;
  WARN(shell + " is absent: './pipeline setup tests' gets it");
  return false;
}

void fill(const Workplace& here) {
  here.write("g.yaml",
             "pipeline: 1\ninputs: { image: image }\nstages:\n"
             "  q: { uses: quantize.kmeans, in: image }\n"
             "  e: { uses: edges.canny, in: image }\n"
             "parameters: { colors: q.colors }\noutputs: { o: q.image, p: e.edges }\n");
  here.write("photo one.jpg", "");
  here.write("photo.png", "");
  here.write("photo.txt", "");
  fs::create_directories(here.path() / "photos");
}

}  // namespace

TEST_CASE("candidates: commands and their options", "[completion]") {
  const Workplace here("completion_commands");
  CHECK(candidates(here, "ver") == Words{"verify"});
  CHECK(has(candidates(here, "''"), "help"));
  CHECK(candidates(here, "--v") == Words{"--version"});
  CHECK(candidates(here, "help des") == Words{"describe"});
  CHECK(candidates(here, "run --sa") == Words{"--save-all"});
  CHECK(candidates(here, "watch --save") == Words{"--save-all"});
  CHECK(candidates(here, "watch --rep").empty());
  CHECK(candidates(here, "run g.yaml --executor ''") == Words{"flow", "serial"});
  CHECK(candidates(here, "run --executor=s") == Words{"--executor=serial"});
  CHECK(candidates(here, "run --threads ''").empty());
  CHECK(candidates(here, "completion ''") == Words{"bash", "zsh", "fish"});
  CHECK(candidates(here, "nonsense ''").empty());
  // Each option that --help tells of, and no other.
  for (const std::string command : {"run", "watch", "compare", "bench", "verify", "check", "graph",
                                    "list", "describe", "schema", "doctor"}) {
    const std::string help = here.run(command + " --help").out;
    const Words options = candidates(here, command + " --");
    CHECK(has(options, "--help"));
    for (const std::string& option : options) {
      CAPTURE(command, option);
      CHECK_THAT(help, ContainsSubstring(option));
    }
  }
}

TEST_CASE("candidates: graphs, images, stages and parameters", "[completion]") {
  const Workplace here("completion_values");
  fill(here);
  CHECK(candidates(here, "run g") == Words{"g.yaml"});
  CHECK(candidates(here, "run qua") == Words{"quantize_only"});
  CHECK(candidates(here, "run g.yaml pho") == Words{"photo one.jpg", "photo.png", "photos/"});
  CHECK(candidates(here, "run g.yaml a.png photo.").size() == 1);
  CHECK(candidates(here, "run g.yaml -o photo.") == Words{"photo.png", "photo.txt"});
  CHECK(candidates(here, "run --save-all ph") == Words{"photos/"});
  CHECK(candidates(here, "run --input image=photo.t") == Words{"image=photo.txt"});
  CHECK(candidates(here, "describe quantize.k") == Words{"quantize.kmeans"});
  CHECK(candidates(here, "describe kinds.par --plugin-path '" TEST_OWN_PLUGINS "' kinds.para") ==
        Words{"kinds.params"});
  CHECK(candidates(here, "list metr") == Words{"metric"});
  CHECK(candidates(here, "run g.yaml --set co") == Words{"colors="});
  CHECK(has(candidates(here, "run g.yaml a.png --set q."), "q.colors="));
  CHECK(candidates(here, "run g.yaml --set=e.lo") == Words{"--set=e.low="});
  CHECK(candidates(here, "run g.yaml --set q.colors=") == Words{"q.colors=auto"});
  CHECK(candidates(here, "check g.yaml --swap e") == Words{"e="});
  const Words others = candidates(here, "run g.yaml --swap q=quantize.");
  CHECK(has(others, "q=quantize.wu"));
  CHECK_FALSE(has(others, "q=quantize.kmeans"));
  CHECK(candidates(here, "run absent.yaml --set ''").empty());
}

TEST_CASE("completion in bash", "[completion]") {
  const Workplace here("completion_bash");
  fill(here);
  CHECK(in_bash(here, "descr") == Words{"describe"});
  CHECK(in_bash(here, "run g.yaml photo.p") == Words{"photo.png"});
  CHECK(in_bash(here, "run g.yaml \"photo\\\\ \"") == Words{"photo\\ one.jpg"});
  // As bash cuts `q.colors=` and `--executor=s`.
  CHECK(in_bash(here, "run g.yaml --set q.colors =") == Words{"auto"});
  CHECK(in_bash(here, "run g.yaml --set q.colors = au") == Words{"auto"});
  CHECK(in_bash(here, "run --executor = s") == Words{"serial"});
  CHECK(in_bash(here, "run g.yaml --set q.col") == Words{"q.colors="});
  CHECK(in_bash(here, "run g.yaml --threads 2 -o out/ \"\"").size() == 3);
}

TEST_CASE("completion in zsh", "[completion]") {
  const Workplace here("completion_zsh");
  if (!is_there(here, "zsh")) return;
  fill(here);
  const Ran ran = here.shell(
      "HOME=. zsh -f -c 'compdef() { :; }; compadd() { print -rl -- ${(P)@[-1]}; }; "
      "source <(\"$0\" completion zsh); words=(\"$0\" run g.yaml --set q.co); CURRENT=5; "
      "_pipeline; "
      "words=(\"$0\" run g.yaml \"photo\\\\ \"); CURRENT=4; _pipeline' '" TEST_PIPELINE "'");
  CHECK(ran.err.empty());
  CHECK(lines(ran.out) == Words{"q.colors=", "photo one.jpg"});
}

TEST_CASE("completion in fish", "[completion]") {
  const Workplace here("completion_fish");
  if (!is_there(here, "fish")) return;
  fill(here);
  const Ran ran = here.shell(
      "HOME=. XDG_CONFIG_HOME=. XDG_DATA_HOME=. PATH=\"$(dirname '" TEST_PIPELINE
      "'):$PATH\" fish -N -c 'pipeline completion fish | source; complete -C \"pipeline descr\"; "
      "complete -C \"pipeline run g.yaml --set q.co\"; complete -C \"pipeline check \"'");
  CHECK(ran.err.empty());
  const Words words = lines(ran.out);
  CHECK(has(words, "describe"));
  CHECK(has(words, "q.colors="));
  CHECK(has(words, "g.yaml"));
}

TEST_CASE("completion: wrong usage", "[completion]") {
  const Workplace here("completion_usage");
  CHECK(here.run("completion").err ==
        "error: completion needs a shell: pipeline completion bash|zsh|fish\n");
  CHECK(here.run("completion tcsh").err == "error: completion tcsh: expected bash, zsh or fish\n");
  CHECK(here.run("completion bash zsh").status == 2);
}
