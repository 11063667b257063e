#!/bin/bash
# What a search over a million products costs as a whole process, beside the same in
# SQLite's FTS5 and in Xapian: in turn in the same run, after it was checked that each
# of them finds as many products as there are. Prints medians, 99th percentiles,
# ratios, sizes and memory, and fails where a goal is missed.
#
# BUILD is the folder of the default build (build); what is measured is linked
# statically and in its static/, but for Xapian. PEERS is what to compare with, as far
# as it was built ("fts5 xapian").
# PRODUCTS is how many there are (1000000), EDITS how many of them are changed (one in
# a hundred). Each search runs ROUNDS times (300) or, if it had BUDGET seconds (20)
# before, less often; from a cold cache, COLD times (20).
# WORK is a folder to keep and use again; what another shop made is made anew.
# LIMITS=0 only prints.
set -euo pipefail
export LC_ALL=C.UTF-8

cd "$(dirname "$0")/../.."
bench=${BUILD:-build}/bench
static=${BUILD:-build}/static
products=${PRODUCTS:-1000000}
edits=${EDITS:-$(((products + 99) / 100))}
if [ -n "${WORK:-}" ]; then
	mkdir -p "$WORK"
	work=$(realpath "$WORK")
else
	work=$(mktemp -d)
	trap 'rm -rf "$work"' EXIT
fi
export HOME=$work XDG_STATE_HOME=$work/state
unset "${!SHOP_@}"

declare -A program=([shop]=$static/shop [fts5]=$static/bench/fts5
	[xapian]=$bench/xapian)
declare -A source=([shop]=${program[shop]} [fts5]=tests/bench/fts5.c
	[xapian]=tests/bench/xapian.cc)
declare -A count words
queries=(few some half two range)
engines=(shop)
for engine in fts5 xapian; do
	if [[ " ${PEERS-fts5 xapian} " == *" $engine "* ]]; then
		engines+=("$engine")
	else
		echo "search: without $engine, which is not installed" \
			"(tests/deps.sh bench)"
	fi
done

stop()
{
	printf 'search: %s\n' "$*" >&2
	exit 1
}

# Makes a part of the folder with the function of its name, unless it was made before
# for as many products from the same file.
make_once()
{
	local part=$1 key

	key="$products $(cksum <"$2")"
	[ "$key" != "$(cat "$work/$part.made" 2>/dev/null)" ] || return 0
	echo "search: making $work/$part" >&2
	rm -f "$work/$part.made"
	"make_$part" >"$work/$part.cost"
	echo "$key" >"$work/$part.made"
}

make_catalog()
{
	rm -f "$work"/*.made
	"$bench/catalog" "$work" "$products"
}

make_shop()
{
	rm -rf "$work/shop"
	"${program[shop]}" --home "$work/shop" --quiet init --name Bench \
		--currency EUR --time-zone UTC
	"$bench/measure" "${program[shop]}" --home "$work/shop" --quiet admin import \
		"$work/catalog.yaml"
}

make_fts5()
{
	rm -f "$work"/fts5.db*
	"$bench/measure" "${program[fts5]}" load "$work/fts5.db" "$work/catalog.tsv"
}

make_xapian()
{
	rm -rf "$work"/xapian.db*
	"$bench/measure" "${program[xapian]}" load "$work/xapian.db" \
		"$work/catalog.tsv"
}

read_questions()
{
	local query products_found rest

	while IFS=$'\t' read -r query products_found rest; do
		count[$query]=$products_found
		words[$query]=$rest
	done <"$work/questions.tsv"
}

# Money as a person writes it, from minor units.
money()
{
	printf '%d.%02d' $(($1 / 100)) $(($1 % 100))
}

# The arguments of the shop for a query, which is "start" for the program alone.
shop_command()
{
	local -a asked

	IFS=$'\t' read -ra asked <<<"${words[$2]:-}"
	case $2 in
	start)
		command=("${program[shop]}" --version)
		return
		;;
	range)
		asked=(--category "${asked[0]}" --sort price
			--price "$(money "${asked[1]}")..$(money "${asked[2]}")")
		;;
	two) asked+=(--facets=brand --facet-limit 20 --json) ;;
	esac
	command=("${program[shop]}" --home "$work/$1" search "${asked[@]}" --limit 20)
}

peer_command()
{
	local mode=best
	local -a asked

	IFS=$'\t' read -ra asked <<<"${words[$2]:-}"
	case $2 in
	start)
		command=("${program[$1]}" version)
		return
		;;
	two) mode=facets ;;
	range) mode=range ;;
	esac
	command=("${program[$1]}" "$mode" "$work/$1.db" "${asked[@]}")
}

# Puts the command of an engine for a query into the array command. What is no engine
# is the name of another shop in the folder.
command_of()
{
	case $1 in
	fts5 | xapian) peer_command "$@" ;;
	*) shop_command "$@" ;;
	esac
}

# How many products an engine says there are; for "brand", of the commonest brand.
count_of()
{
	local counted=count

	command_of "$1" "${2/brand/two}"
	case $1-$2 in
	fts5-range | xapian-range)
		command[1]=tally
		"${command[@]}"
		;;
	fts5-* | xapian-*)
		command[1]=facets
		[ "$2" != brand ] || counted=${words[brand]}
		"${command[@]}" | awk -F '\t' -v name="$counted" \
			'$1 == name && NF == 2 { print $2 }'
		;;
	*-brand)
		"${command[@]}" |
			sed -n "s/.*\"${words[brand]}\",\"count\":\([0-9]*\).*/\1/p"
		;;
	*)
		[ "$2" = two ] || command+=(--json)
		"${command[@]}" | sed -n 's/^\],"count":\([0-9]*\).*/\1/p'
		;;
	esac
}

