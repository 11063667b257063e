# Makes random lives of orders, for tests/report_lives.sh: what was bought, and what
# happened to it later. Writes an import file to the file yaml, and the same in plain
# rows, which report_lives_model.awk reads, to the file plain:
#
#     O number at customer country method price discount rate included tax
#     L sku product category brand quantity price discount rate included tax
#     F at kind method amount shipping SKU=QUANTITY,...
#
# separated by tabs, amounts in cents, times in microseconds; the five at the end of O
# are of its shipping. An order without F is paid at once, and with F cancelled alone it
# is cancelled at once.
#
# Reads, on standard input, the seconds of midnights that times are to be close to.
# Variables: seed, count, yaml, plain.

function random(n)
{
	state = (state * 16807) % 2147483647
	return int(state / 2147483647 * n)
}

function chance(percent)
{
	return random(100) < percent
}

function pick(list,    words, n)
{
	n = split(list, words, " ")
	return words[1 + random(n)]
}

function money(cents,    sign)
{
	sign = cents < 0 ? "-" : ""
	cents = cents < 0 ? -cents : cents
	return sprintf("\"%s%d.%02d\"", sign, int(cents / 100), cents % 100)
}

# Rates are in tenths of a percent; "" is none.
function tax_of(amount, rate, included,    below)
{
	if (rate == "")
		return 0
	below = included ? 1000 + rate : 1000
	return int((2 * amount * rate + below) / (2 * below))
}

function percent(rate)
{
	return rate % 10 ? int(rate / 10) "." rate % 10 : int(rate / 10) ""
}

function iso(at,    seconds, days, era, doe, yoe, doy, mp, d, m, y)
{
	seconds = int(at / 1000000)
	days = int(seconds / 86400)
	era = int((days + 719468) / 146097)
	doe = days + 719468 - era * 146097
	yoe = int((doe - int(doe / 1460) + int(doe / 36524) - int(doe / 146096)) / 365)
	doy = doe - (365 * yoe + int(yoe / 4) - int(yoe / 100))
	mp = int((5 * doy + 2) / 153)
	d = doy - int((153 * mp + 2) / 5) + 1
	m = mp < 10 ? mp + 3 : mp - 9
	y = yoe + era * 400 + (m <= 2)
	seconds %= 86400
	return sprintf("\"%04d-%02d-%02dT%02d:%02d:%02d.%06d+00:00\"", y, m, d,
		int(seconds / 3600), int(seconds / 60) % 60, seconds % 60, at % 1000000)
}

# Close to a midnight somewhere, or to the change of a clock.
function moment()
{
	return midnights[1 + random(NR)] * 1000000 + pick("-1 0 0 1 -1000000 999999 " \
		"-1800000000 1800000000 3600000000 -3600000001 7199999999 " \
		random(86400) * 1000000)
}

function later(at,    then)
{
	if (chance(15))
		return at
	if (chance(50))
		for (tries = 0; tries < 5; tries++) {
			then = moment()
			if (then > at && then < at + 200 * 86400000000)
				return then
		}
	return at + random(chance(50) ? 3600 : 86400 * 40) * 1000000 + random(1000000)
}

# Goods: what each SKU is called in the lines of orders, mostly.
function make_goods(    i)
{
	for (i = 1; i <= SKUS; i++) {
		product[i] = "P" (1 + i % 14)
		category[i] = pick("Home Home/Kitchen Home/Kitchen/Mugs Homeware Paper/Art none")
		brand[i] = pick("Acme Umbra Fjord none")
		rate[i] = pick("190 70 77 200 0 none")
	}
}

function word(text)
{
	return text == "none" ? "" : text
}

function text(key, value)
{
	return value == "" ? "" : sprintf(", %s: \"%s\"", key, value)
}

# taxed KEYS: of a line or of shipping
function taxed(rate, included, tax)
{
	if (rate == "")
		return ""
	return sprintf(", tax_rate: \"%s\", tax_is_included: %s, %s: %s", percent(rate),
		included ? "true" : "false", included ? "tax_included" : "tax_added",
		money(tax))
}

