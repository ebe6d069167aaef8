// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/completion/scripts.hpp"

namespace pipeline::cli {

namespace {

constexpr std::string_view bash = R"script(# bash completion of pipeline
_pipeline() {
  local -a words=()
  local -i i
  local piece glue= quoted word rest
  # Bash cuts words at '=' and ':', too; the program gets them whole.
  for ((i = 1; i <= COMP_CWORD; i++)); do
    piece=${COMP_WORDS[i]//\\/}
    if [[ $piece == [=:] ]] && ((${#words[@]} > 0)); then
      words[-1]+=$piece
      glue=1
    elif [[ $glue ]]; then
      words[-1]+=$piece
      glue=
    else
      words+=("$piece")
    fi
  done
  # It replaces only what stands behind the last cut.
  piece=${COMP_WORDS[COMP_CWORD]//\\/}
  [[ $piece == [=:] ]] && piece=
  local -i known=$((${#words[-1]} - ${#piece}))
  COMPREPLY=()
  while IFS=$'\t' read -r word rest; do
    printf -v quoted %q "${word:known}"
    COMPREPLY+=("$quoted")
  done < <("${1/#\~/$HOME}" completion --candidates -- "${words[@]}" 2>/dev/null)
  if ((${#COMPREPLY[@]} == 1)) && [[ ${COMPREPLY[0]} == *[/=] ]]; then
    compopt -o nospace 2>/dev/null
  fi
}
complete -F _pipeline pipeline
)script";

constexpr std::string_view zsh = R"script(#compdef pipeline
# zsh completion of pipeline
_pipeline() {
  local -a whole begun whole_shown begun_shown
  local word doc
  while IFS=$'\t' read -r word doc; do
    if [[ $word == *[/=] ]]; then
      begun+=("$word") begun_shown+=("$word${doc:+  -- $doc}")
    else
      whole+=("$word") whole_shown+=("$word${doc:+  -- $doc}")
    fi
  done < <("${words[1]/#\~/$HOME}" completion --candidates -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)
  ((${#whole})) && compadd -l -d whole_shown -a whole
  ((${#begun})) && compadd -l -S '' -d begun_shown -a begun
}
if [[ $funcstack[1] == _pipeline ]]; then
  _pipeline "$@"
else
  compdef _pipeline pipeline
fi
)script";

constexpr std::string_view fish = R"script(# fish completion of pipeline
function __pipeline_candidates
    set -l words (commandline -opc)
    set -l program (string replace -r '^~' $HOME -- $words[1])
    set -e words[1]
    set -l typed (commandline -ct)
    $program completion --candidates -- $words "$typed" 2>/dev/null
end
complete -c pipeline -f -a '(__pipeline_candidates)'
)script";

}  // namespace

std::string_view completion_script(std::string_view shell) {
  if (shell == "bash") return bash;
  if (shell == "zsh") return zsh;
  return shell == "fish" ? fish : std::string_view();
}

}  // namespace pipeline::cli
