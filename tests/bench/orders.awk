# The results of orders.sh: engine, lanes, then a line of buyers' or of sync_pair's.

$3 == "pair" { pairs[++pair_count] = $4 }
$3 == "took" { times[$1, $2, ++count[$1, $2]] = $4 }
$3 == "wall" { wall[$1, $2] += $4 }
$3 == "share" {
	slowest[$1, $2] += $4
	fastest[$1, $2] += $5
}

function sort(values, size,	i, j, value) {
	for (i = 2; i <= size; i++) {
		value = values[i]
		for (j = i - 1; j > 0 && values[j] > value; j--)
			values[j + 1] = values[j]
		values[j + 1] = value
	}
}

# In milliseconds.
function percentile(engine, lanes, percent,	values, size, i) {
	size = count[engine, lanes]
	for (i = 1; i <= size; i++)
		values[i] = times[engine, lanes, i] + 0
	sort(values, size)
	i = int((size * percent + 99) / 100)
	return values[i] / 1000
}

function rate(engine, lanes) {
	return count[engine, lanes] / wall[engine, lanes] * 1e6
}

function goal(is_met, text) {
	if (limits && !is_met) {
		failed = 1
		return "   (" text " is wanted)"
	}
}

# What is said of a line that misses a goal.
function missed(engine, lanes, ratio, p99, share) {
	if (engine == "wal")
		return goal(ratio >= 2, "2 times")
	if (engine == "shop" && lanes > 1)
		return goal(share >= 0.5, "a share of 0.5") \
			goal(p99 <= 40 || pair > 300, "40 ms")
}

function show(engine, lanes,	ratio, share, p99) {
	if (!count[engine, lanes])
		return
	ratio = rate("shop", lanes) / rate(engine, lanes)
	share = slowest[engine, lanes] / fastest[engine, lanes]
	p99 = percentile(engine, lanes, 99)
	printf "%-9s %8d %9.0f %8.2f %8.2f %8.2f %9.2f%s\n", engine, lanes,
		rate(engine, lanes), ratio, percentile(engine, lanes, 50), p99, share,
		missed(engine, lanes, ratio, p99, share)
}

END {
	sort(pairs, pair_count)
	pair = pairs[int((pair_count + 1) / 2)]
	printf "a pair of syncs takes %.2f ms here\n", pair / 1000
	printf "%-9s %8s %9s %8s %8s %8s %9s\n", "", "at once", "orders/s",
		"shop is", "p50 ms", "p99 ms", "slowest"
	split("1 " parallel, lanes, " ")
	for (i = 1; i <= 2; i++) {
		show("shop", lanes[i])
		show("wal", lanes[i])
		show("rollback", lanes[i])
	}
	exit failed
}
