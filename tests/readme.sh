#!/bin/bash
# Runs what README.md shows: every "$ " line of its console blocks, in order, in a shop
# of its own, and compares what is printed with what stands below it. Dates, the home
# and the user stand for any.
#
#     tests/readme.sh            one line for each difference, and exit status 1
#     tests/readme.sh --update   writes what was printed into README.md
#
# SHOP_BIN is the program (build/shop).
set -euo pipefail

cd "$(dirname "$0")/.."
readme=$PWD/README.md
program=$(realpath "${SHOP_BIN:-build/shop}")
folder=$(mktemp -d "${TMPDIR:-/tmp}/shop-readme.XXXXXX")
trap 'rm -rf "$folder"' EXIT

unset "${!SHOP_@}" "${!XDG_@}"
export HOME=$folder/home LC_ALL=C.UTF-8 TZ=UTC PROGRAM=$program
mkdir -p "$HOME/source" "$folder/bin"
ln -s "$PWD/catalog" "$HOME/source/catalog"

# As on a terminal, whatever the output goes to, unless a line says otherwise.
cat >"$folder/bin/shop" <<'SH'
#!/bin/bash
case " $* " in
*' -q '* | *' --format'* | *' --json'* | *' --head '*) exec "$PROGRAM" "$@" ;;
esac
exec "$PROGRAM" "$@" --format table
SH
chmod +x "$folder/bin/shop"
export PATH=$folder/bin:$PATH
cd "$HOME/source"
exec </dev/null

mask()
{
	sed -E -e "s|$HOME|/home/ada|g" \
		-e "s/^(owner +)$(id -un)\$/\\1ada/" \
		-e 's/[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}/2026-11-23 14:05/g' \
		-e 's/^[0-9]{4}-[0-9]{2}-[0-9]{2}/2026-11-23/' \
		-e 's/^[0-9]{4}-[0-9]{2} /2026-11 /' \
		-e 's/^(Sales by month), .*/\1, 2026-11-01 to 2026-11-23/' \
		-e 's/\([0-9]+\.[0-9] s\)/(0.0 s)/'
}

command=
flush()
{
	[ -n "$command" ] || return 0
	{ eval "$command" 2>&1 || true; } | mask
	command=
}

# What README.md says, with what is really printed.
printed()
{
	local line console=

	while IFS= read -r line; do
		case $line in
		'```console') console=1 ;;
		'```'*)
			flush
			console=
			;;
		'$ '*)
			if [ -n "$console" ]; then
				flush
				command=${line#'$ '}
			fi
			;;
		'> '*)
			[ -z "$console" ] || command+=$'\n'${line#'> '}
			;;
		*)
			[ -z "$console" ] || continue
			;;
		esac
		printf '%s\n' "$line"
	done <"$readme"
}

printed >"$folder/README.md"
if [ "${1-}" = --update ]; then
	cp "$folder/README.md" "$readme"
else
	diff -u --label README.md --label printed "$readme" "$folder/README.md"
fi
