# The jobs of tests/retail_history.sh, one for each value of what. Prices and worth are
# whole millionths, so that sums are exact whatever decimals a price has; as text, since
# some awks print large numbers with six digits.

function millionths(price,    sign, parts)
{
	sign = sub(/^-/, "", price) ? -1 : 1
	split(price, parts, ".")
	return sprintf("%.0f",
		sign * (parts[1] * 1000000 + substr(parts[2] "000000", 1, 6)))
}

function amount(worth,    text)
{
	text = sprintf("%.6f", worth / 1000000 + 0)
	while (text ~ /[.][0-9][0-9]+0$/)
		text = substr(text, 1, length(text) - 1)
	return text
}

# Cells of a line of CSV; how many there are.
function split_csv(line, cells,    count, cell)
{
	delete cells
	for (;;) {
		cell = ""
		if (match(line, /^"([^"]|"")*"/)) {
			cell = substr(line, 2, RLENGTH - 2)
			gsub(/""/, "\"", cell)
			line = substr(line, RLENGTH + 1)
		} else if (match(line, /^[^,]+/)) {
			cell = substr(line, 1, RLENGTH)
			line = substr(line, RLENGTH + 1)
		}
		cells[++count] = cell
		if (line !~ /^,/)
			return count
		line = substr(line, 2)
	}
}

# Text of a value of YAML.
function text(value)
{
	if (gsub(/^"|"$/, "", value)) {
		gsub(/\\"/, "\"", value)
		gsub(/\\\\/, "\\", value)
	}
	return value
}

# Counts a line under something that it is by.
function add(kind, name, order, count, worth,    key)
{
	key = kind "\t" name
	lines[key]++
	pieces[key] += count
	worths[key] += count * worth
	if (!((key, order) in seen)) {
		seen[key, order] = 1
		orders[key]++
	}
}

function add_row()
{
	add("month", $2, $1, $6, $7)
	add("country", $3, $1, $6, $7)
	add("sku", $4, $1, $6, $7)
	add("customer", $5, $1, $6, $7)
}

function say(message)
{
	print message
	wrong = 1
}

# reasons REJECTS.CSV: order, reason
what == "reasons" && FNR > 1 {
	count = split_csv($0, cells)
	if (!(cells[1] in reasons) || cells[count] != "")
		reasons[cells[1]] = cells[count]
}

# rows REJECTED COUNTRIES ORDERS.TSV: in or out, order, month, country, SKU,
# customer, pieces, price, number as it was; or moved, kind, where the line is by
# itself, where its order is, pieces, price
what == "rows" && FILENAME == "rejected" {
	reasons[$1] = $2
	next
}
what == "rows" && FILENAME == "countries" {
	codes[$2] = $1
	next
}
what == "rows" && FNR > 1 {
	number = $1
	sub(/C/, "", number)
	own["month"] = substr($2, 1, 7)
	own["country"] = codes[$8]
	own["customer"] = $7
	price = millionths($6)
	for (kind in own) {
		if (!((kind, number) in first))
			first[kind, number] = own[kind]
		if (first[kind, number] != own[kind] && !(number in reasons))
			print "moved\t" kind "\t" own[kind] "\t" \
				first[kind, number] "\t" $5 "\t" price
	}
	if (number in reasons)
		print "out\t" number "\t" own["month"] "\t" own["country"] "\t" \
			$3 "\t" own["customer"] "\t" $5 "\t" price "\t" $1
	else
		print "in\t" number "\t" first["month", number] "\t" \
			first["country", number] "\t" $3 "\t" \
			first["customer", number] "\t" $5 "\t" price "\t" $1
}

# sums LINES: kind, what, lines, orders, pieces, worth
what == "sums" {
	add_row()
}

