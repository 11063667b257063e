# shop-payment/1: what programs are sent, and what of their answers is believed.

load helper
load order_shop
load payment_shop

# answering NAME <<TEXT: a program that knows of a payment what the test says, with its
# key, amount and currency in $key, $amount and $currency.
answering()
{
	{
		cat <<'SH'
while IFS='=' read -r name value; do
	case $name in key | amount | currency) eval "$name=\$value" ;; esac
done
good() { printf 'status=%s\nkey=%s\namount=%s\ncurrency=%s\n' "$1" "$key" "$amount" "$currency"; }
SH
		cat
	} | helper_program "$1"
}

# in_doubt REASON <<SH: a checkout by a program that answers so is in doubt, for REASON
in_doubt()
{
	answering odd
	buy -75 --pay odd
	assert_error -p "the payment of order $order by 'odd' is in doubt: $1 (run the same again)"
	assert_order placed unpaid
}

@test "a program gets its verb, key=value lines, and nothing of who runs shop" {
	payment_shop
	helper_program look <<'SH'
echo "$1" >verb
cat >request
env >environment
pwd >folder
ls /proc/self/fd | wc -l >descriptors
exit 75
SH
	secret=of-the-shop buy -75 --pay look
	cd "$SHOP_HOME/payment" || return
	same "$(cat verb)" authorize
	same "$(sed 's/^key=.*-1001-1$/key=KEY/' request)" "$(printf '%s\n' \
		protocol=shop-payment/1 key=KEY order=1001 amount=1000 currency=EUR \
		decimals=2 capture=yes)"
	no_match -q secret environment
	no_match -q SHOP environment
	same "$(cat folder)" "$(realpath "$SHOP_HOME")/payment"
	# 0, 1, 2 and the one that lists them
	same "$(cat descriptors)" 4
}

@test "a token is in no argument and no environment" {
	payment_shop
	helper_program look <<'SH'
tr '\0' '\n' </proc/$$/cmdline >>seen
tr '\0' '\n' </proc/$$/environ >>seen
cat >>request
[ "$1" = setup ] || exit 75
echo status=approved
echo token=hush%25hush
SH
	ada account payment add look --token-file - <<<quiet%quiet
	buy -75
	no_match -qE 'hush|quiet' "$SHOP_HOME/payment/seen"
	grep -qx 'token=quiet%25quiet' "$SHOP_HOME/payment/request"
	grep -qx 'token=hush%25hush' "$SHOP_HOME/payment/request"
}

@test "an answer that is right is believed" {
	payment_shop
	answering fine <<'SH'
good approved
echo reference=R-1
echo 'message=two%0Alines, 100%25 fine'
echo more=than_is_known
SH
	buy --pay fine
	assert_json .payment_state paid
	shop admin payments list --json
	assert_json '.items[0] | .reference + "|" + .message' 'R-1|two lines, 100% fine'
	assert_sound
}

@test "an answer that is not to be believed leaves the payment in doubt" {
	payment_shop
	in_doubt 'the answer is empty' <<<':'
	in_doubt 'the answer has a line without '"'='" <<<'good approved; echo hello'
	in_doubt 'the answer ends within a line' <<<'good approved; printf message=cut'
	in_doubt 'the answer has control characters' <<<'good approved; printf "message=\033[2J\n"'
	in_doubt 'the answer has control characters' <<<'good approved; printf "message=a\rb\n"'
	in_doubt 'the answer is not UTF-8' <<<'good approved; printf "message=\377\n"'
	in_doubt 'the answer has a % that is no escape' <<<'good approved; echo message=%zz'
	in_doubt 'the answer has a % that is no escape' <<<'good approved; echo message=%'
	in_doubt 'the answer has a % that is no escape' <<<'good approved; echo message=%00'
	in_doubt 'the answer has a key that is none' <<<'good approved; echo "a b=c"'
	in_doubt 'the answer has a key that is none' <<<'good approved; echo "=c"'
	in_doubt 'the answer says the same thing twice' <<<'good approved; echo status=declined'
	in_doubt 'the answer has no status that is known' <<<'good Approved'
	in_doubt 'the answer has no status that is known' <<<'echo key=$key'
	in_doubt 'the answer has no such status' <<<'good none'
	in_doubt 'the answer is for another key' <<<'key=${key}0; good approved'
	in_doubt 'the answer is for another key' <<<'key=${key}0; good declined'
	in_doubt 'the answer is for another amount' <<<'amount=1001; good approved'
	in_doubt 'the answer is for another amount' <<<'amount=1000.0; good approved'
	in_doubt 'the answer is for another amount' <<<'amount=01000; good pending'
	in_doubt 'the answer is in another currency' <<<'currency=USD; good approved'
	in_doubt 'the answer has a value that is too long' <<<'good approved; printf "reference=%0201d\n" 1'
	in_doubt 'the answer is too long' <<<'good approved; head -c 70000 /dev/zero | tr "\0" "\n"'
	shop admin payments list --state unknown --json
	assert_json .count 23
	assert_sound
}

