#!/bin/bash
# How well search ranks: NDCG@10 (exponential gain) over the queries that people
# judged on Icecat's products, in SHOP_TEST_DATA. Fails below the goal.
#
#     tests/relevance.sh [-v] [RUN]
#
# -v prints each query's score, the worst first. RUN keeps the hits, in lines of
# query, rank and SKU. QUERIES and QRELS are other queries and judgements of the
# same products; GOAL is another goal.
set -euo pipefail
export LC_ALL=C.UTF-8

cd "$(dirname "$0")/.."
shop=$PWD/${BUILD:-build}/shop
data=${SHOP_TEST_DATA:-../shared/data}/icecat
queries=${QUERIES:-$data/queries.tsv}
qrels=${QRELS:-$data/qrels.tsv}
goal=${GOAL:-0.85}
verbose=0
if [ "${1-}" = -v ]; then
	verbose=1
	shift
fi
for file in "$data/icecat.yaml" "$queries" "$qrels"; do
	if [ ! -e "$file" ]; then
		echo "relevance: skipped, there is no $file (set SHOP_TEST_DATA)"
		exit 0
	fi
done

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
run=${1:-$folder/run}
export HOME=$folder SHOP_HOME=$folder/shop XDG_STATE_HOME=$folder/state
"$shop" -q init --name relevance --currency EUR </dev/null
"$shop" -q admin import "$data/icecat.yaml" </dev/null

while IFS=$'\t' read -r id text; do
	[ "$id" = query_id ] && continue
	"$shop" search -n 10 --format ids -- "$text" </dev/null |
		awk -v id="$id" '{ print id "\t" NR "\t" $0 }'
done <"$queries" >"$run"

# Of the queries with a product that is any good, how good the first ten are beside
# the best ten there could be.
awk -F '\t' -v goal="$goal" -v verbose="$verbose" '
function gain(grade) { return 2 ^ grade - 1 }
function discount(rank) { return log(2) / log(rank + 1) }
FILENAME == ARGV[1] {
	text[$1] = $2
	order[++queries] = $1
	next
}
FILENAME == ARGV[2] {
	grade[$1, $2] = $3
	judged[$1, $3]++
	if ($3 > 0)
		answerable[$1] = 1
	if ($3 > highest)
		highest = $3
	next
}
$2 <= 10 && ($1, $3) in grade {
	got[$1] += gain(grade[$1, $3]) * discount($2)
}
END {
	for (i = 1; i <= queries; i++) {
		id = order[i]
		if (!(id in answerable))
			continue
		ideal = 0
		rank = 0
		for (g = highest; g > 0; g--)
			for (j = 0; j < judged[id, g] && rank < 10; j++)
				ideal += gain(g) * discount(++rank)
		sum += got[id] / ideal
		count++
		if (verbose)
			printf "%.4f  %s\n", got[id] / ideal, text[id] | "sort"
	}
	close("sort")
	ndcg = count ? sum / count : 0
	printf "relevance: NDCG@10 %.4f over %d queries, goal %s\n", ndcg, count, goal
	exit ndcg < goal
}' "$queries" "$qrels" "$run"
