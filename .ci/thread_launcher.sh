#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# thread_launcher.sh FOLDER LOG: prints what has to stand before a program built with the thread sanitizer
# for it to start here: nothing, or `setarch -R`, because some kernels place memory more randomly than
# older sanitizers bear. Status 1, and the reason on stdout, where it does not start at all.
set -eu
folder=$1
log=$2
mkdir -p "$folder"
printf 'int main() { return 0; }\n' >"$folder/probe.cpp"
${CXX:-c++} -fsanitize=thread -o "$folder/probe" "$folder/probe.cpp" >>"$log" 2>&1 || {
  echo "the compiler cannot make a program with it: see $log"
  exit 1
}

# The places are drawn anew at each start.
starts() {
  for _ in 1 2 3 4 5 6 7 8 9 10; do "$@" "$folder/probe" >>"$log" 2>&1 || return 1; done
}
for launcher in '' 'setarch -R'; do
  # shellcheck disable=SC2086  # a word each
  if starts $launcher; then
    echo "$launcher"
    exit
  fi
done
echo "a program with it does not start on this kernel: lower vm.mmap_rnd_bits to 28, or let setarch -R work"
exit 1
