#!/usr/bin/env bats
# Many commands in one process.

load helper
load people
load order_shop
load payment_shop

# batch [-N] [OPTION...] <<LINES: runs what is on standard input
batch()
{
	local expected=-0

	if [[ ${1-} =~ ^-[0-9]+$ ]]; then
		expected=$1
		shift
	fi
	cat >"$TMPDIR/lines"
	shop "$expected" batch "$@" "$TMPDIR/lines"
}

# Line, exit status and result of each row, and the errors' messages.
rows()
{
	tail -n +2 "$output_file" | cut -f 1,3,4,5 --output-delimiter=:
}

assert_rows()
{
	same "$(rows)" "$(cat)" rows
}

@test "words are a shell's: quotes, backslashes, comments, lines that go on" {
	order_shop
	batch --json <<'LINES'
# what Ada wants
	--for "+4930123456" cart 'add' MU\G   # two of them
--for +4930123456 account edit --name "A \"B\" \\ \C" --address 'Am Tor 1
10115 "Berlin"' \
	--country DE

--for +4930123456 account edit --name ''A'd'"a" --address it\'s#here
LINES
	[ "$(json .line | paste -sd ' ')" = '2 3 7' ]
	same "$(jq -r 'select(.line == 3).result | .name + ":" + .address' "$output_file")" \
		$'A "B" \\ \\C:Am Tor 1\n10115 "Berlin"'
	same "$(jq -r 'select(.line == 7).result | .name + ":" + .address' "$output_file")" \
		"Ada:it's#here"
	printf '\xef\xbb\xbfsearch mug\r\n\r\nadmin stock MUG\r\n# end' >"$TMPDIR/lines"
	shop batch "$TMPDIR/lines"
	assert_rows <<<$'1:0:MUG:\n3:0:MUG:'
	shop batch </dev/null
	assert_output $'line\tcommand\texit\tresult\terror'
}

