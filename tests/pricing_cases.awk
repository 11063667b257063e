# Turns rows of pricing_cases.tsv that are told by their cart into what a test needs of
# each, below the folder "to": ID/catalogue.yaml, ID/steps (words of a cart command a
# line), ID/round (tax.round), ID/expected ("name value" a line, as pricing_cases.jq
# names them), and the list "cases" of their ids with their areas. Rows that have no
# lines, or tell what happens in words, are left alone.

BEGIN {
	FS = "\t"
	# Steps that are changes of a quantity are understood, other words are not.
	changes = "^(-|qty changed .*|start with . qty .*)$"
}

NR == 1 { next }

$2 ~ /^split-/ { split_case(); next }

$10 == "model-agrees" && $4 != "-" && $3 !~ /\/d$/ && $7 ~ changes { cart_case() }

function begin()
{
	id = $1
	folder = to "/" id
	system("mkdir -p " folder)
	printf "%s %s\n", id, $2 >(to "/cases")
	catalogue = folder "/catalogue.yaml"
	steps = folder "/steps"
	expected = folder "/expected"
	printf "%s\n", $3 ~ /^unit/ ? "unit" : "line" >(folder "/round")
	delete class
	sections = ""
}

function end()
{
	close(catalogue)
	close(steps)
	close(expected)
	close(folder "/round")
}

# "23x" is a class of its own.
function tax_class(tax)
{
	class[tax] = 1
	return "tax" tax
}

function cart_case()
{
	begin()
	print "products:" >catalogue
	count = split($4, lines, /; */)
	for (i = 1; i <= count; i++)
		product(lines[i])
	if ($2 == "catalogue-sale")
		catalogue_sales($5)
	else if ($5 != "-")
		promotions($5)
	if (on_sale != "")
		printf "sales: [ { sale: quarter, off: \"25%%\", product: [%s] } ]\n",
			on_sale >catalogue
	on_sale = ""
	if ($6 != "-")
		shipping($6)
	taxes()
	count = split($8, parts, / +/)
	for (i = 1; i <= count; i++) {
		at = index(parts[i], "=")
		print substr(parts[i], 1, at - 1), substr(parts[i], at + 1) >expected
	}
	end()
}

# A:2@10.00,tax=23x,min=9.00,cat=C1,catalog_sale=1
function product(text,    parts, n, j, sku, quantity, price, rest, at)
{
	n = split(text, parts, /,/)
	sku = substr(parts[1], 1, index(parts[1], ":") - 1)
	at = index(parts[1], "@")
	quantity = substr(parts[1], length(sku) + 2, at - length(sku) - 2)
	price = substr(parts[1], at + 1)
	rest = ""
	for (j = 2; j <= n; j++) {
		at = index(parts[j], "=")
		rest = rest detail(sku, substr(parts[j], 1, at - 1),
			substr(parts[j], at + 1))
	}
	# The price in the row is what a quarter less leaves of it.
	if (text ~ /catalog_sale=1/)
		price = sprintf("%.2f", price * 4 / 3)
	printf "  - { sku: %s, name: %s, price: \"%s\", track_stock: false%s }\n",
		sku, sku, price, rest >catalogue
	fill(sku, quantity)
}

function detail(sku, key, value)
{
	if (key == "tax")
		return ", tax_class: " tax_class(value)
	if (key == "min")
		return ", min_price: \"" value "\""
	if (key == "cat")
		return ", category: " value
	if (key == "catalog_sale") {
		on_sale = on_sale (on_sale == "" ? "" : ", ") sku
		return ""
	}
	return ", unknown_" key ": " value
}

# How the line came to its quantity.
function fill(sku, quantity,    parts, n, j)
{
	if ($7 ~ /^qty changed/) {
		n = split($7, parts, /[^0-9]+/)
		for (j = 2; j <= n && parts[j] != ""; j++)
			print j == 2 ? "add " sku " -n " parts[j] : \
				"update " sku " " parts[j] >steps
	} else if ($7 ~ "^start with " sku) {
		split($7, parts, /[^0-9]+/)
		print "add " sku " -n " parts[2] >steps
		print "update " sku " " parts[3] >steps
	} else {
		print "add " sku " -n " quantity >steps
	}
}

function shipping(text,    parts, n, j, more)
{
	n = split(text, parts, /,/)
	for (j = 2; j <= n; j++)
		if (parts[j] ~ /^tax=/)
			more = ", tax_class: " tax_class(substr(parts[j], 5))
	printf "shipping: [ { method: parcel, price: \"%s\"%s } ]\n",
		substr(parts[1], 5), more >catalogue
}

function taxes(    tax)
{
	for (tax in class) {
		if (sections !~ /tax/)
			print "tax:" >catalogue
		sections = sections " tax"
		printf "  - { class: tax%s, zone: \"*\", rate: \"%s\", included: %s }\n",
			tax, substr(tax, 1, length(tax) - 1),
			tax ~ /i$/ ? "true" : "false" >catalogue
	}
}

