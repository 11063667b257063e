# The results of import.sh: what, then seconds and kB, or microseconds, or bytes.

$1 == "bytes" { bytes[$2] = $3 / products; next }
$1 == "alone" || $1 == "waited" {
	waits[$1]++
	total[$1] += $2
	if ($2 > longest[$1])
		longest[$1] = $2
	next
}
{
	if (!($1 in best) || $2 < best[$1])
		best[$1] = $2
	if ($3 > memory[$1])
		memory[$1] = $3
}

function goal(is_met, text) {
	if (limits && !is_met) {
		failed = 1
		return "   (" text " is wanted)"
	}
}

# What is said of a line that misses a goal.
function missed(what, ratio) {
	if (what == "import")
		return goal(memory[what] <= 512 * 1024, "at most 512 MB") \
			goal(bytes[what] <= 750, "at most 750 bytes")
	if (what == "parse")
		return goal(ratio >= 1, "1.00")
	if (what == "sqlite")
		return goal(ratio >= 4, "4.00")
}

function show(what, title,	ratio) {
	if (!(what in best))
		return
	ratio = best[what] / best["import"]
	printf "%-24s %8.2f %8.2f %8s %10s%s\n", title, best[what], ratio,
		memory[what] ? sprintf("%d", memory[what] / 1024) : "",
		bytes[what] ? sprintf("%d", bytes[what]) : "", missed(what, ratio)
}

END {
	printf "%d products, %.1f MB of YAML, %d a second\n", products, size / 1e6,
		products / best["import"]
	printf "%-24s %8s %8s %8s %10s\n", "", "s", "import=1", "MB held",
		"B/product"
	show("import", "import")
	show("parse", "libyaml, parsing alone")
	show("sqlite", "SQLite")
	show("beside", "import, shop open")
	show("unchanged", "import, nothing new")
	show("changed", "import, " changes " prices")
	printf "a checkout took %.1f ms before, %.1f ms beside the import, at most " \
		"%.1f ms of %d%s\n", total["alone"] / waits["alone"] / 1000,
		total["waited"] / waits["waited"] / 1000, longest["waited"] / 1000,
		waits["waited"], goal(longest["waited"] <= 250000, "250 ms")
	printf "a changed price cost %.2f ms\n",
		(best["changed"] - best["unchanged"]) / changes * 1000
	exit failed
}
