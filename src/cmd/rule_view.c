#include "cmd/rule_view.h"

#include <stdlib.h>
#include <string.h>

#include "order/coupon.h"

/* A rule within a list, the condition's map within a rule: see rule_walk. */
#define DEPTH_MAX 4
#define ITEMS_MAX \
	(PROMOTION_ACTIONS_MAX > PROMOTION_CATEGORIES_MAX \
			? PROMOTION_ACTIONS_MAX \
			: PROMOTION_CATEGORIES_MAX)
#define NUMBER_TEXT_BASE 10
/* What a line of a list says of a sale's products. */
#define COVERED_MAX 3

/* Where what is walked goes: the record, or the list, that is open. */
struct place {
	const struct record_type *type;
	void *record;
	struct list *list; /* NULL: a record */
	bool map;
};

struct filling {
	struct arena *arena;
	struct place places[DEPTH_MAX];
	size_t depth;
};

static struct place *
place_in(struct filling *filling)
{
	return &filling->places[filling->depth];
}

static void *
member_at(const struct place *place, const struct field *field)
{
	return (char *)place->record + field->offset;
}

static void
enter(struct filling *filling, struct place place)
{
	invariant(filling->depth + 1 < DEPTH_MAX);
	filling->places[++filling->depth] = place;
}

/* A list that is open has room for the most that there may be. */
static void *
add_item(const struct place *place)
{
	char *item =
		(char *)place->list->items + place->list->count * place->type->size;

	invariant(place->list->count < ITEMS_MAX);
	record_init(place->type, item);
	place->list->count++;
	return item;
}

static enum status
enter_list(struct filling *filling, const char *key, bool map, struct err *err)
{
	const struct place *place = place_in(filling);
	const struct field *field = record_field(place->type, key);
	struct list *list = member_at(place, field);

	TRY(arena_take(
		filling->arena, ITEMS_MAX, field->record->size, &list->items, err));
	list->count = 0;
	enter(filling, (struct place){ field->record, NULL, list, map });
	return ST_OK;
}

static enum status
enter_map(struct filling *filling, const char *key, struct err *err)
{
	const struct place *place = place_in(filling);
	const struct field *field = key ? record_field(place->type, key) : NULL;

	if (!key) {
		enter(filling,
			(struct place){ place->type, add_item(place), NULL, false });
		return ST_OK;
	}
	invariant(field);
	if (field->type == FIELD_MAP)
		return enter_list(filling, key, true, err);
	enter(filling, (struct place){
			       field->record, member_at(place, field), NULL, false });
	return ST_OK;
}

static enum status
fill_text(struct filling *filling, const struct rule_part *part, struct err *err)
{
	const struct place *place = place_in(filling);
	const struct field *field;
	struct named_range *range;
	void *at;

	if (place->map) {
		range = add_item(place);
		TRY(arena_text(filling->arena, part->key, &range->name, err));
		return arena_text(filling->arena, part->text, &range->range, err);
	}
	field = record_field(place->type, part->key);
	invariant(field);
	at = member_at(place, field);
	if (field->type == FIELD_BOOL)
		*(bool *)at = strcmp(part->text, "true") == 0;
	else if (field->type == FIELD_TEXT)
		return arena_text(filling->arena, part->text, at, err);
	else if (field->type == FIELD_COUNT || field->type == FIELD_OPTIONAL)
		*(int64_t *)at = strtoll(part->text, NULL, NUMBER_TEXT_BASE);
	return ST_OK;
}

static enum status
fill_texts(struct filling *filling, const struct rule_part *part, struct err *err)
{
	const struct place *place = place_in(filling);
	const struct field *field = record_field(place->type, part->key);
	struct texts *texts = member_at(place, field);
	size_t i;

	TRY(ARENA_NEW(filling->arena, part->texts.count, &texts->items, err));
	for (i = 0; i < part->texts.count; i++)
		TRY(arena_text(
			filling->arena, part->texts.items[i], &texts->items[i], err));
	texts->count = part->texts.count;
	return ST_OK;
}

static enum status
fill_part(void *arg, const struct rule_part *part, struct err *err)
{
	struct filling *filling = arg;

	switch (part->kind) {
	case RULE_PART_TEXT:
		return fill_text(filling, part, err);
	case RULE_PART_TEXTS:
		return fill_texts(filling, part, err);
	case RULE_PART_MAP_BEGIN:
		return enter_map(filling, part->key, err);
	case RULE_PART_LIST_BEGIN:
		return enter_list(filling, part->key, false, err);
	default:
		invariant(filling->depth > 0);
		filling->depth--;
		return ST_OK;
	}
}

static int
state_at(int64_t from, int64_t until, int64_t now)
{
	if (from != 0 && now < from)
		return RULE_SCHEDULED;
	return until != 0 && now >= until ? RULE_ENDED : RULE_RUNNING;
}

static enum status
finish_tax(const struct rule_viewing *viewing, const void *rule,
	union rule_view *view, struct err *err)
{
	TRY(rule_name(RULE_TAX, rule, txn_arena(viewing->txn), &view->tax.tax, err));
	return arena_format(txn_arena(viewing->txn), &view->tax.rate, err, "%s%%",
		view->tax.rate);
}