@test "what a shell would treat specially is refused with line and column" {
	order_shop
	for word in '$x' 'a`b`' 'a|b' 'a;b' 'a&b' '<a' 'a>b' '(a' 'a)' 'a*' 'a?' '[a]' \
		'{a' 'a}' \~/a; do
		special=${word//[ab\/x]/}
		before=${word%%"${special:0:1}"*}
		batch -65 <<<$'search mug\nsearch é '"$word; ls"
		assert_error "shop: $TMPDIR/lines:2:$((10 + ${#before})): '${special:0:1}' is special to a shell, and there is none here: quote it ('${special:0:1}')"
	done
	batch -65 <<<'search "a $x"'
	assert_error -p ':1:11: '
	batch -65 <<<'search "`x`"'
	assert_error -p ':1:9: '
	batch <<'LINES'
search "mug \$ \` ~" '*' \* 'a;b|c&d' mug~ --prefix
LINES
	batch -65 <<'LINES'
search mug
  search it's
search mug
LINES
	assert_error "shop: $TMPDIR/lines:2:12: the quote that begins here does not end"
	batch -65 <<<'search "mug'
	assert_error -p ':1:8: the quote that begins here does not end'
	printf 'search mug\x5c' >"$TMPDIR/lines"
	shop -65 batch "$TMPDIR/lines"
	assert_error "shop: $TMPDIR/lines:1:11: nothing follows the backslash"
	printf 'search m\0ug\n' >"$TMPDIR/lines"
	shop -65 batch "$TMPDIR/lines"
	assert_error -p ':1:9: a NUL character'
}

@test "what is refused leaves the lines after it as they are" {
	order_shop
	batch -3 --keep-going <<'LINES'
search $x 'two
lines'
search mug
nonsense
LINES
	assert_rows <<END
1:65::$TMPDIR/lines:1:8: '\$' is special to a shell, and there is none here: quote it ('\$')
3:0:MUG:
4:2::unknown command 'nonsense' (see 'shop --help')
END
	assert_error "shop: 2 of 3 lines failed"
}

@test "a line of a megabyte and more, or of many words, is refused" {
	new_shop
	{ printf 'search '; head -c 1100000 /dev/zero | tr '\0' a; } >"$TMPDIR/lines"
	shop -65 batch --format ids "$TMPDIR/lines"
	assert_error -p 'a command of more than 1048576 bytes'
	{ printf 'search '; yes a | head -n 10001 | tr '\n' ' '; } >"$TMPDIR/lines"
	shop -65 batch --format ids "$TMPDIR/lines"
	assert_error -p 'more than 10000 words in a command'
}

@test "what belongs to the whole batch, or has no sense in one, is refused" {
	order_shop
	batch -3 --keep-going <<'LINES'
-C /nowhere search mug
search mug --json
search mug --format ids
search mug --wait 10
search mug --help
--version
batch lines
init
completion bash
admin import -
register --name X --phone +4930111 --password-file -
--for +4930123456
cart add
search --no-input --quiet mug
register --name X --phone +4930111
admin add-product --price 1
admin edit-product MUG
LINES
	assert_rows <<'END'
1:2::option '--home' has no place in a line of a batch (shop batch --home)
2:2::option '--json' has no place in a line of a batch (shop batch --json)
3:2::option '--format' has no place in a line of a batch (shop batch --format)
4:2::option '--wait' has no place in a line of a batch (shop batch --wait)
5:2::option '--help' has no place in a line of a batch
6:2::option '--version' has no place in a line of a batch
7:2::'batch' has no place in a batch
8:2::'init' has no place in a batch
9:2::'completion' has no place in a batch
10:2::FILE: '-' has no place in a line of a batch (name a file)
11:2::--password-file: '-' has no place in a line of a batch (name a file)
12:2::a line without a command
13:2::missing operand SKU (see 'shop cart add --help')
14:0:MUG:
15:2::missing option '--password-file' (in a batch it names a file; see 'shop register --help')
16:2::missing option '--sku' (see 'shop admin add-product --help')
17:2::nothing to change: give an option such as --price (see 'shop admin edit-product --help')
END
	shop -2 batch --json=line /dev/null
	assert_error -p 'takes no fields here'
	shop -2 batch --format yaml /dev/null
	assert_error -p "a batch prints no 'yaml'"
	shop -66 batch "$TMPDIR/nowhere"
}

@test "a batch stops at the first failure, and what was before it stays" {
	order_shop
	batch -1 <<LINES
--for $ada cart add MUG
--for $ada cart add TEE-M -n 4
--for $ada cart add MUG
LINES
	assert_error "shop: $TMPDIR/lines:2: only 3 of 'TEE-M' in stock (cart add TEE-M -n 3)"
	assert_rows <<'END'
1:0:MUG:
2:1::only 3 of 'TEE-M' in stock (cart add TEE-M -n 3)
END
	ada cart --json
	assert_json '.items[] | "\(.sku) \(.quantity)"' 'MUG 1'
	batch -77 <<<$'--for '"$ada"$' cart add MUG\ncart add MUG'
	assert_error -p ":2: 'cart add' is for customers"
}

@test "with --keep-going the others are done, and a failed one changes nothing" {
	order_shop
	batch -3 --keep-going <<LINES
--for $ada cart add MUG -n 2
--for $bob checkout
--for $ada cart add TEE-M -n 3
--for $ada checkout --expect-total 1.00
--for $ada checkout
--for $bob cart add TEE-M
admin stock set MUG 7 --reason counted --dry-run
admin stock set MUG 60 --reason counted
LINES
	same "$(rows | cut -d : -f 1-3)" $'1:0:MUG\n2:1:\n3:0:MUG TEE-M\n4:1:MUG TEE-M\n5:0:1001\n6:1:\n7:0:MUG\n8:0:MUG'
	assert_stock MUG 60/2/58
	assert_stock TEE-M 3/3/0
	assert_sound
}

@test "reads see what lines before them wrote, and it is all there afterwards" {
	order_shop
	batch --json <<LINES
admin customers add --name 'Cy Fox' --phone +4930555
--for +4930555 cart add MUG -n 5
--for +4930555 cart show
--for +4930555 checkout
admin order show 1001
admin stock MUG
search mug --in-stock
admin order cancel 1001 --reason changed
admin edit-product MUG --name Becher
search becher
LINES
	same "$(json '[.line, .exit] | join(" ")' | cut -d ' ' -f 2 | sort -u)" 0
	same "$(jq -r 'select(.line == 3).result.items[0].quantity' "$output_file")" 5
	same "$(jq -r 'select(.line == 5).result.order' "$output_file")" 1001
	same "$(jq -r 'select(.line == 6).result.items[0].held' "$output_file")" 5
	same "$(jq -r 'select(.line == 10).result.count' "$output_file")" 1
	assert_stock MUG 50/0/50
	assert_sound
}

@test "a row of JSON has line, command, exit, and result or error" {
	order_shop
	batch -3 --json --keep-going <<'LINES'
admin stock set MUG 9 --reason "counted"
  search 'no such thing'  # nothing
admin config get shop.currency
help logout
LINES
	cat >"$TMPDIR/wanted" <<'END'
{"line":1,"command":"admin stock set MUG 9 --reason \"counted\"","exit":0,"result":{"schema":1,"sku":"MUG","name":"Mug","on_hand":9,"held":0,"available":9,"low_stock_at":5}}
{"line":2,"command":"search 'no such thing'","exit":1,"result":{"schema":1,"items":[],"count":0,"fewer_words":true},"error":{"code":"no_hits","exit":1,"message":"nothing found","file":null,"line":null,"column":null}}
{"line":3,"command":"admin config get shop.currency","exit":0,"result":{"schema":1,"name":"shop.currency","value":"EUR","type":"currency","default":"EUR","meaning":"the currency of every price (ISO 4217); fixed once there are prices"}}
END
	diff <(head -n 3 "$output_file" | jq -cS 'del(.result.facets, .result.offset, .result.limit, .result.corrected)') <(jq -cS . "$TMPDIR/wanted")
	same "$(tail -n 1 "$output_file" | jq -r '.result | split("\n")[0]')" \
		"$("$SHOP_BIN" help logout | head -n 1)"
	assert_error '{"error":{"code":"partly","exit":3,"message":"1 of 4 lines failed","file":null,"line":null,"column":null}}'
}

@test "as a table each line prints what it prints alone" {
	order_shop
	for word in MUG BOOK; do
		"$SHOP_BIN" admin stock "$word" --format table
	done >"$TMPDIR/wanted"
	batch -3 --format table --keep-going <<<$'admin stock MUG\nadmin stock NIL\nadmin stock BOOK'
	assert_output "$(cat "$TMPDIR/wanted")"
	assert_error -e "^shop: $TMPDIR/lines:2: .*NIL.*
shop: 1 of 3 lines failed\$"
	batch --format ids <<<$'admin stock MUG\nadmin stock BOOK'
	assert_output $'MUG\nBOOK'
	batch -q <<<'admin stock MUG'
	refute_output
	batch -1 -q <<<'admin stock NIL'
	refute_output
	assert_error -p ':1: '
}

@test "a place in another file is told behind the line's own" {
	order_shop
	echo 'products: [ { sku: A, price: x } ]' >"$TMPDIR/bad.yaml"
	batch -65 <<<$'search mug\nadmin import '"$TMPDIR/bad.yaml"
	assert_error -e "^shop: $TMPDIR/lines:2: $TMPDIR/bad.yaml:1: "
}

@test "a dry run changes nothing, and each line sees those before it" {
	order_shop
	"$SHOP_BIN" admin log --format ids >"$TMPDIR/before"
	batch -3 --dry-run --keep-going <<LINES
--for $ada cart add MUG -n 2
--for $ada checkout
--for $ada cart add MUG -n 49
admin stock set MUG 1 --reason counted
logout
admin import x.yaml
LINES
	same "$(rows | cut -d : -f 1,2,4)" "$(cat <<'END'
1:0:
2:0:
3:1:only 48 of 'MUG' in stock (cart add MUG -n 48)
4:0:
5:2:'logout' has no place in a batch with --dry-run
6:2:'admin import' has no place in a batch with --dry-run
END
)"
	shop batch --dry-run --format ids <<<"--for $ada cart add MUG"
	assert_output MUG
	echo 'search mug' | "$SHOP_BIN" batch --dry-run --format ids >"$TMPDIR/piped"
	grep -qx MUG "$TMPDIR/piped"
	assert_stock MUG 50/0/50
	shop admin log --format ids
	assert_output "$(cat "$TMPDIR/before")"
	ada cart --format ids
	refute_output
}

