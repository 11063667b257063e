#include "books_maker.h"

#include <string.h>

#include "unit.h"

#include "base/period.h"

/* A group and the posting that was last seen in it, from 1 on. */
struct found {
	struct cut_group group;
	uint64_t seen;
	bool sold;
};

/* Groups as they are found, sorted. */
struct cutting {
	const struct cut *cut;
	struct arena *arena;
	struct found *items;
	size_t count;
	size_t capacity;
	struct figures sum;
	uint64_t summed; /* the posting that the sum has last seen */
	uint64_t number;
};

static bool
passes(const char *filter, const char *value)
{
	return !filter || !*filter || strcmp(filter, value) == 0;
}

static bool
passes_category(const char *filter, const char *value)
{
	size_t size = filter ? strlen(filter) : 0;

	return size == 0 || (strncmp(filter, value, size) == 0 &&
				    (value[size] == '\0' || value[size] == '/'));
}

static bool
posting_passes(const struct cut *cut, const struct posting *posting)
{
	int32_t day = day_of(posting->at);

	return day >= cut->from && day < cut->until &&
	       passes(cut->country, posting->country) &&
	       passes(cut->method, posting->method) &&
	       (cut->customer == 0 || cut->customer == posting->customer);
}

static bool
line_passes(const struct cut *cut, const struct posting_line *line)
{
	return passes(cut->sku, line->sku) && passes(cut->product, line->product) &&
	       passes_category(cut->category, line->category) &&
	       passes(cut->brand, line->brand);
}

static bool
is_given(const char *filter)
{
	return filter && *filter;
}

static bool
filters_lines(const struct cut *cut)
{
	return is_given(cut->sku) || is_given(cut->product) ||
	       is_given(cut->category) || is_given(cut->brand);
}

static bool
groups_lines(const struct cut *cut)
{
	return cut->by >= CUT_SKU && cut->by <= CUT_BRAND;
}

/* What identifies a group, as a group. */
static struct cut_group
group_of(const struct cut *cut, const struct posting *posting,
	const struct posting_line *line)
{
	struct cut_group group = { .title = "" };

	group.first = INT32_MAX;
	group.last = INT32_MIN;
	if (!line && groups_lines(cut)) {
		group.is_shipping = true;
		group.name = "";
		return group;
	}
	switch (cut->by) {
	case CUT_DAY:
		group.day = day_of(posting->at);
		break;
	case CUT_CUSTOMER:
		group.customer = posting->customer;
		break;
	case CUT_COUNTRY:
		group.name = posting->country;
		break;
	case CUT_METHOD:
		group.name = posting->method;
		break;
	case CUT_SKU:
		group.name = line->sku;
		break;
	case CUT_PRODUCT:
		group.name = line->product;
		break;
	case CUT_CATEGORY:
		group.name = line->category;
		break;
	case CUT_BRAND:
		group.name = line->brand;
		break;
	}
	return group;
}

static int
compare(const struct cut_group *a, const struct cut_group *b)
{
	if (a->is_shipping != b->is_shipping)
		return a->is_shipping ? 1 : -1;
	if (a->name)
		return strcmp(a->name, b->name);
	if (a->day != b->day)
		return a->day < b->day ? -1 : 1;
	if (a->customer != b->customer)
		return a->customer < b->customer ? -1 : 1;
	return 0;
}

static enum status
grow(struct cutting *cutting, struct err *err)
{
	size_t capacity = cutting->capacity ? 2 * cutting->capacity : 64;
	struct found *items;

	if (cutting->count < cutting->capacity)
		return ST_OK;
	TRY(ARENA_NEW(cutting->arena, capacity, &items, err));
	if (cutting->count > 0)
		memcpy(items, cutting->items, cutting->count * sizeof(*items));
	cutting->items = items;
	cutting->capacity = capacity;
	return ST_OK;
}

static enum status
find_group(struct cutting *cutting, const struct cut_group *group,
	struct found **found, struct err *err)
{
	size_t low = 0;
	size_t high = cutting->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare(&cutting->items[middle].group, group) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == cutting->count ||
		compare(&cutting->items[low].group, group) != 0) {
		TRY(grow(cutting, err));
		memmove(&cutting->items[low + 1], &cutting->items[low],
			(cutting->count - low) * sizeof(*cutting->items));
		cutting->items[low] = (struct found){ *group, 0, false };
		cutting->count++;
	}
	*found = &cutting->items[low];
	return ST_OK;
}