check_counts()
{
	local query counted

	for query in "${queries[@]}" brand; do
		counted=$(count_of "$1" "$query")
		[ "$counted" = "${count[$query]}" ] ||
			stop "$1 finds '$counted' for $query (${words[$query]})," \
				"but there are ${count[$query]}"
	done
}

# Runs all queries named in $asked by all engines named in $by, in turn, after the
# empty process. The first argument names the result; the others are the runner's.
time_searches()
{
	local what=$1 engine query
	local -a all=("$static/bench/empty")

	shift
	printf '%s\tempty\tempty\n' "$what" >"$work/order"
	for engine in "${by[@]}"; do
		for query in "${asked[@]}"; do
			command_of "$engine" "$query"
			all+=(-- "${command[@]}")
			printf '%s\t%s\t%s\n' "$what" "$engine" "$query"
		done
	done >>"$work/order"
	"$bench/runner" -p -b "${BUDGET:-20}" "$@" "${all[@]}" |
		cut -f 1-2 | paste "$work/order" - >>"$work/results"
}

time_warm()
{
	local -a by=("${engines[@]}") asked=(start "${queries[@]}")

	time_searches warm "${ROUNDS:-300}"
}

time_cold()
{
	local -a by=("${engines[@]}") asked=("${queries[@]}") files=()
	local file

	for file in "$work"/shop/{data,lock}.mdb "$work"/{fts5,xapian}.db; do
		[ ! -e "$file" ] || files+=(-e "$file")
	done
	time_searches cold "${files[@]}" "${COLD:-20}"
}

# Changes are made to a copy, so that what is kept stays as it was made.
time_changes()
{
	local -a by=(shop edited) asked=("${queries[@]}")

	rm -rf "$work/edited"
	cp -r "$work/shop" "$work/edited"
	sync "$work/edited/data.mdb"
	# shellcheck disable=SC2086 # the words that keep their counts
	"$bench/change" "$work/edited" "$products" "$edits" \
		${words[few]} ${words[some]} ${words[two]} |
		sed 's/^/change\t/' >>"$work/results"
	check_counts edited
	time_searches edited "${ROUNDS:-300}"
	rm -rf "$work/edited"
}

# The most private memory of any of the queries.
weigh_memory()
{
	local engine query

	for engine in "${engines[@]}"; do
		for query in "${queries[@]}"; do
			command_of "$engine" "$query"
			"$bench/memory" "${command[@]}" || [ $? -eq 77 ]
		done | sort -n | tail -n 1 | sed "s/^/memory\t$engine\t/"
	done >>"$work/results"
}

weigh_disk()
{
	local engine

	"${program[shop]}" --home "$work/shop" admin stats --format tsv |
		awk -F '\t' 'BEGIN { OFS = FS }
		$1 ~ /^(term|posting|column|facet|document|sorted|delta)$/ {
			sum += $3
		}
		END { print "index", "shop", sum }'
	for engine in "${engines[@]}"; do
		printf 'disk\t%s\t%d\n' "$engine" \
			"$(find "$work/$engine/data.mdb" "$work/$engine.db" \
				-printf '%s' 2>/dev/null)"
		printf 'made\t%s\t%s\t%s\n' "$engine" \
			"$(cut -d ' ' -f 1 "$work/$engine.cost")" \
			"$(cut -d ' ' -f 2 "$work/$engine.cost")"
	done
	printf 'yaml\tshop\t%d\n' "$(stat -c %s "$work/catalog.yaml")"
}

make_once catalog tests/bench/catalog.c
for engine in "${engines[@]}"; do
	make_once "$engine" "${source[$engine]}"
done
read_questions
for engine in "${engines[@]}"; do
	check_counts "$engine"
done
: >"$work/results"
time_warm
time_cold
weigh_memory
weigh_disk >>"$work/results"
time_changes
awk -F '\t' -v products="$products" -v edits="$edits" -v limits="${LIMITS:-1}" \
	-f tests/bench/search.awk "$work/questions.tsv" "$work/results"
