#!/bin/bash
# A walk through a shop of its own in a temporary folder, from an empty folder to a
# delivered order and the report of its sale. Each command is shown as one types it,
# above what it prints. Ends at the first command that does not do what it should.
#
#     tests/demo.sh     SHOP_BIN is the program (build/shop)
set -euo pipefail

cd "$(dirname "$0")/.."
program=${SHOP_BIN:-$PWD/build/shop}
folder=$(mktemp -d "${TMPDIR:-/tmp}/shop-demo.XXXXXX")
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# The person's own shop, session and settings are neither seen nor touched.
unset "${!SHOP_@}" "${!XDG_@}"
export HOME=$folder SHOP_HOME=$folder/shop PAGER=cat LC_ALL=C.UTF-8
# Nobody is asked anything.
exec </dev/null

bold='' dim='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then
	bold=$'\e[1m' dim=$'\e[2m' plain=$'\e[0m'
fi

# As on a terminal, whatever the output goes to, unless a line says otherwise.
shop()
{
	local word

	for word; do
		case $word in
		-q | --format | --format=* | --json | --json=*)
			"$program" "$@"
			return
			;;
		esac
	done
	"$program" "$@" --format table
}

tell()
{
	printf '\n%s# %s%s\n' "$dim" "$*" "$plain"
}

# run LINE [STATUS]: shows a line as typed, and runs it.
run()
{
	local line=$1 expected=${2:-0} status=0

	printf '%s$ %s%s\n' "$bold" "$line" "$plain"
	eval "$line" 2>&1 || status=$?
	[ "$status" -eq "$expected" ] && return
	echo "demo: exit status $status, expected $expected: $line" >&2
	exit 1
}

tell "A shop is one folder. Here it is $SHOP_HOME, removed at the end."
run "shop init --name 'Fell & Fjord' --currency EUR --time-zone Europe/Berlin"

tell 'The catalogue is YAML, and can be imported again at any time: what is so already stays.'
run 'shop admin import catalog/*.yaml'
run 'shop admin import catalog/*.yaml'
run 'shop categories Clothing'

tell 'A customer registers; a password never stands in the command.'
run "echo 'a walk along the fjord' >~/password"
run "shop register --name 'Ada King' --phone +4956199900001 --address 'Weidenweg 12, 34117 Kassel' --country DE --password-file ~/password"

tell 'She looks for a jacket. Facets say what there is, counted over all that matches.'
run 'shop search jacket --in-stock --facets=brand,size,price'

tell 'Only medium, up to 200 euros, the cheapest first.'
run 'shop search jacket --size M --price ..200 --in-stock --sort price'
run 'shop show TW-SKE-M-MOS'

tell 'Into the cart, three shirts with it, then only two.'
run 'shop cart add TW-SKE-M-MOS -q'
run 'shop cart add WH-TEE-XS-WHT -n 3 -q'
run 'shop cart update WH-TEE-XS-WHT 2'

tell 'What cannot be had is refused, and the way out said.'
run 'shop cart add TW-HAL-S-BLK -n 5' 1

tell 'Promotions, shipping and taxes follow rules that the file brought, too.'
run 'shop cart coupon WELCOME'

tell 'She orders, and only if the total is what she saw.'
run 'shop checkout --expect-total 224.01'

tell 'Behind the counter: whoever made the shop is its owner, and needs no password.'
run 'shop admin orders --payment-state unpaid'
run 'shop admin order explain 1001'
run 'shop admin order pay 1001 --reference "transfer of today" -q'
run 'shop admin order slip 1001'
run 'shop admin order invoice 1001'
run 'shop admin order ship 1001 --carrier DHL --tracking 00340434161094042557 -q'
run 'shop admin order deliver 1001 -q'
run 'shop admin stock TW-SKE-M-MOS'

tell 'The customer sees where her order is.'
run 'shop orders'
run 'shop orders 1001'

tell 'The books: what the month came to, what sold best; the same for a spreadsheet.'
run 'shop admin report sales --by month'
run 'shop admin report products --limit 5'
run 'shop admin report sales --period today --format csv'

tell 'Who changed what. Then the proof that everything agrees with everything else.'
run 'shop admin log --limit 6'
run 'shop admin check'
