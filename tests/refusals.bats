# What is refused is refused with the reason in one line, and has changed nothing: no
# record, no event, no payment, nothing that a provider was asked.

load helper
load order_shop
load payment_shop

# refuses STATUS REASON WORD...: the program ends so, and says so in one line
refuses()
{
	local status=$1 reason=$2

	shift 2
	shop "-$status" "$@"
	[[ $errors == shop:* && $errors != *$'\n'* ]] || complain 'not one line' "$@"
	assert_error -p "$reason"
}

# The whole shop, as far as it can be seen.
state()
{
	local words

	while read -ra words; do
		echo "--- ${words[*]}"
		"$SHOP_BIN" "${words[@]}" 2>&1 || :
	done <<-END
		admin export
		admin orders --all --json
		admin payments list --all --json
		admin stock --json
		admin stock log MUG --json
		admin customers list --json
		admin promotion list --json
		admin sale list --json
		admin tax list --json
		admin shipping list --json
		admin log --head
		--for $ada cart --json
		--for $ada account payment list --json
	END
	for number in 1001 1002 1003 1004 1005; do
		"$SHOP_BIN" admin order show "$number" --json 2>&1 || :
	done
	ledger
}

begin()
{
	state >"$BATS_TEST_TMPDIR/before"
}

unchanged()
{
	state >"$BATS_TEST_TMPDIR/after"
	diff "$BATS_TEST_TMPDIR/before" "$BATS_TEST_TMPDIR/after"
}

# Order 1001 is closed, 1002 cancelled, 1003 to be paid by hand, 1004 paid by a
# provider, 1005 promised by one; a mug is in the cart.
shop_of_orders()
{
	payment_shop ok
	buy --pay manual
	shop admin order pay 1001
	shop admin order ship 1001
	buy --pay manual
	shop admin order cancel 1002
	buy --pay manual
	buy --pay test
	shop admin config set payment.capture ship
	buy --pay test
	ada cart add MUG
}

wrong_amounts=(1e3 "1,234" 1_000 -1 +1 '' ' 1' '1 ' 1. .5 1.2.3 1.001 0x10 NaN inf abc
	5% '1€' １ 9223372036854775808 92233720368547758.07 99999999999999999999)

@test "an amount that is none, or too much for any money, moves none" {
	shop_of_orders
	begin
	for amount in "${wrong_amounts[@]}"; do
		refuses 2 amount admin order pay 1003 --amount "$amount"
		refuses 2 amount admin order refund 1001 --amount "$amount"
		refuses 2 amount admin payments capture 1005 --amount "$amount"
		refuses 2 expect-total --for "$ada" checkout --expect-total "$amount"
	done
	for amount in 0 0.00; do
		refuses 2 'above zero' admin order pay 1003 --amount "$amount"
		refuses 2 'above zero' admin order refund 1001 --amount "$amount"
		refuses 2 'above zero' admin payments capture 1005 --amount "$amount"
		refuses 1 'the total is 5.00 EUR' --for "$ada" checkout --expect-total "$amount"
	done
	refuses 2 'too large' admin order pay 1003 --amount 999999999999999 --overpay
	refuses 1 'has only 10.00 EUR left to pay' admin order pay 1003 --amount 10.01
	refuses 1 'has only 10.00 EUR left to refund' admin order refund 1004 --amount 10.01
	refuses 1 'only 10.00 EUR' admin payments capture 1005 --amount 10.01
	unchanged
}