function make_line(i, sku, sign,    n)
{
	line_sku[i] = "S-" sku
	quantity[i] = chance(60) ? 1 + random(3) : 1 + random(12)
	price[i] = chance(5) ? 0 : chance(30) ? 1 + random(20) : 50 + random(9000)
	n = quantity[i] * price[i]
	reduced[i] = sign > 0 && chance(35) ? random(n + 1) : 0
	if (chance(50))
		reduced[i] = int(reduced[i] / 9)
	line_rate[i] = word(chance(90) ? rate[sku] : pick("190 none"))
	line_tax[i] = tax_of(n - reduced[i], line_rate[i], included)
	worth[i] = n - reduced[i] + (included ? 0 : line_tax[i])
	shipped[i] = returned[i] = 0
	rows = rows sprintf("L\t%s\t%s\t%s\t%s\t%d\t%d\t%d\t%s\t%d\t%d\n", line_sku[i],
		product[sku], word(category[sku]), word(brand[sku]), sign * quantity[i],
		price[i], reduced[i], line_rate[i], included, sign * line_tax[i])
	items = items sprintf("      - { sku: %s, name: \"Thing %d\", quantity: %d, " \
		"unit_price: %s, discount: %s, product: %s%s%s%s }\n", line_sku[i], sku,
		sign * quantity[i], money(price[i]), money(reduced[i]), product[sku],
		text("category", word(category[sku])), text("brand", word(brand[sku])),
		taxed(line_rate[i], included, sign * line_tax[i]))
	total += worth[i]
	pieces += quantity[i]
}

function make_lines(sign, twice,    i, sku, used)
{
	lines = chance(60) ? 1 + random(2) : 1 + random(6)
	for (i = 1; i <= lines; i++) {
		sku = 1 + random(SKUS)
		while (!twice && (sku in used))
			sku = 1 + sku % SKUS
		used[sku] = 1
		make_line(i, sku, sign)
	}
}

function make_shipping()
{
	ship_price = chance(70) ? pick("490 500 600 1 1999") : 0
	ship_reduced = chance(20) ? random(ship_price + 1) : 0
	ship_rate = word(pick("190 200 none"))
	ship_tax = tax_of(ship_price - ship_reduced, ship_rate, included)
	ship_cost = ship_price - ship_reduced + (included ? 0 : ship_tax)
	if (ship_price == 0)
		return
	total += ship_cost
	head = head sprintf("    shipping: { method: parcel, price: %s, discount: %s%s }\n",
		money(ship_price), money(ship_reduced), taxed(ship_rate, included, ship_tax))
}

function fact(kind, method, amount, shipping, taken, more,    i, n, parts, list, pair)
{
	facts = facts sprintf("F\t%.0f\t%s\t%s\t%d\t%d\t%s\n", now, kind, method, amount,
		shipping, taken)
	n = split(taken, parts, ",")
	for (i = 1; i <= n; i++) {
		split(parts[i], pair, "=")
		list = list sprintf("%s{ sku: %s, quantity: %d }", i > 1 ? ", " : "",
			pair[1], pair[2])
	}
	happened = happened sprintf("      - { at: %s, kind: %s%s%s%s%s%s }\n", iso(now),
		kind, method == "" ? "" : ", method: " method,
		amount == "" ? "" : ", amount: " money(amount),
		shipping ? ", with_shipping: true" : "",
		list == "" ? "" : ", lines: [ " list " ]", more)
}

function method()
{
	return pick("cash transfer cheque manual")
}

function capture(amount)
{
	now = later(now)
	captured += amount
	fact("captured", method(), amount, 0, "")
}

# What is to be given back may be anything that was paid and not given back.
function refund(amount, shipping)
{
	now = later(now)
	refunded += amount
	fact("refunded", method(), amount, shipping, "")
}

# Some of what is left, line by line.
function ship(    i, n, list)
{
	for (i = 1; i <= lines; i++) {
		n = chance(80) ? quantity[i] - shipped[i] : \
			random(quantity[i] - shipped[i] + 1)
		shipped[i] += n
		out += n
		if (n > 0)
			list = list (list == "" ? "" : ",") line_sku[i] "=" n
	}
	if (list == "")
		return
	now = later(now)
	fact("shipped", "", "", 0, list)
}

# The first n shares of an amount by count, of which the larger ones come first.
function shares(amount, count, n,    each, more)
{
	each = int(amount / count)
	more = amount - each * count
	return each * n + (n < more ? n : more)
}

function worth_of(i, n)
{
	return price[i] * n - shares(reduced[i], quantity[i], n) + \
		(included ? 0 : shares(line_tax[i], quantity[i], n))
}

