# Commands that stage a new catalogue, held at a gate (see src/store/stage.h) while the
# test does something beside them.
#
#     held notes admin import FILE    runs it up to the gate: open, notes or settle
#     ...
#     released [-N]                   lets it go on, and gives its output as shop does
#
# or, in place of the last, struck SIGNAL, which gives its exit status in $held_status;
# held_again lets it go on until it comes to the same gate once more. All of them fail
# where the command has ended before. The gate is open as long as anybody has descriptor
# 9: what the test runs in the background meanwhile must close it.

held()
{
	local place=${1^^}

	shift
	gate=$BATS_TEST_TMPDIR/gate
	held_files=$BATS_TEST_TMPDIR/held
	rm -f "$gate" "$held_files".*
	mkfifo "$gate"
	{
		held_status=0
		# What runs in the background is born without Ctrl-C.
		env --default-signal=INT "SHOP_TEST_GATE_$place=$gate" "$SHOP_BIN" "$@" \
			>"$held_files.out" 2>"$held_files.err" &
		echo $! >"$held_files.pid"
		wait $! || held_status=$?
		echo "$held_status" >"$held_files.status"
		: <>"$gate"
	} 3>&- &
	held_job=$!
	exec 9>"$gate"
	is_held
}

is_held()
{
	[ ! -e "$held_files.status" ] || {
		echo 'it has ended already' >&2
		cat "$held_files".{out,err} >&2
		return 1
	}
}

held_again()
{
	is_held
	rm "$gate"
	mkfifo "$gate"
	exec 9>&-
	exec 9>"$gate"
	is_held
}

released()
{
	local expected=${1-0}

	is_held
	exec 9>&-
	held_end
	[ "$held_status" -eq "${expected#-}" ] || {
		echo "exit status $held_status, expected ${expected#-}: $errors" >&2
		return 1
	}
}

struck()
{
	is_held
	kill -s "$1" "$(<"$held_files.pid")"
	exec 9>&-
	held_end
}

held_end()
{
	wait "$held_job"
	output_file=$held_files.out
	errors_file=$held_files.err
	read_text output "$output_file"
	read_text errors "$errors_file"
	held_status=$(<"$held_files.status")
}
