#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/bytes.h"
#include "csv/csv_woo.h"

/*
 * Variations may stand anywhere in the file, and name their product by its SKU or as
 * "id:" and its ID. One read of the file notes where they are: 24 bytes for each, and
 * 16 for each product that may have some.
 */
#define CAPACITY_MIN 256
#define NAME_ID 1
#define NAME_SKU 2

bool
woo_is(const struct woo_file *woo, const struct csv_row *row, const char *type)
{
	const char *at = csv_text_at(row, woo->columns[WOO_TYPE]);
	size_t size = strlen(type);

	while (*at) {
		size_t word = strcspn(at, ", ");

		if (word == size && strncasecmp(at, type, size) == 0)
			return true;
		at += word + strspn(at + word, ", ");
	}
	return false;
}

static uint64_t
name_hash(const char *name, uint64_t kind)
{
	return checksum(bytes_of_text(name), kind);
}

static uint64_t
parent_hash(const struct woo_file *woo, const struct csv_row *row)
{
	const char *parent = csv_text_at(row, woo->columns[WOO_PARENT]);

	if (strncasecmp(parent, "id:", 3) == 0)
		return name_hash(parent + 3, NAME_ID);
	return name_hash(parent, NAME_SKU);
}

/* Room for one more in an array that doubles. */
static enum status
make_room(
	struct arena *arena, void *items, size_t count, size_t size, struct err *err)
{
	void *old;
	void *grown;

	if (count != 0 && (count < CAPACITY_MIN || (count & (count - 1)) != 0))
		return ST_OK;
	memcpy(&old, items, sizeof(old));
	TRY(arena_take(arena, count < CAPACITY_MIN ? CAPACITY_MIN : count * 2, size,
		&grown, err));
	if (count > 0)
		memcpy(grown, old, count * size);
	memcpy(items, &grown, sizeof(grown));
	return ST_OK;
}

static enum status
note_name(struct csv_file *file, const char *name, uint64_t kind, struct err *err)
{
	struct woo_file *woo = file->state;

	if (name[0] == '\0')
		return ST_OK;
	TRY(make_room(file->arena, &woo->parents, woo->parent_count,
		sizeof(*woo->parents), err));
	woo->parents[woo->parent_count++] = name_hash(name, kind);
	return ST_OK;
}

static enum status
note_row(struct csv_file *file, const struct csv_row *row, struct err *err)
{
	struct woo_file *woo = file->state;

	if (woo_is(woo, row, "variable")) {
		TRY(note_name(
			file, csv_text_at(row, woo->columns[WOO_ID]), NAME_ID, err));
		return note_name(
			file, csv_text_at(row, woo->columns[WOO_SKU]), NAME_SKU, err);
	}
	if (!woo_is(woo, row, "variation"))
		return ST_OK;
	TRY(make_room(file->arena, &woo->variations, woo->variation_count,
		sizeof(*woo->variations), err));
	woo->variations[woo->variation_count++] =
		(struct woo_row){ parent_hash(woo, row), row->place };
	return ST_OK;
}

static int
compare_hashes(const void *a, const void *b)
{
	const uint64_t *x = a;
	const uint64_t *y = b;

	return (*x > *y) - (*x < *y);
}

static int
compare_rows(const void *a, const void *b)
{
	const struct woo_row *x = a;
	const struct woo_row *y = b;
	int order = (x->parent > y->parent) - (x->parent < y->parent);

	return order ? order
		     : (x->place.offset > y->place.offset) -
			       (x->place.offset < y->place.offset);
}