/* "Clothing, Acme, 3 products". */
static enum status
say_covered(
	const struct rule_viewing *viewing, struct sale_view *view, struct err *err)
{
	struct buffer text = { .arena = txn_arena(viewing->txn) };
	const char *parts[COVERED_MAX] = { view->category, view->brand, "" };
	size_t i;

	if (view->product.count == 1)
		parts[2] = view->product.items[0];
	else if (view->product.count > 1)
		TRY(arena_format(txn_arena(viewing->txn), &parts[2], err,
			"%zu products", view->product.count));
	for (i = 0; i < COVERED_MAX; i++) {
		if (parts[i][0] && text.size > 0)
			TRY(buffer_append_text(&text, ", ", err));
		TRY(buffer_append_text(&text, parts[i], err));
	}
	if (text.size == 0)
		TRY(buffer_append_text(&text, "everything", err));
	TRY(buffer_append(&text, "", 1, err));
	view->covers = (const char *)text.data;
	return ST_OK;
}

/* "10% unit, 5.00 order". */
static enum status
say_taken(const struct rule_viewing *viewing, struct promotion_view *view,
	struct err *err)
{
	const struct action_view *actions = view->actions.items;
	struct buffer text = { .arena = txn_arena(viewing->txn) };
	size_t i;

	for (i = 0; i < view->actions.count; i++) {
		if (i > 0)
			TRY(buffer_append_text(&text, ", ", err));
		TRY(buffer_append_text(&text, actions[i].off, err));
		TRY(buffer_append_text(&text, " ", err));
		TRY(buffer_append_text(&text, actions[i].from, err));
	}
	TRY(buffer_append(&text, "", 1, err));
	view->takes = (const char *)text.data;
	return ST_OK;
}

static void
name_places(struct promotion_view *view)
{
	struct action_view *actions = view->actions.items;
	size_t i;

	for (i = 0; i < view->actions.count; i++)
		if (actions[i].from[0] == '\0')
			actions[i].from = promotion_from_names[OFF_ORDER];
}

static enum status
add_condition(const struct rule_viewing *viewing, const struct field *field,
	struct promotion_view *view, struct err *err)
{
	struct named_range *items = view->conditions.items;
	struct record_style style = { viewing->context->decimals };
	const char *text;

	TRY(field_text(
		field, &view->when, style, txn_arena(viewing->txn), &text, err));
	if (text[0])
		items[view->conditions.count++] =
			(struct named_range){ field->name, text };
	return ST_OK;
}

static enum status
add_totals(const struct rule_viewing *viewing, struct promotion_view *view,
	struct err *err)
{
	const struct list *totals = &view->when.category_total;
	const struct named_range *total = totals->items;
	struct named_range *items = view->conditions.items;
	size_t i;

	for (i = 0; i < totals->count; i++) {
		struct named_range *item = &items[view->conditions.count++];

		TRY(arena_format(txn_arena(viewing->txn), &item->name, err,
			"goods of %s", total[i].name));
		item->range = total[i].range;
	}
	return ST_OK;
}

/* A category's total is a condition like any other. */
static enum status
list_conditions(const struct rule_viewing *viewing, struct promotion_view *view,
	struct err *err)
{
	const struct record_type *type =
		record_field(&promotion_view_record, "when")->record;
	struct named_range *items;
	size_t i;

	TRY(ARENA_NEW(txn_arena(viewing->txn),
		type->field_count + view->when.category_total.count, &items, err));
	view->conditions = (struct list){ items, 0 };
	for (i = 0; i < type->field_count; i++)
		if (type->fields[i].type != FIELD_MAP)
			TRY(add_condition(viewing, &type->fields[i], view, err));
	return add_totals(viewing, view, err);
}

static enum status
finish_promotion(const struct rule_viewing *viewing,
	const struct promotion *promotion, struct promotion_view *view,
	struct err *err)
{
	struct coupon_uses uses;

	view->state =
		state_at(promotion->from, promotion->until, txn_now(viewing->txn));
	view->currency = viewing->context->currency;
	TRY(coupon_uses(viewing->txn, promotion->promotion, 0, &uses, err));
	view->code = view->coupon.code;
	view->coupon.used = uses.all;
	name_places(view);
	TRY(list_conditions(viewing, view, err));
	return say_taken(viewing, view, err);
}

/* What stands in no key of the file. */
static enum status
finish(const struct rule_viewing *viewing, const void *rule, union rule_view *view,
	struct err *err)
{
	const struct shipping_method *method = rule;
	const struct sale *sale = rule;

	switch (viewing->kind) {
	case RULE_TAX:
		return finish_tax(viewing, rule, view, err);
	case RULE_SHIPPING:
		view->shipping.price = method->price;
		view->shipping.currency = viewing->context->currency;
		return ST_OK;
	case RULE_SALE:
		view->sale.state =
			state_at(sale->from, sale->until, txn_now(viewing->txn));
		view->sale.currency = viewing->context->currency;
		return say_covered(viewing, &view->sale, err);
	default:
		return finish_promotion(viewing, rule, &view->promotion, err);
	}
}

enum status
rule_view_fill(const struct rule_viewing *viewing, const void *rule,
	union rule_view *view, struct err *err)
{
	const struct record_type *type = rule_types[viewing->kind].record;
	struct filling filling = { .arena = txn_arena(viewing->txn) };
	struct rule_edit edit = { .kind = viewing->kind,
		.decimals = viewing->context->decimals,
		.arena = txn_arena(viewing->txn) };

	TRY(arena_take(txn_arena(viewing->txn), 1, type->size, &edit.rule, err));
	memcpy(edit.rule, rule, type->size);
	memset(view, 0, sizeof(*view));
	record_init(rule_records[viewing->kind].machines, view);
	filling.places[0] = (struct place){ rule_records[viewing->kind].machines,
		view, NULL, false };
	TRY(rule_walk(&edit, fill_part, &filling, err));
	return finish(viewing, rule, view, err);
}

struct list *
rule_view_changes(enum rule_kind kind, union rule_view *view)
{
	const struct field *field =
		record_field(rule_records[kind].machines, "changes");

	return (struct list *)(void *)((char *)view + field->offset);
}
