#!/usr/bin/env bats
# Invoices and credit notes: numbered without gaps, frozen, for terminals and as pages.

load helper
load order_shop

setup()
{
	isolate
	cd "$BATS_TEST_TMPDIR" || return
	export SHOP_TEST_NOW=2030-11-23T12:00:00Z
	order_shop
	shop admin config set shop.address 'Hauptstr. 1, 10115 Berlin'
	shop admin config set shop.tax-id DE123456789
}

taxed_shop()
{
	import_yaml <<'YAML'
tax:
  - { class: standard, zone: DE, rate: "19", included: true }
  - { class: reduced, zone: DE, rate: "7", included: true }
shipping:
  - { method: parcel, price: "4.90", tax_class: standard }
promotions:
  - promotion: welcome
    coupon: { code: HELLO }
    do: [ { off: "10%" } ]
products:
  - { sku: CUP, name: Cup, price: "5.00", stock: 20, tax_class: standard }
  - { sku: POEMS, name: "Poems, in two volumes, with woodcuts and a silk band", price: "20.00", stock: 20, tax_class: reduced }
YAML
}

# bought SKU=COUNT...: an order of Ada's with a coupon, paid and shipped
bought()
{
	local line

	for line; do
		ada cart add "${line%=*}" -n "${line#*=}"
	done
	ada cart coupon HELLO
	ada checkout
	shop admin order pay 1001
	shop admin order ship 1001
}

@test "an invoice says who sells, who buys, what, and every tax" {
	taxed_shop
	bought CUP=3 POEMS=1
	shop admin order invoice 1001
	assert_output - <<'PAGE'
Test shop
Hauptstr. 1, 10115 Berlin
Tax number DE123456789

Ada King
Am Tor 1
10115 Berlin
DE

INVOICE 1
Date     2030-11-23
Order    1001 of 2030-11-23
Payment  manual

Count  Item                               Price   Discount      Tax       Amount
    3  Cup                                 5.00      -1.50     19 %        13.50
       CUP
    1  Poems, in two volumes, with woodcuts and a silk band
       POEMS                              20.00      -2.00      7 %        18.00

                                          Goods                            35.00
                                          Discount                         -3.50
                                          Shipping (parcel)                 4.90
                                          Total EUR                        36.40
                                          Tax in it                         4.12
                                          Paid                             36.40
                                          Due EUR                           0.00

Tax                   Net          Tax        Gross
7 %                 16.82         1.18        18.00
19 %                15.46         2.94        18.40
PAGE
	assert_sound
}

@test "no line of an invoice has numbers only, however long a name or a SKU is" {
	import_yaml <<'YAML'
products:
  - { sku: N-10, name: "Enamel mug", price: "5.00", stock: 20 }
  - { sku: N-27, name: "Enamel mug with blue rim ab", price: "5.00", stock: 20 }
  - { sku: N-40, name: "Poems in two volumes with a red silk tie", price: "20.00", stock: 20 }
  - { sku: N-100, name: "Poems, in two volumes, with woodcuts and a silk band, bound in cloth, numbered and signed by the poet", price: "20.00", stock: 20 }
  - { sku: LONG-NUMBER-OF-A-STOCK-KEEPER, name: "Poems in two volumes with a red silk tie", price: "20.00", stock: 20 }
  - { sku: WIDE, name: "木版画と絹の帯が付いた二巻の詩集、布装丁、番号付き、詩人のサイン入り、限定版五百部のうちの一冊、箱入り", price: "20.00", stock: 20 }
YAML
	place N-10=1 N-27=1 N-40=2 N-100=1 LONG-NUMBER-OF-A-STOCK-KEEPER=1 WIDE=1
	shop admin order invoice 1001
	assert_output -p "$(
		cat <<'PAGE'
    1  Enamel mug                          5.00                             5.00
       N-10
    1  Enamel mug with blue rim ab         5.00                             5.00
       N-27
    2  Poems in two volumes with a red silk tie
       N-40                               20.00                            40.00
    1  Poems, in two volumes, with woodcuts and a silk band, bound in cloth,
       numbered and signed by the poet
       N-100                              20.00                            20.00
    1  Poems in two volumes with a        20.00                            20.00
       red silk tie
       LONG-NUMBER-OF-A-STOCK-KEEPER
    1  木版画と絹の帯が付いた二巻の詩集、布装丁、番号付き、詩人のサイン入り、限
       定版五百部のうちの一冊、箱入り
       WIDE                               20.00                            20.00
PAGE
	)"
}

@test "without taxes none are told, and what is not paid is due" {
	place MUG=2
	shop admin order pay 1001 --amount 4.00
	shop admin order invoice 1001
	refute_output -p 'Net'
	assert_output -e 'Paid +4\.00'
	assert_output -e 'Due EUR +6\.00'
}

