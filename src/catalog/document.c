#include "catalog/document.h"

#include <string.h>
#include <strings.h>

#include "catalog/levels.h"
#include "store/setting.h"

/* The settings that decide what documents are. */
static const char LANGUAGE[] = "search.language";
static const char SIZE[] = "search.size";
static const char COLOR[] = "search.color";

_Static_assert(VARIANTS_MAX <= INDEX_GROUP_MAX, "a product is one group");

static const struct index_field fields[] = {
	[DOCUMENT_NAME] = { "name", INDEX_TEXT, .weight = 128, .length = 16,
		.is_title = true },
	[DOCUMENT_SYNONYM] = { "synonyms", INDEX_TEXT, .weight = 96, .length = 16 },
	[DOCUMENT_BRAND_WORDS] = { "brand", INDEX_TEXT, .weight = 8, .length = 2 },
	[DOCUMENT_CATEGORY_WORDS] = { "category", INDEX_TEXT, .weight = 2,
		.length = 2 },
	[DOCUMENT_ATTRIBUTE_WORDS] = { "attributes", INDEX_TEXT, .weight = 32,
		.length = 12 },
	[DOCUMENT_DESCRIPTION] = { "description", INDEX_TEXT, .weight = 24,
		.length = 6 },
	[DOCUMENT_BRAND] = { "brand", INDEX_KEYWORD, .weight = 512 },
	[DOCUMENT_SIZE] = { "size", INDEX_KEYWORD, .weight = 0 },
	[DOCUMENT_COLOR] = { "color", INDEX_KEYWORD, .weight = 0 },
	[DOCUMENT_CATEGORY] = { "category", INDEX_PATH, .weight = 512 },
	[DOCUMENT_ATTRIBUTE] = { "attribute", INDEX_NAMED, .weight = 0 },
	[DOCUMENT_PRICE] = { "price", INDEX_NUMBER, .sorted = true },
	[DOCUMENT_AVAILABLE] = { "available", INDEX_NUMBER, .weight = 0 },
	[DOCUMENT_NAME_ORDER] = { "name", INDEX_SORT_TEXT, .weight = 0 },
};

/* Splits a setting such as "color,colour". */
static enum status
split_names(
	struct arena *arena, const char *value, struct texts *names, struct err *err)
{
	size_t size;

	*names = (struct texts){ NULL, 0 };
	TRY(ARENA_NEW(arena, strlen(value) + 1, &names->items, err));
	for (; value[0]; value += size) {
		value += strspn(value, ", ");
		size = strcspn(value, ",");
		if (size > 0)
			TRY(arena_copy(arena, value, size,
				&names->items[names->count++], err));
	}
	return ST_OK;
}

/* Settings as they are, but for one that may be another. */
struct settings {
	struct txn *txn;
	const char *setting;
	const char *value;
};

static enum status
setting_of(const struct settings *with, const char *name, const char **value,
	struct err *err)
{
	if (with->setting && strcmp(with->setting, name) == 0)
		return arena_text(txn_arena(with->txn), with->value, value, err);
	return setting_get(with->txn, name, value, err);
}

enum status
document_rules_if(struct txn *txn, const char *setting, const char *value,
	struct document_rules *rules, struct err *err)
{
	struct settings with = { txn, setting, value };
	struct arena *arena = txn_arena(txn);
	const char *names;

	rules->schema.fields = fields;
	rules->schema.field_count = DOCUMENT_FIELD_COUNT;
	TRY(setting_of(&with, LANGUAGE, &rules->schema.language, err));
	TRY(setting_of(&with, SIZE, &names, err));
	TRY(split_names(arena, names, &rules->size_names, err));
	TRY(setting_of(&with, COLOR, &names, err));
	return split_names(arena, names, &rules->color_names, err);
}

enum status
document_rules(struct txn *txn, struct document_rules *rules, struct err *err)
{
	return document_rules_if(txn, NULL, NULL, rules, err);
}

bool
document_follows(const char *setting)
{
	return strcmp(setting, LANGUAGE) == 0 || strcmp(setting, SIZE) == 0 ||
	       strcmp(setting, COLOR) == 0;
}

static bool
is_found(const struct product *product, size_t variant)
{
	return product->status == PRODUCT_ACTIVE &&
	       product_variant(product, variant)->status == PRODUCT_ACTIVE;
}

bool
document_variant(const struct product *product, size_t member, size_t *variant)
{
	size_t seen = 0;
	size_t i;

	for (i = 0; i < product->variants.count; i++) {
		if (!is_found(product, i))
			continue;
		if (seen++ == member) {
			*variant = i;
			return true;
		}
	}
	return false;
}

bool
document_member(const struct product *product, size_t variant, size_t *member)
{
	size_t seen = 0;
	size_t i;

	if (!is_found(product, variant))
		return false;
	for (i = 0; i < variant; i++)
		if (is_found(product, i))
			seen++;
	*member = seen;
	return true;
}

/* A document under construction; room for every value was taken before. */
struct builder {
	struct index_value *values;
	size_t count;
};

static void
add_text(struct builder *builder, enum document_field field, const char *text)
{
	if (text[0] != '\0')
		builder->values[builder->count++] =
			(struct index_value){ .field = field, .text = text };
}

