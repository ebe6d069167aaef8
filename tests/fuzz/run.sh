#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# run.sh TARGET [SECONDS] [LIBFUZZER OPTION...]   fuzzes one of graph value png jpeg webp tiff pnm
# run.sh --short BUILD_FOLDER TARGET              a few seconds, of what is built; for the tests
#
# Every input in seeds/TARGET (made by the build) and found/TARGET is tried first. The corpus is kept
# in build/tests/fuzz/corpus/TARGET, so that a later run goes on from there. An input that
# breaks something ends the run with status 1 and lies in build/tests/fuzz/findings/.
set -eu
here=$(cd "$(dirname -- "$0")" && pwd -P)
root=${here%/tests/fuzz}

usage() {
  sed -n 's/^# \(run\.sh TARGET\)/usage: \1/p' "$0" >&2
  exit 2
}

short='' build=$root/build seconds=60
if [ "${1-}" = --short ]; then
  short=-seed=1 build=$2 seconds=4
  shift 2
fi
target=${1-}
case $target in graph | value | png | jpeg | webp | tiff | pnm) shift ;; *) usage ;; esac
case ${1-} in '' | -*) ;; *[!0-9]*) usage ;; *) seconds=$1 && shift ;; esac

if [ -z "$short" ]; then
  "$root/.ci/build.sh" --tests tests
fi
fuzz=$build/tests/fuzz
[ -x "$fuzz/$target" ] || {
  echo "skipped: the target $target was left out of this build" >&2
  exit 2
}

corpus=$fuzz/corpus/$target
if [ -n "$short" ]; then corpus=$fuzz/short/$target && rm -rf "$corpus"; fi
mkdir -p "$corpus" "$fuzz/findings"
if [ -d "$here/found/$target" ]; then set -- "$here/found/$target" "$@"; fi
set -- "$corpus" "$fuzz/seeds/$target" "$@"
[ ! -e "$here/$target.dict" ] || set -- "$@" "-dict=$here/$target.dict"

# Memory bombs and hangs are findings: a block over 256 MiB, 1 GiB in all, 30 s for one input (the
# targets themselves allow 5 s of processor time).
export ASAN_OPTIONS="quarantine_size_mb=16:${ASAN_OPTIONS-}"
status=0
"$fuzz/$target" "$@" -max_total_time="$seconds" -timeout=30 -rss_limit_mb=1024 -malloc_limit_mb=256 \
  -artifact_prefix="$fuzz/findings/$target-" -print_final_stats=1 $short || status=1
[ $status = 0 ] || cat >&2 <<END
To see it again: $fuzz/$target FILE. To keep it as a test: move FILE to tests/fuzz/found/$target/
END
exit $status
