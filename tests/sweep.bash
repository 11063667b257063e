# What sweeps of kills share: the folder they work in, and the walk over the points at
# which they kill. For tests/*_sweep.sh, each of which ends with sweep_main.
# shellcheck shell=bash

# Calls that nobody outside the process sees: to be killed there is to be killed at the
# next one that somebody does.
sweep_inside='access|arch_prctl|brk|clock_.*|execve|exit.*|fstat.*|futex|getcwd|getpid'
sweep_inside+='|getrandom|gettid|getuid|geteuid|ioctl|lseek|lstat|madvise|mlock|mmap'
sweep_inside+='|mprotect|mremap|munlock|munmap|newfstatat|pread64|prlimit64|read'
sweep_inside+='|readlink|restart_syscall|rseq|rt_sig.*|sched_.*|set_robust_list'
sweep_inside+='|set_tid_address|sigaltstack|stat|statfs|sysinfo|timer_.*|umask|uname'

# Sets $sweep, a folder that goes with the script. Without ptrace there is nothing to
# kill with.
sweep_begin()
{
	strace -qq -o /dev/null true 2>/dev/null || exit 77
	sweep=$(mktemp -d -p "${TMPDIR:-/tmp}")
	trap 'rm -rf "$sweep"' EXIT
}

# sweep_run WHAT STEP FIRST: kills at every STEP-th line of $sweep/calls from the
# FIRST. Tells each fault that was left in $sweep/POINT.fault in a line, and how many
# of WHAT were killed, each a line of $sweep/killed; fails where one was left wrong.
sweep_run()
{
	local failed=0 fault name killed

	awk -v step="$2" -v first="$3" 'NR >= first && (NR - first) % step == 0' \
		"$sweep/calls" >"$sweep/points"
	xargs -P "$(nproc)" -L 1 "$0" --one "$sweep" <"$sweep/points"
	for fault in "$sweep"/*.fault; do
		[ -e "$fault" ] || continue
		name=${fault##*/}
		echo "killed at ${name%.fault}: $(head -c 500 "$fault" | tr '\n' ' ')"
		failed=$((failed + 1))
	done
	killed=$(wc -l <"$sweep/killed")
	echo "$killed of $(wc -l <"$sweep/points") $1 were killed, $failed left" \
		'something wrong'
	[ "$failed" -eq 0 ] && [ "$killed" -gt 0 ]
}

# sweep_main WHAT [STEP [FIRST [CASE...]]]: the whole of a sweep over these cases (all).
# The script brings prepare, all_cases, which prints them, list_calls CASE, which
# prints its points, and kill_once FOLDER POINT: what the script does when it is called
# with --one.
sweep_main()
{
	local what=$1 name

	shift
	if [ "${1-}" = --one ]; then
		kill_once "${@:2}"
		exit 0
	fi
	# What is killed is a process, not the machine: the disk does not matter.
	[ -w /dev/shm ] && : "${TMPDIR:=/dev/shm}"
	sweep_begin
	if [ $# -gt 2 ]; then
		printf '%s\n' "${@:3}"
	else
		all_cases
	fi >"$sweep/names"
	prepare || exit 2
	while read -r name; do
		list_calls "$name" || exit 2
	done <"$sweep/names" >"$sweep/calls"
	sweep_run "$what" "${1:-1}" "${2:-1}"
}