/* What cannot be read is said when it is read for its items. */
static enum status
note_rows(struct csv_file *file, struct arena *scratch, struct err *err)
{
	struct arena_mark mark;
	struct csv_row row;
	struct err ended;
	bool found;
	char *first;

	TRY(ARENA_NEW(scratch, 1, &first, err));
	mark = arena_mark(scratch);
	csv_seek(file->aside, file->header.place);
	for (;;) {
		enum status status =
			csv_read_row(file->aside, scratch, &row, &found, &ended);

		if (status == ST_BAD_DATA || (status == ST_OK && !found))
			return ST_OK;
		if (status != ST_OK) {
			*err = ended;
			return status;
		}
		TRY(note_row(file, &row, err));
		arena_rewind(scratch, mark);
	}
}

enum status
woo_survey(struct csv_file *file, struct err *err)
{
	struct woo_file *woo = file->state;
	struct arena scratch = { NULL };
	enum status status = note_rows(file, &scratch, err);

	arena_free(&scratch);
	if (status != ST_OK)
		return status;
	if (woo->variation_count > 0)
		qsort(woo->variations, woo->variation_count, sizeof(*woo->variations),
			compare_rows);
	if (woo->parent_count > 0)
		qsort(woo->parents, woo->parent_count, sizeof(*woo->parents),
			compare_hashes);
	return ST_OK;
}

/* The first variation of a product, and how many follow it. */
static size_t
find_variations(const struct woo_file *woo, uint64_t parent, size_t *count)
{
	size_t from = 0;
	size_t end = woo->variation_count;
	size_t at;

	while (from < end) {
		size_t middle = from + (end - from) / 2;

		if (woo->variations[middle].parent < parent)
			from = middle + 1;
		else
			end = middle;
	}
	for (at = from; at < woo->variation_count; at++)
		if (woo->variations[at].parent != parent)
			break;
	*count = at - from;
	return from;
}

static int
compare_places(const void *a, const void *b)
{
	const struct csv_place *x = a;
	const struct csv_place *y = b;

	return (x->offset > y->offset) - (x->offset < y->offset);
}

/* One more than may be is enough to be refused. */
static size_t
copy_places(const struct woo_file *woo, uint64_t parent, struct csv_place *to,
	size_t room)
{
	size_t count;
	size_t from = find_variations(woo, parent, &count);
	size_t i;

	for (i = 0; i < count && i < room; i++)
		to[i] = woo->variations[from + i].place;
	return i;
}

static enum status
find_places(const struct woo_file *woo, const struct csv_row *row,
	struct arena *arena, struct csv_places *places, struct err *err)
{
	const char *id = csv_text_at(row, woo->columns[WOO_ID]);
	const char *sku = csv_text_at(row, woo->columns[WOO_SKU]);
	uint64_t by_id = name_hash(id, NAME_ID);
	uint64_t by_sku = name_hash(sku, NAME_SKU);
	struct csv_place *found;
	size_t count = 0;
	size_t room = CSV_GROUP_ROWS_MAX + 1;
	size_t counts[2] = { 0, 0 };

	if (id[0])
		find_variations(woo, by_id, &counts[0]);
	if (sku[0])
		find_variations(woo, by_sku, &counts[1]);
	room = counts[0] + counts[1] < room ? counts[0] + counts[1] : room;
	TRY(ARENA_NEW(arena, room, &found, err));
	if (id[0])
		count = copy_places(woo, by_id, found, room);
	if (sku[0])
		count += copy_places(woo, by_sku, found + count, room - count);
	if (count > 0)
		qsort(found, count, sizeof(*found), compare_places);
	places->places = found;
	places->count = count;
	return ST_OK;
}

enum status
woo_others(const struct csv_file *file, const struct csv_row *row,
	struct arena *arena, struct csv_places *places, struct err *err)
{
	const struct woo_file *woo = file->state;
	uint64_t parent;

	if (woo_is(woo, row, "variable"))
		return find_places(woo, row, arena, places, err);
	if (!woo_is(woo, row, "variation") || woo->parent_count == 0)
		return ST_OK;
	parent = parent_hash(woo, row);
	places->skip = bsearch(&parent, woo->parents, woo->parent_count,
			       sizeof(*woo->parents), compare_hashes) != NULL;
	return ST_OK;
}
