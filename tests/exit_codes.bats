#!/usr/bin/env bats
# Every exit status that there is, reached, with a sentence that says why.

load helper
load people

setup()
{
	isolate
	new_shop
	import_yaml <<-'YAML'
		products:
		  - { sku: TS, name: T-shirt, price: "9.50", stock: 3 }
	YAML
}

# ends STATUS WORD...: ends so, with one line that begins with "shop: ".
ends()
{
	shop "-$1" "${@:2}"
	assert_error -e '^shop: [^'$'\n'']+$'
}

@test "0: done, an empty list, an empty report, an import that changes nothing" {
	shop show TS
	shop admin orders
	shop admin report sales --period 2020
	shop admin log --subject order=1
	shop admin import "$yaml"
}

@test "1: the answer is no" {
	ends 1 search anvil
	ends 1 show NOPE
	ends 1 admin order show 1001
	ends 1 admin customers show C1001
	register_ada
	ends 1 cart add TS -n 9
	ends 1 checkout
	ends 1 orders 1001
	ends 1 register --name Ada --phone '+44 1632 960001' --password-file - \
		<<<'another one entirely'
}

@test "2: wrong use of the command line" {
	ends 2 serach
	ends 2 search --colour-of-money red
	ends 2 cart add
	ends 2 search --price cheap
	ends 2 admin
	ends 2 show TS --format tables
	ends 2 admin report sales --period soon
}

@test "3: some rows were rejected, as asked for" {
	import_yaml -3 --keep-going --rejects "$TMPDIR/rejects.yaml" <<-'YAML'
		products:
		  - { sku: GOOD, name: Good, price: "1.00" }
		  - { sku: BAD, name: Bad, price: "1.005" }
	YAML
	assert_error -p "'1.005'"
	shop show GOOD
	ends 1 show BAD
}

@test "65: bad data in an input file, or in the shop" {
	import_yaml -65 <<<'products: [ { sku: X'
	assert_error -e '\.yaml:[0-9]+:[0-9]+: '
	import_yaml -65 <<<'products: [ { sku: X, name: X, price: "1.005" } ]'
	assert_error -p "$yaml:1:"
	sed -i 's/T-shirt/T-shift/' "$SHOP_HOME/data.mdb"
	ends 65 show TS
}

@test "66: an input file is missing or unreadable" {
	ends 66 admin import "$TMPDIR/nowhere.yaml"
	assert_error -p "$TMPDIR/nowhere.yaml"
	ends 66 admin import "$TMPDIR"
	ends 66 register --name Ada --phone 123456789 \
		--password-file "$TMPDIR/nowhere"
}

@test "69: a helper is missing" {
	ends 69 register --name Ada --phone 123456789 --payment gold \
		--password-file - <<<'another one entirely'
	assert_error -p "'gold'"
}

@test "70: a defect names its place" {
	SHOP_TEST_NOW='half past two' shop -70 admin orders
	assert_error -e '\.c:[0-9]+'
}

@test "71: the system refuses descriptors" {
	local status limit refused=0

	for limit in {4..12}; do
		status=0
		(ulimit -n "$limit" && exec "$SHOP_BIN" show TS) >"$TMPDIR/out" 2>&1 ||
			status=$?
		case $status in
		0 | 127) ;;
		71) refused=1; grep -q '^shop: ' "$TMPDIR/out" ;;
		*) cat "$TMPDIR/out"; echo "ulimit -n $limit: status $status"; return 1 ;;
		esac
	done
	[ "$refused" -eq 1 ]
	shop admin check
}

@test "71: the system refuses memory, and the shop stays as it is" {
	local status limit refused=0

	[ -z "${SANITIZE:-}" ] || skip "sanitizers take the address space"
	{
		echo products:
		for limit in {1..2000}; do
			echo "  - { sku: S$limit, name: A thing of many, price: \"1.00\" }"
		done
	} >"$TMPDIR/many.yaml"
	for limit in 6000 8000 12000 16000 24000; do
		status=0
		(ulimit -v $limit && exec "$SHOP_BIN" admin import "$TMPDIR/many.yaml") \
			>"$TMPDIR/out" 2>&1 || status=$?
		case $status in
		0) ;;
		71) refused=1; grep -q '^shop: ' "$TMPDIR/out" ;;
		# The loader itself had not enough.
		127) ;;
		*) cat "$TMPDIR/out"; echo "ulimit -v $limit: status $status"; return 1 ;;
		esac
	done
	[ "$refused" -eq 1 ]
	shop admin check
}

@test "73: an output file cannot be created" {
	ends 73 admin export "$TMPDIR/no/such/folder/catalog.yaml"
	assert_error -p "$TMPDIR/no/such/folder"
}

