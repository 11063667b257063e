#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "catalog/edit.h"

/* Attributes, options and variants: the lists of a product that grow one by one. */

/* A list with room for one more at its end; items are moved to memory of their own,
 * so that what the list was read from stays as it is. */
static enum status
grow(struct arena *arena, struct list *list, size_t size, void *added,
	struct err *err)
{
	unsigned char *items;
	void *place;

	TRY(arena_take(arena, list->count + 1, size, &items, err));
	if (list->count > 0)
		memcpy(items, list->items, list->count * size);
	place = items + list->count * size;
	list->items = items;
	list->count++;
	memcpy(added, &place, sizeof(place));
	return ST_OK;
}

static enum status
copy_list(struct arena *arena, size_t size, struct list *list, struct err *err)
{
	void *items;

	if (list->count == 0)
		return ST_OK;
	TRY(arena_take_raw(arena, list->count * size, &items, err));
	memcpy(items, list->items, list->count * size);
	list->items = items;
	return ST_OK;
}

/* Variants are changed where they lie, and so are their options; every other list is
 * made anew by what changes it. */
enum status
product_copy(const struct product *from, struct arena *arena, struct product *to,
	struct err *err)
{
	struct product copy = *from;
	size_t i;

	TRY(copy_list(arena, sizeof(struct variant), &copy.variants, err));
	for (i = 0; i < copy.variants.count; i++)
		TRY(copy_list(arena, sizeof(struct option_value),
			&product_variant(&copy, i)->options, err));
	*to = copy;
	return ST_OK;
}

static enum status
check_name(const char *what, const char *name, size_t size_max, struct err *err)
{
	const char *reason;
	size_t offset;
	size_t size = strlen(name);

	if (size == 0)
		return fail(err, ST_BAD_DATA, "%s has no name", what);
	if (size > size_max)
		return fail(err, ST_BAD_DATA,
			"the name of %s is longer than %zu bytes", what, size_max);
	if (text_find_forbidden(name, size, "", &offset, &reason))
		return fail(err, ST_BAD_DATA,
			"the name of %s holds a forbidden character at byte %zu: %s",
			what, offset + 1, reason);
	return ST_OK;
}

static enum status
check_value(const char *name, const char *value, struct err *err)
{
	const char *reason;
	size_t offset;
	size_t size = strlen(value);

	if (size > ATTRIBUTE_VALUE_SIZE_MAX)
		return fail(err, ST_BAD_DATA,
			"attribute '%s' is longer than %zu bytes (%zu)", name,
			ATTRIBUTE_VALUE_SIZE_MAX, size);
	if (text_find_forbidden(value, size, "\n\t", &offset, &reason))
		return fail(err, ST_BAD_DATA,
			"attribute '%s' holds a forbidden character at byte %zu: %s",
			name, offset + 1, reason);
	return ST_OK;
}

enum status
edit_check_attribute(const char *name, const struct texts *values, struct err *err)
{
	size_t i;

	TRY(check_name("an attribute", name, ATTRIBUTE_NAME_SIZE_MAX, err));
	if (values->count > ATTRIBUTES_MAX)
		return fail(err, ST_BAD_DATA,
			"attribute '%s' has more than %d values", name,
			ATTRIBUTES_MAX);
	for (i = 0; i < values->count; i++)
		TRY(check_value(name, values->items[i], err));
	return ST_OK;
}

static enum status
copy_values(struct arena *arena, const struct texts *from, struct texts *to,
	struct err *err)
{
	size_t i;

	*to = (struct texts){ NULL, 0 };
	TRY(ARENA_NEW(arena, from->count, &to->items, err));
	for (i = 0; i < from->count; i++)
		if (from->items[i][0] != '\0')
			TRY(arena_text(
				arena, from->items[i], &to->items[to->count++], err));
	return ST_OK;
}

static struct list *
attributes_of(const struct edit *edit)
{
	return edit->target == EDIT_PRODUCT ? &edit->product->details.attributes
					    : &edit->variant->details.attributes;
}

