#!/bin/bash
# How long the import of a large catalogue takes, against what libyaml alone takes to
# parse it: each the best of several runs, one after the other, and the most memory
# that the import held.
#
#     tests/bench/import.sh [FILE]     else Icecat's, from SHOP_TEST_DATA
#
# RUNS is how many (5). BUILD is the folder of the build.
set -eu
export LC_ALL=C

cd "$(dirname "$0")/../.."
build=${BUILD:-build}
data=${SHOP_TEST_DATA:-../shared/data}
file=${1:-$data/icecat/icecat.yaml}
if [ ! -e "$file" ]; then
	echo "import: skipped, there is no $file (set SHOP_TEST_DATA)"
	exit 0
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export HOME=$folder SHOP_HOME=$folder/shop
times=$folder/times

for ((run = 0; run < ${RUNS:-5}; run++)); do
	echo "parse $("$build/bench/yaml_parse" "$file")" >>"$times"
	rm -rf "$SHOP_HOME"
	"$build/shop" --quiet init --name bench --currency EUR
	echo "import $("$build/bench/measure" "$build/shop" --quiet admin import "$file")" \
		>>"$times"
done
rows=$(grep -c '^  - ' "$file")
size=$(stat -c %s "$file")
awk -v rows="$rows" -v size="$size" '
!($1 in best) || $2 < best[$1] { best[$1] = $2 }
$1 == "import" && $3 > memory { memory = $3 }
END {
	printf "import: %d products, %.1f MB\n", rows, size / 1e6
	printf "  libyaml alone  %6.2f s\n", best["parse"]
	printf "  import         %6.2f s  %d products/s\n", best["import"],
		rows / best["import"]
	printf "  ratio          %6.2f    at most 5 is wanted\n",
		best["import"] / best["parse"]
	printf "  memory         %6d MB at most 512 is wanted\n", memory / 1024
}' "$times"
