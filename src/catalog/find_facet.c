#include <string.h>
#include <strings.h>

#include "base/money.h"
#include "base/text.h"
#include "catalog/document.h"
#include "catalog/find_query.h"

/* Values shown of a facet that nobody named, and attributes offered as facets. */
#define FACET_VALUES 10
#define COMMON_ATTRIBUTES 3
#define COMMON_CANDIDATES 8

/* An attribute nearly every product has another value of narrows nothing: the
 * commonest value must be a tenth of what was found. */
#define TELLING_SHARE 10

#define PRICE_BOUNDS_MAX 32

static const struct builtin_facet {
	const char *name;
	enum document_field field;
} builtin_facets[] = {
	{ "category", DOCUMENT_CATEGORY },
	{ "brand", DOCUMENT_BRAND },
	{ "size", DOCUMENT_SIZE },
	{ "color", DOCUMENT_COLOR },
	{ "price", DOCUMENT_PRICE },
};

#define BUILTIN_COUNT (sizeof(builtin_facets) / sizeof(builtin_facets[0]))

/* Borders between price ranges: 0, then 1, 2 and 5 times the powers of ten, in whole
 * units of the currency. */
static enum status
price_bounds(
	struct catalog *catalog, struct index_facet_request *facet, struct err *err)
{
	static const int64_t steps[] = { 1, 2, 5 };
	int64_t *bounds;
	int64_t unit = 1;
	size_t count = 0;
	unsigned i;

	TRY(ARENA_NEW(txn_arena(catalog->txn), PRICE_BOUNDS_MAX, &bounds, err));
	for (i = 0; i < catalog->decimals; i++)
		unit *= 10;
	bounds[count++] = 0;
	for (; count + 3 <= PRICE_BOUNDS_MAX - 2; unit *= 10)
		for (i = 0; i < 3; i++)
			bounds[count++] = steps[i] * unit;
	bounds[count++] = INT64_MAX;
	facet->bounds = bounds;
	facet->bound_count = count;
	return ST_OK;
}

static enum status
add_facet(struct catalog *catalog, struct find_query *query, const char *name,
	const struct builtin_facet *builtin, size_t limit, struct err *err)
{
	struct index_facet_request *facet = &query->facets[query->index.facet_count];

	*facet = (struct index_facet_request){ .field = DOCUMENT_ATTRIBUTE,
		.limit = limit };
	if (builtin)
		facet->field = builtin->field;
	else
		facet->name = strncmp(name, "attribute.", 10) == 0 ? name + 10 : name;
	if (facet->field == DOCUMENT_PRICE)
		TRY(price_bounds(catalog, facet, err));
	query->facet_names[query->index.facet_count++] = name;
	return ST_OK;
}

static const struct builtin_facet *
builtin_facet(const char *name)
{
	size_t i;

	for (i = 0; i < BUILTIN_COUNT; i++)
		if (strcmp(builtin_facets[i].name, name) == 0)
			return &builtin_facets[i];
	return NULL;
}

static enum status
make_facet_room(struct catalog *catalog, struct find_query *query, size_t room,
	struct err *err)
{
	TRY(ARENA_NEW(txn_arena(catalog->txn), room, &query->facets, err));
	TRY(ARENA_NEW(txn_arena(catalog->txn), room, &query->facet_names, err));
	query->index.facets = query->facets;
	return ST_OK;
}

/* A name that no attribute begins with may be meant for a facet of ours. */
static enum status
check_facet_name(struct catalog *catalog, const char *name, struct err *err)
{
	struct index_filter attributes = { .field = DOCUMENT_ATTRIBUTE };
	const char *names[BUILTIN_COUNT + 1] = { NULL };
	const char *nearest;
	struct texts values;
	size_t i;

	for (i = 0; i < BUILTIN_COUNT; i++)
		names[i] = builtin_facets[i].name;
	nearest = text_nearest(name, names);
	if (!nearest || builtin_facet(name))
		return ST_OK;
	TRY(index_values(catalog->txn, &attributes, name, 1, &values, err));
	if (values.count > 0)
		return ST_OK;
	return fail(err, ST_USAGE, "no facet is called '%s' (did you mean '%s'?)",
		name, nearest);
}

static enum status
named_facets(struct catalog *catalog, const struct find_request *request,
	struct find_query *query, struct err *err)
{
	const struct texts *names = &request->facet_names;
	size_t limit = request->facet_limit_given ? request->facet_limit : 0;
	size_t i;

	TRY(make_facet_room(catalog, query, names->count, err));
	for (i = 0; i < names->count; i++) {
		TRY(check_facet_name(catalog, names->items[i], err));
		TRY(add_facet(catalog, query, names->items[i],
			builtin_facet(names->items[i]), limit, err));
	}
	return ST_OK;
}