@test "who one is is found out for each line" {
	order_shop
	new_password 'correct horse 1'
	batch -3 --keep-going <<LINES
whoami
register --name 'Cy Fox' --phone +4930555 --password-file $TMPDIR/password
cart add MUG
checkout
logout
cart add MUG
login +4930555 --password-file $TMPDIR/password
orders
admin staff list
LINES
	same "$(rows | cut -d : -f 1,2 | tr '\n' ' ')" \
		'1:0 2:0 3:0 4:0 5:0 6:77 7:0 8:0 9:0 '
	shop whoami --json
	assert_json .phone +4930555
	assert_sound
}

new_password()
{
	echo "$1" >"$TMPDIR/password"
}

@test "a payment's program runs with everything before it on disk" {
	payment_shop ok
	bob cart add MUG
	batch --json <<LINES
--for $ada cart add MUG -n 2
--for $ada checkout --pay test
--for $bob checkout
admin order ship 1001
LINES
	same "$(jq -r 'select(.line == 2).result.payment_state' "$output_file")" paid
	same "$(jq -r 'select(.line == 4).result.shipping_state' "$output_file")" shipped
	assert_ledger 'charge approved 1000'
	ada cart add MUG
	card decline
	ada cart show
	batch -3 --keep-going <<LINES
--for $ada checkout --pay 2
--for $bob orders
LINES
	same "$(rows | cut -d : -f 1,2 | tr '\n' ' ')" '1:1 2:0 '
	assert_sound
}

