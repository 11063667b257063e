#include <inttypes.h>
#include <string.h>

#include "exchange/import_parts.h"
#include "stock/stock.h"

static const struct import_limits stock_limits = { STOCK_MAX, 0 };

/* What a product's item is read by, NULL where it is not there. */
struct product_nodes {
	const struct item_node *sku;
	const struct item_node *handle;
	const struct item_node *options;
	const struct item_node *variants;
};

static enum edit_word
import_word(const struct import_row *row, const struct item_node *node)
{
	const struct edit_key *key = import_find_key(row, node);

	return key ? key->word : EDIT_FIELD;
}

static void
find_nodes(const struct import_row *row, struct product_nodes *nodes)
{
	const struct item_node *map = row->item->node;
	const struct item_node *node = map->kind == ITEM_MAP ? map->first : NULL;

	*nodes = (struct product_nodes){ NULL, NULL, NULL, NULL };
	for (; node; node = node->next) {
		enum edit_word word = import_word(row, node);

		if (word == EDIT_SKU)
			nodes->sku = node;
		else if (word == EDIT_HANDLE)
			nodes->handle = node;
		else if (word == EDIT_OPTIONS)
			nodes->options = node;
		else if (word == EDIT_VARIANTS)
			nodes->variants = node;
	}
}

/* Says what is wrong with the row's item itself. */
static enum status
check_row(struct import_row *row, enum status status, struct err *err)
{
	return import_check(row, status, import_at(row->item->node), err);
}

/* A valid SKU or handle that the file did not have before; row->errors tells. */
static enum status
take_name(struct import_row *row, enum import_name_kind kind,
	const struct item_node *node, struct err *err)
{
	const char *text;
	const char *fault;

	row->sku = "";
	TRY(import_text(row, node, &text, err));
	if (!text)
		return ST_OK;
	fault = sku_fault(text);
	if (fault)
		return import_check(row,
			fail(err, ST_BAD_DATA, "%s '%s' %s", node->key, text, fault),
			import_at(node), err);
	row->sku = text;
	return import_take_name(row, kind, node, err);
}

static enum status
add_variant(struct import_wanted *wanted, const char *sku, struct variant **added,
	struct err *err)
{
	return edit_add_variant(&wanted->edit, sku, added, err);
}

static enum status
find_simple(
	struct import_wanted *wanted, const struct item_node *node, struct err *err)
{
	struct import_row *row = wanted->row;
	struct variant *added;
	size_t index;

	TRY(product_by_sku(row->import->txn, node->text, &wanted->stored, &index,
		&wanted->found, err));
	if (wanted->found && !product_is_simple(&wanted->stored))
		return import_check(row,
			fail(err, ST_BAD_DATA,
				"SKU '%s' is a variant of '%s' and cannot become a "
				"product of its own (give it under 'product: %s')",
				node->text, wanted->stored.handle,
				wanted->stored.handle),
			import_at(node), err);
	wanted->named[wanted->named_count++] = (struct import_named){ node->text,
		node, !wanted->found, IMPORT_NO_STOCK };
	if (wanted->found)
		return product_copy(
			&wanted->stored, wanted->edit.arena, &wanted->now, err);
	record_init(&product_record, &wanted->now);
	return add_variant(wanted, node->text, &added, err);
}

static enum status
find_handle(
	struct import_wanted *wanted, const struct item_node *node, struct err *err)
{
	TRY(product_by_handle(wanted->row->import->txn, node->text, &wanted->stored,
		&wanted->found, err));
	if (wanted->found)
		return product_copy(
			&wanted->stored, wanted->edit.arena, &wanted->now, err);
	record_init(&product_record, &wanted->now);
	wanted->now.handle = node->text;
	return ST_OK;
}

static struct variant *
variant_named(const struct product *product, const char *sku)
{
	size_t i;

	for (i = 0; i < product->variants.count; i++)
		if (strcmp(product_variant(product, i)->sku, sku) == 0)
			return product_variant(product, i);
	return NULL;
}

/* A SKU that the product does not have yet must not be another's. */
static enum status
check_free(
	struct import_wanted *wanted, const struct item_node *node, struct err *err)
{
	const char *handle = wanted->now.handle;
	struct product other;
	enum status status;
	size_t index;
	bool found;

