#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# setup.sh [FAMILY...|all]: installs the packages of those families beside the default ones, then builds.
set -eu
here=$(dirname -- "$0")
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$here/common.sh"
known=$("$here/packages.sh" groups | tr '\n' ' ')

usage() {
  say "usage: ./pipeline setup [FAMILY|all]; there are packages for: ${known% }"
}

groups=''
for family; do
  case $family in
  -h | --help)
    usage 2>&1
    exit
    ;;
  all)
    groups=$known
    continue
    ;;
  */* | .* | '') ;;
  *)
    case " $known" in *" $family "*)
      groups="$groups $family"
      continue
      ;;
    esac
    if [ -d "$here/../plugins/$family" ]; then
      say "family $family needs no packages of its own"
      continue
    fi
    ;;
  esac
  say "unknown family '$family'"
  usage
  exit 2
done

# shellcheck disable=SC2086  # one word a group
"$here/build.sh" $groups
say "ready: ./pipeline --help"
