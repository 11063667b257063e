#include "pricing/split.h"

#include <stdlib.h>
#include <string.h>

__extension__ typedef __int128 wide;

static int
compare_parts(const void *a, const void *b)
{
	const struct split_part *one = *(const struct split_part *const *)a;
	const struct split_part *other = *(const struct split_part *const *)b;

	if (one->place != other->place)
		return one->place < other->place ? -1 : 1;
	if (one->weight != other->weight)
		return one->weight > other->weight ? -1 : 1;
	return strcmp(one->name, other->name);
}

/* What a part without weight has no share in. */
static size_t
list_open(struct split_part *parts, size_t count, struct split_part **open)
{
	size_t open_count = 0;

	for (size_t i = 0; i < count; i++) {
		invariant(parts[i].weight >= 0 && parts[i].room >= 0);
		parts[i].share = 0;
		if (parts[i].weight > 0)
			open[open_count++] = &parts[i];
	}
	qsort(open, open_count, sizeof(struct split_part *), compare_parts);
	return open_count;
}

static int64_t
proportion(int64_t amount, const struct split_part *part, wide whole)
{
	return (int64_t)((wide)amount * part->weight / whole);
}

/* Splits an amount over parts in their order; what they have no room for
 * comes back. The remainder is smaller than their number. */
static int64_t
split_once(int64_t amount, struct split_part **open, size_t count)
{
	int64_t remainder = amount;
	int64_t refused = 0;
	wide whole = 0;

	for (size_t i = 0; i < count; i++)
		whole += open[i]->weight;
	for (size_t i = 0; i < count; i++)
		remainder -= proportion(amount, open[i], whole);
	for (size_t i = 0; i < count; i++) {
		struct split_part *part = open[i];
		int64_t room = part->room - part->share;
		int64_t share = proportion(amount, part, whole) +
				((int64_t)i < remainder ? 1 : 0);
		int64_t taken = share < room ? share : room;

		part->share += taken;
		refused += share - taken;
	}
	return refused;
}

static size_t
keep_open(struct split_part **open, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (open[i]->share < open[i]->room)
			open[kept++] = open[i];
	return kept;
}

/* What is refused has filled a part, which leaves: it ends after count rounds. */
enum status
split(int64_t amount, struct split_part *parts, size_t count, struct arena *arena,
	int64_t *rest, struct err *err)
{
	struct arena_mark mark = arena_mark(arena);
	struct split_part **open;
	size_t open_count;

	invariant(amount >= 0);
	TRY(ARENA_NEW(arena, count, &open, err));
	open_count = list_open(parts, count, open);
	while (amount > 0 && open_count > 0) {
		amount = split_once(amount, open, open_count);
		open_count = keep_open(open, open_count);
	}
	arena_rewind(arena, mark);
	*rest = amount;
	return ST_OK;
}
