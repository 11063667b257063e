#!/bin/bash
# Runs everything that make check promises on what make has built, and ends with one
# line "N passed, N failed, N skipped".
#
#     tests/run.sh [STEP...]
#
# Steps: lint unit bats manual completions smoke; all of them if none is named.
# BUILD is the folder of the build (build); SANITIZE tells that it has sanitizers.
# FILES narrows the step bats to some files, FILTER to tests whose names match.
set -u
export LC_ALL=C.UTF-8

cd "$(dirname "$0")/.." || exit 2
BUILD=${BUILD:-build}
export BUILD SANITIZE=${SANITIZE:-}
logs=$BUILD/test/log
mkdir -p "$logs"
passed=0
failed=0
skipped=0
# Three times as many as there are processors: tests wait for the disk and for prompts.
jobs=$((3 * $(nproc)))
((jobs = jobs < 2 ? 2 : jobs > 8 ? 8 : jobs))

# Counts a step that is one check: name, then what it runs.
one()
{
	local name=$1

	shift
	if "$@" >"$logs/$name" 2>&1; then
		passed=$((passed + 1))
		cat "$logs/$name"
		echo "ok    $name"
	else
		failed=$((failed + 1))
		cat "$logs/$name"
		echo "FAIL  $name"
	fi
}

# Counts the lines of a log of TAP, shows what failed, with its reasons, and what was
# skipped, and says how many there were: name, log, exit status of what wrote it.
tap()
{
	local name=$1 log=$2 status=$3 ok bad skip word=ok

	skip=$(grep -cE '^(not )?ok .*# (SKIP|skip)' "$log")
	ok=$(grep -E '^ok ' "$log" | grep -vcE '# (SKIP|skip)')
	bad=$(grep -E '^not ok ' "$log" | grep -vcE '# (SKIP|skip)')
	if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
		bad=1
		tail -n 20 "$log"
		echo "$name ended with status $status"
	fi
	# What explains a failure stands before it in cmocka's output, behind it in
	# that of bats.
	awk '/^(not )?ok .*# (SKIP|skip)/ {
			sub(/^(not )?ok [0-9]*( -)? (# SKIP )?/, "")
			printf "skip  %s\n%s", $0, before
			bad = 0; before = ""; next
		}
		/^not ok / { printf "%s", before; print; bad = 1; before = ""; next }
		/^(ok |1\.\.)/ { bad = 0; before = ""; next }
		bad { print }
		!bad { before = before $0 "\n" }' "$log"
	passed=$((passed + ok))
	failed=$((failed + bad))
	skipped=$((skipped + skip))
	[ "$bad" -eq 0 ] || word=FAIL
	printf '%-5s %s (%d passed, %d failed, %d skipped)\n' \
		"$word" "$name" "$ok" "$bad" "$skip"
}

step_lint()
{
	one lint tests/lint.sh
}

# run_unit NAME: leaves its log and its exit status.
run_unit()
{
	CMOCKA_MESSAGE_OUTPUT=TAP timeout 300 "$BUILD/test/unit/$1" \
		>"$logs/$1" 2>&1 </dev/null
	echo $? >"$logs/$1.status"
}

step_unit()
{
	local name names

	mapfile -t names < <(basename -a -s .c tests/unit/*_test.c)
	export -f run_unit
	export logs
	# The one that takes longest first, so that it is not left over in the end.
	printf '%s\n' search_random_test "${names[@]}" | awk '!seen[$0]++' |
		xargs -P "$(nproc)" -I {} bash -c 'run_unit {}'
	for name in "${names[@]}"; do
		tap "unit $name" "$logs/$name" "$(cat "$logs/$name.status")"
	done
}

# bats by name, log and files; SHOP_BIN is the program they run.
run_bats()
{
	local name=$1 log=$logs/$2 options=()

	shift 2
	[ -n "${FILTER:-}" ] && options+=(--filter "$FILTER")
	if parallel --version 2>/dev/null | grep -q '^GNU'; then
		# Files side by side, their tests one after the other: a process less
		# for each test, in half the time.
		options+=(--jobs "$jobs" --no-parallelize-within-files)
		mkdir -p "$logs/parallel"
		touch "$logs/parallel/will-cite"
		export PARALLEL_HOME=$PWD/$logs/parallel
	fi
	SHOP_BIN=$SHOP_BIN bats --tap "${options[@]}" "$@" >"$log" 2>&1 </dev/null
	tap "$name" "$log" $?
}

step_bats()
{
	local files=()

	read -r -a files <<<"${FILES:-}"
	# The largest first, so that none of them is left over in the end.
	[ ${#files[@]} -gt 0 ] || mapfile -t files < <(ls -S tests/*.bats)
	SHOP_BIN=$PWD/$BUILD/test/shop run_bats bats bats "${files[@]}"
}

step_smoke()
{
	SHOP_BIN=$PWD/$BUILD/shop run_bats 'smoke, release build' smoke tests/smoke.bats
}

step_manual()
{
	one manual tests/manual.sh
}

step_completions()
{
	one completions tests/completions.sh
}

steps=("$@")
[ $# -gt 0 ] || steps=(lint unit bats manual completions smoke)
for step in "${steps[@]}"; do
	began=$SECONDS
	"step_$step"
	echo "      $((SECONDS - began)) s"
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
