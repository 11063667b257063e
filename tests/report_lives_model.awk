# What reports must say of the lives that report_lives_make.awk made, worked out from
# shop-report(7) in the most naive way: an entry for each thing that counts, added up
# for each row of each report, which report_lives_write.awk then writes.
#
# Reads "SECOND DAY WEEK" for each second in which something happened, in the zone of
# the shop, and then the lives.

function post(report, key, figure, amount)
{
	if (amount == 0)
		return
	sum[report, key, figure] += amount
	rows[report, key] = 1
}

# What prices include is taken out of an amount, rounded half away from zero.
function included_tax(amount, rate)
{
	return int((2 * amount * rate + 1000 + rate) / (2 * (1000 + rate)))
}

# Times: their rows.
function day_of(at)
{
	return day[sprintf("%.0f", int(at / 1000000))]
}

function quarter_of(date)
{
	return substr(date, 1, 4) "-Q" int((substr(date, 6, 2) + 2) / 3)
}

function below(path, top)
{
	return path == top || index(path, top "/") == 1
}

# Whether a filter lets an order or its line i through.
function lets_order(f,    field)
{
	field = filter_field[f]
	if (field == "country")
		return country == filter_value[f]
	if (field == "customer")
		return customer == filter_value[f]
	if (field == "payment-method")
		return method == filter_value[f]
	if (field == "period")
		return date >= substr(filter_value[f], 1, 10) && \
			date <= substr(filter_value[f], 13)
	return 1
}

function lets_line(f, i,    field)
{
	field = filter_field[f]
	if (field == "sku")
		return sku[i] == filter_value[f]
	if (field == "product")
		return product[i] == filter_value[f]
	if (field == "category")
		return below(category[i], filter_value[f])
	if (field == "brand")
		return brand[i] == filter_value[f]
	return 1
}

function is_of_lines(name)
{
	return name == "sku" || name == "product" || name == "category" || \
		name == "brand"
}

# An entry that takes back has its amounts below zero, and counts them as refunds.
function count_line(report, key, i)
{
	post(report, key, sold ? "units" : "returned", units[i])
	if (sold) {
		post(report, key, "gross", goods[i])
		post(report, key, "discounts", off[i])
	} else
		post(report, key, "refunds", goods[i])
	post(report, key, "tax", sold ? tax[i] : -tax[i])
	if (kind == "sale")
		post(report, key, "ordered", goods[i] - off[i] + tax[i])
}

function count_shipping(report, key)
{
	post(report, key, "shipping", sold ? freight : -freight)
	post(report, key, "tax", sold ? freight_tax : -freight_tax)
	if (kind == "sale")
		post(report, key, "ordered", freight + freight_tax)
}

function count_once(report, key)
{
	if ((report, key) in counted)
		return
	counted[report, key] = 1
	if (kind == "sale")
		post(report, key, "orders", 1)
	if (kind == "cancel")
		post(report, key, "cancelled", 1)
	if (kind == "credit")
		post(report, key, "credits", 1)
}

function key_of(name, i)
{
	if (name == "all")
		return "all"
	if (name == "day")
		return date
	if (name == "week")
		return week[date]
	if (name == "month")
		return substr(date, 1, 7)
	if (name == "quarter")
		return quarter_of(date)
	if (name == "year")
		return substr(date, 1, 4)
	if (name == "sku")
		return sku[i]
	if (name == "product")
		return product[i]
	if (name == "category")
		return category[i]
	if (name == "brand")
		return brand[i]
	if (name == "country")
		return country
	if (name == "customer")
		return customer
	return method
}

function enter_one(report, name, f,    i, key)
{
	split("", counted)
	for (i = 1; i <= lines; i++)
		if (units[i] + goods[i] + off[i] + tax[i] != 0 && lets_line(f, i)) {
			key = key_of(name, i)
			count_once(report, key)
			count_line(report, key, i)
		}
	if (is_of_lines(filter_field[f]))
		return
	if (is_of_lines(name)) {
		if (freight + freight_tax != 0) {
			count_once(report, "shipping")
			count_shipping(report, "shipping")
		}
		return
	}
	key = key_of(name, 0)
	count_once(report, key)
	count_shipping(report, key)
}

