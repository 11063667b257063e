#!/usr/bin/env bats
# Hooks are told of each event, at least once and in order.

load helper

setup()
{
	isolate
	new_shop
	mkdir "$SHOP_HOME/hooks"
	told=$BATS_TEST_TMPDIR/told
}

# hook NAME [LINE...]: a hook that does this; alone, it writes what it is told down.
hook()
{
	local name=$1

	shift
	[ $# -gt 0 ] || set -- "cat >>'$told'"
	printf '%s\n' '#!/bin/sh' "$@" >"$SHOP_HOME/hooks/$name"
	chmod +x "$SHOP_HOME/hooks/$name"
}

# changes COUNT: so many events, from the number 4 on.
changes()
{
	local i

	for ((i = 1; i <= $1; i++)); do
		echo "admin config set stock.low-at $((++low_at))"
	done | "$SHOP_BIN" -q batch
}

# told NUMBERS [FILE]: of which events it was told, in this order.
told()
{
	same "$(sed -E 's/^\{"number":([0-9]+),.*/\1/' "${2:-$told}" 2>/dev/null | xargs)" "$1"
}

# waiting FILTER TEXT: as assert_json, of the hooks' list.
waiting()
{
	shop admin hooks list --json
	assert_json "$1" "$2"
}

@test "a new hook begins at the present, and is told of each event once, in order" {
	hook note
	shop admin hooks run --format table
	assert_output "hook 'note' is new: it begins with event 4"
	told ''
	changes 52
	shop admin hooks run
	refute_output
	refute_error
	told "$(seq -s " " 4 55)"
	shop admin hooks run
	refute_output
	told "$(seq -s " " 4 55)"
}

@test "without hooks, and without their folder, there is nothing to do" {
	shop admin hooks run
	refute_output
	rmdir "$SHOP_HOME/hooks"
	shop admin hooks run
	shop admin hooks list --json
	assert_json .count 0
}

@test "an event is told as admin log shows it, on one line" {
	hook note
	shop admin customers add --name 'Ada "X" <b>' --phone +4930123456
	shop admin hooks run note --from 1
	shop admin log --limit 0 --json
	same "$(jq -c . "$told" | tac)" "$(json '.items[] | tojson' | jq -c .)"
	same "$(wc -l <"$told")" "$(json .count)"
	grep -qF 'Ada \"X\" <b>' "$told"
}

@test "a hook runs in its folder, with nothing of ours but where it is at home" {
	hook look "env | sort >'$told'; pwd >>'$told'; ls /proc/self/fd | xargs >>'$told'"
	export SECRET=1 SHOP_KEY_FILE=$SHOP_HOME/keys/shop.key
	shop admin hooks test look
	sed -i "/^_=/d; /^PWD=/d; /^OLDPWD=/d" "$told"
	same "$(cut -d = -f 1 "$told")" "HOME
LC_ALL
PATH
SHOP_HOME
SHOP_HOOK
SHOP_KEY_FILE
TZ
$(realpath "$SHOP_HOME")/hooks
0 1 2 3"
	grep -qxF "SHOP_HOME=$(realpath "$SHOP_HOME")" "$told"
	grep -qx 'SHOP_HOOK=look' "$told"
}

@test "a hook may run shop itself" {
	hook ask "shop admin config get stock.low-at --format tsv | tail -n 1 >>'$told'"
	[ "${SHOP_BIN##*/}" = shop ] || skip 'the program has another name'
	shop admin hooks run
	changes 2
	shop admin hooks run
	same "$(cut -f 2 "$told" | xargs)" '2 2'
}

@test "events that hooks make wait for the next run" {
	hook loop "cat >>'$told'; shop -q admin config set shop.name \"\$(wc -l <'$told')\""
	shop admin hooks run
	changes 1
	timeout 20 "$SHOP_BIN" admin hooks run
	told 4
	timeout 20 "$SHOP_BIN" admin hooks run
	told '4 5'
}

@test "a hook that fails keeps its place, the others go on" {
	hook a
	hook bad "read -r event; echo \"\$event\" >>'$told.bad'; [ ! -e '$told.fail' ]"
	hook c "cat >>'$told.c'"
	shop admin hooks run
	changes 2
	touch "$told.fail"
	shop -1 admin hooks run
	assert_error "shop: hook 'bad' ended with status 1 at event 4 (setting stock.low-at changed), and is told of it again next time"
	refute_output
	told '4 5'
	told '4 5' "$told.c"
	told 4 "$told.bad"
	waiting '[.items[] | "\(.hook) \(.place) \(.waiting)"] | join(",")' 'a 5 0,bad 3 2,c 5 0'
	changes 1
	rm "$told.fail"
	shop admin hooks run
	told '4 5 6'
	told '4 4 5 6' "$told.bad"
}

@test "each hook that fails has its line; who is not ready says so with 75" {
	hook one 'exit 75'
	hook two 'kill -9 $$'
	shop admin hooks run
	changes 1
	shop -1 admin hooks run
	assert_error "shop: hook 'one' ended with status 75 at event 4 (setting stock.low-at changed), and is told of it again next time
shop: hook 'two' was ended by signal 9 at event 4 (setting stock.low-at changed), and is told of it again next time"
	rm "$SHOP_HOME/hooks/two"
	shop -75 admin hooks run
	hook one
	shop admin hooks run
	told 4
}

@test "a hook that takes too long is ended" {
	shop admin config set hooks.timeout 1
	hook slow "echo \$\$ >'$told'; sleep 60"
	shop -75 admin hooks test slow
	assert_error "shop: hook 'slow' did not end in 1 seconds (admin config set hooks.timeout) at event 4"
	! kill -0 "$(cat "$told")" 2>/dev/null
}

@test "what cannot be run is named, what everybody may write too" {
	hook plain
	chmod -x "$SHOP_HOME/hooks/plain"
	shop -1 admin hooks run
	assert_error "shop: hook 'plain' cannot be run (chmod +x); 0 events wait for it"
	changes 2
	waiting '.items[0] | "\(.waiting) \(.problem)"' '2 cannot be run (chmod +x)'
	shop -69 admin hooks test plain
	assert_error "shop: hook 'plain' cannot be run (chmod +x)"
	chmod 757 "$SHOP_HOME/hooks/plain"
	shop -1 admin hooks run
	assert_error "shop: hook 'plain' can be written by everybody, so it is not run (chmod o-w); 2 events wait for it"
	chmod 755 "$SHOP_HOME/hooks/plain"
	shop admin hooks run
	told '4 5'
	printf '#!/no/such\n' >"$SHOP_HOME/hooks/plain"
	changes 1
	shop -1 admin hooks run
	assert_error "shop: hook 'plain' could not be started at event 6 (setting stock.low-at changed), and is told of it again next time"
	chmod o+w "$SHOP_HOME/hooks"
	shop -78 admin hooks run
	assert_error -p "can be written by everybody, so no hook is run (chmod o-w"
	rm -r "$SHOP_HOME/hooks"
	touch "$SHOP_HOME/hooks"
	shop -78 admin hooks run
	assert_error "shop: cannot read '$(realpath "$SHOP_HOME")/hooks': Not a directory"
}

@test "another user's program is no hook but in a group's folder" {
	[ "$(id -u)" -eq 0 ] || skip 'takes root'
	hook theirs
	chown 12345 "$SHOP_HOME/hooks/theirs"
	shop -1 admin hooks run
	assert_error "shop: hook 'theirs' belongs to another user, so it is not run (chown); 0 events wait for it"
	chmod 2770 "$SHOP_HOME/hooks"
	shop admin hooks run
	chmod 700 "$SHOP_HOME/hooks"
	chown 12345 "$SHOP_HOME/hooks"
	shop admin hooks run
}

@test "samples, hidden files and folders are no hooks, an editor's copy is left out" {
	for name in mail.sample .hidden note~; do
		hook "$name"
	done
	mkdir "$SHOP_HOME/hooks/folder"
	ln -s nowhere "$SHOP_HOME/hooks/lost"
	changes 1
	shop admin hooks list --json=hook,problem
	assert_json '[.items[] | "\(.hook): \(.problem)"] | join(",")' \
		"lost: leads nowhere,note~: left out: no name of a hook (letters, digits, '.', '_', '-')"
	rm "$SHOP_HOME/hooks/lost"
	shop admin hooks run
	told ''
}

@test "a hook can be begun anew, or moved on, with --from" {
	hook note
	hook other "cat >>'$told.other'"
	changes 3
	shop -v admin hooks run note --from 5
	told '5 6'
	assert_error "hook 'note' is done with event 5
hook 'note' is done with event 6"
	shop admin hooks run note --from 7
	told '5 6'
	shop -2 admin hooks run note --from 8
	assert_error 'shop: --from 8: the log has events 1 to 6'
	shop -2 admin hooks run note --from 0
	shop -2 admin hooks run --from 1
	assert_error 'shop: --from asks for the hooks that it is for (admin hooks run NAME --from 1)'
	shop admin hooks run note other note --from 6
	told '5 6 6'
	told 6 "$told.other"
	shop -1 admin hooks run nota
	assert_error "shop: no hook 'nota' in '$SHOP_HOME/hooks'"
}

@test "a dry run lists what would be told, and tells nothing" {
	hook note
	shop admin hooks run
	changes 2
	shop admin hooks run --dry-run --json
	assert_json '[.items[] | "\(.hook) \(.event) \(.subject)"] | join(",")' \
		'note 4 setting stock.low-at,note 5 setting stock.low-at'
	told ''
	waiting '.items[0].waiting' 2
}

@test "test tells a hook of one event, shows what came of it, and moves nothing" {
	hook note 'read -r event; echo "$event" | cut -c 1-12; echo "line two"'
	changes 1
	shop admin hooks test note --json
	assert_json .event 4
	assert_json .exit 0
	assert_json .output $'{"number":4,\nline two'
	shop admin hooks test note --event 2 --json
	assert_json .event 2
	waiting '.items[0].place' null
	hook note 'echo why; exit 3'
	shop -1 admin hooks test note --format table
	assert_output -p 'output   why'
	assert_output -p 'verdict  ended with status 3'
	assert_error "shop: hook 'note' ended with status 3 at event 4"
	shop -1 admin hooks test note --event 99
	assert_error 'shop: no event 99 in the log (admin log)'
	shop -1 admin hooks test nota
}

@test "the shop is not open, nor written to, while a hook runs" {
	hook slow "ls -l /proc/\$PPID/fd | grep -c data.mdb >>'$told' || :"
	shop admin hooks run
	changes 1
	shop admin hooks run
	same "$(cat "$told")" 0
}

@test "of two runs at once one waits" {
	exec 7<>"$SHOP_HOME/hooks.lock"
	flock 7
	shop -75 --wait 0 admin hooks run
	assert_error "shop: another 'admin hooks run' is at work (try again, or --wait SECONDS)"
	exec 7<&-
	hook note
	shop admin hooks run
	changes 5
	for i in 1 2 3 4; do
		"$SHOP_BIN" admin hooks run &
	done
	wait
	told '4 5 6 7 8'
}

@test "hooks killed with their run are told again of what they did not finish" {
	hook note "cat >>'$told'; [ -e '$told.go' ] || { touch '$told.go'; kill -9 \$PPID; sleep 9; }"
	shop admin hooks run
	changes 3
	"$SHOP_BIN" admin hooks run 2>/dev/null || true
	told 4
	shop admin hooks run
	told '4 4 5 6'
}