@test "who writes a line into a pipe gets its row at once" {
	order_shop
	coproc "$SHOP_BIN" batch --format ids
	for word in MUG TEE-S BOOK; do
		echo "--for $ada cart add $word" >&"${COPROC[1]}"
		while read -r -t 20 -u "${COPROC[0]}" line; do
			[ "$line" != "$word" ] || break
		done
		[ "$line" = "$word" ]
		ada cart --format ids
		assert_output -p "$word"
	done
	pid=$COPROC_PID
	kill -TERM "$pid"
	status=0
	wait "$pid" || status=$?
	[ "$status" -eq 143 ]
}

@test "what cannot be told ends the batch, and is no loss of what was done" {
	order_shop
	status=0
	printf -- '--for %s\n' "$ada cart add MUG" "$ada checkout" |
		"$SHOP_BIN" batch --json >/dev/full 2>"$TMPDIR/errors" || status=$?
	[ "$status" -eq 74 ]
	grep -q 'all lines up to 2 were run' "$TMPDIR/errors"
	shop admin orders --format ids
	assert_output 1001
	status=0
	yes 'search mug' | head -n 100000 | { "$SHOP_BIN" batch || echo $? >"$TMPDIR/status"; } |
		head -n 1 >/dev/null
	[ "$(cat "$TMPDIR/status")" -eq 74 ]
}

