#!/usr/bin/env bats
# Backups, and shops made of them.

load helper
load order_shop

backup_shop()
{
	order_shop
	place MUG=2 TEE-S=1
	file=$BATS_TEST_TMPDIR/shop.mdb
	old=$SHOP_HOME
	new=$BATS_TEST_TMPDIR/restored
}

# What both shops say of everything.
dump()
{
	shop --home "$1" admin export --with customers,orders
	printf '%s\n' "$output"
	shop --home "$1" admin log --json
	printf '%s\n' "$output"
	shop --home "$1" admin report sales --json
	printf '%s\n' "$output"
}

restore_with_keys()
{
	shop --home "$new" admin restore "$file" --json
	cp -a "$old/keys" "$new/"
}

@test "a restored backup is the same shop" {
	backup_shop
	shop admin backup "$file"
	refute_output
	refute_error
	same "$(stat -c %a "$file")" 600
	shop --home "$new" admin restore "$file" --json
	assert_json '"\(.name) \(.key)"' 'Test shop false'
	same "$(stat -c %a "$new" "$new/data.mdb" | paste -sd ' ')" '700 600'
	shop -78 --home "$new" admin orders
	assert_error -p 'admin key import'
	cp -a "$old/keys" "$new/"
	same "$(dump "$new")" "$(dump "$old")"
	shop --home "$new" admin check --json
	assert_json .ok true
	# It goes on from there.
	shop --home "$new" --for "$ada" cart add MUG
	shop --home "$new" --for "$ada" checkout --json
	assert_json .order 1002
}

@test "the key comes back from its export" {
	backup_shop
	echo 'a long passphrase' >"$BATS_TEST_TMPDIR/passphrase"
	shop admin key export "$BATS_TEST_TMPDIR/key" \
		--passphrase-file "$BATS_TEST_TMPDIR/passphrase"
	shop admin backup "$file"
	shop --home "$new" admin restore "$file" --format table
	assert_output -p "admin key import FILE"
	shop --home "$new" admin key import "$BATS_TEST_TMPDIR/key" \
		--passphrase-file "$BATS_TEST_TMPDIR/passphrase"
	shop --home "$new" admin customers show "$ada" --json
	assert_json .name 'Ada King'
}

@test "a backup has no personal data in clear, and no key" {
	backup_shop
	shop admin backup "$file"
	no_match -aE 'Ada King|Am Tor|30123456' "$file"
	no_match -aF "$(cut -d ' ' -f 2 "$old/keys/shop.key")" "$file"
}

@test "a backup says how large it is where that is asked for" {
	backup_shop
	shop -v admin backup "$file"
	refute_output
	assert_error -e "^'$file': [0-9.]+ kB, [0-9]+ values, each checked$"
	shop admin backup "$file" --json
	assert_json .bytes "$(stat -c %s "$file")"
	local head
	head=$(json .head)
	shop admin log --head
	assert_output "$head"
	restore_with_keys
	shop --home "$new" admin check --since "$head" --json
	assert_json .ok true
}

@test "a backup takes the place of another one, and of nothing else" {
	backup_shop
	shop admin backup "$file"
	chmod 644 "$file"
	place MUG=1
	shop admin backup "$file"
	same "$(stat -c %a "$file")" 600
	restore_with_keys
	shop --home "$new" admin orders --json
	assert_json .count 2
	echo precious >"$BATS_TEST_TMPDIR/letter"
	shop -73 admin backup "$BATS_TEST_TMPDIR/letter"
	assert_error "shop: '$BATS_TEST_TMPDIR/letter' is there already, and is no backup of a shop (name another file)"
	same "$(<"$BATS_TEST_TMPDIR/letter")" precious
	shop -73 admin backup "$BATS_TEST_TMPDIR/nowhere/shop.mdb"
	shop -73 admin backup "$BATS_TEST_TMPDIR"
	shop -2 admin backup
}

@test "a backup does not lie in the shop's own folder" {
	backup_shop
	shop -73 admin backup "$old/data.mdb"
	assert_error "shop: cannot create '$old/data.mdb': that is where the shop keeps its own files (name a file elsewhere)"
	cd "$old"
	shop -73 admin backup backup.mdb
	ln -s "$old" "$BATS_TEST_TMPDIR/link"
	shop -73 admin backup "$BATS_TEST_TMPDIR/link/backup.mdb"
	shop admin orders --json
	assert_json .count 1
}

@test "a backup goes through pipes" {
	backup_shop
	shop admin backup "$file"
	shop admin backup -
	cmp "$file" "$output_file"
	shop --home "$new" admin restore - --json <"$file"
	assert_json .name 'Test shop'
	"$SHOP_BIN" admin backup - | "$SHOP_BIN" --home "$new.2" admin restore - -q
	cmp "$new/data.mdb" "$new.2/data.mdb"
	shop -74 admin backup /dev/full
	shop -2 admin backup - --json
	assert_error -p 'name a file'
}

@test "a backup of a shop in use is of one moment" {
	backup_shop
	{
		for i in {1..15}; do
			"$SHOP_BIN" -q --for "$ada" cart add MUG &&
				"$SHOP_BIN" -q --for "$ada" checkout || exit
		done
	} &
	local writer=$! i
	for i in 1 2 3 4; do
		shop admin backup "$file.$i"
	done
	wait "$writer"
	for i in 1 4; do
		rm -rf "$new"
		file=${file%.[0-9]}.$i restore_with_keys
		shop --home "$new" admin check --json
		assert_json .ok true
	done
}

