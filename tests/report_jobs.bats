#!/usr/bin/env bats
# Reports that cron writes: into a file, whole or not at all, and of the days since the
# job last ran, none lost and none twice.

load helper

setup()
{
	isolate
	export SHOP_TEST_NOW=2026-11-20T12:00:00Z
	new_shop
	cd "$TMPDIR" || return
	on 24
}

teardown()
{
	[ -z "${mounted-}" ] || umount "$mounted"
}

# on DAY [TIME]: of November 2026
on()
{
	SHOP_TEST_NOW=2026-11-${1}T${2:-06:00:00}Z
}

# days [FILE]: the days that a report has, of a file or of the last output, in a line.
days()
{
	cut -f 1 "${1:-$output_file}" | grep -o '^2026-1[0-9]-[0-9]*' | cut -c 6- | xargs
}

# reported DAYS: the job, run again, reports these.
reported()
{
	shop admin report sales --since-last daily
	same "$(days)" "$1"
}

@test "a file is written whole, in the format that its name ends in" {
	shop admin report sales --period 2026-11-23..2026-11-24 -o day.tsv
	refute_output
	refute_error
	same "$(days day.tsv)" '11-23 11-24'
	shop admin report sales --period today -o day.csv
	[ "$(sed -n '2s/,.*//p' day.csv)" = 2026-11-24 ]
	shop admin report sales --period today -o day.json
	[ "$(jq -r '.items[0].day' day.json)" = 2026-11-24 ]
	shop admin report sales --period today -o day.ndjson
	[ "$(jq -r .day day.ndjson)" = 2026-11-24 ]
	shop admin report sales --period today -o day.txt
	grep -q '^day  *orders' day.txt
	shop admin report sales --period today -o day
	cmp day <(sed 1q day.tsv && sed 1,2d day.tsv)
	shop admin report sales --period today --format json -o day.csv
	[ "$(jq -r '.items[0].day' day.csv)" = 2026-11-24 ]
	[ "$(ls)" = "$(printf '%s\n' day day.csv day.json day.ndjson day.tsv day.txt)" ]
}

@test "--quiet does not empty a file, and - is standard output" {
	shop -q admin report sales --period today -o quiet
	same "$(days quiet)" 11-24
	shop admin report sales --period today -o -
	same "$(days)" 11-24
	[ ! -e - ]
}

@test "a file that is there is replaced, and keeps its mode, owner and group" {
	(umask 027 && shop admin report sales -o new)
	[ "$(stat -c %a new)" = 640 ]
	echo old >old
	chmod 604 old
	[ "$(id -u)" -ne 0 ] || chown 12:34 old
	owner=$(stat -c '%u %g %a' old)
	number=$(stat -c %i old)
	exec 7<old
	shop admin report sales -o old
	same "$(stat -c '%u %g %a' old)" "$owner"
	[ "$(stat -c %i old)" != "$number" ]
	[ "$(cat <&7)" = old ]
	exec 7<&-
}

@test "through a link the file it leads to is replaced, one that leads nowhere refused" {
	mkdir there
	echo old >there/file
	ln -s there/file link
	shop admin report sales --period today -o link
	[ -L link ]
	same "$(days there/file)" 11-24
	ln -s nowhere lost
	shop -73 admin report sales -o lost
	assert_error "shop: cannot create 'lost': it is a symbolic link that leads nowhere"
	[ -L lost ] && [ ! -e nowhere ]
}

@test "a folder that is not there, or in the file's place, is said, and nothing printed" {
	shop -73 admin report sales --since-last daily -o none/day.tsv
	assert_error "shop: cannot create 'none/day.tsv': No such file or directory"
	refute_output
	mkdir day.tsv
	shop -73 admin report sales --since-last daily -o day.tsv
	assert_error "shop: cannot create 'day.tsv': Is a directory"
	refute_output
	reported 11-23
}

@test "the shop's own files are nobody's reports" {
	for file in data.mdb keys/shop.key keys/../new; do
		shop -73 admin report sales -o "$SHOP_HOME/$file"
		assert_error "shop: cannot create '$SHOP_HOME/$file': that is where the shop keeps its own files (name a file elsewhere)"
	done
	mkdir "$SHOP_HOME/reports"
	shop admin report sales -o "$SHOP_HOME/reports/day.csv"
	[ -s "$SHOP_HOME/reports/day.csv" ]
	shop admin check
}

@test "a folder that may not be written is said, and the mark does not move" {
	[ "$(id -u)" -eq 0 ] || skip 'takes root'
	SHOP_HOME=$BATS_TEST_TMPDIR/shared
	new_shop --group nogroup --time-zone Europe/Berlin
	shop admin staff add --os-user nobody --role reporter
	echo old >day.tsv
	chmod 755 "$TMPDIR"
	as_user 65534 -73 --home "$SHOP_HOME" admin report sales --since-last daily \
		-o "$PWD/day.tsv"
	assert_error "shop: cannot create '$PWD/day.tsv': Permission denied"
	refute_output
	[ "$(cat day.tsv)" = old ]
	as_user 65534 --home "$SHOP_HOME" admin report sales --since-last daily
	same "$(days)" 11-23
}

