#!/bin/bash
# Compares the manual with the tables of commands: every command has a page
# man/shop-ITS-WORDS.1, or stands in the NAME section of another page; .Nd is its
# summary; every option has its .It Fl, with its letter, and every operand its Ar; and
# no page shows a command or an option that is not there. One line for each difference.
#
#     tests/manual.sh [FOLDER]     the top of the source, else the one around this file
#
# SHOP_BIN is the program asked for its tables (build/shop).
set -u
export LC_ALL=C.UTF-8

cd "${1:-$(dirname "$0")/..}" || exit 2
shop=${SHOP_BIN:-${BUILD:-build}/shop}

tables=$(mktemp)
trap 'rm -f "$tables"' EXIT
"$shop" help --dump >"$tables" || exit 2
shopt -s nullglob
pages=(man/*.1)

awk -F '\t' '
# The words of a line of mdoc, without what only guards them from the formatter.
function plain(text)
{
	gsub(/\\&/, "", text)
	gsub(/\\-/, "-", text)
	gsub(/"/, "", text)
	return text
}

function page_of(path)
{
	gsub(/ /, "-", path)
	return path == "" ? "man/shop.1" : "man/shop-" path ".1"
}

function differ(page, message)
{
	print page ": " message
	different = 1
}

# Which page a command is on: its own, or the one that names it.
function find_page(path,    page)
{
	page = page_of(path)
	if (page in seen)
		return page
	return (page in named) ? named[page] : ""
}

function check_command(path, summary,    page)
{
	page = find_page(path)
	if (page == "")
		differ(page_of(path), "there is no page for the command '\''" path "'\''")
	else if (page == page_of(path) && told[page] != summary)
		differ(page, "its .Nd is '\''" told[page] "'\'', the summary is '\''" \
			summary "'\''")
}

function check_param(path, name, letter,    page, item)
{
	page = find_page(path)
	if (page == "")
		return
	if (name !~ /^--/) {
		if (!((page, name) in operands))
			differ(page, "lacks the operand " name)
		return
	}
	item = items[page, substr(name, 2)]
	if (item == "")
		differ(page, "lacks the option " name)
	else if (letter != "" && index(item, " Fl " letter " ") == 0)
		differ(page, "does not say -" letter " at " name)
}

FNR == NR {
	if ($2 == "") {
		commands[++command_count] = $1
		summaries[$1] = $5
	} else {
		known[page_of($1), $2] = 1
		params[++param_count] = $0
	}
	next
}

FNR == 1 {
	page = FILENAME
	seen[page] = 1
	section = ""
}

/^[.]Sh / {
	section = $0
}

section == ".Sh NAME" && /^[.]Nm / {
	name = plain(substr($0, 5))
	sub(/ *,$/, "", name)
	gsub(/ /, "-", name)
	named["man/" name ".1"] = page
	lists[page] = lists[page] " man/" name ".1"
}

/^[.]Nd / {
	told[page] = plain(substr($0, 5))
}

/^[.]It .*Fl / || /^[.]Fl / {
	item = " " plain(substr($0, 2)) " "
	if (item !~ /^ It /)
		next
	gsub(/ ,/, " ", item)
	count = split(item, words, " ")
	for (i = 2; i <= count; i++)
		if (words[i - 1] == "Fl" && words[i] ~ /^-/) {
			items[page, words[i]] = item
			shown[++shown_count] = page SUBSEP words[i]
		}
}

/ ?Ar / {
	count = split(plain($0), words, " ")
	for (i = 2; i <= count; i++)
		if (words[i - 1] ~ /^[.]?Ar$/)
			operands[page, words[i]] = 1
}

END {
	if (command_count == 0) {
		print "there are no tables of commands"
		exit 1
	}
	for (i = 1; i <= command_count; i++)
		check_command(commands[i], summaries[commands[i]])
	for (i = 1; i <= param_count; i++) {
		split(params[i], cells, "\t")
		check_param(cells[1], cells[2], cells[3])
	}
	for (i = 1; i <= shown_count; i++) {
		split(shown[i], cells, SUBSEP)
		found = (("man/shop.1", "-" cells[2]) in known)
		count = split(lists[cells[1]], words, " ")
		for (j = 1; j <= count; j++)
			if ((words[j], "-" cells[2]) in known)
				found = 1
		if (!found)
			differ(cells[1], "shows an option -" cells[2] " that is not there")
	}
	for (name in named) {
		if (name == "man/shop.1")
			continue
		found = 0
		for (i = 1; i <= command_count; i++)
			if (index(page_of(commands[i]), substr(name, 1, \
			    length(name) - 2)) == 1)
				found = 1
		if (!found)
			differ(named[name], "names " name ", which is no command")
	}
	exit different
}' "$tables" "${pages[@]}"
