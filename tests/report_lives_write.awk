# Writes what report_lives_model.awk found, what each report must have to a file of its
# own in the folder out, and the list of them to out/list: file, command, its options,
# and the file of the sum that it must have; the first and last order of each customer
# to out/customers, and the accounts of the journal to out/balances.

function cents(amount,    sign)
{
	sign = amount < 0 ? "-" : ""
	amount = amount < 0 ? -amount : amount
	return sprintf("%s%d.%02d", sign, int(amount / 100), amount % 100)
}

# Of units, rounded half away from zero.
function divided(amount, units,    sign)
{
	if (units < 0)
		return divided(-amount, -units)
	return amount < 0 ? -int((-2 * amount + units) / (2 * units)) : \
		int((2 * amount + units) / (2 * units))
}

function figures(r, k,    net)
{
	net = sum[r, k, "gross"] - sum[r, k, "discounts"] - sum[r, k, "refunds"]
	return sprintf("%d\t%d\t%d\t%d\t%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s",
		sum[r, k, "orders"], sum[r, k, "cancelled"], sum[r, k, "credits"],
		sum[r, k, "units"], sum[r, k, "returned"], cents(sum[r, k, "gross"]),
		cents(sum[r, k, "discounts"]), cents(sum[r, k, "refunds"]), cents(net),
		cents(sum[r, k, "shipping"]), cents(sum[r, k, "tax"]), cents(total_of(r, k)),
		sum[r, k, "orders"] ? cents(divided(sum[r, k, "ordered"],
			sum[r, k, "orders"])) : "")
}

function write(r, file, command, options, its_sum,    pair, parts)
{
	if (options != "--by all")
		print file "\t" command "\t" options "\t" its_sum >(out "/list")
	printf "" >(out "/" file)
	for (pair in rows) {
		split(pair, parts, SUBSEP)
		if (parts[1] == r)
			write_row(r, parts[2], command, out "/" file)
	}
	close(out "/" file)
}

# By how many percent of a sum, with one decimal.
function share_of(r, k,    whole, tenths, sign)
{
	whole = total_of(filter_report[r], "all")
	if (whole <= 0)
		return ""
	tenths = divided(total_of(r, k) * 1000, whole)
	sign = tenths < 0 ? "-" : ""
	tenths = tenths < 0 ? -tenths : tenths
	return sign int(tenths / 10) "." tenths % 10
}

function total_of(r, k)
{
	return sum[r, k, "gross"] - sum[r, k, "discounts"] - sum[r, k, "refunds"] + \
		sum[r, k, "shipping"] + sum[r, k, "tax"]
}

function write_row(r, k, command, file)
{
	if (command == "payments")
		print k "\t" sum[r, k, "payments"] + 0 "\t" cents(sum[r, k, "received"]) \
			"\t" sum[r, k, "repayments"] + 0 "\t" cents(sum[r, k, "repaid"]) \
			"\t" cents(sum[r, k, "received"] - sum[r, k, "repaid"]) >file
	else if (command == "tax")
		print k "\t" cents(sum[r, k, "base"]) "\t" cents(sum[r, k, "tax"]) "\t" \
			cents(sum[r, k, "base_refunded"]) "\t" \
			cents(sum[r, k, "tax_refunded"]) "\t" \
			cents(sum[r, k, "base"] - sum[r, k, "base_refunded"]) "\t" \
			cents(sum[r, k, "tax"] - sum[r, k, "tax_refunded"]) >file
	else if (report_by[r] == "all" || index(times, report_by[r]))
		print k "\t" figures(r, k) >file
	else
		print k "\t" figures(r, k) "\t" share_of(r, k) >file
}

END {
	live()
	for (i = 1; i <= reports; i++) {
		f = report_filter[i]
		write(i, "sales-" i, "sales", report_by[i] == "all" ? "--by all" : \
			"--by " report_by[i] (filter_field[f] == "" ? "" : \
			" --" filter_field[f] " " filter_value[f]), \
			"sales-" filter_report[i])
	}
	for (name in tax_by)
		write("tax " name, "tax-" name, "tax",
			name == "country" ? "" : "--by " name)
	for (name in money_by)
		write("payments " name, "payments-" name, "payments", "--by " name)
	for (name in last)
		print name "\t" first[name] "\t" last[name] >(out "/customers")
	for (name in balance)
		if (balance[name] != 0)
			print name " " cents(balance[name]) " EUR" >(out "/balances")
}
