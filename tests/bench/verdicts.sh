#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# verdicts.sh [BUILD [IDENTICAL [SLOWED]]]: how often `pipeline compare` is right when it is live.
#
# IDENTICAL runs (100) of two variants that are the same, in every other run the second from a copy of
# the library: how many are called different; and SLOWED runs (20) of a stage that does 5 % more work:
# in how many it is found slower. Fails if more than 1 in 100 of the first is wrong or fewer than 19 in
# 20 of the second are right. Five minutes where nothing else runs.
set -eu
root=$(cd "$(dirname -- "$0")/../.." && pwd -P)
build=$(cd "${1:-$root/build}" && pwd -P)
identical=${2:-100} slowed=${3:-20}
folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
cd "$folder"

cat >g.yaml <<'END'
pipeline: 1
stages:
  start: { uses: kinds.number, with: { value: 1 } }
  work: { uses: kinds.work, in: start, with: { amount: 60 } }
outputs: { o: { from: work, path: "{stem}.txt" } }
END

mkdir copy
cp "$build/tests/plugins/kinds.so" copy/

# verdict CHOICE SEED: what is said of the second variant.
verdict() {
  # shellcheck disable=SC2086  # an option and its value
  "$build/bin/pipeline" compare g.yaml $1 --plugin-path "$build/tests/plugins" \
    --budget 5 --seed "$2" --quiet | head -n 1
}

wrong=0 run=0
while [ "$run" -lt "$identical" ]; do
  run=$((run + 1))
  if [ $((run % 2)) = 1 ]; then
    line=$(verdict '--sweep work.amount=60,60' "$run")
  else
    line=$(verdict '--swap work=kinds.work,kinds.work@copy/kinds.so' "$run")
  fi
  case $line in
  *' faster '* | *' slower '* | *worse* | *better*)
    case $line in *'no verdict on speed'*) ;; *)
      wrong=$((wrong + 1))
      printf 'identical, run %s: %s\n' "$run" "$line"
      ;;
    esac
    ;;
  esac
done
printf '%s of %s identical variants were called different\n' "$wrong" "$identical"

found=0 run=0
while [ "$run" -lt "$slowed" ]; do
  run=$((run + 1))
  line=$(verdict '--sweep work.amount=60,63' "$run")
  case $line in
  *'no verdict on speed'*) printf 'slowed, run %s: %s\n' "$run" "$line" ;;
  *' slower '*) found=$((found + 1)) ;;
  *) printf 'slowed, run %s: %s\n' "$run" "$line" ;;
  esac
done
printf '%s of %s slowed by 5 %% were found\n' "$found" "$slowed"
[ $((wrong * 100)) -le "$identical" ] && [ $((found * 20)) -ge $((slowed * 19)) ]
