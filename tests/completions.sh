#!/bin/bash
# Checks that completions/ is what the tables say (make completions writes it anew),
# and that each shell that is here can read its own.
set -u
export LC_ALL=C.UTF-8

cd "$(dirname "$0")/.." || exit 2
shop=${BUILD:-build}/shop
status=0

compare()
{
	if [ ! -e "completions/$2" ]; then
		echo "completions/$2: not there (make completions)"
		status=1
		return
	fi
	if ! "$shop" completion "$1" | cmp -s - "completions/$2"; then
		echo "completions/$2: not what the tables say (make completions)"
		status=1
	fi
	command -v "$1" >/dev/null 2>&1 || return 0
	"$1" -n "completions/$2" || status=1
}

compare bash shop.bash
compare zsh _shop
compare fish shop.fish
exit $status
