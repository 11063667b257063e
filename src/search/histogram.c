#include "search/histogram.h"

#include <string.h>

#include "index/columns.h"
#include "index/facet.h"
#include "index/pack.h"

/*
 * A column has one number for each document: of its keyword, of its place in a path,
 * or of several keywords together. Numbers are counted first, and shared out to the
 * keywords and the places above at the end. Only where a group has several documents
 * that differ each number is looked into at once, so that the group counts once.
 */
struct histogram {
	struct search *search;
	uint32_t *plain;  /* groups by number, to be shared out */
	uint64_t *counts; /* groups by number of a keyword or place */
	uint32_t size;
	bool has_rows; /* a number may stand for others */
	struct column column;
	uint32_t *seen; /* of one group, what was counted */
	size_t seen_count;
};

/* For more values the whole table FACET is read through. */
#define GETS_MAX 100

/* The numbers that one stands for: itself, or its members, or itself and what is
 * above it. */
#define MEMBERS_MAX 256
struct members {
	uint32_t items[MEMBERS_MAX];
	size_t count;
};

static enum status
get_row(struct histogram *histogram, uint32_t number, struct facet_row *row,
	struct err *err)
{
	bool found;

	TRY(facet_get(histogram->search->txn, number, row, &found, err));
	return found ? ST_OK : fail_index(err);
}

static enum status
find_members(struct histogram *histogram, uint32_t number, struct members *members,
	struct err *err)
{
	struct facet_row row;

	members->count = 0;
	if (!histogram->has_rows) {
		members->items[members->count++] = number;
		return ST_OK;
	}
	TRY(get_row(histogram, number, &row, err));
	if (row.class == CLASS_SEVERAL) {
		for (uint32_t i = 0; i < row.member_count; i++)
			if (members->count == MEMBERS_MAX ||
				!facet_next_member(&row, &number))
				return fail_index(err);
			else
				members->items[members->count++] = number;
		return ST_OK;
	}
	members->items[members->count++] = number;
	while (row.above != 0 && members->count < MEMBERS_MAX) {
		members->items[members->count++] = row.above;
		TRY(get_row(histogram, row.above, &row, err));
	}
	return ST_OK;
}

static bool
was_seen(const struct histogram *histogram, uint32_t number)
{
	for (size_t i = 0; i < histogram->seen_count; i++)
		if (histogram->seen[i] == number)
			return true;
	return false;
}

/* Counts a number of one document of a group that has several. */
static enum status
count_in_group(struct histogram *histogram, uint32_t number, struct err *err)
{
	struct members members;

	TRY(find_members(histogram, number, &members, err));
	for (size_t i = 0; i < members.count; i++) {
		uint32_t member = members.items[i];

		if (member >= histogram->size)
			return fail_index(err);
		if (was_seen(histogram, member))
			continue;
		if (histogram->seen_count < BLOCK_DOCUMENTS)
			histogram->seen[histogram->seen_count++] = member;
		histogram->counts[member]++;
	}
	return ST_OK;
}

static enum status
read_number(struct histogram *histogram, uint32_t document, uint32_t *number,
	struct err *err)
{
	int64_t value;

	TRY(column_get(&histogram->column, document, &value, err));
	*number = 0;
	if (value == COLUMN_NONE)
		return ST_OK;
	if (value < 0 || value >= histogram->size)
		return fail_index(err);
	*number = (uint32_t)value;
	return ST_OK;
}

/* Counts the documents of a part in which groups may have several. */
static enum status
count_groups(
	struct histogram *histogram, const struct set_part *part, struct err *err)
{
	struct group_walk groups = group_walk(&histogram->search->groups, part->high);
	struct set_walk walk = set_walk(part, 0, CONTAINER_DOCUMENTS);
	uint32_t before = 0; /* the number counted last in this group */
	uint32_t end = 0;
	bool any = false;
	uint32_t low;

	while (set_walk_next(&walk, &low)) {
		uint32_t number;

		if (!any || low > end) {
			end = group_end(&groups, low);
			histogram->seen_count = 0;
			before = 0;
			any = true;
		}
		TRY(read_number(histogram, part->high * CONTAINER_DOCUMENTS + low,
			&number, err));
		if (number != 0 && number != before)
			TRY(count_in_group(histogram, number, err));
		before = number;
	}
	return ST_OK;
}

/* The loop over a block for one width, which the compiler sees as a constant. */
static inline __attribute__((always_inline)) bool
count_block(struct histogram *histogram, struct set_walk *walk, unsigned width)
{
	const struct column *column = &histogram->column;
	uint64_t none = width == 8 ? UINT64_MAX : (UINT64_C(1) << 8 * width) - 1;
	uint64_t base = (uint64_t)column->base;
	uint32_t low;

	while (set_walk_next(walk, &low)) {
		const uint8_t *at =
			column->values + (size_t)(low % BLOCK_DOCUMENTS) * width;
		uint64_t number = width == 1   ? *at
				  : width == 2 ? load_u16(at)
				  : width == 4 ? load_u32(at)
					       : load_u64(at);

		if (number == none)
			continue;
		if (base + number >= histogram->size)
			return false;
		histogram->plain[base + number]++;
	}
	return true;
}

