#include <inttypes.h>

#include "base/money.h"
#include "catalog/staged.h"
#include "exchange/import_parts.h"
#include "order/stock_list.h"
#include "stock/stock.h"

/* What a survey finds to change is told of, with its warnings, when it is done. */
static bool
is_remembered(const struct import *import)
{
	return import->mode == IMPORT_SURVEY && import->telling != TELL_ALL;
}

/* A moved stock as a change: "TS-S-RED.stock" of a product with variants. */
static enum status
stock_change(struct import_wanted *wanted, const struct import_named *named,
	int64_t old, struct import_change *change, struct err *err)
{
	struct arena *arena = wanted->edit.arena;
	bool simple = product_is_simple(&wanted->now);

	TRY(arena_format(arena, &change->field, err, "%s%sstock",
		simple ? "" : named->sku, simple ? "" : "."));
	TRY(arena_format(arena, &change->old, err, "%" PRId64, old));
	return arena_format(arena, &change->new, err, "%" PRId64, named->stock);
}

/* Named in a warning; stock low lists them all. */
#define SHORT_ORDERS_NAMED 5

/* The truth is recorded below what is promised, too; who waits for it is said. */
static enum status
warn_of_short(struct import_wanted *wanted, const struct import_named *named,
	struct err *err)
{
	struct import_row *row = wanted->row;
	struct buffer text = { .arena = wanted->edit.arena };
	struct stock_item item;
	size_t i;

	TRY(stock_item(row->import->txn, named->sku, &item, err));
	if (item.short_orders.count == 0)
		return ST_OK;
	TRY(buffer_append_text(&text, "less than orders hold, short is", err));
	for (i = 0; i < item.short_orders.count && i < SHORT_ORDERS_NAMED; i++) {
		TRY(buffer_append_text(&text, i > 0 ? ", " : " ", err));
		TRY(buffer_append_text(&text, item.short_orders.items[i], err));
	}
	if (item.short_orders.count > SHORT_ORDERS_NAMED)
		TRY(buffer_append_text(
			&text, " and more (shop admin stock low)", err));
	TRY(buffer_append(&text, "", 1, err));
	import_warn(row, named->sku, import_at(named->node), (const char *)text.data);
	return ST_OK;
}

/* Stores what is on hand now, or what the staged set is to say of it. */
static enum status
put_stock(struct import *import, const struct import_named *named,
	struct level *level, struct err *err)
{
	switch (import->mode) {
	case IMPORT_APPLY:
		return stock_set(import->catalog, named->sku, named->stock, "import",
			level, err);
	case IMPORT_STAGE:
		TRY(stock_count_staged(import->catalog, import->log.import,
			named->sku, named->stock, err));
		break;
	case IMPORT_SURVEY:
		break;
	}
	level->on_hand = named->stock;
	return ST_OK;
}

/* Sets what is on hand; *moved says whether it was something else. */
static enum status
set_stock(struct import_wanted *wanted, const struct import_named *named, bool *moved,
	struct err *err)
{
	struct import *import = wanted->row->import;
	struct import_change change = { wanted->row->sku, "changed", "", "", "" };
	struct level level = { 0, 0, 0 };

	if (named->stock == IMPORT_NO_STOCK)
		return ST_OK;
	if (!named->is_new)
		TRY(level_get(import->txn, named->sku, &level, err));
	if (level.on_hand == named->stock)
		return ST_OK;
	*moved = true;
	if (is_remembered(import))
		return ST_OK;
	if (wanted->found) {
		TRY(stock_change(wanted, named, level.on_hand, &change, err));
		TRY(import_tell(import, &change, err));
	}
	TRY(put_stock(import, named, &level, err));
	return level.held > level.on_hand ? warn_of_short(wanted, named, err) : ST_OK;
}

/* A new SKU that differs from a stored one, or one above it in the file, only in
 * case: where rows are applied one by one, that is stored, too. */
static enum status
warn_of_case(struct import_wanted *wanted, const struct import_named *named,
	struct err *err)
{
	struct import_row *row = wanted->row;
	const char *message;
	const char *other;

	if (!named->is_new)
		return ST_OK;
	TRY(sku_differing_in_case(row->import->txn, named->sku, &other, err));
	if (!other && row->import->mode != IMPORT_APPLY)
		TRY(import_sku_alike(row, named->sku, &other, err));
	if (!other)
		return ST_OK;
	TRY(arena_format(wanted->edit.arena, &message, err,
		"differs from SKU '%s' only in case", other));
	import_warn(row, named->sku, import_at(named->node), message);
	return ST_OK;
}

static enum status
finish_variants(struct import_wanted *wanted, bool *moved, struct err *err)
{
	size_t i;

	for (i = 0; i < wanted->named_count; i++) {
		if (!is_remembered(wanted->row->import))
			TRY(warn_of_case(wanted, &wanted->named[i], err));
		TRY(set_stock(wanted, &wanted->named[i], moved, err));
	}
	return ST_OK;
}

