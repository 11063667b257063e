# The harness of the tests of the command line: each test has a home, a shop and a
# temporary folder of its own, and runs shop through a wrapper that expects an exit
# status.
#
#     load helper
#
#     @test "a cart refuses more than the stock" {
#         new_shop
#         import_yaml <<'YAML'
#         ...
#     YAML
#         shop -1 --for +4930123456 cart add TS-S-RED -n 9
#         assert_error "shop: only 3 of 'TS-S-RED' in stock (cart update TS-S-RED 3)"
#     }
#
# A file that needs a setup() of its own calls isolate in it first.

setup()
{
	isolate
}

# bats has a trap before each command, to know the line of what fails, which takes
# several times as long as most commands do. The line of the test is enough: the
# functions that a test calls go without.
trace_tests_only()
{
	set +T
	declare -ft "${BATS_TEST_NAME:-setup_file}" bats_error_trap \
		bats_check_status_from_trap
}

# Nothing of the person who runs the tests is seen or touched.
isolate()
{
	local variable

	trace_tests_only
	for variable in ${!SHOP_@} ${!XDG_@} ${!LC_@}; do
		case $variable in
		SHOP_BIN | SHOP_TEST_DATA) ;;
		*) unset "$variable" ;;
		esac
	done
	unset NO_COLOR PAGER EDITOR VISUAL LANGUAGE COLUMNS
	SHOP_BIN=${SHOP_BIN:-$BATS_TEST_DIRNAME/../${BUILD:-build}/test/shop}
	SHOP_TEST_DATA=${SHOP_TEST_DATA:-$BATS_TEST_DIRNAME/../../shared/data}
	export HOME=$BATS_TEST_TMPDIR/home
	export XDG_STATE_HOME=$HOME/.local/state
	export SHOP_HOME=$BATS_TEST_TMPDIR/shop
	export TMPDIR=$BATS_TEST_TMPDIR/tmp
	export SHOP_TEST_CHEAP_HASH=1
	export LC_ALL=C.UTF-8 TZ=UTC TERM=dumb
	# A fault that a sanitizer finds is a death by signal, which no test expects.
	export ASAN_OPTIONS=abort_on_error=1:${ASAN_OPTIONS-}
	export UBSAN_OPTIONS=abort_on_error=1:print_stacktrace=1:${UBSAN_OPTIONS-}
	mkdir -p "$HOME" "$TMPDIR"
	shop_as=()
	ulimit -c 0
	exec </dev/null
}

# shop [-N] WORD...: runs the program and expects exit status N, 0 if not given. What
# it wrote is in $output and $errors, and as it was in the files $output_file and
# $errors_file. To feed it: shop ... <FILE, or <<<TEXT; not in a pipeline, which would
# lose the two.
shop()
{
	local expected=0 status=0

	if [[ ${1-} =~ ^-[0-9]+$ ]]; then
		expected=${1#-}
		shift
	fi
	output_file=$BATS_TEST_TMPDIR/stdout.$BASHPID
	errors_file=$BATS_TEST_TMPDIR/stderr.$BASHPID
	"${shop_as[@]}" "$SHOP_BIN" "$@" >"$output_file" 2>"$errors_file" || status=$?
	output=
	errors=
	read_text output "$output_file"
	read_text errors "$errors_file"
	if ((status > 128 && status != 130 && status != 143)); then
		complain "died by signal $((status - 128))" "$@"
	elif ((status != expected)); then
		complain "exit status $status, expected $expected" "$@"
	fi
}

# read_text NAME FILE: as NAME=$(<FILE), without NULs and without a process, of which
# thousands of commands would need two each.
read_text()
{
	local -n text=$1
	local parts=()

	mapfile -d '' -t parts <"$2"
	printf -v text '%s' "${parts[@]}"
	while [[ $text == *$'\n' ]]; do
		text=${text%$'\n'}
	done
}

complain()
{
	local what=$1

	shift
	{
		echo "shop ${*@Q}: $what"
		echo "--- stdout"
		head -c 8000 "$output_file"
		echo "--- stderr"
		head -c 8000 "$errors_file"
		echo "---"
	} >&2
	return 1
}

# as_user UID [-N] WORD...: as shop, run by another user of the system, who has a home
# of its own and reads and writes what its permissions let it.
as_user()
{
	local uid=$1
	local home=$BATS_TEST_TMPDIR/home-$uid

	shift
	[ "$(id -u)" -eq 0 ] || skip "running as another user takes root"
	if [ ! -d "$home" ]; then
		# The program may lie where the other may not look.
		install -D -m 755 "$SHOP_BIN" "$BATS_TEST_TMPDIR/bin/shop"
		mkdir -p "$home"
		chown "$uid:$uid" "$home"
		open_way "$BATS_TEST_TMPDIR"
	fi
	shop_as=(env HOME="$home" XDG_STATE_HOME="$home/.local/state"
		setpriv --reuid "$uid" --regid "$uid" --clear-groups)
	local SHOP_BIN=$BATS_TEST_TMPDIR/bin/shop status=0
	shop "$@" || status=$?
	shop_as=()
	return "$status"
}

# Lets everybody pass through a folder of the tests, and those above it.
open_way()
{
	local folder=$1

	while [ "$folder" != / ] && [ -O "$folder" ]; do
		case $folder in
		"$BATS_RUN_TMPDIR"*) chmod a+x "$folder" ;;
		esac
		folder=$(dirname "$folder")
	done
}

