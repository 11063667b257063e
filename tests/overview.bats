#!/usr/bin/env bats
# shop(1), held against the program.

load helper

page=$BATS_TEST_DIRNAME/../man/shop.1

@test "the overview lists every command with its summary, in the program's order" {
	shop help --dump
	same "$(sed -n '/^\.Ss Commands/,/^\.El/p' "$page" |
		sed -n '/^\.It Ic /{s///;N;s/\n/\t/;p}')" \
		"$(awk -F '\t' '$1 != "" && $2 == "" { print $1 "\t" $5 }' "$output_file")"
}

@test "the overview's table of exit statuses is whole" {
	same "$(sed -n '/^\.Sh EXIT STATUS/,/^\.El/p' "$page" | grep -oE '[0-9]+' |
		grep -E '^[0-9]{1,3}$' | sort -nu | tr '\n' ' ')" \
		'0 1 2 3 65 66 69 70 71 73 74 75 77 78 130 143 '
}

@test "every format of the overview is one that the program has" {
	local format

	new_shop
	while read -r format; do
		shop admin report sales --format "$format"
	done < <(sed -n '/^\.Ss Formats/,/^\.Sh/s/^\.It Cm //p' "$page")
}
