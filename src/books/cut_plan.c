#include <string.h>

#include "books/cut_parts.h"

static bool
is_given(const char *filter)
{
	return filter && *filter;
}

static bool
passes(const char *filter, const char *value)
{
	return !is_given(filter) || strcmp(filter, value) == 0;
}

static bool
passes_category(const char *filter, const char *value)
{
	size_t size;

	if (!is_given(filter))
		return true;
	size = strlen(filter);
	return strncmp(filter, value, size) == 0 &&
	       (value[size] == '\0' || value[size] == '/');
}

static bool
item_passes(const struct cut *cut, const char *item)
{
	return passes(cut->sku, item_part(item, ITEM_SKU)) &&
	       passes(cut->product, item_part(item, ITEM_PRODUCT)) &&
	       passes_category(cut->category, item_part(item, ITEM_CATEGORY)) &&
	       passes(cut->brand, item_part(item, ITEM_BRAND));
}

/* Which of a dictionary's texts pass; NULL where all do. */
static enum status
find_passing(const struct dictionary *dictionary, const char *filter,
	struct arena *arena, const bool **passing, struct err *err)
{
	bool *items;

	*passing = NULL;
	if (!is_given(filter))
		return ST_OK;
	TRY(ARENA_NEW(arena, dictionary->count, &items, err));
	for (size_t i = 0; i < dictionary->count; i++)
		items[i] = strcmp(dictionary->texts[i], filter) == 0;
	*passing = items;
	return ST_OK;
}

/* The names that items have on one side, and which group each is. */
struct naming {
	const char **names;
	uint32_t *slots; /* one more than a group's number; 0: free */
	size_t mask;
	size_t count;
};

static enum status
naming_open(struct naming *naming, size_t items, struct arena *arena, struct err *err)
{
	size_t slots = 64;

	while (slots < 2 * items)
		slots *= 2;
	naming->mask = slots - 1;
	naming->count = 0;
	TRY(ARENA_NEW(arena, items, &naming->names, err));
	return arena_take_table(
		arena, slots, sizeof(*naming->slots), &naming->slots, err);
}

static uint32_t
group_of(struct naming *naming, const char *name)
{
	size_t slot = (size_t)checksum(bytes_of_text(name), 0) & naming->mask;

	while (naming->slots[slot] != 0) {
		if (strcmp(naming->names[naming->slots[slot] - 1], name) == 0)
			return naming->slots[slot] - 1;
		slot = (slot + 1) & naming->mask;
	}
	naming->names[naming->count] = name;
	naming->slots[slot] = (uint32_t)++naming->count;
	return naming->slots[slot] - 1;
}

static enum book_item_part
part_of(enum cut_by by)
{
	switch (by) {
	case CUT_SKU:
		return ITEM_SKU;
	case CUT_PRODUCT:
		return ITEM_PRODUCT;
	case CUT_CATEGORY:
		return ITEM_CATEGORY;
	default:
		return ITEM_BRAND;
	}
}

/* Where items only pass or not, all that do are of one group. */
static enum status
group_items(struct cut_plan *plan, struct arena *arena, struct err *err)
{
	const struct dictionary *items = &plan->texts.kinds[BOOK_TEXT_ITEM];
	enum book_item_part part = part_of(plan->cut->by);
	struct naming naming;
	uint32_t *groups;

	TRY(ARENA_NEW(arena, items->count, &groups, err));
	TRY(naming_open(&naming, items->count, arena, err));
	for (size_t i = 0; i < items->count; i++) {
		groups[i] = NO_GROUP;
		if (!item_passes(plan->cut, items->texts[i]))
			continue;
		groups[i] =
			!plan->groups_lines
				? 0
				: group_of(&naming, item_part(items->texts[i], part));
	}
	plan->item_groups = groups;
	if (plan->groups_lines) {
		plan->names = naming.names;
		plan->group_count = naming.count;
	}
	return ST_OK;
}

static void
group_texts(struct cut_plan *plan, enum book_text_kind kind)
{
	plan->names = plan->texts.kinds[kind].texts;
	plan->group_count = plan->texts.kinds[kind].count;
}

static enum status
read_texts(struct txn *txn, struct cut_plan *plan, struct err *err)
{
	struct dictionary *kinds = plan->texts.kinds;

	TRY(dictionary_read(txn, BOOK_TEXT_COUNTRY, &kinds[BOOK_TEXT_COUNTRY], err));
	TRY(dictionary_read(txn, BOOK_TEXT_METHOD, &kinds[BOOK_TEXT_METHOD], err));
	if (!plan->groups_lines && !plan->filters_lines)
		return ST_OK;
	return dictionary_read(txn, BOOK_TEXT_ITEM, &kinds[BOOK_TEXT_ITEM], err);
}

enum status
cut_plan_make(struct txn *txn, const struct cut *cut, struct cut_plan *plan,
	struct err *err)
{
	struct arena *arena = txn_arena(txn);

	*plan = (struct cut_plan){ .cut = cut,
		.filters_lines = is_given(cut->sku) || is_given(cut->product) ||
				 is_given(cut->category) || is_given(cut->brand),
		.groups_lines = cut->by >= CUT_SKU && cut->by <= CUT_BRAND,
		.is_keyed = cut->by == CUT_DAY || cut->by == CUT_CUSTOMER };
	TRY(read_texts(txn, plan, err));
	if (cut->by == CUT_COUNTRY)
		group_texts(plan, BOOK_TEXT_COUNTRY);
	if (cut->by == CUT_METHOD)
		group_texts(plan, BOOK_TEXT_METHOD);
	if (plan->groups_lines || plan->filters_lines)
		TRY(group_items(plan, arena, err));
	TRY(find_passing(&plan->texts.kinds[BOOK_TEXT_COUNTRY], cut->country, arena,
		&plan->countries, err));
	return find_passing(&plan->texts.kinds[BOOK_TEXT_METHOD], cut->method, arena,
		&plan->methods, err);
}