@test "a tax that is added stands below the lines" {
	import_yaml <<'YAML'
tax:
  - { class: standard, zone: DE, rate: "19", included: false }
products:
  - { sku: CUP, name: Cup, price: "5.00", stock: 20, tax_class: standard }
YAML
	place CUP=2
	shop admin order invoice 1001 --json
	assert_json '"\(.goods_total) \(.tax_added) \(.tax_included) \(.total)"' '10.00 1.90 0.00 11.90'
	assert_json '.lines[0] | "\(.amount) \(.tax_percent)"' '10.00 19'
	assert_json '.taxes[0] | "\(.percent) \(.included) \(.net) \(.tax) \(.gross)"' '19 false 10.00 1.90 11.90'
}

@test "numbers are the invoices' own, from 1, without gaps, given once" {
	place MUG=1
	place MUG=1
	place MUG=1
	shop admin order invoice 1003 --json
	assert_json '"\(.number) \(.order)"' '1 1003'
	shop admin order invoice 1001 --dry-run --json
	assert_json .number 2
	shop admin order cancel 1002
	shop -1 admin order invoice 1002
	assert_error 'shop: order 1002 is cancelled: it cannot be invoiced'
	shop admin order invoice 1001 --json
	assert_json .number 2
	shop admin order invoice 1003 --format ids
	assert_output 1
	shop admin order show 1003 --json
	assert_json '"\(.invoice) \(.timeline[-1].what)"' '1 invoice 1'
	assert_json '[.timeline[].what | select(. == "invoice 1")] | length' 1
	assert_sound
}

@test "each printing has the same bytes, whatever happened since" {
	local format

	taxed_shop
	bought CUP=3 POEMS=1
	for format in table html json; do
		shop admin order invoice 1001 --format "$format"
		cp "$output_file" "first.$format"
	done
	SHOP_TEST_NOW=2030-12-24T12:00:00Z
	shop admin config set shop.name 'Another name'
	shop admin config set shop.address 'Elsewhere'
	set_price CUP 99.00
	shop admin order return 1001 --line CUP=1 --refund
	shop admin order note 1001 x
	for format in table html json; do
		shop admin order invoice 1001 --format "$format"
		cmp "$output_file" "first.$format"
	done
	shop admin order invoice 1001 --credit-note 1
	cp "$output_file" credit
	shop admin order return 1001 --refund --shipping
	shop admin order invoice 1001 --credit-note 1
	cmp "$output_file" credit
}

@test "an address that changes after the invoice is not in it" {
	place MUG=1
	shop admin order invoice 1001 --json
	shop admin order address 1001 'Am Tor 2'
	shop admin order invoice 1001 --json
	assert_json .buyer $'Ada King\nAm Tor 1\n10115 Berlin\nDE'
	run grep -c 'Am Tor' "$SHOP_HOME/data.mdb"
	[ "$status" -eq 1 ]
}

@test "a refund after an invoice makes a credit note of what came back" {
	taxed_shop
	bought CUP=3 POEMS=1
	shop admin order invoice 1001
	shop admin order return 1001 --line CUP=1 --refund --json
	assert_json '.timeline[-1].what' 'credit note 1 of 4.50 EUR'
	shop admin order invoice 1001 --credit-note 1
	assert_output - <<'NOTE'
Test shop
Hauptstr. 1, 10115 Berlin
Tax number DE123456789

Ada King
Am Tor 1
10115 Berlin
DE

CREDIT NOTE 1
Date     2030-11-23
Invoice  1
Order    1001 of 2030-11-23
Payment  manual

Count  Item                               Price   Discount      Tax       Amount
    1  Cup                                 5.00      -0.50     19 %         4.50
       CUP

                                          Goods                             5.00
                                          Discount                         -0.50
                                          Credit EUR                        4.50
                                          Tax in it                         0.72

Tax                   Net          Tax        Gross
19 %                 3.78         0.72         4.50
NOTE
	assert_sound
}

@test "credit notes sum to the invoice, and so do their taxes" {
	taxed_shop
	bought CUP=3 POEMS=1
	shop admin order invoice 1001
	shop admin order refund 1001 --amount 1.00
	shop admin order return 1001 --line CUP=2 --refund
	shop admin order return 1001 --line POEMS=1 --refund --shipping
	shop admin order return 1001
	shop admin order refund 1001 --amount 3.50 --json
	assert_json .payment_state refunded
	local number note=0 total=0 tax=0

	for number in 1 2 3 4; do
		shop admin order invoice 1001 --credit-note "$number" --json
		assert_json '"\(.number) \(.credits)"' "$number 1"
		note=$(json '.total | tonumber * 100 | round')
		((total += note))
		note=$(json '[.taxes[].tax | tonumber * 100 | round] | add')
		((tax += note))
	done
	[ "$total" -eq 3640 ]
	[ "$tax" -eq 412 ]
	shop -1 admin order invoice 1001 --credit-note 5
	assert_error 'shop: order 1001 has no credit note 5 (admin order show 1001 tells its documents)'
	assert_sound
}

