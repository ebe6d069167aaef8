#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# packages.sh groups               prints the groups of packages.txt
# packages.sh install LOG GROUP... installs those packages of the groups that are absent; `default` is
#                                  what default.yaml needs. Needs root or sudo only if something is.
set -eu
here=$(dirname -- "$0")
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$here/common.sh"
table=$here/packages.txt

groups() {
  awk '/^#/ || !NF || $1 == "default" || $1 == "group" { next } !seen[$1]++ { print $1 }' "$table"
}

# This machine's column of the table, which may have no such column.
distribution() (
  ID='' VERSION_ID=''
  # shellcheck disable=SC1091
  [ ! -r /etc/os-release ] || . /etc/os-release
  printf '%s-%s\n' "${ID:-unknown}" "${VERSION_ID:-unknown}"
)

# packages_of COLUMN GROUP...: one a line; fails when there is no such column.
packages_of() {
  column=$1
  shift
  awk -v column="$column" -v wanted=" $* " '
    /^#/ || !NF { next }
    $1 == "default" { if (sub(" default ", " ", wanted)) for (i = 2; i <= NF; i++) wanted = wanted $i " " }
    $1 == "group" { for (i = 2; i <= NF; i++) if ($i == column) found = i; if (!found) exit }
    $1 != "default" && $1 != "group" && $found != "-" && index(wanted, " " $1 " ") { print $found }
    END { exit !found }' "$table"
}

# absent PACKAGE...: those that are not installed, on one line.
absent() {
  installed=$(dpkg-query -W -f '${db:Status-Status}:${Package}\n' "$@" 2>/dev/null |
    sed -n 's/^installed://p' | tr '\n' ' ')
  for package; do
    case " $installed" in *" $package "*) ;; *) printf '%s ' "$package" ;; esac
  done
}

unknown_distribution() {
  say "packages for this distribution ($1) are not listed. What is needed, by Debian's names:"
  shift
  packages_of debian-13 "$@" | sed 's/^/  /' >&2
  fail 2 "install those or their like, then set PIPELINE_SKIP_PACKAGES=1 and start again"
}

apt_get() {
  if [ "$(id -u)" = 0 ]; then as_root=''; else as_root=sudo; fi
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=600 \
    -o Acquire::Retries=3 "$@" </dev/null >>"$log" 2>&1
}

install() {
  log=$1
  shift
  column=$(distribution)
  packages=$(packages_of "$column" "$@") || unknown_distribution "$column" "$@"
  # shellcheck disable=SC2086  # one word a package
  packages=$(absent $packages)
  [ -n "$packages" ] || return 0

  command="apt-get install -y --no-install-recommends ${packages% }"
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null ||
      fail 2 "packages are absent and there is no sudo; as root, run: $command"
    say "installing packages with sudo, which may ask for your password"
  fi
  say "$command"
  # A list of packages that is absent or out of date is fetched once.
  # shellcheck disable=SC2086
  apt_get ${command#apt-get } || {
    apt_get update && apt_get ${command#apt-get }
  } || fail_with_log "the packages could not be installed" "$log"
}

case ${1-} in
groups) groups ;;
install)
  shift
  [ -n "${PIPELINE_SKIP_PACKAGES-}" ] || install "$@"
  ;;
*) fail 2 "usage: packages.sh groups | install LOG GROUP..." ;;
esac