/* An attribute of a built-in facet's name is told apart from it. */
static enum status
facet_name(struct catalog *catalog, const char *attribute, const char **name,
	struct err *err)
{
	*name = attribute;
	if (!builtin_facet(attribute))
		return ST_OK;
	return arena_format(
		txn_arena(catalog->txn), name, err, "attribute.%s", attribute);
}

/* Sizes and colors have a facet of their own under whatever name. */
static bool
is_shown_already(const struct catalog *catalog, const char *attribute)
{
	const struct texts *lists[] = { &catalog->rules.size_names,
		&catalog->rules.color_names };
	size_t i;
	size_t j;

	for (i = 0; i < 2; i++)
		for (j = 0; j < lists[i]->count; j++)
			if (strcasecmp(lists[i]->items[j], attribute) == 0)
				return true;
	return false;
}

static enum status
common_facets(struct catalog *catalog, const struct find_request *request,
	struct find_query *query, struct err *err)
{
	size_t limit =
		request->facet_limit_given ? request->facet_limit : FACET_VALUES;
	struct texts common;
	const char *name;
	size_t i;

	TRY(index_common_names(catalog->txn, &catalog->rules.schema, &query->index,
		COMMON_CANDIDATES, &common, err));
	TRY(make_facet_room(catalog, query, BUILTIN_COUNT + COMMON_CANDIDATES, err));
	for (i = 0; i < BUILTIN_COUNT; i++)
		TRY(add_facet(catalog, query, builtin_facets[i].name,
			&builtin_facets[i], limit, err));
	for (i = 0; i < common.count; i++) {
		if (is_shown_already(catalog, common.items[i]))
			continue;
		TRY(facet_name(catalog, common.items[i], &name, err));
		TRY(add_facet(catalog, query, name, NULL, limit, err));
	}
	return ST_OK;
}

enum status
find_query_ask_facets(
	struct find_query *query, const struct find_request *request, struct err *err)
{
	if (request->facet_names.count > 0)
		return named_facets(query->catalog, request, query, err);
	query->common = true;
	return common_facets(query->catalog, request, query, err);
}

/* "10.00..19.99", which --price takes as it stands. */
static enum status
price_label(struct catalog *catalog, const struct index_facet_request *facet,
	int64_t lower, const char **label, struct err *err)
{
	char from[MONEY_TEXT_MAX];
	char to[MONEY_TEXT_MAX] = "";
	size_t i;

	money_format(lower, catalog->decimals, from);
	for (i = 0; i + 1 < facet->bound_count; i++)
		if (facet->bounds[i] == lower && facet->bounds[i + 1] != INT64_MAX)
			money_format(facet->bounds[i + 1] - 1, catalog->decimals, to);
	return arena_format(txn_arena(catalog->txn), label, err, "%s..%s", from, to);
}

/* Price ranges in which nothing lies are left out. */
static enum status
facet_values(struct catalog *catalog, const struct index_facet_request *request,
	const struct index_facet *facet, struct list *list, struct err *err)
{
	struct find_value *values;
	size_t count = 0;
	size_t i;

	TRY(ARENA_NEW(txn_arena(catalog->txn), facet->value_count, &values, err));
	for (i = 0; i < facet->value_count; i++) {
		struct find_value *value = &values[count];

		if (facet->values[i].count == 0)
			continue;
		*value = (struct find_value){ facet->values[i].text,
			(int64_t)facet->values[i].count };
		if (request->bound_count > 0)
			TRY(price_label(catalog, request, facet->values[i].number,
				&value->value, err));
		count++;
	}
	*list = (struct list){ values, count };
	return ST_OK;
}

static bool
is_telling(const struct index_facet *facet, uint64_t found)
{
	return facet->value_count > 0 &&
	       facet->values[0].count * TELLING_SHARE >= found;
}

enum status
find_query_facets(struct catalog *catalog, const struct find_query *query,
	const struct index_result *found, struct list *facets, struct err *err)
{
	struct find_facet *items;
	size_t count = 0;
	size_t i;

	TRY(ARENA_NEW(
		txn_arena(catalog->txn), query->index.facet_count, &items, err));
	for (i = 0; i < query->index.facet_count; i++) {
		bool offered = query->common && i >= BUILTIN_COUNT;

		if (offered && (count == BUILTIN_COUNT + COMMON_ATTRIBUTES ||
				       !is_telling(&found->facets[i], found->count)))
			continue;
		items[count].name = query->facet_names[i];
		TRY(facet_values(catalog, &query->index.facets[i], &found->facets[i],
			&items[count].values, err));
		count++;
	}
	*facets = (struct list){ items, count };
	return ST_OK;
}