	TRY(product_by_sku(
		wanted->row->import->txn, node->text, &other, &index, &found, err));
	if (!found)
		return ST_OK;
	status = product_is_simple(&other)
			 ? fail(err, ST_BAD_DATA,
				   "SKU '%s' is a product of its own and cannot move "
				   "to '%s'",
				   node->text, handle)
			 : fail(err, ST_BAD_DATA,
				   "SKU '%s' belongs to '%s' and cannot move to '%s'",
				   node->text, other.handle, handle);
	return import_check(wanted->row, status, import_at(node), err);
}

static bool
is_option(const struct product *product, const char *key)
{
	size_t i;

	for (i = 0; i < product->options.count; i++)
		if (strcmp(product->options.items[i], key) == 0)
			return true;
	return false;
}

static enum status
set_variant_key(struct import_wanted *wanted, const struct edit *edit,
	struct import_named *named, const struct item_node *node, struct err *err)
{
	struct import_row *row = wanted->row;

	switch (import_word(row, node)) {
	case EDIT_SKU:
		return ST_OK;
	case EDIT_STOCK:
		return import_number(row, node, &stock_limits, &named->stock, err);
	case EDIT_ATTRIBUTES:
		return import_set_attributes(row, edit, node, err);
	default:
		break;
	}
	if (is_option(&wanted->now, node->key))
		return import_set_option(row, edit, node, err);
	return import_set(row, edit, node, err);
}

static enum status
set_variant_keys(struct import_wanted *wanted, struct variant *variant,
	struct import_named *named, struct err *err)
{
	struct edit edit = wanted->edit;
	const struct item_node *node;

	edit.target = EDIT_VARIANT;
	edit.variant = variant;
	for (node = named->node->first; node; node = node->next)
		TRY(set_variant_key(wanted, &edit, named, node, err));
	return ST_OK;
}

/* The variant with the row's SKU, a new one where there is none. */
static enum status
find_variant(struct import_wanted *wanted, const struct item_node *sku,
	struct import_named *named, struct variant **variant, struct err *err)
{
	size_t errors = wanted->row->errors;

	named->is_new = false;
	*variant = variant_named(&wanted->now, sku->text);
	if (*variant)
		return ST_OK;
	named->is_new = true;
	TRY(check_free(wanted, sku, err));
	if (wanted->row->errors > errors)
		return ST_OK;
	return import_check(wanted->row, add_variant(wanted, sku->text, variant, err),
		import_at(sku), err);
}

static enum status
set_variant(
	struct import_wanted *wanted, const struct item_node *node, struct err *err)
{
	struct import_row *row = wanted->row;
	const struct item_node *sku = import_key(node, "sku");
	struct import_named *named = &wanted->named[wanted->named_count];
	struct variant *variant;
	size_t errors = row->errors;

	if (node->kind != ITEM_MAP)
		return import_check(row,
			fail(err, ST_BAD_DATA, "a variant is a map, not %s",
				import_kind(node)),
			import_at(node), err);
	if (!sku)
		return import_check(row,
			fail(err, ST_BAD_DATA, "a variant needs a sku"),
			import_at(node), err);
	TRY(take_name(row, NAME_SKU, sku, err));
	if (row->errors > errors)
		return ST_OK;
	*named = (struct import_named){ sku->text, node, false, IMPORT_NO_STOCK };
	TRY(find_variant(wanted, sku, named, &variant, err));
	if (row->errors > errors)
		return ST_OK;
	wanted->named_count++;
	return set_variant_keys(wanted, variant, named, err);
}

static enum status
set_variants(
	struct import_wanted *wanted, const struct item_node *list, struct err *err)
{
	struct import_row *row = wanted->row;
	const char *handle = row->sku;
	const struct item_node *node;
	size_t count = 0;

	if (list->kind != ITEM_LIST)
		return import_check(row,
			fail(err, ST_BAD_DATA, "variants is %s where a list is meant",
				import_kind(list)),
			import_at(list), err);
	for (node = list->first; node; node = node->next)
		count++;
	TRY(ARENA_NEW(wanted->edit.arena, count, &wanted->named, err));
	for (node = list->first; node; node = node->next) {
		TRY(set_variant(wanted, node, err));
		row->sku = handle;
	}
	return ST_OK;
}