@test "a group that cannot be on disk fails all its lines" {
	order_shop
	limit=$((($(stat -c %s "$SHOP_HOME/data.mdb") + 1023) / 1024))
	for i in {1..200}; do
		echo "admin customers add --name 'N $i' --phone +4930777$i"
	done >"$TMPDIR/lines"
	status=0
	(ulimit -f "$limit" && trap '' XFSZ && exec "$SHOP_BIN" batch --keep-going \
		"$TMPDIR/lines") >"$TMPDIR/rows" 2>"$TMPDIR/errors" || status=$?
	[ "$status" -eq 74 ]
	grep -q 'no space left' "$TMPDIR/errors"
	done=$(tail -n +2 "$TMPDIR/rows" | cut -f 3 | grep -c '^0$' || true)
	shop admin customers list --json
	assert_json .count "$((done + 2))"
	tail -n 1 "$TMPDIR/rows" | grep -q 'nothing was changed'
	assert_sound
}

@test "what works on the whole shop runs between groups" {
	order_shop
	batch --json <<LINES
--for $ada cart add MUG -n 2
admin export $TMPDIR/all.yaml
admin import $TMPDIR/all.yaml
--for $ada checkout
admin reindex
admin check
--for $bob cart add MUG
admin config set shop.name 'Other'
admin config get shop.name
search mug
LINES
	same "$(jq -r 'select(.line == 3).result | "\(.new) \(.changed)"' "$output_file")" '0 0'
	same "$(jq -r 'select(.line == 6).result.ok' "$output_file")" true
	same "$(jq -r 'select(.line == 9).result.value' "$output_file")" Other
	assert_sound
}

@test "what is due is applied before a line that reads" {
	export SHOP_TEST_NOW=2026-03-01T12:00:00Z
	order_shop
	import_yaml <<'YAML'
products:
  - { sku: MUG, sale_price: "4.00", sale_from: 2026-03-02 }
YAML
	export SHOP_TEST_NOW=2026-03-03T12:00:00Z
	batch --json <<LINES
search mug
--for $ada cart add MUG
search mug
LINES
	same "$(jq -r 'select(.line == 1).result.items[0].price' "$output_file")" 4.00
	same "$(jq -r 'select(.line == 3).result.items[0].price' "$output_file")" 4.00
	assert_sound
}

# A batch without end, which has told at least a line.
endless_batch()
{
	# shellcheck disable=SC2016
	local line='{ printf "--for %s account edit --name \"Ada %d\"\n", ada, NR }'

	"$SHOP_BIN" batch < <(yes | awk -v ada="$ada" "$line") >"$TMPDIR/rows" \
		2>"$TMPDIR/errors" &
	pid=$!
	until [ "$(wc -l <"$TMPDIR/rows")" -gt 1 ]; do :; done
}

@test "an interrupt gives up what is not acknowledged" {
	order_shop
	endless_batch
	kill -TERM "$pid"
	status=0
	wait "$pid" || status=$?
	[ "$status" -eq 143 ]
	last=$(tail -n 1 "$TMPDIR/rows" | cut -f 1)
	ada account --json
	assert_json .name "Ada $last"
}

@test "others write while a batch does" {
	order_shop
	endless_batch
	shop --for "$bob" cart add MUG
	kill -0 "$pid"
	kill -TERM "$pid"
	wait "$pid" || true
	bob cart --format ids
	assert_output MUG
	assert_sound
}

@test "a line that does not get its turn fails alone" {
	order_shop
	exec 9>>"$SHOP_HOME/write.lock"
	flock 9
	batch -3 --keep-going --wait 0.1 <<LINES
search mug
--for $ada cart add MUG
search mug
LINES
	exec 9>&-
	same "$(rows | cut -d : -f 1,2 | tr '\n' ' ')" '1:0 2:75 3:0 '
	ada cart --format ids
	refute_output
}