# Enters what stands in units, goods, off, tax, freight and freight_tax.
function enter(what, at,    f, n, i)
{
	kind = what
	sold = kind == "sale"
	date = day_of(at)
	for (i = 1; i <= reports; i++)
		if (lets_order(report_filter[i]))
			enter_one(i, report_by[i], report_filter[i])
	for (i = 1; i <= lines; i++)
		enter_tax(rate[i], goods[i] - off[i], tax[i])
	enter_tax(freight_rate, freight, freight_tax)
	if (kind == "sale" && customer != "") {
		if (!(customer in first) || date < first[customer])
			first[customer] = date
		if (!(customer in last) || date > last[customer])
			last[customer] = date
	}
	account("income:sales", sold ? -sum_of(goods) : 0)
	account("income:discounts", sold ? sum_of(off) : 0)
	account("income:refunds", sold ? 0 : sum_of(goods))
	account("income:shipping", sold ? -freight : freight)
	account("assets:receivable", (sold ? 1 : -1) * (sum_of(goods) - sum_of(off) + \
		sum_of(tax) + freight + freight_tax))
}

function sum_of(list,    i, all)
{
	for (i = 1; i <= lines; i++)
		all += list[i]
	return all + 0
}

function account(name, amount)
{
	balance[name] += amount
}

function percent(tenths)
{
	return tenths % 10 ? int(tenths / 10) "." tenths % 10 : int(tenths / 10) ""
}

function enter_tax(tenths, base, amount,    name, shown)
{
	shown = tenths == "" ? "" : percent(tenths)
	for (name in tax_by)
		enter_tax_row("tax " name, name == "country" ? country "\t" shown : \
			key_of(name, 0), base, amount)
	if (amount != 0)
		account("liabilities:tax:" (country == "" ? "unknown" : country) ":" \
			shown "%", sold ? -amount : amount)
}

function enter_tax_row(report, key, base, amount)
{
	post(report, key, sold ? "base" : "base_refunded", base)
	post(report, key, sold ? "tax" : "tax_refunded", amount)
}

function money_came(at, how, amount, sign,    name, key)
{
	if (amount == 0)
		return
	date = day_of(at)
	for (name in money_by) {
		key = name == "payment-method" ? how : key_of(name, 0)
		post("payments " name, key, sign > 0 ? "payments" : "repayments", 1)
		post("payments " name, key, sign > 0 ? "received" : "repaid", amount)
	}
	account("assets:payments:" how, sign * amount)
	account("assets:receivable", -sign * amount)
}

# The first n shares of an amount by count: a cent apart, the larger ones first.
function shares(amount, count, n,    each, more)
{
	each = int(amount / count)
	more = amount - each * count
	return each * n + (n < more ? n : more)
}

# What the first n pieces of a line came to, without their tax; and the tax.
function worth(i, n)
{
	return price[i] * n - shares(reduced[i], quantity[i], n) - \
		(included ? shares(line_tax[i], quantity[i], n) : 0)
}

function sell(at,    i, value, reduced_tax)
{
	for (i = 1; i <= lines; i++) {
		units[i] = quantity[i]
		value = quantity[i] * price[i] - reduced[i] - (included ? line_tax[i] : 0)
		off[i] = reduced[i]
		if (included && rate[i] != "")
			off[i] -= included_tax(reduced[i], rate[i])
		goods[i] = value + off[i]
		tax[i] = line_tax[i]
		left[i] = value
		left_tax[i] = tax[i]
		returned[i] = 0
	}
	freight = left_freight = ship_price - ship_reduced - (included ? ship_tax : 0)
	freight_tax = left_freight_tax = ship_tax
	total = sum_of(left) + sum_of(tax) + freight + freight_tax
	enter("sale", at)
	taken = back = captured = refunded = 0
}

function clear(    i)
{
	for (i = 1; i <= lines; i++)
		units[i] = goods[i] = off[i] = tax[i] = 0
	freight = freight_tax = 0
}

