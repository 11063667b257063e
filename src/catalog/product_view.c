#include <string.h>

#include "catalog/product.h"

struct variant *
product_variant(const struct product *product, size_t index)
{
	invariant(index < product->variants.count);
	return (struct variant *)product->variants.items + index;
}

bool
product_is_simple(const struct product *product)
{
	return product->handle[0] == '\0';
}

const char *
product_subject(const struct product *product)
{
	return product_is_simple(product) ? product_variant(product, 0)->sku
					  : product->handle;
}

bool
product_is_sold(
	const struct product *product, size_t index, const struct details *details)
{
	return product->status == PRODUCT_ACTIVE &&
	       product_variant(product, index)->status == PRODUCT_ACTIVE &&
	       details->price != NUMBER_NONE;
}

int64_t
product_current_price(const struct product *product, size_t index)
{
	const struct variant *variant = product_variant(product, index);

	if (variant->current_price != NUMBER_NONE)
		return variant->current_price;
	return variant->details.price != NUMBER_NONE ? variant->details.price
						     : product->details.price;
}

/* Attributes of the product, of the variant and the variant's options, in a list of
 * its own; a later one of the same name takes an earlier one's place. */
static void
merge_attribute(struct list *merged, const struct attribute *attribute)
{
	struct attribute *items = merged->items;
	size_t i;

	for (i = 0; i < merged->count; i++) {
		if (strcmp(items[i].name, attribute->name) == 0) {
			items[i] = *attribute;
			return;
		}
	}
	items[merged->count++] = *attribute;
}

static void
merge_attributes(struct list *merged, const struct list *attributes)
{
	const struct attribute *items = attributes->items;
	size_t i;

	for (i = 0; i < attributes->count; i++)
		merge_attribute(merged, &items[i]);
}

static enum status
merge_options(struct list *merged, const struct list *options, struct arena *arena,
	struct err *err)
{
	const struct option_value *items = options->items;
	const char **values;
	size_t i;

	TRY(ARENA_NEW(arena, options->count, &values, err));
	for (i = 0; i < options->count; i++) {
		struct attribute attribute = { items[i].name, { &values[i], 1 } };

		values[i] = items[i].value;
		merge_attribute(merged, &attribute);
	}
	return ST_OK;
}

/* An empty list with room for every attribute a variant may have. */
static enum status
make_room(const struct product *product, const struct variant *variant,
	struct arena *arena, struct list *merged, struct err *err)
{
	size_t room = product->details.attributes.count +
		      variant->details.attributes.count + variant->options.count;
	struct attribute *items;

	TRY(ARENA_NEW(arena, room, &items, err));
	*merged = (struct list){ items, 0 };
	return ST_OK;
}

enum status
product_own_attributes(const struct product *product, size_t index,
	struct arena *arena, struct list *attributes, struct err *err)
{
	const struct variant *variant = product_variant(product, index);

	TRY(make_room(product, variant, arena, attributes, err));
	merge_attributes(attributes, &variant->details.attributes);
	return merge_options(attributes, &variant->options, arena, err);
}

static enum status
all_attributes(const struct product *product, const struct variant *variant,
	struct arena *arena, struct list *merged, struct err *err)
{
	if (variant->details.attributes.count == 0 && variant->options.count == 0) {
		*merged = product->details.attributes;
		return ST_OK;
	}
	TRY(make_room(product, variant, arena, merged, err));
	merge_attributes(merged, &product->details.attributes);
	merge_attributes(merged, &variant->details.attributes);
	return merge_options(merged, &variant->options, arena, err);
}

static void
copy_field(const struct field *field, const struct details *from, struct details *to)
{
	static const size_t sizes[] = {
		[FIELD_TEXT] = sizeof(const char *),
		[FIELD_MONEY] = sizeof(int64_t),
		[FIELD_OPTIONAL] = sizeof(int64_t),
		[FIELD_TIME] = sizeof(int64_t),
		[FIELD_CHOICE] = sizeof(int),
		[FIELD_TEXTS] = sizeof(struct texts),
		[FIELD_MAP] = sizeof(struct list),
	};

	memcpy((unsigned char *)to + field->offset, field_at(field, from),
		sizes[field->type]);
}

enum status
product_details(const struct product *product, size_t index, struct arena *arena,
	struct details *details, struct err *err)
{
	const struct variant *variant = product_variant(product, index);
	struct list attributes;
	size_t i;

	TRY(all_attributes(product, variant, arena, &attributes, err));
	*details = product->details;
	for (i = 0; i < details_record.field_count; i++)
		if (!field_is_default(&details_record.fields[i], &variant->details))
			copy_field(&details_record.fields[i], &variant->details,
				details);
	details->attributes = attributes;
	return ST_OK;
}