@test "a full disk leaves the old file, nothing beside it, and the mark where it was" {
	echo old >day.tsv
	limit=$(ulimit -f)
	ulimit -S -f 1
	shop -74 admin report sales --period 2026 -o day.tsv
	ulimit -S -f "$limit"
	assert_error "shop: cannot write to 'day.tsv': File too large"
	mkdir small
	mount -t tmpfs -o size=8k tmpfs small 2>/dev/null || skip 'mounting is refused here'
	mounted=$PWD/small
	echo old >small/day.tsv
	head -c 4096 /dev/zero >small/rest 2>/dev/null || true
	shop -74 admin report sales --since-last daily -o small/day.tsv
	assert_error "shop: cannot write to 'small/day.tsv': No space left on device"
	refute_output
	[ "$(cat small/day.tsv)" = old ]
	[ "$(ls -A small)" = $'day.tsv\nrest' ]
	rm small/rest
	shop admin report sales --since-last daily -o small/day.tsv
	same "$(days small/day.tsv)" 11-23
	shop -74 admin report sales -o /dev/full
	assert_error "shop: cannot write to '/dev/full': No space left on device"
}

@test "a job reports yesterday, and then the whole days since it last ran" {
	reported 11-23
	reported ''
	on 25 22:59:59
	reported 11-24
	on 25 23:00:00
	reported 11-25
	on 29
	reported '11-26 11-27 11-28'
	reported ''
	refute_error
}

@test "a job's first run may have a period, of which it takes the days that are over" {
	shop admin report sales --since-last daily --period '2026-11'
	same "$(days | wc -w)" 23
	shop -2 admin report sales --since-last daily --period 2026-11
	assert_error "shop: the job 'daily' goes on at 2026-11-24 by itself; --period is for its first run"
	on 25
	reported 11-24
	shop admin report sales --since-last early --period today
	refute_output
	on 26
	shop admin report sales --since-last early
	same "$(days)" 11-25
}

@test "jobs of other names, and other reports of the same name, have marks of their own" {
	reported 11-23
	shop admin report sales --since-last other
	same "$(days)" 11-23
	shop admin report products --since-last daily
	assert_output -e .
	shop admin report products --since-last daily
	refute_output
	for name in '' .a -a a/b 'a b' "$(printf '%065d' 1)"; do
		shop -2 admin report sales --since-last="$name"
	done
	assert_error "shop: '$(printf '%065d' 1)' is no name of a job: up to 64 of letters, digits, '.', '_' and '-', not beginning with '.' or '-'"
}

@test "where there is nothing new a file stays as it is" {
	shop admin report sales --since-last daily -o day.tsv
	same "$(days day.tsv)" 11-23
	number=$(stat -c %i day.tsv)
	shop admin report sales --since-last daily -o day.tsv
	refute_output
	[ "$(stat -c %i day.tsv)" = "$number" ]
	rm day.tsv
	shop admin report sales --since-last daily -o day.tsv
	[ ! -e day.tsv ]
}

@test "what could not be printed is reported again" {
	status=0
	"$SHOP_BIN" admin report sales --since-last daily >/dev/full 2>said || status=$?
	[ "$status" -eq 74 ]
	[ "$(cat said)" = "shop: cannot write to 'stdout': No space left on device" ]
	status=0
	"$SHOP_BIN" admin report sales --since-last daily >&- 2>said || status=$?
	[ "$status" -eq 74 ]
	reported 11-23
}

@test "a job that would be quiet about its days is refused, and they are not lost" {
	shop -2 -q admin report sales --since-last daily
	assert_error "shop: with --quiet the days that '--since-last daily' reports would be lost; name a file (-o FILE) or a format"
	shop -q admin report sales --since-last daily --format tsv
	same "$(days)" 11-23
	on 25
	shop -q admin report sales --since-last daily -o day.tsv
	same "$(days day.tsv)" 11-24
}

@test "a clock behind what is reported is said, and nothing changes" {
	on 28
	shop admin report sales --since-last daily -o day.tsv
	on 25
	shop -75 admin report sales --since-last daily -o day.tsv
	assert_error "shop: by the clock it is 2026-11-25, but the job 'daily' has reported 2026-11-27 already (set the clock; or begin anew with another name)"
	refute_output
	same "$(days day.tsv)" 11-27
	on 28
	reported ''
	on 30
	reported '11-28 11-29'
}

@test "of two jobs at once one waits, and then has nothing to do" {
	exec 7<>"$SHOP_HOME/job.lock"
	flock 7
	shop -75 --wait 0 admin report sales --since-last daily
	assert_error 'shop: another job of this shop is running (try again, or --wait SECONDS)'
	refute_output
	shop -75 --wait 0.05 admin report sales --since-last daily
	shop admin report sales --period today
	exec 7<&-
	for i in 1 2 3 4 5 6; do
		"$SHOP_BIN" admin report sales --since-last daily >"printed.$i" &
	done
	wait
	[ "$(cat printed.* | grep -c ^2026)" -eq 1 ]
}

@test "a job has no place in a batch, where a report may be written to a file" {
	shop -2 batch <<<'admin report sales --since-last daily'
	assert_error -p "option '--since-last' has no place in a line of a batch"
	shop batch <<<'admin report sales --period today -o day.csv'
	[ "$(sed -n '2s/,.*//p' day.csv)" = 2026-11-24 ]
	shop batch --dry-run <<<'admin report sales --period today -o dry.csv'
	[ ! -e dry.csv ]
}

@test "jobs killed at some system calls lose no day and report none twice" {
	status=0
	unset TMPDIR SHOP_TEST_NOW
	SHOP_BIN=$SHOP_BIN "$BATS_TEST_DIRNAME/kill_report_sweep.sh" 37 7 || status=$?
	[ "$status" -ne 77 ] || skip 'ptrace is refused'
	[ "$status" -eq 0 ]
}
