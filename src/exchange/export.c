#include "exchange/export.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/money.h"
#include "catalog/category.h"
#include "catalog/level.h"
#include "catalog/product.h"
#include "catalog/synonym.h"
#include "exchange/export_people.h"
#include "exchange/export_rule.h"
#include "store/setting.h"
#include "yaml/yaml.h"

struct export
{
	struct txn *txn;
	struct yaml_writer *writer;
	unsigned decimals;
	const struct product *product; /* only this one, or NULL */
	struct export_with with;
};

static enum status
write_people(struct export *export, struct err *err)
{
	struct people people = { export->txn, export->with.shop_key };
	struct record_writer writer = { export->writer, txn_arena(export->txn),
		export->decimals };

	if (export->with.customers)
		TRY(export_customers(&people, &writer, err));
	if (!export->with.orders)
		return ST_OK;
	return export_orders(&people, &writer, export->with.customers, err);
}

static enum status
write_number(struct export *export, int64_t number, struct err *err)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRId64, number);
	return yaml_write_plain(export->writer, text, err);
}

static enum status
write_money(struct export *export, int64_t minor, struct err *err)
{
	char text[MONEY_TEXT_MAX];

	money_format(minor, export->decimals, text);
	return yaml_write_text(export->writer, text, err);
}

static enum status
write_time(struct export *export, int64_t time, struct err *err)
{
	char text[TIME_TEXT_MAX];

	date_format_exact(time, text);
	return yaml_write_plain(export->writer, text, err);
}

static enum status
write_choice(struct export *export, const char *choice, struct err *err)
{
	if (strcmp(choice, "yes") == 0)
		return yaml_write_plain(export->writer, "true", err);
	if (strcmp(choice, "no") == 0)
		return yaml_write_plain(export->writer, "false", err);
	return yaml_write_text(export->writer, choice, err);
}

static enum status
write_texts(
	struct export *export, const struct texts *texts, bool many, struct err *err)
{
	size_t i;

	if (texts->count == 1 && !many)
		return yaml_write_text(export->writer, texts->items[0], err);
	TRY(yaml_write_list_begin(export->writer, true, err));
	for (i = 0; i < texts->count; i++)
		TRY(yaml_write_text(export->writer, texts->items[i], err));
	return yaml_write_list_end(export->writer, err);
}

static enum status
write_simple(struct export *export, const struct field *field, const void *record,
	struct err *err)
{
	const char *text;
	int64_t number;
	int choice;

	switch (field->type) {
	case FIELD_TEXT:
		memcpy(&text, field_at(field, record), sizeof(text));
		return yaml_write_text(export->writer, text, err);
	case FIELD_CHOICE:
		memcpy(&choice, field_at(field, record), sizeof(choice));
		return write_choice(export, field->choices[choice], err);
	case FIELD_TEXTS:
		return write_texts(export, field_at(field, record), true, err);
	default:
		break;
	}
	memcpy(&number, field_at(field, record), sizeof(number));
	if (field->type == FIELD_MONEY)
		return write_money(export, number, err);
	if (field->type == FIELD_TIME)
		return write_time(export, number, err);
	invariant(field->type == FIELD_COUNT || field->type == FIELD_OPTIONAL);
	return write_number(export, number, err);
}

/* The entries of a map, name by name: attributes, options, a category's names. */
static enum status
write_entries(struct export *export, const struct field *field, const void *record,
	struct err *err)
{
	const struct list *list = field_at(field, record);
	const struct field *key = &field->record->fields[0];
	const struct field *value = &field->record->fields[1];
	const unsigned char *item = list->items;
	size_t i;

	for (i = 0; i < list->count; i++, item += field->record->size) {
		TRY(write_simple(export, key, item, err));
		if (value->type == FIELD_TEXTS)
			TRY(write_texts(export, field_at(value, item), false, err));
		else
			TRY(write_simple(export, value, item, err));
	}
	return ST_OK;
}

static enum status
write_map(struct export *export, const struct field *field, const void *record,
	struct err *err)
{
	TRY(yaml_write_map_begin(export->writer, false, err));
	TRY(write_entries(export, field, record, err));
	return yaml_write_map_end(export->writer, err);
}