/* Where an attribute stands, or would: they are kept by name. */
static size_t
attribute_place(const struct list *list, const char *name, bool *there)
{
	const struct attribute *items = list->items;
	size_t low = 0;
	size_t high = list->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(items[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*there = low < list->count && strcmp(items[low].name, name) == 0;
	return low;
}

static enum status
remove_attribute(
	const struct edit *edit, struct list *list, size_t place, struct err *err)
{
	struct attribute *items;

	TRY(ARENA_NEW(edit->arena, list->count, &items, err));
	memcpy(items, list->items, place * sizeof(*items));
	memcpy(items + place, (struct attribute *)list->items + place + 1,
		(list->count - place - 1) * sizeof(*items));
	list->items = items;
	list->count--;
	return ST_OK;
}

static enum status
insert_attribute(const struct edit *edit, struct list *list, size_t place,
	const struct attribute *attribute, struct err *err)
{
	struct attribute *items;
	struct attribute *added;

	if (list->count >= ATTRIBUTES_MAX)
		return fail(err, ST_BAD_DATA, "there are more than %d attributes",
			ATTRIBUTES_MAX);
	TRY(grow(edit->arena, list, sizeof(*added), &added, err));
	items = list->items;
	memmove(items + place + 1, items + place,
		(list->count - 1 - place) * sizeof(*items));
	items[place] = *attribute;
	return ST_OK;
}

enum status
edit_set_attribute(const struct edit *edit, const char *name,
	const struct texts *values, struct err *err)
{
	struct list *list = attributes_of(edit);
	struct attribute attribute;
	size_t place;
	bool there;

	TRY(edit_check_attribute(name, values, err));
	TRY(copy_values(edit->arena, values, &attribute.values, err));
	TRY(arena_text(edit->arena, name, &attribute.name, err));
	place = attribute_place(list, name, &there);
	if (there)
		TRY(remove_attribute(edit, list, place, err));
	if (attribute.values.count == 0)
		return ST_OK;
	return insert_attribute(edit, list, place, &attribute, err);
}

static int
compare_attributes(const void *a, const void *b)
{
	return strcmp(((const struct attribute *)a)->name,
		((const struct attribute *)b)->name);
}

/* As an export writes them. */
static bool
is_sorted(const struct attribute *attributes, size_t count)
{
	size_t i;

	for (i = 1; i < count; i++)
		if (compare_attributes(&attributes[i - 1], &attributes[i]) > 0)
			return false;
	return true;
}

/* Empty values say nothing. */
static void
drop_empty(struct texts *values)
{
	size_t count = 0;
	size_t i;

	for (i = 0; i < values->count; i++)
		if (values->items[i][0] != '\0')
			values->items[count++] = values->items[i];
	values->count = count;
}

/* Both lists are in order of names; of one name the second's holds. */
static size_t
merge_attributes(
	const struct list *old, const struct list *given, struct attribute *to)
{
	const struct attribute *a = old->items;
	const struct attribute *b = given->items;
	size_t count = 0;
	size_t i = 0;
	size_t j = 0;

	while (i < old->count || j < given->count) {
		int order = i == old->count     ? 1
			    : j == given->count ? -1
						: strcmp(a[i].name, b[j].name);

		if (order < 0) {
			to[count++] = a[i++];
			continue;
		}
		if (b[j].values.count > 0)
			to[count++] = b[j];
		i += order == 0;
		j++;
	}
	return count;
}

enum status
edit_set_attributes(const struct edit *edit, struct attribute *attributes,
	size_t count, struct err *err)
{
	struct list *list = attributes_of(edit);
	struct list given = { attributes, count };
	struct attribute *merged;
	size_t i;

	for (i = 0; i < count; i++)
		drop_empty(&attributes[i].values);
	if (!is_sorted(attributes, count))
		qsort(attributes, count, sizeof(*attributes), compare_attributes);
	TRY(ARENA_NEW(edit->arena, list->count + count, &merged, err));
	count = merge_attributes(list, &given, merged);
	if (count > ATTRIBUTES_MAX)
		return fail(err, ST_BAD_DATA, "there are more than %d attributes",
			ATTRIBUTES_MAX);
	*list = (struct list){ merged, count };
	return ST_OK;
}

static enum status
known_option(const struct edit *edit, const char *name, struct err *err)
{
	const struct texts *options = &edit->product->options;
	size_t i;

	for (i = 0; i < options->count; i++)
		if (strcmp(options->items[i], name) == 0)
			return ST_OK;
	return fail(err, ST_BAD_DATA, "'%s' is not among the options of '%s'", name,
		edit->product->handle);
}

enum status
edit_set_option(
	const struct edit *edit, const char *name, const char *value, struct err *err)
{
	struct option_value option;
	struct option_value *added;
	struct list *list = &edit->variant->options;
	size_t i;

	TRY(known_option(edit, name, err));
	if (value[0] == '\0')
		return fail(err, ST_BAD_DATA, "option '%s' has no value", name);
	TRY(check_value(name, value, err));
	TRY(arena_text(edit->arena, name, &option.name, err));
	TRY(arena_text(edit->arena, value, &option.value, err));
	for (i = 0; i < list->count; i++) {
		struct option_value *items = list->items;

		if (strcmp(items[i].name, name) == 0) {
			items[i] = option;
			return ST_OK;
		}
	}
	TRY(grow(edit->arena, list, sizeof(option), &added, err));
	*added = option;
	return ST_OK;
}

enum status
edit_add_variant(const struct edit *edit, const char *sku, struct variant **variant,
	struct err *err)
{
	const char *fault = sku_fault(sku);
	struct variant *added;

	if (fault)
		return fail(err, ST_BAD_DATA, "SKU '%s' %s", sku, fault);
	if (edit->product->variants.count >= VARIANTS_MAX)
		return fail(err, ST_BAD_DATA, "'%s' has more than %d variants",
			edit->product->handle, VARIANTS_MAX);
	TRY(grow(edit->arena, &edit->product->variants, sizeof(*added), &added, err));
	record_init(&variant_record, added);
	TRY(arena_text(edit->arena, sku, &added->sku, err));
	*variant = added;
	return ST_OK;
}

void
edit_clear_attributes(const struct edit *edit)
{
	*attributes_of(edit) = (struct list){ NULL, 0 };
}

static const struct option_value *
option_named(const struct list *options, const char *name)
{
	const struct option_value *items = options->items;
	size_t i;

	for (i = 0; i < options->count; i++)
		if (strcmp(items[i].name, name) == 0)
			return &items[i];
	return NULL;
}

static bool
is_arranged(const struct texts *names, const struct list *options)
{
	const struct option_value *items = options->items;
	size_t i;

	if (options->count > names->count)
		return false;
	for (i = 0; i < options->count; i++)
		if (strcmp(items[i].name, names->items[i]) != 0)
			return false;
	return true;
}

static enum status
arrange(const struct edit *edit, struct list *options, struct err *err)
{
	const struct texts *names = &edit->product->options;
	const struct option_value *option;
	struct option_value *items;
	size_t count = 0;
	size_t i;

	if (is_arranged(names, options))
		return ST_OK;
	TRY(ARENA_NEW(edit->arena, names->count, &items, err));
	for (i = 0; i < names->count; i++) {
		option = option_named(options, names->items[i]);
		if (option)
			items[count++] = *option;
	}
	*options = (struct list){ items, count };
	return ST_OK;
}

enum status
edit_arrange_options(const struct edit *edit, struct err *err)
{
	size_t i;

	for (i = 0; i < edit->product->variants.count; i++)
		TRY(arrange(edit, &product_variant(edit->product, i)->options, err));
	return ST_OK;
}