@test "74: what is printed cannot be written" {
	local status=0

	"$SHOP_BIN" show TS >/dev/full 2>"$TMPDIR/said" || status=$?
	[ "$status" -eq 74 ]
	grep -q '^shop: ' "$TMPDIR/said"
}

@test "75: busy, with what to do" {
	exec 8<>"$SHOP_HOME/write.lock"
	flock 8
	ends 75 --wait 0.1 admin config set stock.low-at 5
	# Reading waits for nobody.
	shop show TS
	exec 8>&-
	shop --wait 0.1 admin config set stock.low-at 5
}

@test "77: not logged in, or not allowed" {
	ends 77 cart
	assert_error -p login
	ends 77 --home "$SHOP_HOME" orders
	as_user 4321 -77 --home "$SHOP_HOME" admin orders
	register_ada
	log_in -77 +441632960001 'not the right one'
}

@test "78: no shop here, or its configuration is wrong" {
	SHOP_HOME=$TMPDIR/none ends 78 show TS
	assert_error -p "'shop init'"
	chmod 644 "$SHOP_HOME/keys/shop.key"
	ends 78 admin orders
	rm "$SHOP_HOME/keys/shop.key"
	ends 78 admin orders
	assert_error -p 'shop.key'
}

# interrupted SIGNAL: sends it to a command that waits for its turn; its status.
interrupted()
{
	local status=0

	exec 8<>"$SHOP_HOME/write.lock"
	flock 8
	env --default-signal=INT,TERM,HUP "$SHOP_BIN" --wait 30 admin config set \
		stock.low-at 5 >"$TMPDIR/out" 2>&1 8>&- &
	sleep 0.3
	kill "-$1" $!
	wait $! || status=$?
	exec 8>&-
	cat "$TMPDIR/out"
	echo "status $status"
	shop admin config get stock.low-at --json
	assert_json .value 0
	return "$status"
}

@test "130: interrupted from the keyboard, with nothing changed" {
	run interrupted INT
	[ "$status" -eq 130 ]
}

@test "143: told to end, with nothing changed" {
	run interrupted TERM
	[ "$status" -eq 143 ]
	run interrupted HUP
	[ "$status" -eq 143 ]
}

@test "no output takes the place of the shop's own files" {
	own="that is where the shop keeps its own files (name a file elsewhere)"
	mkdir "$SHOP_HOME/hooks"
	echo mine >"$SHOP_HOME/hooks/mine"
	printf 'products: [ { sku: X, name: X, price: y } ]\n' >"$TMPDIR/bad.yaml"
	ln -s "$SHOP_HOME/data.mdb" "$TMPDIR/link"
	for file in "$SHOP_HOME"/{data.mdb,new,hooks/mine,keys/new} "$TMPDIR/link"; do
		shop -73 admin export "$file"
		assert_error "shop: cannot create '$file': $own"
		shop -73 admin backup "$file"
		assert_error "shop: cannot create '$file': $own"
		shop -73 admin report sales -o "$file"
		assert_error "shop: cannot create '$file': $own"
		shop -73 admin import "$TMPDIR/bad.yaml" --keep-going --rejects "$file"
		assert_error "shop: cannot create '$file': $own"
		shop -73 admin add-product --sku X --name X --price 1 --save "$file"
		assert_error "shop: cannot create '$file': $own"
	done
	cd "$SHOP_HOME"
	shop -73 admin export data.mdb
	[ "$(<hooks/mine)" = mine ] && [ ! -e new ] && [ ! -e keys/new ]
	shop admin check
}

# ends_at_pipe WORDS: told to while it waits.
ends_at_pipe()
{
	read -ra words <<<"$1"
	run timeout --preserve-status -k 5 0.2 "$SHOP_BIN" "${words[@]}"
	same "$1 $status" "$1 143"
}

@test "who waits at a pipe for a writer or a reader can be told to end" {
	cd "$TMPDIR"
	mkfifo pipe
	exec 7<>pipe
	for line in "--home $TMPDIR/new admin restore pipe" 'admin import pipe' 'batch pipe'; do
		ends_at_pipe "$line"
	done
	exec 7<&-
	for line in 'admin report sales -o pipe' 'admin backup pipe' 'admin export pipe'; do
		ends_at_pipe "$line"
	done
}

@test "with --json a refusal is one object that says the same" {
	shop -1 show NOPE --json
	same "$(jq -r '.error | "\(.code) \(.exit)"' "$errors_file")" 'not_found 1'
	import_yaml -65 --json <<<'products: [ { sku: X, name: X, price: "1.005" } ]'
	same "$(jq -r '.error.line' "$errors_file")" 1
	same "$(jq -r '.error.file' "$errors_file")" "$yaml"
}