# export WHOLE.YAML: lines
function tell(    i)
{
	for (i = 1; i <= count; i++)
		print order "\t" month "\t" country "\t" items[i]
	count = 0
	customer = country = ""
}
what == "export" && /^  - order: / {
	tell()
	order = $0
	sub(/.*: /, "", order)
	order = text(order)
}
what == "export" && /^    (customer|placed_at|country): / {
	value = $0
	sub(/^[^:]*: /, "", value)
	value = text(value)
	if (/^    customer/)
		customer = substr(value, 2)
	else if (/^    placed_at/)
		month = substr(value, 1, 7)
	else
		country = value
}
what == "export" && /^      - [{] sku: / {
	match($0, /sku: ("([^"\\]|\\.)*"|[^,]*)/)
	sku = text(substr($0, RSTART + 5, RLENGTH - 5))
	match($0, /quantity: [-0-9]+, unit_price: "[-0-9.]+"/)
	split(substr($0, RSTART, RLENGTH), words, /[ ,"]+/)
	items[++count] = sku "\t" customer "\t" words[2] "\t" millionths(words[4])
}

# report by=KIND TSV: kind, what, orders and credits, pieces, worth
what == "report" && FNR == 1 {
	for (i = 1; i <= NF; i++)
		column[$i] = i
	next
}
what == "report" {
	if ($column["net"] != $column["total"])
		say(by " " $1 ": " $column["net"] " is not " $column["total"])
	if ($column["orders"] + $column["credits"] == 0)
		next
	name = $column[by]
	gsub(/\\\\/, "\\", name)
	if (by == "customer")
		name = substr(name, 2)
	printf "%s\t%s\t%d\t%.0f\t%.0f\n", by, name,
		$column["orders"] + $column["credits"],
		$column["units"] - $column["returned"], millionths($column["total"])
}

# taken ACCEPTED: how many orders took pieces back and what they are worth, of those
# whose number says so and of the others; how many pieces, and what all are worth
what == "taken" && $6 < 0 {
	is_named = $8 ~ /^C/
	if (!($1 in seen))
		counts[is_named]++
	seen[$1] = 1
	back -= $6
	values[is_named] -= $6 * $7
}

# days ORDERS.TSV: the first and the last, as a period
what == "days" && FNR > 1 {
	day = substr($2, 1, 10)
	if (first_day == "" || day < first_day)
		first_day = day
	if (day > last_day)
		last_day = day
}

# balances BALANCES WANTED: what hledger says of accounts is what is wanted, with the
# sign that it has there
what == "balances" && FILENAME == "balances" {
	if (split_csv($0, cells) == 2) {
		sub(/ .*/, "", cells[2])
		is[cells[1]] = millionths(cells[2])
	}
	next
}
what == "balances" && is[$1] + 0 != millionths($2) * $3 {
	say($1 ": " amount(is[$1]) " where " $2 " is reported")
}

# explain REJECTED MOVED LEFT_OUT: what is reported elsewhere; each order that was left
# out, why, and its rows
what == "explain" && FILENAME == "rejected" {
	reasons[$1] = $2
	next
}
what == "explain" && FILENAME == "moved" {
	printf "with its order: %s %s is in %s, %s at %s\n", $1, $2, $3, $4, amount($5)
	next
}
what == "explain" {
	if (!($1 in rows))
		list[++order_count] = $1
	rows[$1] = rows[$1] "    " $4 ": " $6 " at " amount($7) " is " \
		amount($6 * $7) "\n"
	count_of[$1]++
	value_of[$1] += $6 * $7
}

# expected CREDITS REPORT.SUMS LEFT_OUT MOVED COUNTRIES ORDERS.EXPECTED.TXT: what others
# counted, less what was left out, is what is reported
what == "expected" && FILENAME == "credits" {
	is_worth["cancelled_value"] = -millionths($2)
	is_orders["cancelled_orders"] = $1
	next
}
what == "expected" && FILENAME == "report.sums" {
	key = $1 "\t" $2
	is_orders[key] = $3
	is_pieces[key] = $4
	is_worth[key] = $5
	if ($1 == "month") {
		is_worth["total"] += $5
		is_orders["orders"] += $3
	}
	next
}
what == "expected" && FILENAME == "left_out" {
	add_row()
	worths["total"] += $6 * $7
	if (!($1 in left)) {
		orders["orders"]++
		orders["cancelled_orders"] += $8 ~ /^C/
	}
	left[$1] = 1
	if ($8 ~ /^C/)
		worths["cancelled_value"] += $6 * $7
	next
}
what == "expected" && FILENAME == "moved" {
	from = $1 "\t" $2
	to = $1 "\t" $3
	pieces[from] += $4
	worths[from] += $4 * $5
	pieces[to] -= $4
	worths[to] -= $4 * $5
	is_moved[from] = is_moved[to] = 1
	next
}
what == "expected" && FILENAME == "countries" {
	codes[$2] = $1
	next
}
what == "expected" && /^(orders|cancelled_orders)\t/ {
	compared++
	expected_orders[$1] = $2
	next
}
what == "expected" && /^(total|cancelled_value)\t/ {
	compared++
	expected_worth[$1] = millionths($2)
	next
}
what == "expected" && /^# by / {
	kind = substr($1, 6)
	next
}
what == "expected" && kind && NF == 5 {
	name = kind == "country" ? codes[$1] : $1
	if (name == "(none)")
		name = ""
	key = kind "\t" name
	compared++
	expected_orders[key] += $3
	expected_pieces[key] += $4
	expected_worth[key] += millionths($5)
}

function differ(key, noun, is, expected, left)
{
	if (is + 0 != expected - left)
		say(sprintf("%s: %.0f %s where %.0f less %.0f is expected", key, is,
			noun, expected, left))
}

END {
	if (what == "reasons")
		for (order in reasons)
			print order "\t" reasons[order]
	if (what == "sums")
		for (key in lines)
			printf "%s\t%d\t%d\t%.0f\t%.0f\n", key, lines[key],
				orders[key], pieces[key], worths[key] | "sort"
	if (what == "export")
		tell()
	if (what == "taken")
		print counts[1] + 0 "\t" amount(values[1]) "\t" counts[0] + 0 "\t" \
			amount(values[0]) "\t" back + 0 "\t" \
			amount(values[0] + values[1])
	if (what == "days")
		print first_day ".." last_day
	if (what == "explain")
		for (i = 1; i <= order_count; i++) {
			order = list[i]
			printf "left out: order %s, %d of its lines, %s: %s\n%s", order,
				count_of[order], amount(value_of[order]),
				reasons[order], rows[order]
		}
	if (what == "expected") {
		for (key in expected_worth)
			differ(key, "millionths", is_worth[key],
				expected_worth[key], worths[key])
		for (key in expected_pieces)
			differ(key, "pieces", is_pieces[key], expected_pieces[key],
				pieces[key])
		for (key in expected_orders)
			if (!(key in is_moved))
				differ(key, "orders", is_orders[key],
					expected_orders[key], orders[key])
		print compared " rows of others compared"
	}
	exit wrong
}