/* An order counts once wherever several of its parts are. */
static enum status
add_once(struct cutting *cutting, struct figures *sum, uint64_t *seen,
	const struct posting *part, struct err *err)
{
	struct figures figures;
	bool fits = posting_figures(part, &figures);

	if (*seen == cutting->number)
		figures.orders = figures.cancelled = figures.credits = 0;
	*seen = cutting->number;
	if (!fits || !figures_add(sum, &figures))
		return fail(err, ST_BAD_DATA, "the sums do not fit");
	return ST_OK;
}

static enum status
add_part(struct cutting *cutting, const struct posting *part,
	const struct posting_line *line, struct err *err)
{
	struct cut_group wanted = group_of(cutting->cut, part, line);
	int32_t day = day_of(part->at);
	struct found *found;

	TRY(find_group(cutting, &wanted, &found, err));
	TRY(add_once(cutting, &found->group.figures, &found->seen, part, err));
	if (line && (part->kind == POSTING_SALE || !found->sold) &&
		(cutting->cut->by == CUT_SKU || cutting->cut->by == CUT_PRODUCT))
		found->group.title = line->name;
	if (part->kind != POSTING_SALE)
		return ST_OK;
	found->sold = true;
	if (day < found->group.first)
		found->group.first = day;
	if (day > found->group.last)
		found->group.last = day;
	return ST_OK;
}

static enum status
add_shipping(struct cutting *cutting, struct posting *part, struct err *err)
{
	TRY(add_once(cutting, &cutting->sum, &cutting->summed, part, err));
	if (groups_lines(cutting->cut) && part->shipping == 0 &&
		part->shipping_tax == 0)
		return ST_OK;
	return add_part(cutting, part, NULL, err);
}

static enum status
add_posting(void *arg, const struct posting *posting, struct err *err)
{
	struct cutting *cutting = arg;
	const struct posting_line *lines = posting->lines.items;
	struct posting part = *posting;
	struct posting_line line;

	cutting->number++;
	if (!posting_passes(cutting->cut, posting))
		return ST_OK;
	part.lines.count = 0;
	if (!filters_lines(cutting->cut))
		TRY(add_shipping(cutting, &part, err));
	part.shipping = 0;
	part.shipping_tax = 0;
	for (size_t i = 0; i < posting->lines.count; i++) {
		if (!line_passes(cutting->cut, &lines[i]))
			continue;
		line = lines[i];
		part.lines = (struct list){ &line, 1 };
		TRY(add_once(cutting, &cutting->sum, &cutting->summed, &part, err));
		TRY(add_part(cutting, &part, &line, err));
	}
	return ST_OK;
}

static enum status
hand_out(const struct cutting *cutting, struct arena *arena, struct list *groups,
	struct err *err)
{
	struct cut_group *items;

	TRY(ARENA_NEW(arena, cutting->count, &items, err));
	for (size_t i = 0; i < cutting->count; i++) {
		items[i] = cutting->items[i].group;
		if (items[i].name)
			TRY(arena_text(arena, items[i].name, &items[i].name, err));
		TRY(arena_text(arena, items[i].title, &items[i].title, err));
	}
	*groups = (struct list){ items, cutting->count };
	return ST_OK;
}

void
books_naive_cut(const struct books_made *made, const struct cut *cut,
	struct arena *arena, struct list *groups, struct figures *sum)
{
	struct cutting cutting = { .cut = cut, .arena = arena };
	struct err err;

	for (size_t i = 0; i < made->count; i++)
		if (!posting_is_money(&made->items[i]))
			assert_int_equal(
				add_posting(&cutting, &made->items[i], &err), ST_OK);
	assert_int_equal(hand_out(&cutting, arena, groups, &err), ST_OK);
	*sum = cutting.sum;
}

bool
books_group_is_equal(const struct cut_group *a, const struct cut_group *b)
{
	return compare(a, b) == 0 && strcmp(a->title, b->title) == 0 &&
	       figures_are_equal(&a->figures, &b->figures) && a->first == b->first &&
	       a->last == b->last;
}
