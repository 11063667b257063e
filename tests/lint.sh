#!/bin/bash
# Checks the source against the rules of the house, one line "file:line: message"
# for each violation.
#
#     tests/lint.sh [FOLDER]      the top of the source, else the one around this file
#
# BUILD is where the objects lie (build); those that are not there are not checked,
# nor, where SANITIZE is set, those that are.
set -u
export LC_ALL=C

tests=$(cd "$(dirname "$0")" && pwd)
cd "${1:-$tests/..}" || exit 2
BUILD=${BUILD:-build}
found=$(mktemp -d)
trap 'rm -rf "$found"' EXIT

files()
{
	find "$@" -type f 2>/dev/null | sort
}

mapfile -t c_files < <(files src tests \( -name '*.[ch]' -o -name '*.cc' \))
mapfile -t shell_files < <(files tests .ci packaging/hooks \( -name '*.sh' -o -path '.ci/run' \
	-o -path 'packaging/*' \))
mapfile -t bats_files < <(files tests \( -name '*.bats' -o -name '*.bash' \))
mapfile -t pages < <(files man -name '*.[1-9]')

# Layers, owners, sizes, names: what can be seen line by line.
check_lines()
{
	[ ${#c_files[@]} -eq 0 ] || awk -f "$tests/lint.awk" "${c_files[@]}"
}

check_layout()
{
	[ ${#c_files[@]} -gt 0 ] || return
	case $(clang-format --version) in
	*' version 14.'*) ;;
	*)
		echo 'shop: layout unchecked, it takes clang-format 14' >&2
		return
		;;
	esac
	printf '%s\0' "${c_files[@]}" |
		xargs -0 clang-format --style=file --dry-run -Werror 2>&1 |
		sed -n 's/^\([^:]*:[0-9]*\):[0-9]*: error: .*/\1: layout (make format)/p' |
		uniq
}

# No globals but tables of constants and one flag that signals set. What the linker
# makes read-only after it has put in addresses is constant, too.
check_globals()
{
	local object section name source line allowed=1

	[ -z "${SANITIZE:-}" ] || return # sanitizers add globals of their own
	while read -r object section name; do
		source=${object#"$BUILD"/obj/}
		source=${source%.o}.c
		name=${name%%.*}
		line=$(grep -n "\<$name\>" "$source" | head -n 1)
		case $line in
		*'volatile sig_atomic_t'*)
			allowed=$((allowed - 1))
			[ $allowed -lt 0 ] || continue
			;;
		esac
		echo "$source:${line%%:*}: '$name' is a global that changes ($section)"
	done < <(
		files src -name '*.c' | sed "s|^|$BUILD/obj/|; s|c\$|o|" |
			xargs -r objdump -t 2>/dev/null | awk '
			/: +file format / { sub(/:.*/, ""); object = $0; next }
			$3 == "O" && $4 ~ /^[.](data|bss|tdata|tbss)/ &&
			    $4 !~ /^[.]data[.]rel[.]ro/ { print object, $4, $NF }
			$2 == "O" && $3 == "*COM*" { print object, $3, $NF }'
	)
}

check_sizes()
{
	local file lines

	for file in "${shell_files[@]}" "${bats_files[@]}"; do
		lines=$(wc -l <"$file")
		[ "$lines" -le 600 ] ||
			echo "$file:$lines: file of $lines lines, more than 600"
	done
}

check_unfinished()
{
	local word='TO''DO|FIX''ME|XX''X'

	files man catalog completions .ci Makefile README.md "${shell_files[@]}" \
		"${bats_files[@]}" | sort -u | tr '\n' '\0' |
		xargs -0 -r grep -nwE "$word" /dev/null |
		sed 's/^\([^:]*:[0-9]*\):.*/\1: nothing unfinished is left behind/'
}

# Tests with bats are subshells each, and the variables of the harness are out of
# their sight.
check_shell()
{
	{
		[ ${#shell_files[@]} -eq 0 ] ||
			shellcheck -f gcc -S info -x "${shell_files[@]}"
		[ ${#bats_files[@]} -eq 0 ] ||
			printf '%s\0' "${bats_files[@]}" | xargs -0 -n 8 -P 2 \
				shellcheck -f gcc -S info -x \
				-e SC2016,SC2030,SC2031,SC2034,SC2154
	} | sed 's/^\([^:]*:[0-9]*\):[0-9]*: [a-z]*: /\1: /'
}

# Pages that name each other are found as if they were installed.
check_pages()
{
	local page

	[ ${#pages[@]} -gt 0 ] || return
	mkdir -p "$found/share/man1" "$found/share/man5" "$found/share/man7"
	for page in "${pages[@]}"; do
		ln -s "$PWD/$page" "$found/share/man${page##*.}/"
	done
	MANPATH=$found/share:/usr/share/man mandoc -T lint -W style \
		"${pages[@]}" 2>&1 |
		sed '/^mandoc: outdated mandoc.db /d
			s/^mandoc: \([^:]*:[0-9]*\):[0-9]*: [A-Z]*: /\1: /; s/^mandoc: //'
}

checks=(lines layout globals sizes unfinished shell pages)
for check in "${checks[@]}"; do
	"check_$check" >"$found/$check" &
done
wait
(cd "$found" && cat "${checks[@]}") >"$found/all"
cat "$found/all"
[ ! -s "$found/all" ]
