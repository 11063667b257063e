#!/usr/bin/env bats
# What is packaged beside the program: the examples of hooks, the units of systemd, and
# the lines that shop-cron(7) has for a crontab, each run as it stands there.

load helper
load order_shop

setup()
{
	isolate
	top=$BATS_TEST_DIRNAME/..
	fakes=$BATS_TEST_TMPDIR/fakes
	mkdir "$fakes"
	ln -s "$(realpath "$SHOP_BIN")" "$fakes/shop"
}

# fake NAME [LINE...]: a program that writes its words, one a line, and its input down,
# and then does this.
fake()
{
	printf '%s\n' '#!/bin/sh' "printf '%s\\n' \"\$@\" >'$fakes/$1.words'" \
		"cat >'$fakes/$1.input'" "${@:2}" >"$fakes/$1"
	chmod +x "$fakes/$1"
}

# run_hook NAME: an example, as shop runs it, told of what comes in.
run_hook()
{
	mkdir -p "$SHOP_HOME/hooks"
	cp "$top/packaging/hooks/$1" "$SHOP_HOME/hooks"
	(cd "$SHOP_HOME/hooks" && env -i PATH="$fakes:$PATH" LC_ALL=C.UTF-8 TZ=UTC HOME="$HOME" \
		SHOP_HOME="$SHOP_HOME" SHOP_HOOK="$1" "./$1")
}

# told_of KIND: the last event of a kind, as hooks are told of it.
told_of()
{
	shop admin log --limit 0 --json
	jq -c "[.items[] | select(.kind == \"$1\")][0]" "$output_file"
}

# run_line LINE: as cron and systemd run it, in the home of who does.
run_line()
{
	(cd "$HOME" && env -i PATH="$fakes:/usr/bin:/bin" HOME="$HOME" SHOP_HOME="$SHOP_HOME" \
		sh -c "$1" >"$BATS_TEST_TMPDIR/said" 2>&1) ||
		{ echo "$1: $(cat "$BATS_TEST_TMPDIR/said")" >&2 && return 1; }
}

@test "the mail of a new order says what was ordered, and of nobody by name" {
	order_shop
	shop admin edit-product MUG --name '$(touch x) `touch x`; "Mug"'
	place MUG=2 TEE-S=1
	fake sendmail
	told_of placed | run_hook mail
	[ "$(cat "$fakes/sendmail.words")" = $'-t\n-i' ]
	same "$(sed -n 1,2p "$fakes/sendmail.input")" "To: $(id -un)
Subject: Order $order: 22.50 EUR"
	grep -qx "Message-ID: <shop-order-$order@$(uname -n)>" "$fakes/sendmail.input"
	grep -qxF '2 x MUG  $(touch x) `touch x`; "Mug"' "$fakes/sendmail.input"
	no_match -e Ada -e Berlin -e 4930 "$fakes/sendmail.input"
	[ ! -e "$SHOP_HOME/hooks/x" ]
	printf '%s\n' owner@example.org other@example.org >"$SHOP_HOME/hooks/.mail-to"
	told_of placed | run_hook mail
	[ "$(sed 1q "$fakes/sendmail.input")" = 'To: owner@example.org,other@example.org' ]
}

@test "of other events no mail is sent, and one that is not sent is told again" {
	order_shop
	place MUG=1
	told_of added | run_hook mail
	told_of changed | run_hook mail
	fake sendmail 'exit 75'
	status=0
	told_of placed | run_hook mail || status=$?
	[ "$status" -eq 75 ]
	# What shop does not answer is no mail, either.
	rm "$fakes/sendmail.input" "$fakes/shop"
	fake sendmail
	fake shop 'exit 75'
	status=0
	told_of placed | run_hook mail || status=$?
	[ "$status" -eq 75 ]
	[ ! -e "$fakes/sendmail.input" ]
}

