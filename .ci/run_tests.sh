#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# run_tests.sh BUILD_FOLDER... -- [CTEST ARGUMENT...]
#
# Runs the tests of the folders as one suite, says what was skipped and why, and ends with ctest's own
# summary. A test says `skipped: REASON` on a line of its own, whether it skips all of itself or
# a part.
set -eu
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname -- "$0")/common.sh"

suite=$1/suite
mkdir -p "$suite"
: >"$suite/CTestTestfile.cmake"
: >"$suite/left_out"
while [ "$1" != -- ]; do
  # A folder without tests has been left out as a whole.
  [ ! -e "$1/CTestTestfile.cmake" ] || printf 'subdirs("%s")\n' "$1" >>"$suite/CTestTestfile.cmake"
  left_out "$1" >>"$suite/left_out"
  shift
done
shift

skipped_tests() {
  awk '
    FNR == 1 { file++ }
    file == 1 && /^[0-9]+\/[0-9]+ Testing: / { number = $1 + 0; name = $3 }
    file == 1 && sub(/^skipped: /, "") { why[number] = 1; print name ": " $0 }
    file == 2 && / \(Skipped\)$/ && !why[$1 + 0] { print $3 ": gave no reason" }
  ' "$suite/Testing/Temporary/LastTest.log" "$suite/summary"
}

# The summary is held back until the list of what was skipped is out.
summary='/^[0-9]*% tests passed, [0-9]* tests* failed out of [0-9]*$/'
: "${CTEST_PARALLEL_LEVEL:=$(nproc)}"
export CTEST_PARALLEL_LEVEL
: >"$suite/summary"
{
  status=0
  ctest --test-dir "$suite" --no-tests=error --output-on-failure "$@" 2>&1 || status=$?
  echo "$status" >"$suite/status"
} | (cd "$suite" && sed -u -e "$summary,\$ { w summary" -e 'd' -e '}')

{
  cat "$suite/left_out"
  [ ! -s "$suite/summary" ] || skipped_tests
} | sort -u >"$suite/skipped"
if [ -s "$suite/skipped" ]; then
  echo "Skipped:"
  sed 's/^/  /' "$suite/skipped"
  echo
fi
cat "$suite/summary"
exit "$(cat "$suite/status")"