/* Each field that says something, but for those that name the thing and those that
 * are written elsewhere. */
static enum status
write_fields(struct export *export, const struct record_type *type,
	const void *record, struct err *err)
{
	size_t i;

	for (i = 0; i < type->field_count; i++) {
		const struct field *field = &type->fields[i];

		if (field_is_default(field, record) ||
			(field->flags & FIELD_HIDDEN) ||
			field->type == FIELD_RECORD || field->type == FIELD_RECORDS ||
			field->record == &option_value_record ||
			strcmp(field->name, "sku") == 0 ||
			strcmp(field->name, "handle") == 0)
			continue;
		TRY(yaml_write_text(export->writer, field->name, err));
		if (field->type == FIELD_MAP)
			TRY(write_map(export, field, record, err));
		else
			TRY(write_simple(export, field, record, err));
	}
	return ST_OK;
}

static enum status
write_key(struct export *export, const char *key, const char *text, struct err *err)
{
	TRY(yaml_write_text(export->writer, key, err));
	return yaml_write_text(export->writer, text, err);
}

/* Only where pieces were ever counted. */
static enum status
write_stock(struct export *export, const char *sku, struct err *err)
{
	struct level level;

	TRY(level_get(export->txn, sku, &level, err));
	if (level.movements == 0 && level.on_hand == 0)
		return ST_OK;
	TRY(yaml_write_text(export->writer, "stock", err));
	return write_number(export, level.on_hand, err);
}

static enum status
write_variant(struct export *export, const struct variant *variant, struct err *err)
{
	const struct field *options = record_field(&variant_record, "options");

	TRY(yaml_write_map_begin(export->writer, false, err));
	TRY(write_key(export, "sku", variant->sku, err));
	TRY(write_entries(export, options, variant, err));
	TRY(write_stock(export, variant->sku, err));
	TRY(write_fields(export, &variant_record, variant, err));
	TRY(write_fields(export, &details_record, &variant->details, err));
	return yaml_write_map_end(export->writer, err);
}

static enum status
write_variants(struct export *export, const struct product *product, struct err *err)
{
	size_t i;

	TRY(yaml_write_text(export->writer, "variants", err));
	TRY(yaml_write_list_begin(export->writer, false, err));
	for (i = 0; i < product->variants.count; i++)
		TRY(write_variant(export, product_variant(product, i), err));
	return yaml_write_list_end(export->writer, err);
}

static enum status
write_product(struct export *export, const struct product *product, struct err *err)
{
	bool simple = product_is_simple(product);

	TRY(yaml_write_map_begin(export->writer, false, err));
	TRY(write_key(
		export, simple ? "sku" : "product", product_subject(product), err));
	TRY(write_fields(export, &product_record, product, err));
	if (simple)
		TRY(write_stock(export, product_subject(product), err));
	TRY(write_fields(export, &details_record, &product->details, err));
	if (!simple)
		TRY(write_variants(export, product, err));
	return yaml_write_map_end(export->writer, err);
}

static enum status
begin_section(struct export *export, const char *name, struct err *err)
{
	TRY(yaml_write_text(export->writer, name, err));
	return yaml_write_list_begin(export->writer, false, err);
}

static enum status
write_products(struct export *export, struct err *err)
{
	struct arena *arena = txn_arena(export->txn);
	struct product_scan *scan;
	struct product product;
	struct arena_mark mark;
	bool found;

	TRY(begin_section(export, "products", err));
	TRY(product_scan_open_sorted(export->txn, &scan, err));
	mark = arena_mark(arena);
	for (;;) {
		TRY(product_next(scan, &product, &found, err));
		if (!found)
			return yaml_write_list_end(export->writer, err);
		TRY(write_product(export, &product, err));
		arena_rewind(arena, mark);
	}
}

