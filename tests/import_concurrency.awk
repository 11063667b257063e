# Replays a shop's log over what it began with, and says what it must be now. Reads
# lines of tab-separated texts: first what there was, then the rows of the files that
# were imported, then the log, then what there is.
#
#     had SKU FIELD VALUE
#     row FILE SKU FIELD VALUE
#     event NUMBER KIND SUBJECT NOTE          a product's SKU, or the file's name
#     change NUMBER FIELD OLD NEW             what an event changed
#     has SKU FIELD VALUE
#
# Fields are name, brand, price and stock; "name" comes first and says that the product
# is there. Says each thing that is not as it must be in a line, and fails where there
# are any.

BEGIN {
	FS = "\t"
	split("name brand price stock", fields, " ")
}

function say(message)
{
	print message
	wrong++
}

function value_of(sku, field)
{
	if ((sku, field) in now)
		return now[sku, field]
	return field == "stock" ? "0" : ""
}

function take_row(file, sku,    i)
{
	for (i = 1; i <= 4; i++)
		if ((file, sku, fields[i]) in row)
			now[sku, fields[i]] = row[file, sku, fields[i]]
}

# A product that others remove or add while a large file is on its way is new or
# changed as it was when its row was first taken; each row is one of the three.
function take_file(number, file, note,    i, count, skus, says)
{
	count = split(rows_of[file], skus, " ")
	for (i = 1; i <= count; i++)
		take_row(file, skus[i])
	split(note, says, "[ ,;]+")
	if (says[1] + says[3] + says[5] != count || says[7] != 0)
		say("event " number " of " file " says '" note "', it has " count \
			" rows")
}

function remove(sku,    i)
{
	for (i = 1; i <= 4; i++)
		delete now[sku, fields[i]]
}

$1 == "had" {
	now[$2, $3] = $4
}

$1 == "row" {
	if (!(($2, $3, "name") in row))
		rows_of[$2] = rows_of[$2] " " $3
	row[$2, $3, $4] = $5
}

$1 == "event" {
	kind = $3
	sku = $4
	if (kind == "imported")
		take_file($2, $4, $5)
	else if (kind == "removed")
		remove(sku)
	imports += kind == "imported"
	others += kind != "imported"
}

# What it was says that the change came where the log has it.
$1 == "change" && kind != "removed" {
	field = $3 == "on_hand" ? "stock" : $3
	if (field !~ /^(name|brand|price|stock)$/)
		next
	if (value_of(sku, field) != $4)
		say("event " $2 " changed the " field " of " sku " from '" $4 \
			"', it was '" value_of(sku, field) "'")
	now[sku, field] = $5
}

$1 == "has" {
	has[$2, $3] = $4
}

END {
	for (key in has) {
		split(key, part, SUBSEP)
		if (has[key] != value_of(part[1], part[2]))
			say(part[1] " has the " part[2] " '" has[key] \
				"', it must be '" value_of(part[1], part[2]) "'")
	}
	for (key in now) {
		split(key, part, SUBSEP)
		if (now[key] != "" && !(key in has))
			say(part[1] " has no " part[2] ", it must be '" now[key] "'")
	}
	print imports " imports and " others " other changes, " wrong + 0 " wrong"
	exit wrong > 0
}
