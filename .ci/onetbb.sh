#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# onetbb.sh FOLDER LOG: makes FOLDER/libtbb.so.12, the installed oneTBB built with the thread sanitizer,
# which cannot see what an uninstrumented one orders. Its source is the distribution's, fetched once.
# Where that cannot be had: status 1, and the reason on stdout.
set -eu
folder=$1
log=$2

cannot() {
  echo "$1"
  exit 1
}

# apt-get as this machine has it set up, but for sources in place of packages; all it writes is in FOLDER.
apt_get() {
  apt-get -q -o Dir::Etc::sourcelist="$folder/apt/sources.list" \
    -o Dir::Etc::sourceparts="$folder/apt/sources.list.d" -o Dir::State::lists="$folder/apt/lists" \
    -o Dir::Cache="$folder/apt/cache" -o APT::Sandbox::User="$(id -un)" \
    -o Acquire::Retries=2 -o Acquire::http::Timeout=20 "$@"
}

# Both ways to list sources: lines `deb ...`, and stanzas with `Types: deb`.
list_sources() {
  mkdir -p "$folder/apt/sources.list.d" "$folder/apt/lists/partial" "$folder/apt/cache/archives/partial"
  : >"$folder/apt/sources.list"
  for file in "$etc/sources.list" "$etc"/sources.list.d/*.list; do
    [ ! -r "$file" ] || sed -n 's/^[[:space:]]*deb[[:space:]]/deb-src /p' "$file" >>"$folder/apt/sources.list"
  done
  for file in "$etc"/sources.list.d/*.sources; do
    [ ! -r "$file" ] ||
      sed 's/^[Tt]ypes:.*/Types: deb-src/' "$file" >"$folder/apt/sources.list.d/${file##*/}"
  done
}

fetch() {
  rm -rf "$folder"
  mkdir -p "$folder"
  etc=$(apt-config shell etc Dir::Etc/d)
  eval "$etc"
  etc=${etc%/}
  list_sources
  # Lists that cannot be had are no error of apt-get's; then the source is not found.
  apt_get update && (cd "$folder" && apt_get source --download-only "$source=$version") &&
    dpkg-source --no-check -x "$folder/$source"_*.dsc "$folder/source" && rm -rf "$folder/apt"
}

build() {
  cmake -S "$folder/source" -B "$folder/build" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo \
    -DCMAKE_CXX_FLAGS_RELWITHDEBINFO='-O1 -g1' -DTBB_SANITIZE=thread \
    -DTBB_TEST=OFF -DTBB_STRICT=OFF -DTBB_DISABLE_HWLOC_AUTOMATIC_SEARCH=ON &&
    cmake --build "$folder/build" --target tbb &&
    cp "$folder"/build/*/libtbb.so.12 "$folder" && grep -q __tsan_init "$folder/libtbb.so.12"
}

for tool in apt-get dpkg-query dpkg-source; do
  command -v "$tool" >/dev/null || cannot "there is no $tool to get oneTBB's source with"
done
what=$(dpkg-query -W -f '${source:Package} ${source:Version}\n' libtbb12 2>/dev/null) ||
  cannot "oneTBB was not installed as the package libtbb12"
source=${what% *}
version=${what#* }
[ "$(cat "$folder/.built" 2>/dev/null)" != "$what" ] || exit 0
fetch >>"$log" 2>&1 || cannot "the source of oneTBB ($source $version) cannot be had: see $log"
build >>"$log" 2>&1 || cannot "oneTBB ($source $version) does not build: see $log"
echo "$what" >"$folder/.built"