# new_shop [OPTION...]: init, with what follows or a name, euros and Berlin.
new_shop()
{
	if [ $# -eq 0 ]; then
		set -- --name 'Test shop' --currency EUR --time-zone Europe/Berlin
	fi
	shop init "$@"
}

# import_yaml [-N] [OPTION...] <<YAML: imports what is on standard input, and leaves it
# in the file $yaml.
import_yaml()
{
	local expected=-0

	if [[ ${1-} =~ ^-[0-9]+$ ]]; then
		expected=$1
		shift
	fi
	yaml=$(mktemp "$BATS_TEST_TMPDIR/XXXXXXXX.yaml")
	cat >"$yaml"
	shop "$expected" admin import "$@" "$yaml"
}

# test_data PATH: sets $data to a file of the sample data, or skips the test.
test_data()
{
	data=$SHOP_TEST_DATA/$1
	[ -e "$data" ] || skip "no $1 in SHOP_TEST_DATA ($SHOP_TEST_DATA)"
}

# json FILTER: what jq finds in the last output, strings without quotes.
json()
{
	quick_json "$1" || jq -r "$1" "$output_file"
}

# gojq finds the same and starts in a seventh of jq's time, but sorts the keys of an
# object: who sees one asks jq.
quick_json()
{
	local found

	case $1 in
	*entries* | *keys* | *path*) return 1 ;;
	esac
	found=$(gojq -r "$1" "$output_file" 2>/dev/null && echo end) || return 1
	[[ $found != *'{'* ]] || return 1
	printf '%s' "${found%end}"
}

# assert_json FILTER TEXT
assert_json()
{
	same "$(json "$1")" "$2" "$1"
}

# assert_output TEXT      the whole output is TEXT; "-" reads it from standard input
# assert_output -p TEXT   TEXT is in it
# assert_output -e REGEX  it matches
# refute_output TEXT, -p TEXT, -e REGEX: the contrary; alone: there is no output
# assert_line TEXT        a line of it is TEXT
# and the same for what went to standard error.
assert_output()
{
	assert_text "$output" "$@"
}

refute_output()
{
	refute_text "$output" "$@"
}

assert_error()
{
	assert_text "$errors" "$@"
}

refute_error()
{
	refute_text "$errors" "$@"
}

assert_line()
{
	grep -qxF -e "$1" <<<"$output" || {
		printf 'no line is: %s\nin:\n%s\n' "$1" "$output" >&2
		return 1
	}
}

assert_text()
{
	local text=$1

	shift
	matches "$text" "$@" && return
	case ${1-} in
	-p | -e)
		printf 'not there: %s\nin:\n%s\n' "$2" "$text" >&2
		return 1
		;;
	-) same "$text" "$wanted" ;;
	*) same "$text" "${1-}" ;;
	esac
}

refute_text()
{
	local text=$1

	shift
	if [ $# -eq 0 ]; then
		[ -z "$text" ] && return
	else
		matches "$text" "$@" || return 0
	fi
	printf 'not wanted: %s\nin:\n%s\n' "${*:-anything}" "$text" >&2
	return 1
}

matches()
{
	case ${2-} in
	-p) [[ $1 == *"$3"* ]] ;;
	-e) [[ $1 =~ $3 ]] ;;
	-)
		wanted=$(cat)
		[[ $1 == "$wanted" ]]
		;;
	*) [[ $1 == "${2-}" ]] ;;
	esac
}

# Prints the difference where there is one.
same()
{
	[[ $1 == "$2" ]] && return
	{
		echo "differs${3:+ ($3)}: - expected, + is"
		diff -u <(echo "$2") <(echo "$1") | tail -n +3
	} >&2
	return 1
}

# no_match as grep: fails where there is a match, which "! grep" in a test does not.
no_match()
{
	local found

	found=$(grep "$@") || return 0
	printf 'not wanted: %s\n' "$found" >&2
	return 1
}