function come_back(    i, n, list, amount)
{
	for (i = 1; i <= lines; i++) {
		n = chance(40) ? shipped[i] - returned[i] : \
			random(shipped[i] - returned[i] + 1)
		if (n == 0 || chance(30))
			continue
		amount += worth_of(i, returned[i] + n) - worth_of(i, returned[i])
		returned[i] += n
		back += n
		list = list (list == "" ? "" : ",") line_sku[i] "=" n
	}
	if (list == "")
		return
	now = later(now)
	fact("returned", "", amount, 0, list)
	value += amount
	if (captured - refunded > 0 && chance(60))
		refund(amount < captured - refunded && amount > 0 ? amount : \
			captured - refunded, 0)
}

function give_back(    amount)
{
	if (captured - refunded <= 0)
		return
	if (ship_cost > 0 && !shipping_back && chance(35) && \
	    ship_cost <= captured - refunded) {
		shipping_back = 1
		amount = ship_cost + (chance(40) ? random(captured - refunded - \
			ship_cost + 1) : 0)
		refund(amount, 1)
	} else
		refund(1 + random(captured - refunded), 0)
}

# A closed order is one that was shipped whole and paid.
function close_it()
{
	if (closed || out < pieces || captured < total - value)
		return
	closed = 1
	fact("closed", "", "", 0, "")
}

function live(    steps)
{
	captured = refunded = value = out = back = closed = shipping_back = 0
	fact("payment", payment, total, 0, "")
	if (total > 0 && chance(75))
		capture(chance(75) ? total : chance(40) ? total + 1 + random(500) : \
			1 + random(total))
	if (chance(15)) {
		if (chance(30))
			give_back()
		now = later(now)
		fact("cancelled", "", "", 0, "")
		if (captured > refunded && chance(80))
			refund(chance(70) ? captured - refunded : \
				1 + random(captured - refunded), 0)
		return "cancelled"
	}
	if (chance(90))
		ship()
	close_it()
	for (steps = random(6); steps > 0; steps--) {
		if (!closed && chance(30))
			ship()
		else if (captured < total - value && chance(40))
			capture(chance(60) ? total - value - captured : \
				1 + random(total - value - captured))
		else if (chance(60))
			come_back()
		else if (chance(60))
			give_back()
		close_it()
	}
	return closed ? "closed" : "placed"
}

function make_order(number,    kind, customer, country, where)
{
	kind = random(100)
	rows = items = facts = happened = head = ""
	total = pieces = 0
	included = chance(55)
	now = moment()
	placed = now
	customer = chance(90) ? 1 + random(60) : ""
	country = word(pick("DE DE FR GB US AT none"))
	payment = method()
	ship_price = ship_reduced = ship_tax = ship_cost = 0
	ship_rate = ""
	make_lines(kind < 8 ? -1 : 1, kind < 20)
	if (kind >= 8)
		make_shipping()
	where = "closed"
	if (kind >= 14 && kind < 20) {
		where = "cancelled"
		facts = sprintf("F\t%.0f\tcancelled\t\t0\t0\t\n", now)
	} else if (kind >= 20)
		where = live()
	printf "O\t%d\t%.0f\t%s\t%s\t%s\t%d\t%d\t%s\t%d\t%d\n%s%s", number, placed,
		customer == "" ? "" : "C" customer, country, payment, ship_price,
		ship_reduced, ship_rate, included, ship_tax, rows, facts >plain
	printf "  - order: %d\n    placed_at: %s\n    state: %s\n%s%s", number,
		iso(placed), where, customer == "" ? "" : "    customer: " customer "\n",
		country == "" ? "" : "    country: " country "\n" >yaml
	printf "    payment_method: %s\n%s    lines:\n%s", payment, head, items >yaml
	if (happened != "")
		printf "    facts:\n%s", happened >yaml
}

{ midnights[NR] = $1 }

END {
	SKUS = 40
	state = seed * 2 + 1
	for (i = 0; i < 10; i++)
		random(2)
	make_goods()
	print "products:" >yaml
	for (i = 1; i <= SKUS; i++)
		printf "  - { sku: S-%d, name: \"Thing %d\", price: 1, stock: 999999 }\n", i, i >yaml
	print "orders:" >yaml
	for (i = 1; i <= count; i++)
		make_order(i)
}