/* Keys of a simple product alone, and of one with variants alone. */
static enum status
set_other_form(
	struct import_wanted *wanted, const struct item_node *node, struct err *err)
{
	bool simple = wanted->now.handle[0] == '\0';
	enum status status;

	if (simple)
		status = fail(err, ST_BAD_DATA,
			"'%s' is for a product with variants, which has a handle "
			"('product:') instead of a sku",
			node->key);
	else
		status = fail(err, ST_BAD_DATA,
			"'%s' is a key of each variant, not of a product that has "
			"variants",
			node->key);
	return import_check(wanted->row, status, import_at_key(node), err);
}

static enum status
set_product_key(
	struct import_wanted *wanted, const struct item_node *node, struct err *err)
{
	struct import_row *row = wanted->row;
	bool simple = wanted->now.handle[0] == '\0';

	switch (import_word(row, node)) {
	case EDIT_SKU:
	case EDIT_HANDLE:
		return ST_OK;
	case EDIT_OPTIONS:
	case EDIT_VARIANTS:
		return simple ? set_other_form(wanted, node, err) : ST_OK;
	case EDIT_ATTRIBUTES:
		return import_set_attributes(row, &wanted->edit, node, err);
	case EDIT_STOCK:
		return simple ? import_number(row, node, &stock_limits,
					&wanted->named[0].stock, err)
			      : set_other_form(wanted, node, err);
	case EDIT_FIELD:
		break;
	}
	return import_set(row, &wanted->edit, node, err);
}

static enum status
set_keys(struct import_wanted *wanted, const struct product_nodes *nodes,
	struct err *err)
{
	const struct item_node *map = wanted->row->item->node;
	const struct item_node *node;
	bool simple = wanted->now.handle[0] == '\0';

	if (!simple && nodes->options)
		TRY(import_set(wanted->row, &wanted->edit, nodes->options, err));
	for (node = map->first; node; node = node->next)
		TRY(set_product_key(wanted, node, err));
	if (!simple && nodes->variants)
		TRY(set_variants(wanted, nodes->variants, err));
	return edit_arrange_options(&wanted->edit, err);
}

static enum status
check_item(struct import_row *row, const struct product_nodes *nodes, struct err *err)
{
	const struct item_node *map = row->item->node;
	const struct item_node *sku = nodes->sku;
	const struct item_node *handle = nodes->handle;

	if (map->kind != ITEM_MAP)
		return check_row(row,
			fail(err, ST_BAD_DATA, "a product is a map, not %s",
				import_kind(map)),
			err);
	if (sku && handle)
		return import_check(row,
			fail(err, ST_BAD_DATA,
				"a product has either a sku or a handle "
				"('product:'), "
				"not both"),
			import_at_key(handle), err);
	if (!sku && !handle)
		return check_row(row,
			fail(err, ST_BAD_DATA,
				"a product needs a sku, or a handle ('product:') and "
				"variants"),
			err);
	return take_name(row, sku ? NAME_SKU : NAME_HANDLE, sku ? sku : handle, err);
}

enum status
import_product(struct import_row *row, struct err *err)
{
	struct product_nodes nodes;
	struct import_named only;
	struct import_wanted wanted = { .row = row, .named = &only };

	find_nodes(row, &nodes);
	TRY(check_item(row, &nodes, err));
	if (row->errors > 0)
		return ST_OK;
	wanted.edit = (struct edit){ .target = EDIT_PRODUCT,
		.product = &wanted.now,
		.decimals = catalog_decimals(row->import->catalog),
		.arena = txn_arena(row->import->txn) };
	TRY(nodes.sku ? find_simple(&wanted, nodes.sku, err)
		      : find_handle(&wanted, nodes.handle, err));
	if (row->errors > 0)
		return ST_OK;
	TRY(set_keys(&wanted, &nodes, err));
	if (row->errors > 0)
		return ST_OK;
	return import_put(&wanted, err);
}