@test "a program that ends badly leaves the payment in doubt" {
	payment_shop
	in_doubt 'its program ended with status 1' <<<'good declined; exit 1'
	in_doubt 'its program ended with status 2' <<<'good approved; exit 2'
	in_doubt 'its program was ended by signal 9' <<<'good approved; kill -9 $$'
	in_doubt 'no answer in time' <<<'good approved; exec sleep 60'
	assert_sound
}

@test "a program that ignores its input, and leaves others behind, is judged by its answer" {
	payment_shop
	answering busy <<'SH'
sleep 30 &
good approved
SH
	buy --pay busy
	assert_json .payment_state paid
}

@test "what a provider says is stored bounded, and shown escaped" {
	payment_shop
	answering chatty <<'SH'
good declined
printf 'message=\302\233 4111 1111 1111 1111\n'
SH
	buy -1 --pay chatty
	assert_error -p 'withheld: it holds a card number'
	answering chatty <<'SH'
good declined
printf 'message=%0400d\342\200\256\n' 1
SH
	buy -1 --pay chatty
	shop admin payments list --order 1002 --json
	assert_json '.items[0].message | length' 300
	assert_sound
}

@test "a program that others may write, or that is none, is not run" {
	payment_shop
	helper_program loose <<<'exit 75'
	chmod o+w "$SHOP_HOME/payment/shop-payment-loose"
	ada cart add MUG
	ada -69 checkout --pay loose
	assert_error -e "^shop: '.*/payment/shop-payment-loose' can be written by everybody, so it is not run \(chmod o-w\)$"
	chmod 644 "$SHOP_HOME/payment/shop-payment-loose"
	ada -69 checkout --pay loose
	assert_error -p 'cannot be run: Permission denied'
	mkdir "$SHOP_HOME/payment/shop-payment-folder"
	ada -69 checkout --pay folder
	assert_error -p 'is no regular file'
	ada -2 checkout --pay ../loose
	assert_error -p "is no payment method's name"
}

@test "a program that cannot be started has surely sent nothing" {
	payment_shop
	helper_program lost <<<'exit 0'
	sed -i '1s/.*/#!\/nowhere/' "$SHOP_HOME/payment/shop-payment-lost"
	buy -75 --pay lost
	assert_error -p 'was not sent: its program could not be started (run the same again)'
	shop admin payments list --state unsent --json
	assert_json .count 1
}

@test "the shop's own program comes before the one that is installed" {
	payment_shop
	answering test <<<'good declined'
	buy -1 --pay test
	assert_error -p "the payment of order 1001 was declined by 'test' (shop orders pay 1001, or --pay another)"
}

@test "the example of the manual is a provider that works" {
	payment_shop
	manual=$BATS_TEST_DIRNAME/../man/shop-payment.7
	awk '/^[.]\\" begin example/ { on = 1; next } /^[.]\\" end example/ { on = 0 }
		on && !/^[.]/ { gsub(/\\e/, "\\"); gsub(/\\&/, ""); print }' \
		"$manual" >"$BATS_TEST_TMPDIR/example"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/example")" -eq 25 ]
	install -D -m 755 "$BATS_TEST_TMPDIR/example" "$SHOP_HOME/payment/shop-payment-voucher"
	buy --pay voucher
	assert_json .payment_state paid
	shop admin order refund 1001 --amount 4.00
	assert_order placed part_refunded
	shop admin order cancel 1001
	assert_order cancelled refunded
	assert_sound
	shellcheck -e SC2034 "$BATS_TEST_TMPDIR/example"
}
