# shellcheck shell=sh
# SPDX-License-Identifier: Apache-2.0
# What the scripts of this folder share. They talk on stderr: stdout is the program's.

say() {
  printf 'pipeline: %s\n' "$*" >&2
}

# fail STATUS TEXT: 2 when the person has to do something first, 3 when a step failed.
fail() {
  status=$1
  shift
  say "$@"
  exit "$status"
}

# fail_with_log TEXT LOG
fail_with_log() {
  say "$1; the last lines of $2:"
  tail -n 40 -- "$2" >&2
  exit 3
}

# left_out FOLDER: the families and tests that CMake left out there, one a line with the reason.
left_out() {
  sed -n 's/^-- \(.* left out: .*\)/\1/p' "$1/configure.log"
}