@test "a full disk leaves the last backup as it was" {
	backup_shop
	shop admin backup "$file"
	cp "$file" "$file.kept"
	place MUG=1
	(
		ulimit -f 64
		shop -74 admin backup "$file"
		assert_error -p "cannot write to '$file'"
	)
	cmp "$file" "$file.kept"
	(
		ulimit -f 64
		shop -74 --home "$new" admin restore "$file"
		assert_error -p "$new/data.mdb"
	)
	same "$(find "$new" -name '*.mdb*')" ''
	same "$(find "$BATS_TEST_TMPDIR" -name 'shop.mdb*' | wc -l)" 2
	shop --home "$new" admin restore "$file" -q
}

@test "what is no backup, or a damaged one, is not restored" {
	backup_shop
	shop admin backup "$file"
	echo text >"$BATS_TEST_TMPDIR/letter"
	shop -65 --home "$new" admin restore "$BATS_TEST_TMPDIR/letter"
	assert_error "shop: '$BATS_TEST_TMPDIR/letter' is no backup of a shop"
	[ ! -e "$new" ]
	shop -65 --home "$new" admin restore /dev/null
	shop -66 --home "$new" admin restore "$BATS_TEST_TMPDIR/nothing"
	head -c 20000 "$file" >"$file.cut"
	shop -65 --home "$new" admin restore "$file.cut"
	assert_error -e "^shop: '$file.cut' is cut off: [0-9]+ pages are missing at its end$"
	sed 's/Basic T-shirt/Basic T-skirt/' "$file" >"$file.bad"
	shop -65 --home "$new" admin restore "$file.bad"
	assert_error -e "^shop: '$file.bad' is damaged in [0-9]+ places?, the first in table '[a-z-]+'; nothing was restored$"
	same "$(find "$new" -name '*.mdb*')" ''
}

@test "a damaged shop has no backup" {
	backup_shop
	sed -i 's/Basic T-shirt/Basic T-skirt/' "$old/data.mdb"
	shop -65 admin backup "$file"
	assert_error -p "no backup was made (see 'shop admin check')"
	[ ! -e "$file" ]
}

@test "a shop is never replaced by a backup" {
	backup_shop
	shop admin backup "$file"
	place MUG=1
	shop -1 admin restore "$file"
	assert_error "shop: there is a shop in '$old' already"
	shop admin orders --json
	assert_json .count 2
	# What an init that was killed left is no shop; keys that are there stay.
	mkdir -m 700 "$new"
	cp -a "$old/keys" "$new/"
	touch "$new/data.mdb"
	shop --home "$new" admin restore "$file" --json
	assert_json .key true
	shop --home "$new" admin orders --json
	assert_json .count 1
}

@test "a group's folder has a group's shop" {
	backup_shop
	shop admin backup "$file"
	mkdir "$new"
	chmod 2770 "$new"
	shop --home "$new" admin restore "$file" -q
	same "$(stat -c %a "$new"/{data,lock}.mdb "$new/gate.lock" | paste -sd ' ')" \
		'660 660 660'
}

@test "a folder that others may only look into has a private shop and key" {
	backup_shop
	echo 'a long passphrase' >"$BATS_TEST_TMPDIR/passphrase"
	shop admin key export "$BATS_TEST_TMPDIR/key" \
		--passphrase-file "$BATS_TEST_TMPDIR/passphrase"
	shop admin backup "$file"
	mkdir -m 755 "$new"
	shop --home "$new" admin restore "$file" -q
	shop --home "$new" admin key import "$BATS_TEST_TMPDIR/key" \
		--passphrase-file "$BATS_TEST_TMPDIR/passphrase"
	same "$(stat -c %a "$new"/{data.mdb,gate.lock,keys,keys/shop.key} | paste -sd ' ')" \
		'600 600 700 400'
}

@test "a key that is there and is another shop's is told apart" {
	backup_shop
	shop admin backup "$file"
	shop --home "$new.other" -q init --currency EUR --time-zone UTC
	mkdir -m 700 "$new"
	cp -a "$new.other/keys" "$new/"
	shop --home "$new" admin restore "$file" --format table
	assert_output -p 'key         no'
	assert_error "shop: the key that is there is another shop's, and must not be used: move it away"
}

@test "in a batch a backup has what the lines before it changed" {
	backup_shop
	shop batch <<-BATCH
		admin config set shop.name Renamed
		admin backup $file
		admin config set shop.name Later
	BATCH
	shop --home "$new" admin restore "$file" --json
	assert_json .name Renamed
	shop -2 batch --dry-run <<<"admin backup $file"
	assert_error -p 'no place in a batch with --dry-run'
}

@test "backups and restores killed at some system calls leave nothing half done" {
	local status=0

	unset TMPDIR
	SHOP_BIN=$SHOP_BIN "$BATS_TEST_DIRNAME/kill_backup_sweep.sh" 17 5 || status=$?
	[ "$status" -ne 77 ] || skip 'ptrace is refused'
	[ "$status" -eq 0 ]
}