@test "the web address gets what happens to orders, with its number, and nothing personal" {
	order_shop
	shop admin edit-product MUG --name $'"; $(touch x) `touch x` --data @/etc/passwd'
	place MUG=1
	fake curl
	told_of placed >"$BATS_TEST_TMPDIR/event"
	number=$(jq .number "$BATS_TEST_TMPDIR/event")
	run_hook webhook <"$BATS_TEST_TMPDIR/event"
	same "$(jq -c 'del(.at)' "$fakes/curl.input")" \
		"{\"number\":$number,\"kind\":\"placed\",\"subject\":\"order $order\"}"
	grep -A 1 -x -e --config "$fakes/curl.words" | grep -qx .webhook
	grep -qx "Idempotency-Key: shop-event-$number" "$fakes/curl.words"
	grep -A 1 -x -e --data-binary "$fakes/curl.words" | grep -qx @-
	no_match -e order -e passwd "$fakes/curl.words"
	rm "$fakes/curl.input"
	shop admin log --subject customer=C1001 --json
	jq -c '.items[0]' "$output_file" | run_hook webhook
	[ ! -e "$fakes/curl.input" ]
	echo '{"number":7,"at":"","kind":"changed","subject":"product A\"; $(touch x) `touch x`"}' |
		run_hook webhook
	[ ! -e "$SHOP_HOME/hooks/x" ]
	fake curl 'exit 22'
	status=0
	run_hook webhook <"$BATS_TEST_TMPDIR/event" || status=$?
	[ "$status" -eq 75 ]
}

@test "systemd understands the units" {
	command -v systemd-analyze >/dev/null || skip 'no systemd-analyze here'
	cd "$BATS_TEST_TMPDIR"
	mkdir units
	for unit in "$top"/packaging/systemd/*; do
		name=${unit##*/}
		sed "s|=shop |=$fakes/shop |" "$unit" >"units/${name/@/@root}"
		cp "units/${name/@/@root}" "units/$name"
	done
	cd units
	SYSTEMD_UNIT_PATH=$PWD: systemd-analyze verify --man=no ./*@root.* >said 2>&1 || {
		cat said
		! grep -q shop said || false
		skip 'systemd-analyze cannot verify here'
	}
	same "$(grep -F shop said)" ''
	for timer in *@root.timer; do
		[ -e "${timer%.timer}.service" ]
	done
}

# lines_of UNIT: what it runs, as a shell takes it.
lines_of()
{
	sed -nE 's/^Exec[A-Za-z]*=//p' "$top/packaging/systemd/shop-$1@.service" |
		sed 's/%%/%/g; s/\$\$/$/g'
}

@test "what the units run does its work, again and again, without a word" {
	order_shop
	for unit in report reconcile cancel-unpaid hooks backup report backup; do
		while read -r line; do
			run_line "$line" </dev/null
			same "$(cat "$BATS_TEST_TMPDIR/said")" ''
		done < <(lines_of "$unit")
	done
	grep -q '</html>' "$HOME/shop-reports/this-month.html"
	[ "$(wc -l <"$HOME/shop-reports/new-days.csv")" -eq 2 ]
	[ -n "$(ls "$HOME/shop-backups")" ]
}

@test "a unit that fails mails its log" {
	fake sendmail
	printf '#!/bin/sh\necho "status of $4"\nexit 3\n' >"$fakes/systemctl"
	chmod +x "$fakes/systemctl"
	line=$(lines_of failed)
	MAILTO=root run_line "export MAILTO=root; ${line/%%i/shop-hooks@ada.service}"
	same "$(cat "$fakes/sendmail.input")" 'To: root
Subject: shop-hooks@ada.service failed

status of --'
}

@test "the lines for a crontab in the manual do what they say" {
	order_shop
	mkdir "$HOME/reports" "$HOME/backups"
	mandoc -T ascii "$top/man/shop-cron.7" | col -bx >"$BATS_TEST_TMPDIR/page"
	grep -E '^ *[0-9*/]+ [0-9*/]+ [0-9*]+ [0-9*]+ [0-9*]+ ' "$BATS_TEST_TMPDIR/page" >"$BATS_TEST_TMPDIR/lines"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/lines")" -eq 8 ]
	while read -r _ _ _ _ _ line; do
		run_line "${line//\\%/%}" </dev/null
		case $line in
		*'--since-last mail'*) grep -q '^total ' "$BATS_TEST_TMPDIR/said" ;;
		*) same "$(cat "$BATS_TEST_TMPDIR/said")" '' ;;
		esac
	done <"$BATS_TEST_TMPDIR/lines"
	files=("$HOME"/reports/*)
	[ ${#files[@]} -eq 3 ]
	files=("$HOME"/backups/*)
	[ -s "${files[0]}" ]
}