@test "amounts have no more decimals than the currency, be it none or three" {
	local currency amount

	for currency in JPY:1.5 KWD:1.0001; do
		amount=${currency#*:} currency=${currency%:*}
		export SHOP_HOME=$BATS_TEST_TMPDIR/$currency-$amount
		shop init --name Shop --currency "$currency" --time-zone UTC
		import_yaml <<<'products: [ { sku: MUG, name: Mug, price: "5", stock: 9 } ]'
		shop admin customers add --name Ada --phone "$ada"
		ada cart add MUG -n 2
		ada checkout
		ada cart add MUG
		begin
		refuses 2 "more decimals than $currency has" admin order pay 1001 --amount "$amount"
		refuses 2 "more decimals than $currency has" --for "$ada" checkout --expect-total "$amount"
		refuses 2 'decimals than' admin shipping add parcel "$amount"
		refuses 2 'decimals than' admin sale add winter --off "$amount"
		refuses 2 'decimals than' admin promotion add summer --off 5% --goods "$amount.."
		unchanged
	done
}

@test "percentages and ranges of rules are exact, or refused" {
	shop_of_orders
	shop admin tax add standard DE 19 --included
	shop admin sale add winter --off 30% --product TEE-S
	shop admin promotion add summer --off 1.00 --coupon SUMMER
	begin
	for rate in 1e1 1,5 NaN '19 %' % +5 1001 19.1234567 99999999999999999999 ''; do
		refuses 2 '' admin tax add reduced DE "$rate"
		refuses 2 '' admin tax edit standard/DE --rate "$rate"
	done
	for off in 0 0.00 0% 0.000000% 101% 100.0000001% 1e1% 1,5% % -1 NaN 1.001 9999999999999999 50%% ''; do
		refuses 2 '' admin sale add x --off "$off"
		refuses 2 '' admin sale edit winter --off "$off"
		refuses 2 '' admin promotion add x --off "$off"
		refuses 2 '' admin promotion edit summer --off "$off"
	done
	for range in 10..5 ..-5 1e3.. 1,5.. .. 9999999999999999.. x 1.001..; do
		refuses 2 '' admin shipping add x 5 --goods "$range"
		refuses 2 '' admin promotion add x --off 5% --goods "$range"
		refuses 2 '' admin promotion add x --off 5% --off-price "$range"
		refuses 2 '' admin promotion add x --off 5% --category-total "C=$range"
	done
	for range in 5..1 1.5.. -1.. 1e3.. 99999999999999999999..; do
		refuses 2 '' admin shipping add x 5 --weight-g "$range"
		refuses 2 '' admin promotion add x --off 5% --quantity "$range"
	done
	for count in -1 1.5 1e3 99999999999999999999; do
		refuses 2 '' admin promotion add x --off 5% --coupon A --limit "$count"
		refuses 2 '' admin promotion add x --off 5% --nth-order "$count"
	done
	unchanged
}

@test "rules that are not there, or there already, are named" {
	shop_of_orders
	shop admin tax add standard DE 19
	shop admin shipping add parcel 4.90
	shop admin sale add winter --off 30% --product TEE-S
	shop admin promotion add summer --off 1.00 --coupon SUMMER
	ada cart show
	begin
	for verb in show edit remove; do
		change=()
		[ "$verb" != edit ] || change=(--priority 5)
		refuses 1 "no sale 'none'" admin sale "$verb" none "${change[@]}"
		refuses 1 "no promotion 'none'" admin promotion "$verb" none "${change[@]}"
		[ "$verb" != edit ] || change=(--price 5)
		refuses 1 "no shipping method 'none'" admin shipping "$verb" none "${change[@]}"
		[ "$verb" != edit ] || change=(--rate 5)
		refuses 1 "no tax rate 'none/DE'" admin tax "$verb" none/DE "${change[@]}"
	done
	refuses 1 'is there already' admin sale add winter --off 5%
	refuses 1 'is there already' admin promotion add summer --off 5%
	refuses 1 'is there already' admin shipping add parcel 5
	refuses 1 'is there already' admin tax add standard DE 7
	refuses 1 "no promotion 'none'" admin promotion test none --line MUG
	refuses 1 NONE admin promotion test --line NONE
	refuses 2 "'--country'" admin shipping add x 5 --country XX
	refuses 2 'neither a country' admin tax add standard Germany 5
	refuses 2 'not a date' admin tax add standard DE 5 --from 2026-02-30
	refuses 2 'before from' admin sale add x --off 5% --from 2026-12-20 --until 2026-12-01
	refuses 1 "no shipping method 'none'" --for "$ada" checkout --ship none
	refuses 69 "no payment method 'none'" --for "$ada" checkout --pay none
	refuses 2 'no payment method' --for "$ada" checkout --pay ../../bin/sh
	refuses 1 'no payment method 99' --for "$ada" checkout --pay 99
	refuses 1 'no payment method 99' --for "$ada" account payment remove 99
	unchanged
}

@test "a coupon that is unknown, early, late, short or used up changes nothing" {
	shop_of_orders
	shop admin promotion add old --off 1.00 --coupon OLD --until 2020-01-01
	shop admin promotion add new --off 1.00 --coupon NEW --from 2099-01-01
	shop admin promotion add big --off 1.00 --coupon BIG --goods 500..
	shop admin promotion add once --off 1.00 --coupon ONCE --limit 1
	ada cart coupon ONCE
	ada checkout --pay manual
	ada cart add MUG
	begin
	refuses 1 "no coupon 'NONE'" --for "$ada" cart coupon NONE
	refuses 1 "coupon 'OLD' ended on 2020-01-01" --for "$ada" cart coupon OLD
	refuses 1 "coupon 'NEW' begins on 2099-01-01" --for "$ada" cart coupon NEW
	refuses 1 "coupon 'BIG' needs goods for 500.00 EUR" --for "$ada" cart coupon BIG
	refuses 1 "coupon 'ONCE' is used up" --for "$ada" cart coupon once
	refuses 1 'no coupon in the cart' --for "$ada" cart coupon --remove
	refuses 2 'either a CODE or --remove' --for "$ada" cart coupon BIG --remove
	refuses 2 'empty text' --for "$ada" cart coupon ''
	refuses 77 'for customers' cart coupon BIG
	unchanged
}

@test "an order moves only as its states allow" {
	shop_of_orders
	begin
	for move in pay ship cancel; do
		refuses 1 'order 1001 is closed' admin order "$move" 1001
	done
	for move in pay ship deliver cancel return invoice; do
		refuses 1 'order 1002 is cancelled' admin order "$move" 1002
	done
	refuses 1 'order 1002 is voided' admin order refund 1002
	refuses 1 'order 1001 is closed' admin order address 1001 Elsewhere
	refuses 1 'order 1002 is cancelled' admin order address 1002 Elsewhere
	refuses 1 'nothing of order 1001' admin order refund 1001
	refuses 1 'order 1003 is unshipped' admin order deliver 1003
	refuses 1 'order 1003 is unshipped' admin order return 1003
	refuses 1 'order 1003 is unshipped' --for "$ada" orders return 1003
	refuses 1 'order 1003 is unpaid' admin order refund 1003
	refuses 1 'order 1003 is unpaid' admin payments capture 1003
	refuses 1 'order 1003 is unpaid' admin payments void 1003
	for order in 1001 1004; do
		refuses 1 'cannot be captured' admin payments capture "$order"
		refuses 1 'cannot be voided' admin payments void "$order"
		refuses 1 'cannot be paid' --for "$ada" orders pay "$order"
	done
	refuses 1 'order 1004 is paid' admin order pay 1004 --amount 1 --overpay
	refuses 1 'order 1005 is authorised' admin order pay 1005
	refuses 1 'order 1005 is authorised' admin order refund 1005 --amount 1
	refuses 1 'order 1005 is authorised' --for "$ada" orders pay 1005 --pay manual
	refuses 1 'order 1001 is closed' --for "$ada" orders cancel 1001
	refuses 1 'order 1002 is cancelled' --for "$ada" orders cancel 1002
	for move in pay cancel return; do
		refuses 1 'no order 1003' --for "$bob" orders "$move" 1003
		refuses 1 'no order 9999' --for "$ada" orders "$move" 9999
		refuses 1 'no order 9999' admin order "$move" 9999
		refuses 2 'not an order' admin order "$move" 1e3
	done
	unchanged
}

@test "pieces, parcels and documents are counted from 1, and no more than there are" {
	shop_of_orders
	begin
	for line in MUG=0 MUG=-1 MUG=1e3 MUG=x MUG= =1 MUG MUG=99999999999999999999; do
		refuses 2 "'--line'" admin order ship 1003 --line "$line" ||
			refuses 2 'not a number' admin order ship 1003 --line "$line"
	done
	refuses 1 "2 of 'MUG' left to ship" admin order ship 1003 --line MUG=3
	refuses 1 "2 of 'MUG' left to return" admin order return 1001 --line MUG=3
	refuses 1 "2 of 'MUG' left to return" --for "$ada" orders return 1001 --line MUG=3
	refuses 1 "no 'NONE'" admin order ship 1003 --line NONE=1
	refuses 1 "no 'NONE'" admin order return 1001 --line NONE=1
	refuses 2 'named twice' admin order ship 1003 --line MUG=1 --line MUG=1
	refuses 2 'named twice' admin order return 1001 --line MUG=1 --line MUG=1
	refuses 2 'parcels count from 1' admin order deliver 1001 --parcel 0
	refuses 1 'has no parcel 2' admin order deliver 1001 --parcel 2
	refuses 2 'credit notes count from 1' admin order invoice 1001 --credit-note 0
	refuses 1 'has no credit note 1' admin order invoice 1001 --credit-note 1
	refuses 2 '--shipping needs --refund' admin order return 1001 --shipping
	refuses 2 'nothing came back yet' admin order return 1001 --request --refund
	refuses 2 'say the whole amount' admin order refund 1001 --amount 1 --shipping
	for days in -1 1.5 1e3 x '' 3651 99999999999; do
		refuses 2 older-than admin order cancel-unpaid --older-than "$days"
	done
	unchanged
}

@test "a stock that no shelf holds, or that is another than expected, is not set" {
	shop_of_orders
	begin
	for count in 1.5 1e3 1,000 x '' ' 1' +1 99999999999999999999; do
		refuses 2 COUNT admin stock set MUG "$count"
		refuses 2 COUNT admin stock add MUG "$count"
		refuses 2 COUNT admin stock count MUG "$count"
		refuses 2 "'--if'" admin stock set MUG 3 --if "$count"
	done
	for verb in set add count; do
		refuses 2 "stock of 'MUG' is above 999999999" admin stock "$verb" MUG 1000000000
		refuses 1 "no SKU or barcode 'NONE'" admin stock "$verb" NONE 1
		refuses 1 "'MUG' has 48 on hand, not 47" admin stock "$verb" MUG 5 --if 47
	done
	refuses 2 'COUNT must be 1 or more' admin stock add MUG 0
	refuses 1 "only 48 of 'MUG' are on hand" admin stock add MUG 49 --less
	refuses 1 "only 48 of 'MUG' are on hand" admin stock add MUG 1000000000 --less
	refuses 1 "no SKU or barcode 'NONE'" admin price-history NONE
	unchanged
}

@test "a payment card's number is kept in no field of people" {
	local card

	shop_of_orders
	begin
	for card in 4111111111111111 '4111 1111 1111 1111' 4111-1111-1111-1111 \
		4111.1111.1111.1111 4111/1111/1111/1111 4111_1111_1111_1111 ４１１１１１１１１１１１１１１１ \
		$'4111\u00a01111\u00a01111\u00a01111' 4111–1111–1111–1111 4111‑1111‑1111‑1111 \
		378282246310005 'x4222222222222y' 6011000990139424 3530111333300000 \
		2223003122003222 30569309025904 'my card: 5555 5555 5555 4444.'; do
		refuses 2 card admin order note 1003 "$card"
	done
	card='4111 1111 1111 1111'
	refuses 2 card admin order address 1003 "$card"
	refuses 2 card admin order pay 1003 --reference "$card"
	refuses 2 card admin order ship 1003 --carrier "$card"
	refuses 2 card admin order cancel 1003 --reason "$card"
	refuses 2 card admin order return 1001 --reason "$card"
	refuses 2 card admin order return 1001 --request --reason "$card"
	refuses 2 card admin order refund 1004 --amount 1 --reference "$card"
	refuses 2 card --for "$ada" orders return 1001 --reason "$card"
	refuses 2 card --for "$ada" checkout --address "$card"
	refuses 2 card --for "$ada" account payment add test --label "$card"
	refuses 2 card admin stock add MUG 1 --reason "$card"
	refuses 2 card --for "$ada" account edit --name "$card"
	refuses 2 card --for "$ada" account edit --address "$card"
	refuses 2 card --for "$ada" account edit --phone 4111111111111111
	refuses 2 card admin customers add --name "$card" --phone +4930777777
	refuses 2 card admin customers add --name Eve --phone +4930777777 --address "$card"
	refuses 2 card admin customers note "$ada" "$card"
	unchanged
}

@test "what only looks like a payment card's number is kept" {
	shop_of_orders
	import_yaml <<<'products: [ { sku: "4111111111111111", name: Mug, price: "5.00",
		stock: 3, barcode: "5555555555554444" } ]'
	ada cart add 4111111111111111
	ada cart add 5555555555554444
	shop admin order note 1003 'call +4111111111111111'
	shop admin order note 1003 'no card: 4111111111111112'
	shop admin order note 1003 'parcel 41111111111111110000'
	shop admin order ship 1003 --carrier DHL --tracking 4111111111111111
}
