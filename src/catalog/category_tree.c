#include <stdlib.h>
#include <string.h>

#include "catalog/category.h"
#include "catalog/find.h"

static const struct field category_count_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct category_count, category) },
	{ FIELD(2, FIELD_TEXT, struct category_count, name), .flags = FIELD_WIDE },
	{ FIELD(3, FIELD_COUNT, struct category_count, depth), .flags = FIELD_WIDE },
	{ FIELD(4, FIELD_COUNT, struct category_count, products) },
};

const struct record_type category_count_record = { .name = "category",
	RECORD_FIELDS(struct category_count, category_count_fields) };

/* What two paths are ordered by where they part: the positions of the categories that
 * begin there, then their names. */
static int64_t
position_of(const struct list *categories, const char *path, size_t size)
{
	const struct category *items = categories->items;
	size_t low = 0;
	size_t high = categories->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strncmp(items[middle].path, path, size);

		if (order == 0 && items[middle].path[size] == '\0')
			return items[middle].position == NUMBER_NONE
				       ? INT64_MAX
				       : items[middle].position;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return INT64_MAX;
}

static size_t
part_end(const char *path, size_t at)
{
	return at + strcspn(path + at, "/");
}

static int
compare_paths(const void *a, const void *b, void *categories)
{
	const char *first = ((const struct category_count *)a)->category;
	const char *second = ((const struct category_count *)b)->category;
	int64_t positions[2];
	size_t at = 0;
	size_t i;

	for (i = 0; first[i] && first[i] == second[i]; i++)
		if (first[i] == '/')
			at = i + 1;
	if (!first[i] && !second[i])
		return 0;
	if (!first[i] && second[i] == '/')
		return -1;
	if (!second[i] && first[i] == '/')
		return 1;
	positions[0] = position_of(categories, first, part_end(first, at));
	positions[1] = position_of(categories, second, part_end(second, at));
	if (positions[0] != positions[1])
		return positions[0] < positions[1] ? -1 : 1;
	return strcmp(first + at, second + at);
}

static bool
is_below(const char *path, const char *top)
{
	size_t size = strlen(top);

	return size == 0 || (strncmp(path, top, size) == 0 &&
				    (path[size] == '\0' || path[size] == '/'));
}

static void
fill_count(const char *path, struct category_count *count)
{
	const char *slash = strrchr(path, '/');
	size_t i;

	*count = (struct category_count){ path, slash ? slash + 1 : path, 0, 0 };
	for (i = 0; path[i]; i++)
		if (path[i] == '/')
			count->depth++;
}

static int
compare_values(const void *a, const void *b)
{
	return strcmp(((const struct find_value *)a)->value,
		((const struct find_value *)b)->value);
}

static int
compare_value_key(const void *key, const void *value)
{
	return strcmp(key, ((const struct find_value *)value)->value);
}

static void
fill_products(struct list *counts, struct list *values)
{
	struct category_count *items = counts->items;
	size_t i;

	if (values->count == 0)
		return;
	qsort(values->items, values->count, sizeof(struct find_value),
		compare_values);
	for (i = 0; i < counts->count; i++) {
		const struct find_value *value =
			bsearch(items[i].category, values->items, values->count,
				sizeof(struct find_value), compare_value_key);

		items[i].products = value ? value->count : 0;
	}
}

static enum status
count_products(struct txn *txn, struct list *counts, struct err *err)
{
	const char *name = "category";
	struct find_request request = {
		.facets = true, .facet_names = { &name, 1 }, .limit = 1
	};
	struct find_result result;
	struct find_facet *facet;

	TRY(find_products(txn, &request, &result, err));
	facet = result.facets.items;
	fill_products(counts, &facet->values);
	return ST_OK;
}

enum status
category_tree(struct txn *txn, const char *path, struct list *counts, struct err *err)
{
	struct list categories;
	struct category *items;
	struct category_count *found;
	size_t count = 0;
	size_t i;

	TRY(category_list(txn, &categories, err));
	items = categories.items;
	TRY(ARENA_NEW(txn_arena(txn), categories.count, &found, err));
	for (i = 0; i < categories.count; i++)
		if (is_below(items[i].path, path))
			fill_count(items[i].path, &found[count++]);
	if (count == 0 && path[0])
		return fail(err, ST_NOT_FOUND,
			"no category '%s' (see them all with 'shop categories')",
			path);
	*counts = (struct list){ found, count };
	TRY(count_products(txn, counts, err));
	if (count > 1)
		qsort_r(found, count, sizeof(*found), compare_paths, &categories);
	return ST_OK;
}