function take(i, value, its_tax)
{
	goods[i] += value
	tax[i] += its_tax
	left[i] -= value
	left_tax[i] -= its_tax
}

# An amount with the tax that is in it, of what is left of a line.
function take_amount(i, amount,    its_tax)
{
	its_tax = tax_in(amount, rate[i], left[i], left_tax[i])
	take(i, amount - its_tax, its_tax)
}

# By its rate, as far as there is so much of both.
function tax_in(amount, tenths, value, its_tax,    part)
{
	part = tenths == "" ? 0 : included_tax(amount, tenths)
	if (part < amount - value)
		part = amount - value
	return part < its_tax ? part : its_tax
}

# In proportion to weights, rounded down, and what that leaves over a cent at a time from
# the first on; what is more than a line has left goes to the others in the same way.
# What nobody has left is the answer.
function take_in_proportion(amount, weight,    i, all, part, rest, excess, share)
{
	while (amount > 0) {
		all = excess = 0
		for (i = 1; i <= lines; i++)
			if (room(i, share) > 0)
				all += weight[i]
		if (all == 0)
			break
		rest = amount
		for (i = 1; i <= lines; i++) {
			part[i] = room(i, share) > 0 ? int(amount * weight[i] / all) : 0
			rest -= part[i]
		}
		for (i = 1; i <= lines; i++) {
			if (rest > 0 && weight[i] > 0 && room(i, share) > 0) {
				part[i]++
				rest--
			}
			if (part[i] > room(i, share)) {
				excess += part[i] - room(i, share)
				part[i] = room(i, share)
			}
			share[i] += part[i]
		}
		amount = excess
	}
	for (i = 1; i <= lines; i++)
		given[i] = share[i] + 0
	return amount
}

function room(i, share)
{
	return left[i] + left_tax[i] - share[i]
}

function take_shipping(amount,    its_tax, most)
{
	most = left_freight + left_freight_tax
	most = amount < most ? amount : most
	its_tax = tax_in(most, freight_rate, left_freight, left_freight_tax)
	freight += most - its_tax
	freight_tax += its_tax
	left_freight -= most - its_tax
	left_freight_tax -= its_tax
	return amount - most
}

# Of the lines in proportion to what is left of them.
function take_lines(amount,    i, weight)
{
	for (i = 1; i <= lines; i++)
		weight[i] = left[i] + left_tax[i]
	amount = take_in_proportion(amount, weight)
	for (i = 1; i <= lines; i++)
		take_amount(i, given[i])
	return amount
}

# How much more is to be taken back: the larger of what came back and of what was given
# back, less what was paid too much, beyond what was taken back before.
function more_to_take(    given)
{
	given = refunded - (captured > total ? captured - total : 0)
	given = given > back ? given : back
	return given > taken ? given - taken : 0
}

function come_back(at, list,    i, n, k, parts, pair, count, more, all, weight)
{
	clear()
	n = split(list, parts, ",")
	for (k = 1; k <= n; k++) {
		split(parts[k], pair, "=")
		for (i = 1; i <= lines; i++) {
			count = quantity[i] - returned[i]
			if (sku[i] != pair[1] || count == 0 || pair[2] == 0)
				continue
			count = count < pair[2] ? count : pair[2]
			pair[2] -= count
			units[i] = count
			piece[i] = worth(i, returned[i] + count) - worth(i, returned[i])
			piece_tax[i] = shares(line_tax[i], quantity[i], returned[i] + count) - \
				shares(line_tax[i], quantity[i], returned[i])
			returned[i] += count
		}
	}
	for (i = 1; i <= lines; i++) {
		weight[i] = units[i] > 0 ? piece[i] + piece_tax[i] : 0
		all += weight[i]
	}
	back += all
	more = more_to_take()
	taken += more
	more = take_in_proportion(more, weight)
	for (i = 1; i <= lines; i++)
		if (units[i] > 0 && given[i] == weight[i])
			take_pieces(i)
		else
			take_amount(i, given[i])
	take_shipping(take_lines(more))
	enter("return", at)
}