enum status
product_line_name(const struct product *product, size_t index, struct arena *arena,
	const char **name, struct err *err)
{
	const struct variant *variant = product_variant(product, index);
	const struct option_value *options = variant->options.items;
	struct buffer buffer = { .arena = arena };
	size_t i;

	TRY(buffer_append_text(&buffer, product->name, err));
	for (i = 0; i < variant->options.count; i++) {
		TRY(buffer_append_text(&buffer, i == 0 ? " (" : ", ", err));
		TRY(buffer_append_text(&buffer, options[i].value, err));
	}
	if (variant->options.count > 0)
		TRY(buffer_append_text(&buffer, ")", err));
	TRY(buffer_append(&buffer, "", 1, err));
	*name = (const char *)buffer.data;
	return ST_OK;
}

/* The changes of several pairs of records in one list. */
struct gathered {
	struct arena *arena;
	struct record_style style;
	struct change *items;
	size_t count;
	size_t capacity;
};

static enum status
gather(struct gathered *gathered, const struct record_pair *pair, struct err *err)
{
	struct list found;
	size_t capacity;
	struct change *items;

	TRY(record_diff(pair, gathered->style, gathered->arena, &found, err));
	if (gathered->count + found.count > gathered->capacity) {
		capacity = 2 * (gathered->count + found.count);
		TRY(ARENA_NEW(gathered->arena, capacity, &items, err));
		if (gathered->count > 0)
			memcpy(items, gathered->items,
				gathered->count * sizeof(*items));
		gathered->items = items;
		gathered->capacity = capacity;
	}
	if (found.count > 0)
		memcpy(gathered->items + gathered->count, found.items,
			found.count * sizeof(struct change));
	gathered->count += found.count;
	return ST_OK;
}

static const struct variant *
variant_of(const struct product *product, const char *sku)
{
	size_t i;

	for (i = 0; product && i < product->variants.count; i++)
		if (strcmp(product_variant(product, i)->sku, sku) == 0)
			return product_variant(product, i);
	return NULL;
}

/* A product's own fields without those that are compared by themselves. */
static enum status
gather_product(struct gathered *gathered, const struct product *old,
	const struct product *now, struct err *err)
{
	struct product bare[2];
	struct record_pair pair = { &product_record, &bare[0], &bare[1], "" };
	struct record_pair details = { &details_record, old ? &old->details : NULL,
		now ? &now->details : NULL, "" };

	record_init(&product_record, &bare[0]);
	record_init(&product_record, &bare[1]);
	if (old)
		bare[0] = *old;
	if (now)
		bare[1] = *now;
	record_init(&details_record, &bare[0].details);
	record_init(&details_record, &bare[1].details);
	bare[0].variants.count = 0;
	bare[1].variants.count = 0;
	TRY(gather(gathered, &pair, err));
	return gather(gathered, &details, err);
}

static enum status
gather_variant(struct gathered *gathered, const struct variant *old,
	const struct variant *now, struct err *err)
{
	struct variant bare[2];
	const char *prefix;
	struct record_pair pair = { &variant_record, &bare[0], &bare[1], "" };
	struct record_pair details = { &details_record, old ? &old->details : NULL,
		now ? &now->details : NULL, "" };

	TRY(arena_format(
		gathered->arena, &prefix, err, "%s.", old ? old->sku : now->sku));
	pair.prefix = details.prefix = prefix;
	record_init(&variant_record, &bare[0]);
	record_init(&variant_record, &bare[1]);
	if (old)
		bare[0] = *old;
	if (now)
		bare[1] = *now;
	record_init(&details_record, &bare[0].details);
	record_init(&details_record, &bare[1].details);
	TRY(gather(gathered, &pair, err));
	return gather(gathered, &details, err);
}

enum status
product_changes(const struct product *old, const struct product *now,
	unsigned decimals, struct arena *arena, struct list *changes, struct err *err)
{
	struct gathered gathered = { .arena = arena, .style = { decimals } };
	size_t i;

	TRY(gather_product(&gathered, old, now, err));
	for (i = 0; now && i < now->variants.count; i++) {
		const struct variant *variant = product_variant(now, i);

		TRY(gather_variant(
			&gathered, variant_of(old, variant->sku), variant, err));
	}
	for (i = 0; old && i < old->variants.count; i++) {
		const struct variant *variant = product_variant(old, i);

		if (!variant_of(now, variant->sku))
			TRY(gather_variant(&gathered, variant, NULL, err));
	}
	*changes = (struct list){ gathered.items, gathered.count };
	return ST_OK;
}