static bool
count_width(struct histogram *histogram, struct set_walk *walk)
{
	switch (histogram->column.width) {
	case 0:
		return true;
	case 1:
		return count_block(histogram, walk, 1);
	case 2:
		return count_block(histogram, walk, 2);
	case 4:
		return count_block(histogram, walk, 4);
	default:
		return count_block(histogram, walk, 8);
	}
}

/* Counts the documents of a part in which each is a group. */
static enum status
count_documents(
	struct histogram *histogram, const struct set_part *part, struct err *err)
{
	struct set_walk walk = set_walk(part, 0, CONTAINER_DOCUMENTS);
	uint32_t low;

	while (set_walk_next(&walk, &low)) {
		uint32_t block = low / BLOCK_DOCUMENTS;
		struct set_walk in_block =
			set_walk(part, low, (block + 1) * BLOCK_DOCUMENTS);

		TRY(column_block(&histogram->column,
			part->high * CONTAINER_BLOCKS + block, err));
		if (!count_width(histogram, &in_block))
			return fail_index(err);
		walk = set_walk(
			part, (block + 1) * BLOCK_DOCUMENTS, CONTAINER_DOCUMENTS);
	}
	return ST_OK;
}

static enum status
share_out(struct histogram *histogram, struct err *err)
{
	for (uint32_t i = 0; i < histogram->size; i++) {
		struct members members;

		if (histogram->plain[i] == 0)
			continue;
		TRY(find_members(histogram, i, &members, err));
		for (size_t j = 0; j < members.count; j++) {
			if (members.items[j] >= histogram->size)
				return fail_index(err);
			histogram->counts[members.items[j]] += histogram->plain[i];
		}
	}
	return ST_OK;
}

/* Reads the texts of many values, which are in the order of their rows. */
static enum status
scan_texts(struct histogram *histogram, struct tallies *tallies, struct err *err)
{
	struct scan_range all = { { NULL, 0 }, { NULL, 0 }, false };
	struct scan *scan;
	size_t i = 0;

	TRY(scan_open(histogram->search->txn, TABLE_FACET, all, &scan, err));
	while (i < tallies->count) {
		struct facet_row row;
		struct bytes key;
		struct bytes value;
		bool found;

		TRY(scan_peek(scan, &key, &value, &found, err));
		if (!found || key.size != 4)
			return fail_index(err);
		if (get_u32(key.data) != tallies->items[i].number)
			continue;
		TRY(facet_read(value, &row, err));
		tallies->items[i].key = row.key;
		tallies->items[i++].text = row.display;
	}
	scan_close(scan);
	return ST_OK;
}

static enum status
list_values(struct histogram *histogram, size_t limit, struct tallies *tallies,
	struct err *err)
{
	size_t count = 0;

	for (uint32_t i = 0; i < histogram->size; i++)
		count += histogram->counts[i] > 0;
	TRY(tallies_reserve(tallies, count, err));
	for (uint32_t i = 0; i < histogram->size; i++) {
		struct tally tally = { .count = histogram->counts[i], .number = i };

		if (tally.count > 0)
			TRY(tallies_add(tallies, &tally, err));
	}
	tallies_thin_out(tallies, limit);
	if (tallies->count > GETS_MAX)
		return scan_texts(histogram, tallies, err);
	for (size_t i = 0; i < tallies->count; i++) {
		struct tally *tally = &tallies->items[i];
		struct facet_row row;

		TRY(get_row(histogram, tally->number, &row, err));
		tally->key = row.key;
		tally->text = row.display;
	}
	return ST_OK;
}

/* Numbers stand for others in paths, and where documents have several keywords. */
static enum status
has_rows(struct search *search, unsigned field, bool *has, struct err *err)
{
	struct term_key prefix = term_key_field(CLASS_SEVERAL, field, NULL, 0);
	struct pack_scan scan;
	struct bytes key;
	struct bytes value;

	*has = true;
	if (search->schema->fields[field].kind == INDEX_PATH)
		return ST_OK;
	TRY(pack_scan_open_prefix(
		search->txn, TABLE_TERM, term_key_bytes(&prefix), &scan, err));
	TRY(pack_scan_next(&scan, &key, &value, has, err));
	pack_scan_close(&scan);
	return ST_OK;
}

enum status
histogram_count(struct search *search, unsigned field, const struct set *base,
	size_t limit, struct tallies *tallies, struct err *err)
{
	struct histogram histogram = { .search = search,
		.size = search->meta.next_term,
		.column = column_of(search->txn, field) };

	TRY(set_load(base, err));
	TRY(has_rows(search, field, &histogram.has_rows, err));
	TRY(ARENA_NEW(search->arena, histogram.size, &histogram.plain, err));
	TRY(ARENA_NEW(search->arena, histogram.size, &histogram.counts, err));
	TRY(ARENA_NEW(search->arena, BLOCK_DOCUMENTS, &histogram.seen, err));
	for (size_t i = 0; i < base->count; i++) {
		const struct set_part *part = &base->parts[i];

		if (groups_are_single(&search->groups, part->high))
			TRY(count_documents(&histogram, part, err));
		else
			TRY(count_groups(&histogram, part, err));
	}
	TRY(share_out(&histogram, err));
	return list_values(&histogram, limit, tallies, err);
}
