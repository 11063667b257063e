#!/bin/sh
# Installs what is missing to build and to test, and does nothing where all is there.
#
#     tests/deps.sh build     what the programs need
#     tests/deps.sh check     that, and what the tests need
#     tests/deps.sh bench     what shop's search is measured against, nothing else
#
# What is asked is whether the header or the program is there, so that this is quick
# and true on every system; the names of packages are Debian's.
# CC and SANITIZE tell of another compiler or of its sanitizers.
set -u

headers='
lmdb.h              liblmdb-dev
yaml.h              libyaml-dev
csv.h               libcsv-dev
sodium.h            libsodium-dev
jansson.h           libjansson-dev
utf8proc.h          libutf8proc-dev
libstemmer.h        libstemmer-dev
xxhash.h            libxxhash-dev
histedit.h          libedit-dev
'
test_headers='
stdio.h             libc6-dev
cmocka.h            libcmocka-dev
'
test_programs='
bats                bats
parallel            parallel
jq                  jq
gojq                gojq
strace              strace
faketime            faketime
xxd                 xxd
mandoc              mandoc
shellcheck          shellcheck
clang-format        clang-format
zsh                 zsh
fish                fish
hledger             hledger
chromium            chromium
'
bench_headers='
sqlite3.h           libsqlite3-dev
xapian.h            libxapian-dev
'

cc=${CC:-cc}
cc=${cc##* }
want=${1:-check}
missing=

add()
{
	case " $missing " in
	*" $1 "*) ;;
	*) missing="$missing $1" ;;
	esac
}

# Adds the package of every header in the list $1 that the compiler does not see.
add_headers()
{
	for package in $(
		printf '%s\n' "$1" | while read -r header source; do
			[ -n "$header" ] || continue
			printf '#if !__has_include(<%s>)\n%s\n#endif\n' \
				"$header" "$source"
		done | "$cc" -E -P -x c - 2>/dev/null
	); do
		add "$package"
	done
}

add_all()
{
	for package in $(printf '%s\n' "$1" | sed 's/^[^ ]* *//'); do
		add "$package"
	done
}

list=$headers
[ "$want" = check ] && list=$list$test_headers
[ "$want" = bench ] && list=$bench_headers
if command -v "$cc" >/dev/null 2>&1; then
	add_headers "$list"
else
	case $cc in
	cc | gcc | */cc | */gcc) add gcc ;;
	*) add "${cc##*/}" ;;
	esac
	add libc6-dev
	add_all "$list"
fi
[ -e /usr/share/zoneinfo/Europe/Berlin ] || add tzdata
case $cc-${SANITIZE:-} in
*clang*-?*)
	echo 'int main(void) { return 0; }' |
		"$cc" "-fsanitize=$SANITIZE" -x c - -o /dev/null 2>/dev/null ||
		add libclang-rt-dev
	;;
esac
if [ "$want" = bench ]; then
	cxx=${CXX:-c++}
	command -v "${cxx##* }" >/dev/null 2>&1 || add g++
fi
if [ "$want" = check ]; then
	for line in $(printf '%s\n' "$test_programs" | tr -s ' ' ':'); do
		command -v "${line%%:*}" >/dev/null 2>&1 || add "${line#*:}"
	done
fi

missing=${missing# }
[ -n "$missing" ] || exit 0

by_hand()
{
	echo "shop: $1; install by hand, under Debian's names: $missing" >&2
	exit 1
}

command -v apt-get >/dev/null 2>&1 || by_hand "no apt-get here"
sudo=
if [ "$(id -u)" -ne 0 ]; then
	command -v sudo >/dev/null 2>&1 || by_hand "neither root nor sudo"
	sudo='sudo '
fi

run()
{
	echo "$*"
	"$@"
}

# A list of packages that cannot be renewed may still do.
# shellcheck disable=SC2086 # the words of sudo and of missing
{
	run ${sudo}apt-get -q update || true
	run ${sudo}env DEBIAN_FRONTEND=noninteractive \
		apt-get -q install -y --no-install-recommends $missing
} </dev/null >&2 || by_hand "apt-get could not install"
