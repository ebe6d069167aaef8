#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# build.sh [GROUP...]          the program and its plugins, in build/
# build.sh --tests [GROUP...]  and their tests
# build.sh --sanitize          all of that with sanitizers, in build-sanitize/
# build.sh --thread            the tests of what runs in threads, with the thread sanitizer and an oneTBB
#                              built with it, in build-thread/; where that cannot be, says so and ends well
#
# Installs the packages of `default` and of the groups, configures, builds. Whole output: FOLDER/build.log.
set -eu
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname -- "$0")/common.sh"
root=$(cd "$(dirname -- "$0")/.." && pwd -P)
exec >&2 </dev/null

# Only what is needed, so that an edit does not build the tests of a folder that has them configured.
folder=build what='the program' targets='framework/all plugins/all' options=''
case ${1-} in
--tests) what='the program and its tests' targets=all options=-DPIPELINE_TESTS=ON ;;
--sanitize) folder=build-sanitize what='the tests with sanitizers' targets=all options='' ;;
--thread)
  folder=build-thread what='the tests with the thread sanitizer' options=''
  targets='test_host test_run test_shuffled'
  ;;
esac
case ${1-} in --*) shift ;; esac
build=$root/$folder
log=$build/build.log

# As many compilers as there are processors, and a GiB of free memory for each.
jobs() {
  free=$(awk '/^MemAvailable:/ { print int($2 / 1048576) }' /proc/meminfo)
  cores=$(nproc)
  if [ "$free" -lt "$cores" ]; then cores=$free; fi
  if [ "$cores" -lt 1 ]; then cores=1; fi
  echo "$cores"
}

# Two starts at once: the second waits, and then finds everything built.
lock() {
  { mkdir -p "$build" && touch "$build/.lock" "$build/build.log"; } 2>/dev/null ||
    fail 2 "cannot write to $build: start as the user that it belongs to, or remove it"
  exec 9>>"$build/.lock"
  flock -n 9 || {
    say "another start is building in $folder/; waiting for it"
    flock 9
  }
}

configure() {
  # A folder that was copied or moved keeps its objects, but not its configuration.
  if [ -e "$build/CMakeCache.txt" ] &&
    ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$build/CMakeCache.txt"; then
    rm -rf "$build/CMakeCache.txt" "$build/CMakeFiles"
  fi
  cd "$root"
  case $folder in
  build-sanitize) set -- cmake --preset sanitize ;;
  build-thread) set -- cmake --preset thread -DPIPELINE_TEST_LAUNCHER="$launcher" ;;
  *) set -- cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release $options ;;
  esac
  "$@" >"$build/configure.log" 2>&1 || fail_with_log "CMake failed" "$build/configure.log"
  left_out "$build" | while IFS= read -r line; do say "$line"; done
}

# Ends well without a build, and with nothing in the suite but why.
leave_out() {
  rm -f "$build/CTestTestfile.cmake"
  echo "-- tests with the thread sanitizer left out: $1" >"$build/configure.log"
  left_out "$build" | while IFS= read -r line; do say "$line"; done
  exit 0
}

# What the thread sanitizer needs beside the packages.
prepare_thread() {
  launcher=$("$root/.ci/thread_launcher.sh" "$build/probe" "$log") || leave_out "$launcher"
  say "oneTBB with the thread sanitizer, in $folder/onetbb/"
  reason=$("$root/.ci/onetbb.sh" "$build/onetbb" "$log") || leave_out "$reason"
}

# Reads ninja's lines; shows them as one line on a terminal, in a log as one line for each tenth.
progress() {
  tenth=0
  while IFS= read -r line; do
    case $line in \[*/*\]*) ;; *) continue ;; esac
    count=${line%%]*}
    count=${count#[}
    if [ -t 2 ]; then
      printf '\rpipeline: built %s ' "$count"
    elif [ $((${count%/*} * 10 / ${count#*/})) -gt $tenth ]; then
      tenth=$((${count%/*} * 10 / ${count#*/}))
      say "built $count"
    fi
  done
  if [ -t 2 ]; then printf '\r\033[K'; fi
}

compile() {
  rm -f "$build/.failed"
  # shellcheck disable=SC2086  # one word a target
  {
    NINJA_STATUS='[%f/%t] ' cmake --build "$build" --parallel "$(jobs)" --target $targets 2>&1 ||
      : >"$build/.failed"
  } | tee -a "$log" | progress
  [ ! -e "$build/.failed" ] || fail_with_log "the build failed" "$log"
}

lock
: >"$log"
"$root/.ci/packages.sh" install "$log" default "$@"
[ "$folder" != build-thread ] || prepare_thread
say "building $what in $folder/ (log: $folder/build.log)"
: >"$build/.started"
configure
cat "$build/configure.log" >>"$log"
compile
mv "$build/.started" "$build/.built"