/* The list has less of what is new than is shown of it. */
static enum status
show(const struct import *import, const struct import_change *change, struct err *err)
{
	return import->request->on_change(import->request->arg, change, err);
}

static enum status
tell_price(
	struct import_wanted *wanted, const char *sku, int64_t price, struct err *err)
{
	const struct import *import = wanted->row->import;
	struct import_change change = { wanted->row->sku, "new", "", "", "" };
	char text[MONEY_TEXT_MAX];

	if (price == NUMBER_NONE)
		return ST_OK;
	money_format(price, wanted->edit.decimals, text);
	change.new = text;
	change.field = "price";
	if (sku[0])
		TRY(arena_format(
			wanted->edit.arena, &change.field, err, "%s.price", sku));
	return show(import, &change, err);
}

static enum status
tell_new(struct import_wanted *wanted, struct err *err)
{
	const struct product *now = &wanted->now;
	const struct import *import = wanted->row->import;
	struct import_change change = { wanted->row->sku, "new", "name", "",
		now->name };
	size_t i;

	if (import->telling == TELL_NONE)
		return ST_OK;
	TRY(import_log_new(&wanted->row->import->log, wanted->row->sku, err));
	if (!import->request->on_change)
		return ST_OK;
	TRY(show(import, &change, err));
	TRY(tell_price(wanted, "", now->details.price, err));
	for (i = 0; i < now->variants.count; i++) {
		const struct variant *variant = product_variant(now, i);

		TRY(tell_price(wanted, variant->sku, variant->details.price, err));
	}
	return ST_OK;
}

static enum status
tell_changes(
	struct import_wanted *wanted, const struct list *changes, struct err *err)
{
	const struct change *items = changes->items;
	size_t i;

	for (i = 0; i < changes->count; i++) {
		struct import_change change = { wanted->row->sku, "changed",
			items[i].field, items[i].old, items[i].new };

		TRY(import_tell(wanted->row->import, &change, err));
	}
	return ST_OK;
}

/* What is wrong with a product as a whole is found before anything is written. */
static enum status
put(struct import_wanted *wanted, const struct product *old, struct err *err)
{
	struct import_row *row = wanted->row;
	struct import *import = row->import;
	enum status status;

	if (import->mode == IMPORT_SURVEY)
		status = product_check(import->txn, old, &wanted->now, err);
	else
		status = product_put(import->catalog, old, &wanted->now, err);
	if (status != ST_BAD_DATA)
		return status;
	return import_check(row, status, import_at(row->item->node), err);
}

static enum status
remember(struct import_row *row, struct err *err)
{
	struct import *import = row->import;

	if (import_is_refused(import))
		return ST_OK;
	import_rows_mark(&import->rows, row->number, ROW_CHANGES);
	return import_list_add(&import->changed, row->number, err);
}

static enum status
put_new(struct import_wanted *wanted, struct err *err)
{
	struct import *import = wanted->row->import;
	bool moved = false;

	TRY(put(wanted, NULL, err));
	if (wanted->row->errors > 0)
		return ST_OK;
	if (is_remembered(import))
		return remember(wanted->row, err);
	import_count(import, &import->result->new_count);
	TRY(tell_new(wanted, err));
	return finish_variants(wanted, &moved, err);
}

static enum status
count_unchanged(struct import_row *row, struct err *err)
{
	struct import *import = row->import;
	struct import_change unchanged = { row->sku, "unchanged", "", "", "" };

	if (import->telling == TELL_NONE)
		return ST_OK;
	import->result->unchanged++;
	return import_tell(import, &unchanged, err);
}

static enum status
put_changed(struct import_wanted *wanted, struct err *err)
{
	struct import *import = wanted->row->import;
	struct list changes;
	bool moved = false;

	TRY(product_changes(&wanted->stored, &wanted->now, wanted->edit.decimals,
		wanted->edit.arena, &changes, err));
	if (changes.count > 0)
		TRY(put(wanted, &wanted->stored, err));
	if (wanted->row->errors > 0)
		return ST_OK;
	if (!is_remembered(import))
		TRY(tell_changes(wanted, &changes, err));
	TRY(finish_variants(wanted, &moved, err));
	if (changes.count == 0 && !moved)
		return count_unchanged(wanted->row, err);
	if (is_remembered(import))
		return remember(wanted->row, err);
	import_count(import, &import->result->changed);
	return ST_OK;
}

enum status
import_put(struct import_wanted *wanted, struct err *err)
{
	struct import_row *row = wanted->row;

	if (!wanted->found)
		return put_new(wanted, err);
	import_rows_set_product(&row->import->rows, row->number, wanted->stored.id);
	return put_changed(wanted, err);
}
