# What a checkout --dry-run --json says, by the names that pricing_cases.tsv uses, one
# "name value" a line; discounts of orders, lines and shipping are below zero there.
# Amounts are turned into whole minor units and back.

def minor: sub("\\."; "") | tonumber;
def amount:
	(if . == 0 then 0 else . end) |
	(if . < 0 then "-" else "" end) as $sign
	| (if . < 0 then -. else . end)
	| "\($sign)\((. - . % 100) / 100).\(if . % 100 < 10 then "0" else "" end)\(. % 100)";

"grand \(.total)",
"tax_added \(.tax_added)",
"tax_incl \(.tax_included)",
"disc \(-(.discount_total | minor) | amount)",
"goods \((.goods_total | minor) - (.discount_total | minor) | amount)",
"ship \((.shipping_total | minor) + (.shipping_tax_added | minor) | amount)",
"ship_disc \(-(.shipping_discount | minor) | amount)",
"price \(.items[0].unit_price)",
(.items[]
	| "line_disc[\(.sku)] \(-(.discount | minor) | amount)",
	"line_net[\(.sku)] \((.line_total | minor) - (.discount | minor) | amount)"),
(.shares | group_by(.sku)[]
	| "unit_disc[\(.[0].sku)] \([.[] | .discount as $discount
		| range(.pieces) | $discount] | join("/"))")
