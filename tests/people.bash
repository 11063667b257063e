# The people of the tests. Passwords come on standard input.

ADA_PASSWORD='correct horse'

# register_ada [OPTION...]
register_ada()
{
	shop register --name 'Ada King' --phone '+44 1632 960001' \
		--email Ada@Example.org --password-file - "$@" <<<"$ADA_PASSWORD"
}

# register_bob [OPTION...]
register_bob()
{
	shop register --name 'Bob Hale' --phone '+44 1632 960002' \
		--password-file - "$@" <<<'battery staple'
}

# log_in [-N] WHO PASSWORD [OPTION...]
log_in()
{
	local expected=-0

	if [[ $1 =~ ^-[0-9]+$ ]]; then
		expected=$1
		shift
	fi
	shop "$expected" login "$1" --password-file - "${@:3}" <<<"$2"
}

# elsewhere WORD...: runs a command of these tests on another machine of the person's,
# with sessions of its own.
elsewhere()
{
	local -x XDG_STATE_HOME=$BATS_TEST_TMPDIR/elsewhere

	"$@"
}

# at TIME WORD...: runs a command of these tests when the clock says so.
at()
{
	local -x SHOP_TEST_NOW=$1

	shift
	"$@"
}
