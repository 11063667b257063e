# A person at a terminal: starts the program on one, waits for what it asks, and types.
#
#     at_terminal register
#     await 'name: '
#     answer 'Ada King'
#     leave 0                    # the exit status it must end with
#
# What was to be seen is in $seen.

at_terminal()
{
	seen=
	unread=
	# shellcheck disable=SC2034
	coproc TERMINAL {
		exec script -qefc "stty cols 200; exec ${SHOP_BIN@Q} ${*@Q}" /dev/null 2>&1
	}
	running=$TERMINAL_PID
	# The shell closes its own two when the program has ended, unread or not.
	exec {from_terminal}<&"${TERMINAL[0]}" {to_terminal}>&"${TERMINAL[1]}"
}

# As answer, in place of what is offered.
answer_instead()
{
	printf '\025%s\r' "$1" >&"$to_terminal"
}

# Takes in what comes until TEXT is there.
await()
{
	local character

	while [[ $unread != *"$1"* ]]; do
		if ! IFS= read -r -N 1 -t 10 -u "$from_terminal" character; then
			printf 'waited in vain for: %s\nseen:\n%s\n' "$1" "$seen" >&2
			return 1
		fi
		seen+=$character
		unread+=$character
	done
	unread=${unread#*"$1"}
}

answer()
{
	press "$1"$'\r'
}

press()
{
	printf '%s' "$1" >&"$to_terminal"
}

# Reads to the end and expects an exit status.
leave()
{
	local character status=0

	while IFS= read -r -N 1 -t 10 -u "$from_terminal" character; do
		seen+=$character
	done
	exec {from_terminal}<&- {to_terminal}>&-
	wait "$running" || status=$?
	[ "$status" -eq "$1" ] || {
		printf 'exit status %s, expected %s\nseen:\n%s\n' "$status" "$1" \
			"$seen" >&2
		return 1
	}
}
