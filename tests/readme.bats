#!/usr/bin/env bats
# What README.md and the demonstration show is what happens.

load helper

@test "README.md prints what the program prints, and is short" {
	run "$BATS_TEST_DIRNAME/readme.sh"
	echo "$output"
	[ "$status" -eq 0 ]
	[ "$(wc -l <"$BATS_TEST_DIRNAME/../README.md")" -lt 250 ]
}

@test "README.md promises no file that is not there" {
	local file

	cd "$BATS_TEST_DIRNAME/.."
	while read -r file; do
		[ -e "$file" ] || { echo "no $file"; return 1; }
	done < <(grep -oE '(src|tests|man|catalog|completions)/[a-z_./]*[a-z]' README.md)
}

@test "the demonstration goes through, and leaves nothing behind" {
	run "$BATS_TEST_DIRNAME/demo.sh"
	echo "$output"
	[ "$status" -eq 0 ]
	[[ $output == *"\$ shop checkout --expect-total 224.01"* ]]
	[[ $output == *'tracking 00340434161094042557'* ]]
	[[ $output == *$'\nok         yes\n'* ]]
	[ -z "$(ls "$TMPDIR")" ]
}

@test "the demonstration is coloured only on a terminal" {
	run "$BATS_TEST_DIRNAME/demo.sh"
	[[ $output != *$'\e'* ]]
	command -v script >/dev/null || skip "takes script"
	run timeout 60 env TERM=xterm script -qec "$BATS_TEST_DIRNAME/demo.sh" /dev/null
	[ "$status" -eq 0 ]
	[[ $output == *$'\e[1m$ shop init'* ]]
}

@test "the demonstration stops at the first failure" {
	cat >"$BATS_TEST_TMPDIR/broken" <<-SH
		#!/bin/sh
		[ "\$1" = search ] && exit 70
		exec "$SHOP_BIN" "\$@"
	SH
	chmod +x "$BATS_TEST_TMPDIR/broken"
	SHOP_BIN=$BATS_TEST_TMPDIR/broken run "$BATS_TEST_DIRNAME/demo.sh"
	[ "$status" -eq 1 ]
	[[ $output == *'demo: exit status 70, expected 0: shop search'* ]]
	[[ $output != *'shop checkout'* ]]
	[ -z "$(ls "$TMPDIR")" ]
}
