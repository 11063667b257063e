# The jobs of tests/retail_history.sh, one for each value of what. Prices and worth are
# whole millionths, so that sums are exact whatever decimals a price has.

function millionths(price,    sign, parts)
{
	sign = sub(/^-/, "", price) ? -1 : 1
	split(price, parts, ".")
	return sign * (parts[1] * 1000000 + substr(parts[2] "000000", 1, 6))
}

function amount(worth,    text)
{
	text = sprintf("%.6f", worth / 1000000)
	sub(/0{1,4}$/, "", text)
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
	gsub(/^"|"$/, "", value)
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

# rejected REJECTS.CSV: order, reason
what == "rejected" && FNR > 1 {
	count = split_csv($0, cells)
	if (!(cells[1] in reasons) || cells[count] != "")
		reasons[cells[1]] = cells[count]
}

# lines REJECTED COUNTRIES ORDERS.TSV: in or out, order, month, country, SKU,
# customer, pieces, price, number as it was; or moved, kind, where the line is by
# itself, where its order is, pieces, price
what == "lines" && FILENAME == "rejected" {
	reasons[$1] = $2
	next
}
what == "lines" && FILENAME == "countries" {
	codes[$2] = $1
	next
}
what == "lines" && FNR > 1 {
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
	match($0, /sku: ("[^"]*"|[^,]*)/)
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
	printf "%s\t%s\t%d\t%d\t%.0f\n", by, name,
		$column["orders"] + $column["credits"],
		$column["units"] - $column["returned"], millionths($column["total"])
}

# credits ACCEPTED: how many orders took back all that is in them and what it is worth,
# of those whose number says so and of the others
what == "credits" {
	is_other[$1] = is_other[$1] || $6 >= 0
	is_named[$1] = $8 ~ /^C/
	taken[$1] += $6
	value[$1] += $6 * $7
}

# expected REPORT.SUMS LEFT_OUT MOVED COUNTRIES ORDERS.EXPECTED.TXT: what others
# counted, less what was left out, is what is reported
what == "expected" && FILENAME == "report.sums" {
	key = $1 "\t" $2
	is_orders[key] = $3
	is_pieces[key] = $4
	is_worth[key] = $5
	next
}
what == "expected" && FILENAME == "left_out" {
	add_row()
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
	if (what == "rejected")
		for (order in reasons)
			print order "\t" reasons[order]
	if (what == "sums")
		for (key in lines)
			printf "%s\t%d\t%d\t%d\t%.0f\n", key, lines[key], orders[key],
				pieces[key], worths[key] | "sort"
	if (what == "export")
		tell()
	if (what == "credits") {
		for (order in taken) {
			if (is_other[order])
				continue
			counts[is_named[order]]++
			sums[is_named[order]] += value[order]
			all_pieces -= taken[order]
		}
		printf "%d\t%.0f\t%d\t%.0f\t%d\n", counts[1], sums[1], counts[0],
			sums[0], all_pieces
	}
	if (what == "expected") {
		for (key in expected_worth) {
			differ(key, "pieces", is_pieces[key], expected_pieces[key],
				pieces[key])
			differ(key, "millionths", is_worth[key],
				expected_worth[key], worths[key])
			if (!(key in is_moved))
				differ(key, "orders", is_orders[key],
					expected_orders[key], orders[key])
		}
		print compared " rows of others compared"
	}
	exit wrong
}