@test "a refund that nothing came back for is spread over the taxes" {
	taxed_shop
	bought CUP=3 POEMS=1
	shop admin order invoice 1001
	shop admin order refund 1001 --amount 10.00
	shop admin order invoice 1001 --credit-note 1 --json
	assert_json '"\(.lines | length) \(.other) \(.total)"' '0 10.00 10.00'
	assert_json '[.taxes[] | "\(.percent) \(.gross) \(.tax)"] | join("; ")' '7 4.94 0.32; 19 5.06 0.81'
	assert_sound
}

@test "what was overpaid goes back without a credit note" {
	place MUG=2
	shop admin order pay 1001 --amount 12.00 --overpay
	shop admin order invoice 1001
	shop admin order refund 1001
	shop admin order show 1001 --json
	assert_json '"\(.refunded) \(.timeline[-1].what)"' '2.00 refunded 2.00 EUR by manual'
	shop -1 admin order invoice 1001 --credit-note 1
	assert_sound
}

@test "before an invoice nothing is credited, and it charges what was kept" {
	place MUG=3
	shop admin order pay 1001
	shop admin order ship 1001
	shop admin order return 1001 --line MUG=1 --refund
	shop -1 admin order invoice 1001 --credit-note 1
	assert_error 'shop: order 1001 has no credit note 1 (admin order show 1001 tells its documents)'
	shop admin order invoice 1001 --json
	assert_json '"\(.lines[0].quantity) \(.total) \(.paid) \(.due)"' '2 10.00 10.00 0.00'
	shop admin order return 1001 --refund
	shop admin order invoice 1001 --credit-note 1 --json
	assert_json '"\(.number) \(.lines[0].quantity) \(.total)"' '1 2 10.00'
	assert_sound
}

@test "an order that is cancelled is credited whole, paid or not" {
	place MUG=2
	place MUG=1
	shop admin order invoice 1001
	shop admin order invoice 1002
	shop admin order pay 1002
	shop admin order cancel 1001
	shop admin order cancel 1002
	shop admin order invoice 1001 --credit-note 1 --json
	assert_json '"\(.credits) \(.total)"' '1 10.00'
	shop admin order invoice 1002 --credit-note 2 --json
	assert_json '"\(.credits) \(.total)"' '2 5.00'
	shop admin order show 1002 --json
	assert_json '[.timeline[].what | select(startswith("credit"))] | length' 1
	shop admin order invoice 1002 --format ids
	assert_output 2
	assert_sound
}

@test "the page is whole by itself, and everything in it is escaped" {
	shop admin config set shop.name "Tom & <i>Jerry's</i>"
	import_yaml <<<'products: [ { sku: "<X>", name: "<script>alert(\"1\")</script> & more", price: "1.00", stock: 5 } ]'
	ada cart add '<X>'
	ada checkout --address $'<img src=x onerror=alert(1)>\n"Am Tor"'
	shop admin order invoice 1001 --format html
	assert_output -p '<!DOCTYPE html>'
	assert_output -p '<title>Invoice 1 - Tom &amp; &lt;i&gt;Jerry&#39;s&lt;/i&gt;</title>'
	assert_output -p '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; more'
	assert_output -p '&lt;img src=x onerror=alert(1)&gt;<br>&quot;Am Tor&quot;'
	assert_output -p '@page{size:A4'
	assert_output -p 'prefers-color-scheme:dark'
	refute_output -p '<script'
	refute_output -p '<img'
	refute_output -e '(src|href)="'
	refute_output -p 'url('
	refute_output -p '@import'
}

@test "text is escaped for terminals, and the other formats are data" {
	import_yaml <<<'products: [ { sku: BIDI, name: "a\u202Eb", price: "1.00", stock: 5 } ]'
	place BIDI=1
	shop admin order invoice 1001
	assert_output -e '    1  a\\u\{202e\}b {26}1\.00'
	shop admin order invoice 1001 --format tsv
	assert_output -p $'number\tcredits\torder'
	[ "$(wc -l <<<"$output")" -eq 2 ]
	shop -2 admin order invoice 1001 --format yaml
	assert_error 'shop: an invoice is not written as yaml'
}

@test "currencies without decimals have none" {
	rm -r "$SHOP_HOME"
	new_shop --name Tokyo --currency JPY --time-zone Asia/Tokyo
	import_yaml <<<'products: [ { sku: CUP, name: Cup, price: "500", stock: 5 } ]'
	shop admin customers add --name 'Ada King' --phone "$ada" --country JP
	place CUP=2
	shop admin order invoice 1001
	assert_output -e 'Total JPY +1000'
}

@test "the second of two who ask for an order's invoice gets the same" {
	local i

	place MUG=1
	for i in 1 2 3 4; do
		"$SHOP_BIN" admin order invoice 1001 --format ids >"n$i" &
	done
	wait
	cat n1 n2 n3 n4 | sort -u >numbers
	[ "$(cat numbers)" = 1 ]
	assert_sound
}
