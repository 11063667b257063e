#include "catalog/category.h"

#include <string.h>

#include "base/text.h"
#include "catalog/catalog.h"

static const struct field category_name_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct category_name, language) },
	{ FIELD(2, FIELD_TEXT, struct category_name, name) },
};

static const struct record_type category_name_record = { .name = "category's name",
	RECORD_FIELDS(struct category_name, category_name_fields) };

static const struct field category_fields[] = {
	{ .number = 1,
		.type = FIELD_TEXT,
		.name = "category",
		.offset = offsetof(struct category, path) },
	{ FIELD(2, FIELD_OPTIONAL, struct category, position) },
	{ .number = 3,
		.type = FIELD_MAP,
		.name = "name",
		.offset = offsetof(struct category, names),
		.record = &category_name_record },
	{ FIELD(4, FIELD_CHOICE, struct category, needs_shipping),
		.choices = answer_names },
};

const struct record_type category_record = { .name = "category",
	RECORD_FIELDS(struct category, category_fields) };

static const struct stored category_stored = { TABLE_CATEGORY, &category_record };

const char *
category_fault(const char *path)
{
	size_t size = strlen(path);
	size_t offset;
	const char *reason;
	size_t depth = 1;
	size_t i;

	if (size == 0)
		return "is empty";
	if (size > CATEGORY_SIZE_MAX)
		return "is longer than 400 bytes";
	if (text_find_forbidden(path, size, "", &offset, &reason))
		return "holds a control character or invalid UTF-8";
	for (i = 0; i < size; i++) {
		if (path[i] != '/')
			continue;
		if (i == 0 || i + 1 == size || path[i - 1] == '/')
			return "has an empty part";
		depth++;
	}
	return depth > CATEGORY_DEPTH_MAX ? "has more than 8 parts" : NULL;
}

enum status
category_get(struct txn *txn, const char *path, struct category *category,
	bool *found, struct err *err)
{
	struct key key = key_text(path);

	return txn_get_record(
		txn, &category_stored, key_bytes(&key), category, found, err);
}

enum status
category_put(struct txn *txn, const struct category *category, struct err *err)
{
	struct key key = key_text(category->path);

	return txn_put_record(txn, &category_stored, key_bytes(&key), category, err);
}

bool
category_is_silent(const struct category *category)
{
	return category->position == NUMBER_NONE && category->names.count == 0 &&
	       category->needs_shipping == ANSWER_NONE;
}

/* The path of what lies above, in place; false where that is nothing. */
static bool
cut_last_part(char *path)
{
	char *slash = strrchr(path, '/');

	if (slash)
		*slash = '\0';
	return slash != NULL;
}

enum status
category_needs_shipping(
	struct txn *txn, const char *path, int *answer, struct err *err)
{
	char above[CATEGORY_SIZE_MAX + 1];
	struct category category;
	int found_answer = ANSWER_NONE;
	bool more = path[0] != '\0';
	bool found;

	invariant(strlen(path) <= CATEGORY_SIZE_MAX);
	memcpy(above, path, strlen(path) + 1);
	while (more && found_answer == ANSWER_NONE) {
		TRY(category_get(txn, above, &category, &found, err));
		if (found)
			found_answer = category.needs_shipping;
		more = cut_last_part(above);
	}
	*answer = found_answer;
	return ST_OK;
}

static enum status
ensure_one(struct txn *txn, const char *path, struct err *err)
{
	struct category category;
	bool found;

	TRY(category_get(txn, path, &category, &found, err));
	if (found)
		return ST_OK;
	record_init(&category_record, &category);
	category.path = path;
	return category_put(txn, &category, err);
}

enum status
category_keep(struct catalog *catalog, size_t count, struct err *err)
{
	size_t i;

	TRY(arena_take_raw(txn_arena(catalog->txn),
		count * sizeof(*catalog->categories), &catalog->categories, err));
	for (i = 0; i < count; i++)
		catalog->categories[i][0] = '\0';
	catalog->category_count = count;
	return ST_OK;
}

enum status
category_ensure(struct catalog *catalog, const char *path, struct err *err)
{
	uint64_t hash = checksum(bytes_of_text(path), 0);
	char *kept = catalog->categories[hash % catalog->category_count];
	char prefix[CATEGORY_SIZE_MAX + 1];
	size_t i;

	if (path[0] == '\0' || strcmp(kept, path) == 0)
		return ST_OK;
	invariant(strlen(path) <= CATEGORY_SIZE_MAX);
	for (i = 1; path[i - 1] != '\0'; i++) {
		if (path[i] != '/' && path[i] != '\0')
			continue;
		memcpy(prefix, path, i);
		prefix[i] = '\0';
		TRY(ensure_one(catalog->txn, prefix, err));
	}
	memcpy(kept, path, strlen(path) + 1);
	return ST_OK;
}

enum status
category_list(struct txn *txn, struct list *categories, struct err *err)
{
	struct arena *arena = txn_arena(txn);
	struct table_stat stat;
	struct category *items;
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	size_t count = 0;
	bool found;

	TRY(txn_table_stat(txn, TABLE_CATEGORY, &stat, err));
	TRY(ARENA_NEW(arena, (size_t)stat.entries, &items, err));
	TRY(scan_open(txn, TABLE_CATEGORY, (struct scan_range){ .backward = false },
		&scan, err));
	for (;;) {
		TRY(scan_next(scan, &key, &value, &found, err));
		if (!found || count == stat.entries)
			break;
		TRY(record_decode(
			&category_record, value, arena, &items[count++], err));
	}
	scan_close(scan);
	*categories = (struct list){ items, count };
	return ST_OK;
}