/* Those that say nothing come to be by their products. */
static enum status
write_categories(struct export *export, struct err *err)
{
	const struct category *items;
	struct list categories;
	bool begun = false;
	size_t i;

	TRY(category_list(export->txn, &categories, err));
	items = categories.items;
	for (i = 0; i < categories.count; i++) {
		if (category_is_silent(&items[i]))
			continue;
		if (!begun)
			TRY(begin_section(export, "categories", err));
		begun = true;
		TRY(yaml_write_map_begin(export->writer, false, err));
		TRY(write_fields(export, &category_record, &items[i], err));
		TRY(yaml_write_map_end(export->writer, err));
	}
	return begun ? yaml_write_list_end(export->writer, err) : ST_OK;
}

static int
compare_synonyms(const void *a, const void *b)
{
	const struct synonym *x = a;
	const struct synonym *y = b;
	int order = (x->from[0] != '\0') - (y->from[0] != '\0');
	size_t i;

	if (order == 0)
		order = strcmp(synonym_subject(x), synonym_subject(y));
	for (i = 0; order == 0 && i < x->both.count && i < y->both.count; i++)
		order = strcmp(x->both.items[i], y->both.items[i]);
	if (order == 0)
		order = (x->both.count > y->both.count) -
			(x->both.count < y->both.count);
	return order;
}

/* A rule's number is the shop's own. */
static enum status
write_synonym(struct export *export, const struct synonym *rule, struct err *err)
{
	TRY(yaml_write_map_begin(export->writer, true, err));
	if (rule->from[0]) {
		TRY(write_key(export, "from", rule->from, err));
		TRY(yaml_write_text(export->writer, "to", err));
		TRY(write_texts(export, &rule->to, true, err));
	} else {
		TRY(yaml_write_text(export->writer, "both", err));
		TRY(write_texts(export, &rule->both, true, err));
	}
	return yaml_write_map_end(export->writer, err);
}

static enum status
write_synonyms(struct export *export, struct err *err)
{
	struct synonym *items;
	struct list rules;
	size_t i;

	TRY(synonym_list(export->txn, &rules, err));
	if (rules.count == 0)
		return ST_OK;
	items = rules.items;
	qsort(items, rules.count, sizeof(*items), compare_synonyms);
	TRY(begin_section(export, "synonyms", err));
	for (i = 0; i < rules.count; i++)
		TRY(write_synonym(export, &items[i], err));
	return yaml_write_list_end(export->writer, err);
}

static enum status
read_decimals(struct txn *txn, unsigned *decimals, struct err *err)
{
	struct currency currency;
	const char *code;

	TRY(setting_get(txn, "shop.currency", &code, err));
	if (!currency_find(code, &currency))
		return fail(
			err, ST_CONFIG, "shop.currency '%s' is no currency", code);
	*decimals = currency.decimals;
	return ST_OK;
}

static enum status
write_catalog(struct export *export, struct err *err)
{
	TRY(write_products(export, err));
	TRY(write_categories(export, err));
	TRY(export_rules(export->txn, export->writer, export->decimals, err));
	TRY(write_synonyms(export, err));
	return write_people(export, err);
}

static enum status
write_one(struct export *export, struct err *err)
{
	TRY(begin_section(export, "products", err));
	TRY(write_product(export, export->product, err));
	return yaml_write_list_end(export->writer, err);
}

static enum status
write_document(struct export *export, struct err *err)
{
	TRY(read_decimals(export->txn, &export->decimals, err));
	TRY(yaml_write_document_begin(export->writer, err));
	TRY(yaml_write_map_begin(export->writer, false, err));
	TRY(export->product ? write_one(export, err) : write_catalog(export, err));
	TRY(yaml_write_map_end(export->writer, err));
	return yaml_write_document_end(export->writer, err);
}

static enum status
export_all(struct export *export, export_sink *sink, void *arg, struct err *err)
{
	enum status status;

	TRY(yaml_writer_open(sink, arg, &export->writer, err));
	status = write_document(export, err);
	yaml_writer_close(export->writer);
	return status;
}

enum status
export_yaml(struct txn *txn, const struct export_with *with, export_sink *sink,
	void *arg, struct err *err)
{
	struct export export = { .txn = txn, .with = *with };

	return export_all(&export, sink, arg, err);
}

enum status
export_product(struct txn *txn, const struct product *product, export_sink *sink,
	void *arg, struct err *err)
{
	struct export export = { .txn = txn, .product = product };

	return export_all(&export, sink, arg, err);
}