# "-10%" is 10%, "-10.00" 10.00.
function off(text)
{
	sub(/^-/, "", text)
	return "\"" text "\""
}

# In the order in which they are named, by falling priorities.
function catalogue_sales(text,    names, n, j)
{
	if (text == "-")
		return
	print "sales:" >catalogue
	n = split(text, names, / > /)
	for (j = 1; j <= n; j++)
		printf "  - { sale: sale%d, off: %s, priority: %d }\n", j,
			off(names[j]), 100 - j >catalogue
}

function promotions(text,    names, n, j)
{
	print "promotions:" >catalogue
	n = split(text, names, / > /)
	for (j = 1; j <= n; j++)
		promotion(names[j], j)
}

function promotion(text, number,    priority, skip, exclusive, at, condition, acts, n, j)
{
	priority = 100 - number
	if (match(text, /\[priority [0-9]+\]/))
		priority = substr(text, RSTART + 10, RLENGTH - 11)
	exclusive = text ~ /\[exclusive\]/
	skip = text ~ /\[not on catalogue-discounted lines\]/
	gsub(/ *\[[^]]*\]/, "", text)
	at = index(text, " if ")
	if (at) {
		condition = substr(text, at + 4)
		text = substr(text, 1, at - 1)
	}
	printf "  - promotion: p%d\n    priority: %d\n", number, priority >catalogue
	if (exclusive)
		print "    exclusive: true" >catalogue
	if (condition != "")
		print "    when: { " when(condition) " }" >catalogue
	print "    do:" >catalogue
	n = split(text, acts, / & /)
	for (j = 1; j <= n; j++)
		print "      - { " action(acts[j]) (skip ? ", skip_on_sale: true" : "") \
			" }" >catalogue
}

function when(text,    value)
{
	value = text
	sub(/.*>=/, "", value)
	if (text ~ /^has\(/)
		return "has: [" substr(text, 5, length(text) - 5) "]"
	if (text ~ /^goods>=/)
		return "goods: \"" value "..\""
	if (text ~ /^qty>=/)
		return "quantity: \"" value "..\""
	if (text ~ /^cat_total\(/)
		return "category_total: { " substr(text, 11, index(text, ")") - 11) \
			": \"" value "..\" }"
	return "unknown: " text
}

# order -10.00, shipping -20%, each_unit -5.00 on(price>=10.00,price<=50.00)
function action(text,    words, what)
{
	split(text, words, / +/)
	what = "off: " off(words[2]) ", from: "
	if (words[1] == "each_unit")
		return what "unit" filters(words[3])
	return what words[1]
}

function filters(text,    parts, n, j, low, high, out)
{
	low = high = out = ""
	sub(/^on\(/, "", text)
	sub(/\)$/, "", text)
	n = split(text, parts, /,/)
	for (j = 1; j <= n; j++) {
		if (parts[j] ~ /^price>=/)
			low = substr(parts[j], 8)
		else if (parts[j] ~ /^price<=/)
			high = substr(parts[j], 8)
		else if (parts[j] ~ /^items=/)
			out = out ", product: [" substr(parts[j], 7) "]"
		else if (parts[j] ~ /^cat=/)
			out = out ", category: " substr(parts[j], 5)
		else
			out = out ", unknown: " parts[j]
	}
	if (low != "" || high != "")
		out = out ", price: \"" low ".." high "\""
	return out
}

# Integers are cents. An even split is one over the pieces of a line, a proportional
# one over lines whose prices are the weights.
function split_case(    amount, parts, weights, n, j)
{
	begin()
	amount = $5
	sub(/^amount=-?/, "", amount)
	n = numbers($8, parts)
	print "products:" >catalogue
	if ($2 == "split-even") {
		printf "  - { sku: P1, name: P1, price: \"100.00\", track_stock: false }\n" \
			>catalogue
		print "add P1 -n " n >steps
		printf "unit_disc[P1] " >expected
		for (j = 1; j <= n; j++)
			printf("%s%.2f", (j > 1 ? "/" : ""), parts[j] / 100) >expected
		print "" >expected
	} else {
		numbers($4, weights)
		for (j = 1; j <= n; j++) {
			printf "  - { sku: P%d, name: P%d, price: \"%.2f\", track_stock: false }\n",
				j, j, weights[j] / 100 >catalogue
			print "add P" j " -n 1" >steps
			printf "unit_disc[P%d] %.2f\n", j, parts[j] / 100 >expected
		}
	}
	printf "promotions: [ { promotion: split, do: [ { off: \"%.2f\", from: order } ] } ]\n",
		amount / 100 >catalogue
	end()
}

# The numbers in square brackets, without their signs.
function numbers(text, out)
{
	gsub(/.*\[|\].*|-| /, "", text)
	return split(text, out, /,/)
}