# Whole pieces have the tax that is theirs, as far as there is so much of both left.
function take_pieces(i,    its_tax)
{
	its_tax = piece_tax[i]
	if (its_tax < given[i] - left[i])
		its_tax = given[i] - left[i]
	if (its_tax > left_tax[i])
		its_tax = left_tax[i]
	take(i, given[i] - its_tax, its_tax)
}

function give_back(at, amount, shipping,    more)
{
	clear()
	refunded += amount
	more = more_to_take()
	taken += more
	if (more == 0)
		return
	if (shipping)
		more = take_shipping(more)
	take_shipping(take_lines(more))
	enter("refund", at)
}

function cancel(at,    i)
{
	clear()
	for (i = 1; i <= lines; i++) {
		units[i] = quantity[i] - returned[i]
		take(i, left[i], left_tax[i])
	}
	take_shipping(left_freight + left_freight_tax)
	taken = total
	enter("cancel", at)
}

function credit(at,    i)
{
	for (i = 1; i <= lines; i++) {
		units[i] = -quantity[i]
		tax[i] = -line_tax[i]
		goods[i] = -quantity[i] * price[i] - (included ? tax[i] : 0)
		off[i] = 0
	}
	freight = freight_tax = 0
	enter("credit", at)
}

# One whole life: the order in O, L and F.
function live(    i, at)
{
	if (number == "")
		return
	if (quantity[1] < 0) {
		credit(placed)
		money_came(placed, method, sum_of(goods) + sum_of(tax), -1)
		return
	}
	sell(placed)
	if (facts == 0)
		money_came(placed, method, total, 1)
	for (i = 1; i <= facts; i++) {
		at = fact_at[i]
		if (fact_kind[i] == "captured") {
			captured += fact_amount[i]
			money_came(at, fact_method[i], fact_amount[i], 1)
		} else if (fact_kind[i] == "refunded") {
			give_back(at, fact_amount[i], fact_shipping[i])
			money_came(at, fact_method[i], fact_amount[i], -1)
		} else if (fact_kind[i] == "returned")
			come_back(at, fact_lines[i])
		else if (fact_kind[i] == "cancelled")
			cancel(at)
	}
}

function report_on(names, field, value,    list, n, i, whole)
{
	filters++
	filter_field[filters] = field
	filter_value[filters] = value
	n = split("all " names, list, " ")
	for (i = 1; i <= n; i++) {
		reports++
		if (i == 1)
			whole = reports
		filter_report[reports] = whole
		report_by[reports] = list[i]
		report_filter[reports] = filters
	}
}

BEGIN {
	FS = "\t"
	times = "day week month quarter year"
	report_on(times " sku product category brand country customer payment-method",
		"", "")
	report_on("month sku", "category", "Home")
	report_on("year country", "brand", "Acme")
	report_on("quarter customer", "sku", "S-7")
	report_on("week brand", "product", "P3")
	report_on("month category", "country", "DE")
	report_on("year sku", "customer", "C7")
	report_on("month product", "payment-method", "cash")
	report_on(times " sku brand payment-method", "period", "2020-02-29..2020-10-04")
	split(times, list, " ")
	for (i in list)
		tax_by[list[i]] = money_by[list[i]] = 1
	tax_by["country"] = money_by["payment-method"] = 1
}

FNR == NR {
	day[$1] = $2
	week[$2] = $3
	next
}

$1 == "O" {
	live()
	number = $2; placed = $3; customer = $4; country = $5; method = $6
	ship_price = $7; ship_reduced = $8; freight_rate = $9; included = $10
	ship_tax = $11
	lines = facts = 0
}

$1 == "L" {
	lines++
	sku[lines] = $2; product[lines] = $3; category[lines] = $4; brand[lines] = $5
	quantity[lines] = $6; price[lines] = $7; reduced[lines] = $8
	rate[lines] = $9; line_tax[lines] = $11
}

$1 == "F" {
	facts++
	fact_at[facts] = $2; fact_kind[facts] = $3; fact_method[facts] = $4
	fact_amount[facts] = $5; fact_shipping[facts] = $6; fact_lines[facts] = $7
}

