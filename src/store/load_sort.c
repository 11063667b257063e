#include <string.h>

#include "store/load_private.h"

/*
 * Names are sorted by seven bytes at a time: from the least byte to the first with a
 * counting sort, and then those that agree in all seven by the seven after them. The
 * eighth byte of a part says how many of the seven there are, or 8 where there are
 * more, so that a name comes before those that it begins.
 */
#define PART_BYTES 7
#define GOES_ON 8
#define FEW 32 /* are sorted one by one */

size_t
entry_size(const uint8_t *entry)
{
	return ENTRY_HEAD + 1 + (size_t)get_u16(entry) + get_u16(entry + 2);
}

enum table
entry_table(const uint8_t *entry)
{
	return (enum table)(TABLE_COUNT - 1 - entry[ENTRY_HEAD]);
}

struct bytes
entry_name(const uint8_t *entry)
{
	return (struct bytes){ entry + ENTRY_HEAD, (size_t)1 + get_u16(entry) };
}

struct bytes
entry_value(const uint8_t *entry)
{
	return (struct bytes){ entry + ENTRY_HEAD + 1 + get_u16(entry),
		get_u16(entry + 2) };
}

static struct bytes
name_of(const struct load *load, const struct item *item)
{
	return entry_name(load->room + item->at);
}

static uint64_t
part_of(struct bytes name, size_t depth)
{
	size_t left = name.size > depth ? name.size - depth : 0;
	size_t size = left < PART_BYTES ? left : PART_BYTES;
	uint8_t part[8] = { 0 };

	if (size > 0)
		memcpy(part, name.data + depth, size);
	part[PART_BYTES] = (uint8_t)(left > PART_BYTES ? GOES_ON : size);
	return get_u64(part);
}

static bool
is_before(const struct load *load, const struct item *a, const struct item *b)
{
	if (a->part != b->part)
		return a->part < b->part;
	return bytes_compare(name_of(load, a), name_of(load, b)) < 0;
}

static void
sort_few(struct load *load, const struct span *span)
{
	struct item *items = load->items;
	size_t i;

	for (i = span->from + 1; i < span->until; i++) {
		struct item item = items[i];
		size_t at = i;

		for (; at > span->from && is_before(load, &item, &items[at - 1]);
			at--)
			items[at] = items[at - 1];
		items[at] = item;
	}
}

/* Where the items of each value of one byte go. */
struct counts {
	size_t at[8][256];
};

static void
count_bytes(const struct load *load, const struct span *span, struct counts *counts)
{
	size_t i;
	int byte;

	memset(counts, 0, sizeof(*counts));
	for (i = span->from; i < span->until; i++)
		for (byte = 0; byte < 8; byte++)
			counts->at[byte][load->items[i].part >> 8 * byte & 0xFF]++;
}

/* False where all have the same byte. */
static bool
counts_to_places(size_t places[256], size_t total)
{
	size_t sum = 0;
	int i;

	for (i = 0; i < 256; i++) {
		size_t count = places[i];

		if (count == total)
			return false;
		places[i] = sum;
		sum += count;
	}
	return true;
}

static void
sort_many(struct load *load, const struct span *span)
{
	size_t total = span->until - span->from;
	struct item *from = load->items + span->from;
	struct item *to = load->spare;
	struct counts counts;
	size_t i;
	int byte;

	count_bytes(load, span, &counts);
	for (byte = 0; byte < 8; byte++) {
		struct item *sorted = to;

		if (!counts_to_places(counts.at[byte], total))
			continue;
		for (i = 0; i < total; i++)
			to[counts.at[byte][from[i].part >> 8 * byte & 0xFF]++] =
				from[i];
		to = from;
		from = sorted;
	}
	if (from == load->spare)
		memcpy(load->items + span->from, from, total * sizeof(*from));
}

/* Those that agree in all of a part and go on are a span of their own. Spans that
 * wait are apart and have more than a few items each, so that spans has room. */
static void
add_spans(struct load *load, const struct span *span, size_t *waiting)
{
	const struct item *items = load->items;
	size_t from = span->from;
	size_t i;

	for (i = span->from + 1; i <= span->until; i++) {
		struct span same = { from, i, span->depth + PART_BYTES };

		if (i < span->until && items[i].part == items[from].part)
			continue;
		from = i;
		if ((items[same.from].part & 0xFF) != GOES_ON)
			continue;
		if (i - same.from > FEW)
			load->spans[(*waiting)++] = same;
		else
			sort_few(load, &same);
	}
}

void
load_sort(struct load *load)
{
	size_t waiting = 1;
	size_t i;

	load->spans[0] = (struct span){ 0, load->item_count, 0 };
	while (waiting > 0) {
		struct span span = load->spans[--waiting];

		for (i = span.from; i < span.until; i++)
			load->items[i].part =
				part_of(name_of(load, &load->items[i]), span.depth);
		if (span.until - span.from <= FEW) {
			sort_few(load, &span);
			continue;
		}
		sort_many(load, &span);
		add_spans(load, &span, &waiting);
	}
}

bool
load_is_replaced(const struct load *load, size_t item)
{
	const struct item *items = load->items;

	return item + 1 < load->item_count &&
	       bytes_equal(
		       name_of(load, &items[item]), name_of(load, &items[item + 1]));
}