static void
add_number(struct builder *builder, enum document_field field, int64_t number)
{
	if (number != NUMBER_NONE)
		builder->values[builder->count++] =
			(struct index_value){ .field = field, .number = number };
}

static bool
is_among(const struct texts *names, const char *name)
{
	size_t i;

	for (i = 0; i < names->count; i++)
		if (strcasecmp(names->items[i], name) == 0)
			return true;
	return false;
}

static void
add_attribute(struct builder *builder, const struct document_rules *rules,
	const struct attribute *attribute)
{
	bool is_size = is_among(&rules->size_names, attribute->name);
	bool is_color = is_among(&rules->color_names, attribute->name);
	size_t i;

	for (i = 0; i < attribute->values.count; i++) {
		const char *value = attribute->values.items[i];

		add_text(builder, DOCUMENT_ATTRIBUTE_WORDS, value);
		builder->values[builder->count++] =
			(struct index_value){ .field = DOCUMENT_ATTRIBUTE,
				.name = attribute->name,
				.text = value };
		if (is_size)
			add_text(builder, DOCUMENT_SIZE, value);
		if (is_color)
			add_text(builder, DOCUMENT_COLOR, value);
	}
}

static size_t
room_needed(const struct details *details)
{
	const struct attribute *attributes = details->attributes.items;
	size_t room = DOCUMENT_FIELD_COUNT + 3 + details->synonyms.count;
	size_t i;

	for (i = 0; i < details->attributes.count; i++)
		room += 4 * attributes[i].values.count;
	return room;
}

static void
add_product(struct builder *builder, const struct product *product)
{
	add_text(builder, DOCUMENT_NAME, product->name);
	add_text(builder, DOCUMENT_BRAND_WORDS, product->brand);
	add_text(builder, DOCUMENT_CATEGORY_WORDS, product->category);
	add_text(builder, DOCUMENT_DESCRIPTION, product->description);
	add_text(builder, DOCUMENT_BRAND, product->brand);
	add_text(builder, DOCUMENT_CATEGORY, product->category);
	add_text(builder, DOCUMENT_NAME_ORDER, product->name);
}

static void
add_details(struct builder *builder, const struct document_rules *rules,
	const struct details *details)
{
	const struct attribute *attributes = details->attributes.items;
	size_t i;

	for (i = 0; i < details->synonyms.count; i++)
		add_text(builder, DOCUMENT_SYNONYM, details->synonyms.items[i]);
	for (i = 0; i < details->attributes.count; i++)
		add_attribute(builder, rules, &attributes[i]);
}

/* Where documents are made, and of what. */
struct making {
	struct txn *txn; /* or NULL with levels */
	const struct levels *levels;
	const struct document_rules *rules;
	const struct product *product;
	struct arena *arena;
};

static enum status
find_level(const struct making *making, const char *sku, struct level *level,
	struct err *err)
{
	if (!making->levels)
		return level_get(making->txn, sku, level, err);
	*level = (struct level){ .on_hand = levels_find(making->levels, sku) };
	return ST_OK;
}

static enum status
build_document(const struct making *making, size_t variant,
	struct index_document *document, struct err *err)
{
	const struct product *product = making->product;
	struct builder builder = { NULL, 0 };
	struct details details;
	struct level level;

	TRY(product_details(product, variant, making->arena, &details, err));
	TRY(find_level(making, product_variant(product, variant)->sku, &level, err));
	TRY(ARENA_NEW(making->arena, room_needed(&details), &builder.values, err));
	add_product(&builder, product);
	add_details(&builder, making->rules, &details);
	add_number(&builder, DOCUMENT_PRICE, product_current_price(product, variant));
	add_number(&builder, DOCUMENT_AVAILABLE, level_available(&level, &details));
	*document = (struct index_document){ builder.values, builder.count };
	return ST_OK;
}

static enum status
build_group(const struct making *making, struct index_group *group, struct err *err)
{
	const struct product *product = making->product;
	struct index_document *documents;
	size_t count = 0;
	size_t i;

	TRY(ARENA_NEW(making->arena, product->variants.count, &documents, err));
	for (i = 0; i < product->variants.count; i++)
		if (is_found(product, i))
			TRY(build_document(making, i, &documents[count++], err));
	*group = (struct index_group){ product->id, documents, count };
	return ST_OK;
}

enum status
document_group_in(struct txn *txn, const struct document_rules *rules,
	const struct product *product, struct arena *arena, struct index_group *group,
	struct err *err)
{
	const struct making making = { txn, NULL, rules, product, arena };

	return build_group(&making, group, err);
}

enum status
document_group_at(const struct document_rules *rules, const struct levels *levels,
	const struct product *product, struct arena *arena, struct index_group *group,
	struct err *err)
{
	const struct making making = { NULL, levels, rules, product, arena };

	return build_group(&making, group, err);
}

enum status
document_group(struct txn *txn, const struct document_rules *rules,
	const struct product *product, struct index_group *group, struct err *err)
{
	return document_group_in(txn, rules, product, txn_arena(txn), group, err);
}
